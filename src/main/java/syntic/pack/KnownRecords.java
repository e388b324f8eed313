package syntic.pack;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of some items have a record in a pack, as far as it was looked at; others may be writing into it. */
final class KnownRecords<T> {
    private final Path folder;
    private final PackInfo info;
    private final List<PackItem<T>> items;
    private final Map<String, Integer> places = new HashMap<>();
    private final BitSet there = new BitSet();
    private final Set<Path> seen = new HashSet<>();

    /** @param items unique by id */
    KnownRecords(Path folder, PackInfo info, List<PackItem<T>> items) {
        this.folder = folder;
        this.info = info;
        this.items = items;
        for (int i = 0; i < items.size(); i++) {
            places.put(items.get(i).id(), i);
        }
    }

    /** Takes note of what is on disk, and was not there before. */
    void look() {
        FeaturePack.forEachPart(folder, info, file -> !seen.contains(file), part -> {
            seen.add(part.file());
            look(part);
        });
    }

    private void look(PackPart part) {
        for (int row = 0; row < part.ids().size(); row++) {
            Integer place = places.get(part.ids().get(row));
            if (place != null) {
                there.set(place, part.isOf(row, PackPart.digest(items.get(place).content())));
            }
        }
    }

    /** Takes note of an item whose record was made here. */
    void add(PackItem<T> item) {
        there.set(places.get(item.id()));
    }

    /** Takes note of a part that holds nothing but what was made here. */
    void wrote(Path part) {
        seen.add(part);
    }

    /** Whether there is a record of the item, of its present content. */
    boolean has(PackItem<T> item) {
        return there.get(places.get(item.id()));
    }

    /** Of how many items there are records. */
    int count() {
        return there.cardinality();
    }
}
