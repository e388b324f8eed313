package syntic.pack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import syntic.io.UserException;
import syntic.nn.ElementType;
import syntic.nn.Stopped;
import syntic.store.ProcessLock;
import syntic.store.ProgressListener;
import syntic.store.StoreException;

/**
 * Makes the records that a pack lacks. Every batch is on disk before the next is begun, so that a kill loses one at
 * most; several processes on one folder share the work. What comes out depends neither on batches nor on processes.
 *
 * @param <T> what records are made from
 */
public final class PackJob<T> {
    private final Path folder;
    private final PackInfo info;
    private final List<PackItem<T>> items;
    private final PackMaker<T> maker;
    private final PackClaims claims;
    private final KnownRecords<T> known;
    private final Map<String, String> failed = new LinkedHashMap<>();
    private final Set<String> wanted;
    private final Supplier<Set<Machine>> machines;
    private PackRun.Log log;
    private int made;

    /**
     * What came of it.
     *
     * @param made by this process
     * @param there of the items, in the end
     * @param missing of the items, in the end
     * @param failed why, by id
     */
    public record Report(int made, int there, int missing, Map<String, String> failed) {}

    /**
     * @param info what the pack is, or will be
     * @param items unique by id; the finished pack has their order
     * @throws StoreException if there is a pack of another kind, or made otherwise, that has records
     */
    PackJob(Path folder, PackInfo info, List<PackItem<T>> items, PackMaker<T> maker) {
        this(folder, info, items, maker, null, Set::of);
    }

    /**
     * @param wanted ids of those that are to be made; null for all
     * @param machines as of {@link #on}
     */
    private PackJob(Path folder, PackInfo info, List<PackItem<T>> items, PackMaker<T> maker, Set<String> wanted,
            Supplier<Set<Machine>> machines) {
        this.folder = folder;
        this.info = info;
        this.items = List.copyOf(items);
        this.maker = maker;
        this.wanted = wanted;
        this.machines = machines;
        claims = new PackClaims(folder.resolve("claims"));
        known = new KnownRecords<>(folder, info, this.items);
        new PackBeginning(folder, info).begin();
    }

    /** The work on those items alone that former runs could not make. */
    public PackJob<T> retry() {
        return new PackJob<>(folder, info, items, maker, PackRun.failed(folder).keySet(), machines);
    }

    /** @throws StoreException if the pack in another folder is of another kind, or made otherwise */
    public void requireSame(Path other) {
        info.requireSame(other);
    }

    /** The same work, with a note in the pack for those who get it. */
    public PackJob<T> licensed(String note) {
        PackInfo noted = info.withLicence(note);
        noted.write(folder);
        return new PackJob<>(folder, noted, items, maker, wanted, machines);
    }

    /**
     * The same work, whose runs say on what kinds of machines the records were made.
     *
     * @param them asked whenever a run is noted for those that made its records so far
     */
    public PackJob<T> on(Supplier<Set<Machine>> them) {
        return new PackJob<>(folder, info, items, maker, wanted, them);
    }

