package syntic.pack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import syntic.nn.ElementType;
import syntic.store.Provenance;
import syntic.store.StoreException;

/**
 * How a pack comes into being: {@code pack.json} is there before the records that a job makes one by one, and after
 * those that are written in one go. So parts without it are what a killed import left, or those of a pack that lost it.
 */
record PackBeginning(Path folder, PackInfo info) {
    /** Pauses in which a job that begins the same pack has begun it. */
    private static final int TRIES = 50;

    private PackClaims claims() {
        return new PackClaims(folder.resolve("claims"));
    }

    /**
     * Sees to it that there is a pack for the records of a job.
     *
     * @throws StoreException if there is a pack of another kind, or made otherwise, that has records
     */
    void begin() {
        unlessThere(() -> {
            // Records that this job can go on with stay, and others are named when they are opened.
            clear(FeaturePack::isImported);
            info.write(folder);
        });
        if (isWithoutRecords() && !PackInfo.read(folder).differenceFrom(info).isEmpty()) {
            // Nothing is lost by it, unless somebody else is making the first records.
            claims().alone(() -> {
                if (isWithoutRecords()) {
                    info.write(folder);
                }
            });
        }
        info.requireSame(folder);
    }

    private boolean isWithoutRecords() {
        return FeaturePack.parts(folder).isEmpty();
    }

    /**
     * Writes a pack in one go.
     *
     * @param tags by id; those of which nobody looked for objects are not named
     * @param rows of a part, at most
     * @throws StoreException if there is a pack already, or records of one
     */
    void write(List<String> ids, Map<String, List<String>> tags, Map<String, String> sentences,
            FeaturePack.Source source, int rows) {
        boolean wrote = unlessThere(() -> {
            clear(made -> made.equals(info.made()));
            makeRoom();
            for (int from = 0; from < ids.size(); from += rows) {
                parts(ids.subList(from, Math.min(ids.size(), from + rows)), from, tags, sentences, source);
            }
            info.write(folder);
        });
        if (!wrote) {
            throw new StoreException(folder + ": there is a feature pack already; name another folder, or rename that "
                    + "one");
        }
    }

    /**
     * Deletes what a killed import left, before there is a pack.
     *
     * @throws StoreException if there are other records, which are not to be lost
     */
    void makeRoom() {
        clear(FeaturePack::isImported);
        if (!isWithoutRecords()) {
            throw new StoreException(FeaturePack.parts(folder).get(0) + ": is of a pack whose " + PackInfo.FILE
                    + " is lost; name another folder, or rename that one");
        }
    }

    /** Records with tags and those of which nobody looked for objects come into parts of their own. */
    private void parts(List<String> ids, int from, Map<String, List<String>> tags, Map<String, String> sentences,
            FeaturePack.Source source) {
        Map<Boolean, List<Integer>> rows = new LinkedHashMap<>();
        for (int row = 0; row < ids.size(); row++) {
            rows.computeIfAbsent(tags.containsKey(ids.get(row)), tagged -> new ArrayList<>()).add(row);
        }
        rows.forEach((tagged, some) -> {
            List<String> names = some.stream().map(ids::get).toList();
            BitSet taken = new BitSet();
            some.forEach(taken::set);
            Map<String, PackPart.Rows> arrays = new HashMap<>();
            arrays.put(PackPart.FEATURES, new PackPart.Rows(ElementType.F32, List.of((long) info.width()), sink -> {
                int[] row = {0};
                source.forEach(from, ids.size(), feature -> {
                    if (taken.get(row[0]++)) {
                        sink.accept(FeaturePack.bytes(feature));
                    }
                });
            }));
            if (!sentences.isEmpty()) {
                arrays.put(PackPart.SENTENCES, PackPart.sentences(names.size(), row -> sentences.get(names.get(row))));
            }
            PackPart.write(FeaturePack.newPart(folder), info.made(), names,
                    tagged ? names.stream().map(tags::get).toList() : null, arrays);
        });
    }

    /** Does something where there is no pack, and nobody else is at it. @return whether it was done */
    private boolean unlessThere(Runnable work) {
        boolean[] done = {false};
        int[] tries = {0};
        BooleanSupplier stop = () -> PackInfo.isIn(folder) || ++tries[0] > TRIES;
        if (!PackInfo.isIn(folder) && !claims().awaitAlone(() -> {
            if (!PackInfo.isIn(folder)) {
                work.run();
                done[0] = true;
            }
        }, stop) && !PackInfo.isIn(folder)) {
            throw new StoreException(folder + ": somebody writes into this pack; do it again when that has ended");
        }
        return done[0];
    }

    private void clear(Predicate<Provenance> gone) {
        FeaturePack.parts(folder).stream().filter(part -> gone.test(PackPart.made(part)))
                .forEach(PackCompaction::delete);
    }
}
