package syntic.miniature;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import syntic.io.CacheFolder;
import syntic.io.FileTree;
import syntic.model.ModelException;
import syntic.model.ModelFolder;
import syntic.store.InUse;
import syntic.store.ProcessLock;
import syntic.store.Provenance;
import syntic.store.StoreException;

/**
 * The miniature models that travel in this library, as ordinary model folders on disk.
 *
 * <p>Run from class files, they are read where they lie. Run from the jar, they are unpacked once into the cache; the
 * folder's name is made of the content, so two versions never mix, and it appears whole or not at all.
 */
public final class ShippedModels {
    private static final String ROOT = "syntic/miniature/models/";
    /** Models were known by their files before they were known by tensors and settings: CLIP, DETR, text to image. */
    private static final Map<String, String> OF_FILES = Map.of(
            "d9a542a1c2ddf8e365b04c2b9764ded15f60adbe9aa84df29a069e51335c88e8",
            "8c86faba65d2af3dad2eda5e53c58f83e769c75152b926063f64b267debd4aec",
            "7b338b0a7e93e68ed79269c9bb6e56fcb87b3aeb6e3847b7c6e029181b6162ba",
            "748495c076028dd7b5a463540e864f44ad8b3636c2fb6e050e3ab4a2e28d8cd6",
            "613fd3b7cbafce89caf980aeeea82228e282165cdbcea18fad4d06f16940fefb",
            "0c9341f648a5bb1680c81383335145b2970eb015d434a17517a06adb8b116a9a");
    private static final String UNFINISHED = "models-unfinished";

    /** Where they are unpacked and were found whole by this process. */
    private static Path checked;

    private ShippedModels() {}

    /**
     * The folder of one model.
     *
     * @param name {@code clip}, {@code detr} or {@code text-to-image}
     * @throws ModelException if no such model is shipped
     * @throws StoreException if it cannot be unpacked
     */
    public static Path folder(String name) {
        Path folder = root().resolve(name);
        if (!Files.isDirectory(folder)) {
            throw new ModelException("no miniature model '" + name + "' is shipped with this version");
        }
        return folder;
    }

    /** What results say of one of the models that made them. */
    public static String fingerprint(String name) {
        return new ModelFolder(folder(name)).fingerprint();
    }

    /** The same with fingerprints of today where shipped models are named by those of their files. */
    public static Provenance today(Provenance made) {
        SortedMap<String, String> inputs = new TreeMap<>(made.inputs());
        inputs.replaceAll((name, value) -> OF_FILES.getOrDefault(value, value));
        return new Provenance(made.stage(), made.settings(), inputs);
    }

    private static synchronized Path root() {
        URL url = ShippedModels.class.getClassLoader().getResource(ROOT);
        if (url == null) {
            throw new ModelException("this build holds no miniature models; build it again from a whole checkout");
        }
        try {
            if (url.getProtocol().equals("file")) {
                return Path.of(url.toURI());
            }
            if (checked == null) {
                checked = unpacked(Path.of(((JarURLConnection) url.openConnection()).getJarFileURL().toURI()),
                        CacheFolder.path());
            }
            return checked;
        } catch (URISyntaxException e) {
            throw new ModelException("the library's own place cannot be read: " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(CacheFolder.path() + ": interrupted while the miniature models were unpacked; run "
                    + "it again", e);
        } catch (IOException e) {
            throw new StoreException(CacheFolder.path() + ": the miniature models cannot be unpacked there (" + e
                    + "); free some space or choose another folder with SYNTIC_CACHE", e);
        }
    }

    static Path unpacked(Path jar, Path cache) throws IOException, InterruptedException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> entries = file.stream()
                    .filter(entry -> entry.getName().startsWith(ROOT) && !entry.isDirectory())
                    .sorted(Comparator.comparing(JarEntry::getName)).toList();
            Path target = cache.resolve("models-" + Long.toHexString(content(entries)));
            InUse.mark(cache, target.getFileName().toString());
            if (!Files.isDirectory(target)) {
                try (ProcessLock lock = ProcessLock.acquire(cache.resolve(".locks").resolve("models"), () -> { })) {
                    if (!Files.isDirectory(target)) {
                        unpack(file, entries, target);
                    }
                }
            }
            requireWhole(entries, target);
            return target;
        }
    }

    /** What lies in a cache for months may be damaged by a failing disk. */
    private static void requireWhole(List<JarEntry> entries, Path target) throws IOException {
        for (JarEntry entry : entries) {
            Path file = target.resolve(entry.getName().substring(ROOT.length()));
            CRC32 crc = new CRC32();
            if (Files.exists(file)) {
                crc.update(Files.readAllBytes(file));
            }
            if (crc.getValue() != entry.getCrc()) {
                throw new StoreException(file + ": damaged; move " + target + " away, and the models are unpacked "
                        + "again from the library");
            }
        }
    }

    private static long content(List<JarEntry> entries) {
        CRC32 crc = new CRC32();
        for (JarEntry entry : entries) {
            crc.update((entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc() + '\n').getBytes(
                    StandardCharsets.UTF_8));
        }
        return crc.getValue();
    }

    /** What is unfinished under the lock was left by a process that was killed. */
    private static void unpack(JarFile jar, List<JarEntry> entries, Path target) throws IOException {
        Path partial = target.resolveSibling(UNFINISHED);
        FileTree.delete(partial);
        for (JarEntry entry : entries) {
            Path to = partial.resolve(entry.getName().substring(ROOT.length()));
            Files.createDirectories(to.getParent());
            try (var in = jar.getInputStream(entry)) {
                Files.copy(in, to);
            }
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