    /**
     * What came of it is kept in the pack, whether it comes to its end or not; a kill loses of that what the last block
     * did after its first batch.
     *
     * @param stop asked after every batch: whether to end with {@link Stopped}
     * @throws UserException if something cannot be written; what was made before stays
     */
    public Report run(ProgressListener progress, BooleanSupplier stop) {
        log = new PackRun.Log(folder);
        try {
            makeAll(progress, stop);
        } catch (RuntimeException e) {
            try {
                keepRun();
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        keepRun();
        return new Report(made, known.count(), items.size() - known.count(), failed);
    }

    private void keepRun() {
        if (made > 0 || !failed.isEmpty()) {
            log.note(made, items.size() - known.count(), failed, machines.get());
        }
    }

    private void makeAll(ProgressListener progress, BooleanSupplier stop) {
        known.look();
        int there = known.count();
        progress.at(there, items.size(), "");
        maker.prepare(missing(0, items.size()), (more, total, note) -> progress.at(there + more, items.size(), note),
                stop);
        List<Integer> waiting = new ArrayList<>();
        for (int block = 0; block * maker.block() < items.size(); block++) {
            if (!missing(block).isEmpty()) {
                Optional<ProcessLock> claim = claims.claim(block);
                if (claim.isPresent()) {
                    make(block, claim.get(), progress, stop);
                } else {
                    waiting.add(block);
                }
            }
        }
        for (int block : waiting) {
            Optional<ProcessLock> claim = claims.await(block, stop);
            if (claim.isEmpty()) {
                throw stopped();
            }
            make(block, claim.get(), progress, stop);
        }
        claims.alone(() -> new PackCompaction(folder, info).run(items.stream().map(PackItem::id).toList()));
    }

    private void make(int block, ProcessLock claim, ProgressListener progress, BooleanSupplier stop) {
        try {
            // Before it had records it may have become another.
            info.requireSame(folder);
            known.look();
            List<PackItem<T>> missing = missing(block);
            Path kept = null;
            Map<PackItem<T>, PackMaker.Made> records = new LinkedHashMap<>();
            for (int from = 0; from < missing.size(); from += maker.batch()) {
                List<PackItem<T>> batch = missing.subList(from, Math.min(missing.size(), from + maker.batch()));
                Map<String, PackMaker.Made> results = maker.make(batch,
                        (item, reason) -> failed.put(item.id(), reason));
                for (PackItem<T> item : batch) {
                    if (results.containsKey(item.id())) {
                        records.put(item, results.get(item.id()));
                        known.add(item);
                        made++;
                    }
                }
                if (!results.isEmpty()) {
                    boolean first = kept == null;
                    kept = replace(kept, records);
                    if (first) {
                        // Not with every batch, as reasons may be many; a kill leaves at least on what machine it ran.
                        keepRun();
                    }
                }
                progress.at(known.count(), items.size(), "");
                if (stop.getAsBoolean() && known.count() + failed.size() < items.size()) {
                    throw stopped();
                }
            }
        } finally {
            claims.free(claim);
        }
    }

    private Stopped stopped() {
        return new Stopped(String.format(Locale.ROOT, "stopped; %d of %d are made, kept in %s: the same command goes "
                + "on", known.count(), items.size(), folder));
    }

    private List<PackItem<T>> missing(int block) {
        return missing(block * maker.block(), Math.min(items.size(), (block + 1) * maker.block()));
    }

    private List<PackItem<T>> missing(int from, int to) {
        List<PackItem<T>> missing = new ArrayList<>();
        for (PackItem<T> item : items.subList(from, to)) {
            boolean asked = wanted == null || wanted.contains(item.id());
            if (asked && !failed.containsKey(item.id()) && !(known.has(item) && maker.isComplete(item))) {
                missing.add(item);
            }
        }
        return missing;
    }

    /** A part never changes, because others may be reading it; one with more records takes its place. */
    private Path replace(Path kept, Map<PackItem<T>, PackMaker.Made> records) {
        Path file = kept == null ? FeaturePack.newPart(folder) : FeaturePack.replacing(kept);
        known.wrote(file);
        write(file, records);
        if (kept != null) {
            PackCompaction.delete(kept);
        }
        return file;
    }

    private void write(Path file, Map<PackItem<T>, PackMaker.Made> records) {
        List<PackItem<T>> order = List.copyOf(records.keySet());
        List<PackMaker.Made> rows = List.copyOf(records.values());
        List<List<String>> tags = rows.get(0).tags() == null ? null : rows.stream().map(PackMaker.Made::tags).toList();
        PackPart.write(file, info.made(), order.stream().map(PackItem::id).toList(), tags, Map.of(
                PackPart.FEATURES, PackPart.Rows.of(ElementType.F32, List.of((long) info.width()), rows.size(),
                        row -> FeaturePack.bytes(rows.get(row).feature())),
                PackPart.SENTENCES, PackPart.sentences(rows.size(), row -> order.get(row).content())));
    }
}
