package syntic.pack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** Stands for models that take their time: features follow from id and sentence; run as a process, it can be killed. */
record SlowMaker(int batch, int millis, List<String> asked) implements PackMaker<String> {
    static final int WIDTH = 3;
    static final PackInfo INFO = new PackInfo(PackKind.SYNTHETIC, WIDTH, Provenance.of("slow", new Settings(1), Map.of()),
            "");

    private record Settings(int seed) {}

    SlowMaker(int batch) {
        this(batch, 0, new ArrayList<>());
    }

    /** Arguments: folder, batch, milliseconds of a batch, number of items. */
    public static void main(String[] arguments) {
        SlowMaker maker = new SlowMaker(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]),
                new ArrayList<>());
        PackJob.Report report = new PackJob<>(Path.of(arguments[0]), INFO, items(Integer.parseInt(arguments[3])), maker)
                .run(ProgressListener.SILENT, () -> false);
        System.out.println(report.made());
    }

    static List<PackItem<String>> items(int count) {
        return IntStream.range(0, count).mapToObj(i -> item("caption " + i, "sentence " + i)).toList();
    }

    static PackItem<String> item(String id, String sentence) {
        return new PackItem<>(id, sentence, sentence);
    }

    static float[] feature(PackItem<String> item) {
        return new float[] {item.id().hashCode(), item.source().hashCode(), item.source().length()};
    }

    static List<String> tags(PackItem<String> item) {
        return List.of(item.source().substring(item.source().length() - 1));
    }

    @Override
    public Map<String, Made> make(List<PackItem<String>> items, BiConsumer<PackItem<String>, String> failed) {
        Map<String, Made> made = new LinkedHashMap<>();
        for (PackItem<String> item : items) {
            synchronized (asked) {
                asked.add(item.id());
            }
            if (item.source().isBlank()) {
                failed.accept(item, "it is empty");
            } else {
                made.put(item.id(), new Made(feature(item), tags(item)));
            }
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return made;
    }
}
