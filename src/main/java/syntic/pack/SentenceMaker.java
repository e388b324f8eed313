package syntic.pack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import syntic.corpus.Caption;
import syntic.stage.ImageTextEncoder;
import syntic.store.Provenance;

/** Encodes sentences. */
public record SentenceMaker(ImageTextEncoder encoder) implements PackMaker<Caption> {
    private static final int BATCH = 512;
    private static final int BLOCK = 4096;

    /** The work on a pack in {@code folder} that has a record for each of these captions. */
    public PackJob<Caption> job(Path folder, List<Caption> captions) {
        return new PackJob<>(folder, new PackInfo(PackKind.SENTENCES, encoder.width(),
                new Provenance("sentence-features", new TreeMap<>(), new TreeMap<>(encoder.provenance())), ""),
                captions.stream().map(one -> new PackItem<>(one.id(), one.text(), one)).toList(), this);
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public int block() {
        return BLOCK;
    }

    @Override
    public Map<String, Made> make(List<PackItem<Caption>> items, BiConsumer<PackItem<Caption>, String> failed) {
        List<PackItem<Caption>> some = UnusableSentence.without(items, failed);
        float[][] features = encoder.texts(some.stream().map(PackItem::content).toList());
        Map<String, Made> made = new LinkedHashMap<>();
        some.forEach(item -> made.put(item.id(), new Made(features[made.size()], null)));
        return made;
    }
}
