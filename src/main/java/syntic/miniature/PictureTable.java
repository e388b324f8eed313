package syntic.miniature;

import com.google.gson.Gson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import syntic.miniature.world.Mention;
import syntic.miniature.world.Relation;
import syntic.miniature.world.Scene;
import syntic.miniature.world.StatedFacts;
import syntic.store.StoredJson;

/**
 * What pictures show of their sentences, stage by stage, by the {@link Judge}: where something is lost. It is written
 * by the command {@code judge-pictures} and shipped beside the training's curve.
 *
 * @param model fingerprint of the model that was measured
 * @param seed of scenes and pictures
 * @param steps of the sampling
 */
public record PictureTable(String model, long seed, int steps, List<Part> parts) {
    /** Scenes of the test split; training sentences; scenes with a combination of colour and kind never trained on. */
    public static final String TEST = "test";
    public static final String CORPUS = "corpus";
    public static final String HELD_OUT = "held-out";
    /** Drawn from the scene; that after the autoencoder; that from so much noise on; generated from noise alone. */
    public static final String DRAWN = "drawn";
    public static final String AUTOENCODED = "autoencoded";
    public static final String FROM_NOISE = "from noise ";
    public static final String SAMPLED = "sampled";

    /** The facts that are judged of a single mention. */
    private static final List<String> OF_MENTION = List.of("kind", "kind with colour", "count");
    private static final List<String> OF_RELATION = List.of("relation", "everything");

    /**
     * The pictures of some scenes at one stage.
     *
     * @param scenes {@link #TEST}, {@link #CORPUS} or {@link #HELD_OUT}
     * @param stage {@link #DRAWN}, {@link #AUTOENCODED}, {@link #FROM_NOISE} with a time step, or {@link #SAMPLED}
     * @param guidance of the denoiser; 0 where it took no part
     * @param facts of what is stated, the share that is shown, as {@link Verdict#shares()}
     * @param groups the same of mentions by number, size and kind and of sentences by relation, such as
     *     {@code number 2}
     * @param missed what each picture does not show: two hexadecimal digits, a bit for each of the facts in their order
     */
    public record Part(String scenes, String stage, double guidance, Map<String, Verdict.Share> facts,
            Map<String, Map<String, Verdict.Share>> groups, String missed) {
        public Part {
            Objects.requireNonNull(scenes, "a part does not say of which scenes it is");
            Objects.requireNonNull(stage, "a part does not say of which stage it is");
            Objects.requireNonNull(facts, "a part has no facts");
            Objects.requireNonNull(groups, "a part has no groups");
            Objects.requireNonNull(missed, "a part does not say what its pictures miss");
        }

        /** @param readings what the judge sees on the picture of each scene */
        static Part of(String name, String stage, double guidance, JudgedScenes scenes, List<Reading> readings) {
            List<Verdict> verdicts = new ArrayList<>();
            Map<String, Map<String, Verdict.Share>> groups = new TreeMap<>();
            for (int i = 0; i < readings.size(); i++) {
                StatedFacts facts = scenes.facts().get(i);
                Verdict verdict = Verdict.of(readings.get(i), facts);
                verdicts.add(verdict);
                for (Mention mention : facts.mentions()) {
                    Verdict own = Verdict.of(readings.get(i), new StatedFacts(null, List.of(mention), null));
                    groupsOf(mention, scenes.scenes().get(i)).forEach(group -> add(groups, group, own, OF_MENTION));
                }
                if (Verdict.judgeable(facts.relation())) {
                    add(groups, "relation " + lower(facts.relation()), verdict, OF_RELATION);
                }
            }
            StringBuilder missed = new StringBuilder();
            verdicts.forEach(verdict -> missed.append(verdict.missed()));
            return new Part(name, stage, guidance, Verdict.sum(verdicts).shares(), groups, missed.toString());
        }

        private static List<String> groupsOf(Mention mention, Scene scene) {
            List<String> groups = new ArrayList<>(List.of("kind " + mention.kind().label()));
            scene.things().stream().filter(thing -> mention.fits(thing, scene)).findFirst().ifPresent(thing -> {
                groups.add("number " + thing.count());
                groups.add("size " + lower(thing.size()));
            });
            return groups;
        }

        private static String lower(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private static void add(Map<String, Map<String, Verdict.Share>> groups, String group, Verdict verdict,
                List<String> facts) {
            Map<String, Verdict.Share> shares = groups.computeIfAbsent(group, none -> new LinkedHashMap<>());
            facts.forEach(fact -> shares.merge(fact, verdict.shares().get(fact), Verdict.Share::plus));
        }

        /** How many pictures were judged. */
        public int pictures() {
            return missed.length() / 2;
        }
    }

    public PictureTable {
        Objects.requireNonNull(model, "it names no model");
        Objects.requireNonNull(parts, "it has no parts");
        parts = List.copyOf(parts);
    }

    /**
     * The table in a file; nothing if there is no such file.
     *
     * @throws syntic.store.StoreException if the file holds no such table
     */
    public static Optional<PictureTable> read(Path file) {
        return Files.notExists(file) ? Optional.empty() : Optional.of(StoredJson.read(file, PictureTable.class,
                "measure again with: judge-pictures FOLDER OUTPUT"));
    }

    /** The table that is shipped with the model; nothing where none was made of it. */
    public static Optional<PictureTable> shipped() {
        return read(ShippedModels.folder("training").resolve("pictures.json"))
                .filter(table -> table.model().equals(ShippedModels.fingerprint("text-to-image")));
    }

    /** What was measured of these scenes at this stage, by rising guidance. */
    public List<Part> of(String scenes, String stage) {
        return parts.stream().filter(part -> part.scenes().equals(scenes) && part.stage().equals(stage))
                .sorted(Comparator.comparingDouble(Part::guidance)).toList();
    }

    /** Writes the file whole or not at all. */
    void write(Path file) {
        StoredJson.write(file, this, new Gson());
    }
}
