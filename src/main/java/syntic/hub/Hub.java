package syntic.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import syntic.hub.HubException.Problem;
import syntic.store.ProcessLock;
import syntic.store.ProgressListener;

/**
 * Gets models from a Hugging Face hub into the cache that the Hugging Face libraries use too. What is there already,
 * from whichever program, is used and not fetched again; what was fetched in part is continued.
 *
 * <p>{@code Path clip = Hub.open().download(FullSizeModels.CLIP, ProgressListener.SILENT)} is the folder that
 * {@code Encoding.from} opens. Progress is told in bytes. Every error is a {@link HubException}.
 */
public final class Hub {
    /** What must stay free on the disk, in bytes. */
    private static final long RESERVE = 64 << 20;

    private final HubSettings settings;
    private final HubClient client;
    private final ToLongFunction<Path> freeBytes;

    /** What a file in the cache is found to be. */
    public enum State { WHOLE, MISSING, DAMAGED }

    /** @param file where it lies, links followed, if it is there */
    public record Finding(String path, State state, Path file) {}

    public Hub(HubSettings settings) {
        this(settings, HubCache::freeBytes);
    }

    Hub(HubSettings settings, ToLongFunction<Path> freeBytes) {
        this.settings = settings;
        this.client = new HubClient(settings);
        this.freeBytes = freeBytes;
    }

    /** As the environment says: HF_ENDPOINT, HF_HOME or HF_HUB_CACHE, HF_TOKEN, HF_HUB_OFFLINE. */
    public static Hub open() {
        return new Hub(HubSettings.fromEnvironment());
    }

    /** The model's folder, if all its files are there with their sizes. */
    public Optional<Path> find(HubModel model) {
        HubCache cache = cache(model);
        return missing(model, cache).isEmpty() ? Optional.of(cache.snapshot(model.commit())) : Optional.empty();
    }

