package syntic.pack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.store.StoreException;

/**
 * Joins packs that were made apart into one, without making anything: what comes out is what one process would have
 * made. The packs that are joined stay as they are.
 */
public final class PackMerge {
    private final Path target;
    private final PackInfo info;
    private final Map<String, String> sentences;
    private final Map<String, FeaturePack.Place> places = new LinkedHashMap<>();
    private final List<String> twice = new ArrayList<>();
    private int added;
    private int renewed;

    /**
     * What came of it.
     *
     * @param added records that the target had not, or had of another sentence
     * @param twice ids of which several packs had the same record
     * @param failed why something could not be made, by id, as the packs' runs say; some may have been made later
     * @param machines that made the records, as far as the packs' runs say
     */
    public record Report(int added, List<String> twice, Map<String, String> failed, Set<Machine> machines) {}

    private PackMerge(Path target, PackInfo info, Map<String, String> sentences) {
        this.target = target;
        this.info = info;
        this.sentences = sentences;
    }

    /** As {@link #run(Path, List, List, Map)}, where it is not known which sentences are meant. */
    public static Report run(Path target, List<Path> packs, List<String> order) {
        return run(target, packs, order, Map.of());
    }

    /**
     * @param target folder of a pack, which need not be there yet
     * @param packs folders
     * @param order of the ids; those that it does not name come last
     * @param sentences that are meant, by id: a record of another one gives way to that of this one
     * @throws StoreException naming the pack if one is none, is damaged or made otherwise, if two differ in a record,
     *     or while somebody else writes into the target; no record is written then
     */
    public static Report run(Path target, List<Path> packs, List<String> order, Map<String, String> sentences) {
        PackMerge merge = new PackMerge(target, PackInfo.read(PackInfo.isIn(target) ? target : packs.get(0)),
                sentences);
        if (!new PackClaims(target.resolve("claims")).alone(() -> merge.join(packs, order))) {
            throw new StoreException(target + ": somebody writes into this pack; merge when that has ended");
        }
        return new Report(merge.added, merge.twice, PackRun.failed(target), PackRun.machines(target));
    }

    private void join(List<Path> packs, List<String> order) {
        if (PackInfo.isIn(target)) {
            FeaturePack there = FeaturePack.open(target);
            there.ids().forEach(id -> places.put(id, there.place(id)));
        }
        Set<String> own = Set.copyOf(places.keySet());
        for (Path pack : packs) {
            String difference = PackInfo.read(pack).differenceFrom(info);
            if (!difference.isEmpty()) {
                throw new StoreException(pack + ": was made otherwise than " + (PackInfo.isIn(target) ? target
                        : packs.get(0)) + " (" + difference + "); merge what the same models and settings made");
            }
            take(FeaturePack.open(pack), pack, own);
        }
        added = places.size() - own.size() + renewed;
        if (!PackInfo.isIn(target)) {
            new PackBeginning(target, info).makeRoom();
            info.write(target);
        }
        packs.forEach(pack -> PackRun.copy(pack, target));
        if (added > 0) {
            new PackCompaction(target, info).replace(new FeaturePack(target, info, places), order);
        }
    }

    private void take(FeaturePack pack, Path folder, Set<String> own) {
        for (String id : pack.ids()) {
            FeaturePack.Place place = pack.place(id);
            FeaturePack.Place known = places.putIfAbsent(id, place);
            if (known != null && !known.isSame(place)) {
                take(id, known, place, folder, own);
            } else if (known != null && !own.contains(id)) {
                twice.add(id);
            }
        }
    }

    /** Of two records that differ, that of the sentence which is meant. */
    private void take(String id, FeaturePack.Place known, FeaturePack.Place place, Path folder, Set<String> own) {
        if (isMeant(id, known) == isMeant(id, place)) {
            throw new StoreException(folder + ": has another record of '" + id + "' than " + known.part().file()
                    + "; leave the pack out that is not to count, or make the record anew in one of them");
        }
        if (isMeant(id, place)) {
            places.put(id, place);
            renewed += own.contains(id) ? 1 : 0;
        }
    }

    private boolean isMeant(String id, FeaturePack.Place place) {
        return sentences.containsKey(id) && place.part().isOf(place.row(), PackPart.digest(sentences.get(id)));
    }
}
