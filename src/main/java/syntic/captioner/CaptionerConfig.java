package syntic.captioner;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import syntic.benchmark.FormerNames;
import syntic.benchmark.Systems;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/**
 * What a captioner's {@code config.json} says.
 *
 * @param format of the folder
 * @param system name of one of the compared systems
 * @param scale of the settings that it began with, a name of {@link Systems}
 * @param seed of its training
 * @param settings all of them, by name
 * @param width of the features
 * @param models fingerprints of the frozen models, by what they are
 * @param detection the detector's settings; empty where it takes no part
 * @param trainedOn what sentences, pictures and features were made from
 * @param support what is looked up, or null where nothing is
 * @param known how near to it a photo is that the captioner can know, or null where that was not measured
 * @param scores on photos, by metric; empty where there were none
 * @param files sums of all files, by name
 */
record CaptionerConfig(int format, String system, String scale, long seed, SortedMap<String, String> settings,
        int width, SortedMap<String, String> models, SortedMap<String, String> detection,
        SortedMap<String, String> trainedOn, Support support, Known known, Scores scores,
        SortedMap<String, String> files) {
    static final String FILE = "config.json";
    static final int FORMAT = 1;
    private static final String REMEDY = "copy the captioner anew from where it came from, or train it again";
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /**
     * The sentences that are looked up.
     *
     * @param name of their corpus
     * @param features fingerprint of their ids and features
     * @param texts fingerprint of the sentences
     * @param included whether they are in the folder
     */
    record Support(String name, int sentences, String features, String texts, boolean included) {}

    /**
     * @param nearest the lowest cosine that a photo of those looked at had to its nearest sentence
     * @param photos how many were looked at
     * @param of what they were
     */
    record Known(double nearest, int photos, String of) {}

    /** @param of which photos; @param byMetric as fractions, not percent */
    record Scores(String of, int photos, SortedMap<String, Double> byMetric) {}

    /** Only to see whether this version reads the rest. */
    private record Format(int format) {}

    static CaptionerConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new UserException(folder + ": not a captioner, there is no " + FILE + " in it; name a folder that "
                    + "the command train wrote");
        }
        int format = StoredJson.read(file, Format.class, REMEDY).format();
        if (format > FORMAT) {
            throw new UserException(file + ": this captioner is of a newer version (format " + format + ", this "
                    + "version reads " + FORMAT + "); open it with that version");
        }
        CaptionerConfig config = StoredJson.read(file, CaptionerConfig.class, REMEDY);
        if (format < 1 || !config.isWhole()) {
            throw new StoreException(file + ": does not describe a captioner; " + REMEDY);
        }
        return config;
    }

    private boolean isWhole() {
        return system != null && scale != null && Stream.of(settings, models, detection, trainedOn, files)
                .allMatch(map -> map != null && !map.containsValue(null))
                && (support == null || support.name != null && support.features != null && support.texts != null)
                && (scores == null || scores.byMetric != null && !scores.byMetric.containsValue(null));
    }

    void write(Path folder) {
        StoredJson.write(folder.resolve(FILE), this, GSON);
    }

    /** The system with its settings, which may have had other names when it was saved. */
    CaptionSystem configured() {
        return Systems.atScale(scale).named(system).with(FormerNames.today(settings));
    }

    /** @throws UserException if a model is another than the one that it was trained with */
    void requireModel(Path folder, String name, String found, String what) {
        String wanted = models.get(name);
        if (wanted != null && !wanted.equals(found)) {
            throw new UserException(folder + ": was trained with another " + what + " (fingerprint of tensors and "
                    + "settings " + shortened(wanted) + ", of this one " + shortened(found) + "); features of the two "
                    + "do not fit together: give the one of its training, or train a captioner for this one");
        }
    }

    private static String shortened(String fingerprint) {
        return fingerprint == null ? "none" : fingerprint.substring(0, Math.min(12, fingerprint.length()));
    }

    /** The same after photos were looked at. */
    CaptionerConfig measured(Known measured, Scores scored) {
        return new CaptionerConfig(format, system, scale, seed, settings, width, models, detection, trainedOn, support,
                measured, scored, files);
    }
}
