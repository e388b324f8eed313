package syntic.captioner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import syntic.data.Sentences;
import syntic.io.FileTree;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.Learned;
import syntic.method.syntic.SynticSystem;
import syntic.model.ModelFolder;
import syntic.stage.FrozenModels;
import syntic.stage.ObjectDetection;
import syntic.store.Fingerprint;
import syntic.store.ProcessLock;
import syntic.store.RecordSettings;
import syntic.store.StoreException;

/**
 * A trained system with all that a captioner's folder says of it.
 *
 * @param system with the settings of its training
 * @param name of one of the compared systems, which it began as
 * @param scale whose settings it began with, a name of {@link syntic.benchmark.Systems}
 * @param support what is looked up; without effect where nothing is
 * @param models of the training
 * @param tokenizer folder with the files of CLIP's tokenizer, or null to leave them out: it is then that of the CLIP
 *     which the captioner is opened with
 * @param trainedOn what sentences, pictures and features were made from
 */
record SavedCaptioner(CaptionSystem system, String name, String scale, long seed, Learned learned,
        Sentences support, FrozenModels models, Path tokenizer, SortedMap<String, String> trainedOn) {
    static final String CLIP = "clip";
    static final String DETECTOR = "detector";
    static final String LANGUAGE = "language";
    private static final String UNFINISHED = ".unfinished";

    /**
     * Writes the folder; it appears whole or not at all.
     *
     * @param withSupport whether the sentences are written too, not their fingerprint alone
     * @param measuring adds to the description what is measured with the captioner in the folder that it is given
     * @throws UserException if there is something in the folder
     */
    void save(Path folder, boolean withSupport, Function<Path, CaptionerConfig> measuring) {
        Path unfinished = folder.resolveSibling(folder.getFileName() + UNFINISHED);
        try (ProcessLock lock = ProcessLock.acquire(models.store().lock("captioner-" + Fingerprint.of(
                List.of(unfinished.toAbsolutePath().normalize().toString()))), () -> { })) {
            requireFree(folder);
            FileTree.delete(unfinished);
            Files.createDirectories(unfinished);
            CaptionerFolder files = new CaptionerFolder(unfinished);
            files.save(learned, tokenizer);
            if (system.readsObjects()) {
                files.saveLabels(models.labels());
            }
            if (looksUp() && withSupport) {
                files.save(support);
            }
            config(withSupport, files.sums()).write(unfinished);
            CaptionerConfig config = measuring.apply(unfinished);
            config.write(unfinished);
            ModelCard.write(unfinished, folder.getFileName().toString(), config);
            Files.deleteIfExists(folder);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw UserException.ofWriting(folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(folder + ": interrupted while another process was writing it", e);
        }
    }

    /** @throws UserException if a captioner cannot be written there, because there is something */
    static void requireFree(Path folder) {
        try {
            if (!FileTree.isFree(folder)) {
                throw new UserException(folder + (Files.isDirectory(folder) ? ": there is something in this folder; name "
                        + "one for the captioner that is empty or not there" : ": is a file; name a folder"));
            }
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
    }

    /** SynTIC holds sentences to explain its captions even where it projects nothing. */
    private boolean looksUp() {
        return system.looksUp() || system instanceof SynticSystem;
    }

    private CaptionerConfig config(boolean withSupport, SortedMap<String, String> sums) {
        SortedMap<String, String> settings = new TreeMap<>();
        RecordSettings.put(settings, "", system.config());
        SortedMap<String, String> detection = new TreeMap<>();
        if (system.readsObjects() && models.detection() instanceof ObjectDetection detector) {
            RecordSettings.put(detection, "", detector.config());
            // How many go through at once changes nothing.
            detection.remove("batch");
        }
        CaptionerConfig.Support lookedUp = looksUp() ? new CaptionerConfig.Support(support.corpus().name(),
                support.size(), support.features().fingerprint(), Fingerprint.of(support.texts()), withSupport) : null;
        return new CaptionerConfig(CaptionerConfig.FORMAT, name, scale, seed, settings, models.width(),
                fingerprints(), detection, trainedOn, lookedUp, null, null, sums);
    }

    private SortedMap<String, String> fingerprints() {
        SortedMap<String, String> fingerprints = new TreeMap<>();
        if (models.encodes()) {
            fingerprints.put(CLIP, models.encoding().fingerprint());
        } else if (trainedOn.containsKey(CLIP)) {
            fingerprints.put(CLIP, trainedOn.get(CLIP));
        }
        if (system.readsObjects() && models.detection() != null) {
            fingerprints.put(DETECTOR, models.detection().fingerprint());
        }
        if (learned.decoder() == null && learned.tokenizer() != null) {
            fingerprints.put(LANGUAGE, new ModelFolder(learned.tokenizer()).fingerprint());
        }
        return fingerprints;
    }
}