    /** The model's folder, after everything that was not there has been fetched and checked. */
    @SuppressWarnings("try") // the lock is held, not used
    public Path download(HubModel model, ProgressListener progress) {
        Optional<Path> found = find(model);
        if (found.isPresent()) {
            progress.at(model.size(), model.size(), "");
            return found.get();
        }
        HubCache cache = cache(model);
        if (settings.offline()) {
            throw new HubException(Problem.OFFLINE, cache.snapshot(model.commit()) + ": not all of "
                    + model.repository() + " is there, and HF_HUB_OFFLINE is set; unset it to have it downloaded");
        }
        try (ProcessLock lock = ProcessLock.acquire(cache.lockFile(),
                () -> progress.at(0, model.size(), "another process is getting this model; waiting for it"))) {
            List<HubFile> missing = missing(model, cache);
            requireSpace(model, missing, cache);
            long done = model.size() - missing.stream().mapToLong(HubFile::size).sum();
            for (HubFile file : missing) {
                long before = done;
                fetch(model, file, cache,
                        (bytes, size, note) -> progress.at(before + bytes, model.size(), note + file.path()));
                done += file.size();
            }
        } catch (IOException e) {
            throw HubException.cannotWrite(cache.lockFile(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException(Problem.INTERRUPTED, cache.lockFile()
                    + ": interrupted while another process held this lock", e);
        }
        progress.at(model.size(), model.size(), "");
        return cache.snapshot(model.commit());
    }

    /**
     * Reads all files of the model and compares their hashes, without the network.
     *
     * @param progress told the bytes that are read
     */
    public List<Finding> verify(HubModel model, ProgressListener progress) {
        HubCache cache = cache(model);
        List<Finding> findings = new ArrayList<>();
        long done = 0;
        for (HubFile file : model.files()) {
            long before = done;
            findings.add(verify(cache.pointer(model.commit(), file.path()), file,
                    bytes -> progress.at(before + bytes, model.size(), file.path())));
            done += file.size();
        }
        progress.at(done, model.size(), "");
        return findings;
    }

    private static Finding verify(Path pointer, HubFile file, LongConsumer progress) {
        if (!pointer.toFile().isFile()) {
            return new Finding(file.path(), State.MISSING, pointer);
        }
        try {
            Path real = pointer.toRealPath();
            boolean whole = HubCache.isThere(real, file.size())
                    && file.hash().ofFile(real, progress).equals(file.hash());
            return new Finding(file.path(), whole ? State.WHOLE : State.DAMAGED, real);
        } catch (IOException e) {
            throw new HubException(Problem.DISK, pointer + ": cannot be read (" + e
                    + "); check the permissions of the cache and the disk", e);
        }
    }

    /** Describes any repository at a branch, tag or commit; which of its files are read is decided by their names. */
    public HubModel describe(String repository, String revision) {
        if (settings.offline()) {
            throw new HubException(Problem.OFFLINE, repository + ": HF_HUB_OFFLINE is set; unset it, or open the "
                    + "model's folder in " + settings.cache());
        }
        return RepositoryListing.read(client, settings, repository, revision);
    }

    private HubCache cache(HubModel model) {
        return new HubCache(settings.cache(), model.repository());
    }

    private static List<HubFile> missing(HubModel model, HubCache cache) {
        return model.files().stream()
                .filter(file -> !HubCache.isThere(cache.pointer(model.commit(), file.path()), file.size())).toList();
    }

    private void requireSpace(HubModel model, List<HubFile> missing, HubCache cache) {
        long needed = RESERVE;
        for (HubFile file : missing) {
            Path blob = cache.blob(file.hash());
            long have = HubCache.isThere(blob, file.size()) ? file.size() : Transfer.partial(blob).toFile().length();
            needed += Math.max(0, file.size() - have);
        }
        long free = freeBytes.applyAsLong(settings.cache());
        if (free < needed) {
            throw new HubException(Problem.DISK, String.format(Locale.ROOT, "%s: %s needs %,d MB more, %,d MB are "
                    + "free; free some space or set HF_HOME to a folder on another disk", settings.cache(),
                    model.repository(), needed >> 20, free >> 20));
        }
    }

    private void fetch(HubModel model, HubFile file, HubCache cache, ProgressListener progress) {
        Path known = cache.blob(file.hash());
        if (HubCache.isThere(known, file.size())
                || cache.adopt(file, read -> progress.at(0, file.size(), Transfer.CHECKING))) {
            cache.link(model.commit(), file.path(), known);
            return;
        }
        URI url = client.fileUrl(model.repository(), model.commit(), file.path());
        HubClient.Announced announced = announced(url);
        requireAgreement(url, model, file, announced);
        // A blob is called what the hub calls it, so that the Hugging Face libraries find it.
        ContentHash name = announced.hash().orElse(file.hash());
        Path blob = cache.blob(name);
        if (!HubCache.isThere(blob, file.size())) {
            Set<ContentHash> hashes = new LinkedHashSet<>(List.of(file.hash(), name));
            new Transfer(client, settings, url, file.size(), blob, progress).to(blob, List.copyOf(hashes));
        }
        cache.link(model.commit(), file.path(), blob);
    }

    private HubClient.Announced announced(URI url) {
        RetryPolicy.Attempts attempts = settings.retries().start(url);
        while (true) {
            try {
                return client.announced(url);
            } catch (IOException e) {
                attempts.failed(e);
            }
        }
    }

    /** Learns before gigabytes have come that they would be the wrong ones. */
    private static void requireAgreement(URI url, HubModel model, HubFile file, HubClient.Announced announced) {
        String remedy = "; the mirror in HF_ENDPOINT is not the hub's copy, try another endpoint";
        announced.commit().filter(commit -> !commit.equals(model.commit())).ifPresent(commit -> {
            throw new HubException(Problem.WRONG_CONTENT, url + ": the hub offers commit " + HubNames.shown(commit)
                    + " instead" + remedy);
        });
        announced.hash().filter(file.hash()::contradicts).ifPresent(hash -> {
            throw new HubException(Problem.WRONG_CONTENT, url + ": the hub offers a file with " + hash + " instead of "
                    + file.hash() + remedy);
        });
        announced.size().ifPresent(size -> {
            if (size != file.size()) {
                throw new HubException(Problem.WRONG_CONTENT, url + ": the hub offers " + size + " bytes instead of "
                        + file.size() + remedy);
            }
        });
    }
}
