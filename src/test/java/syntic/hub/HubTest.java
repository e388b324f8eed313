package syntic.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.hub.HubException.Problem;
import syntic.store.ProgressListener;

/** What a download leaves on the disk and what it asks of the hub. */
class HubTest {
    private static final int SIZE = 100_000;

    @TempDir
    Path cache;

    private final FakeHub fake = new FakeHub();
    private final HubModel model = fake.model(SIZE);

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void aDownloadHasTheLayoutOfTheHuggingFaceLibraries() throws IOException {
        Path folder = download();
        Path repository = cache.resolve("models--owner--model");
        assertEquals(repository.resolve("snapshots").resolve(FakeHub.COMMIT), folder);
        assertArrayEquals(fake.files.get("unet/model.safetensors"),
                Files.readAllBytes(folder.resolve("unet/model.safetensors")));
        ContentHash config = FakeHub.gitBlob(fake.files.get("config.json"));
        assertEquals(Path.of("../../blobs/" + config.hex()), Files.readSymbolicLink(folder.resolve("config.json")));
        assertEquals(2, Files.list(repository.resolve("blobs")).count(), "no .incomplete is left");
    }

    @Test
    void whatIsThereIsNotAskedForAgain() {
        Path folder = download();
        int asked = fake.requests.size();
        assertEquals(folder, download());
        assertEquals(Optional.of(folder), new Hub(fake.settings(cache)).find(model));
        assertEquals(asked, fake.requests.size());
    }

    @Test
    void aBlobOfAnotherProgramOrCommitIsUsed() throws IOException {
        HubFile weights = model.files().get(1);
        Path blob = cache.resolve("models--owner--model/blobs").resolve(weights.hash().hex());
        Files.createDirectories(blob.getParent());
        Files.write(blob, fake.files.get(weights.path()));
        download();
        assertEquals(0, fake.gets("store").size());
    }

    @Test
    void theSameFileOfAnotherRepositoryIsUsedIfItIsWhole() throws IOException {
        HubFile weights = model.files().get(1);
        Path other = cache.resolve("models--former--name/blobs").resolve(weights.hash().hex());
        Files.createDirectories(other.getParent());
        Files.write(other, new byte[SIZE]);
        Path folder = download();
        assertEquals(1, fake.gets("store").size(), "damaged: fetched");
        Files.write(other, fake.files.get(weights.path()));
        Files.delete(folder.resolve(weights.path()).toRealPath());
        download();
        assertEquals(1, fake.gets("store").size());
        Files.delete(other);
        assertEquals(folder, download(), "independent of the other repository");
    }

    @Test
    void smallFilesPinnedBySha256AreKeptUnderTheHubsName() throws IOException {
        byte[] config = fake.files.get("config.json");
        HubModel pinned = new HubModel(model.repository(), model.commit(), "",
                List.of(new HubFile("config.json", config.length, FakeHub.sha256(config))));
        Path folder = new Hub(fake.settings(cache)).download(pinned, ProgressListener.SILENT);
        assertEquals(FakeHub.gitBlob(config).hex(),
                Files.readSymbolicLink(folder.resolve("config.json")).getFileName().toString());
    }

    @Test
    void theTokenGoesToTheHubAndNotToTheHostItRedirectsTo() {
        HubSettings plain = fake.settings(cache);
        HubSettings settings = new HubSettings(plain.endpoint(), cache, Optional.of("hf_secret"), false,
                plain.retries(), plain.stall());
        new Hub(settings).download(model, ProgressListener.SILENT);
        for (FakeHub.Request request : fake.requests) {
            if (request.server().equals("hub")) {
                assertEquals("Bearer hf_secret", request.authorization());
            } else {
                assertNull(request.authorization(), request.toString());
            }
        }
        assertFalse(settings.toString().contains("hf_secret"));
    }

    @Test
    void spaceThatTheSystemDoesNotTellIsNoReasonToRefuse() {
        Path untold = Path.of("/proc/self");
        assumeTrue(Files.isDirectory(untold), "no folder here is without a disk: /proc is Linux's");
        assertEquals(Long.MAX_VALUE, HubCache.freeBytes(untold));
        assertTrue(HubCache.freeBytes(cache.resolve("not/there/yet")) < Long.MAX_VALUE);
    }

    @Test
    void progressIsToldInBytesUpToTheSizeOfTheModel() {
        List<Long> told = new ArrayList<>();
        new Hub(fake.settings(cache)).download(model, (done, total, note) -> {
            assertEquals(model.size(), total);
            told.add(done);
        });
        assertEquals(model.size(), told.get(told.size() - 1));
        assertEquals(told.stream().sorted().toList(), told);
    }

    @Test
    void verifyFindsWhatIsDamagedAndWhatIsMissing() throws IOException {
        Path folder = download();
        Hub hub = new Hub(fake.settings(cache));
        assertEquals(List.of(Hub.State.WHOLE, Hub.State.WHOLE), states(hub));
        Path blob = folder.resolve("unet/model.safetensors").toRealPath();
        byte[] content = Files.readAllBytes(blob);
        content[SIZE / 2] ^= 1;
        Files.write(blob, content);
        Files.delete(folder.resolve("config.json").toRealPath());
        assertEquals(List.of(Hub.State.MISSING, Hub.State.DAMAGED), states(hub));
        assertEquals(blob, hub.verify(model, ProgressListener.SILENT).get(1).file());
        Files.delete(blob);
        download();
        assertEquals(List.of(Hub.State.WHOLE, Hub.State.WHOLE), states(hub));
    }

    private List<Hub.State> states(Hub hub) {
        return hub.verify(model, ProgressListener.SILENT).stream().map(Hub.Finding::state).toList();
    }

    @Test
    void tooLittleDiskIsToldBeforeAnythingIsFetched() {
        HubException e = assertThrows(HubException.class, () -> new Hub(fake.settings(cache), path -> SIZE)
                .download(model, ProgressListener.SILENT));
        assertEquals(Problem.DISK, e.problem());
        assertTrue(e.getMessage().contains(cache.toString()) && e.getMessage().contains("HF_HOME"), e.getMessage());
        assertEquals(List.of(), fake.requests);
    }

    @Test
    void aDiskThatFillsUpIsToldAndWhatIsThereStays() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full on this system");
        Path blobs = Files.createDirectories(cache.resolve("models--owner--model/blobs"));
        Files.createSymbolicLink(blobs.resolve(model.files().get(1).hash().hex() + ".incomplete"), full);
        HubException e = assertThrows(HubException.class, this::download);
        assertEquals(Problem.DISK, e.problem());
        assertTrue(e.getMessage().contains("HF_HOME"), e.getMessage());
        assertTrue(Files.exists(blobs.resolve(model.files().get(0).hash().hex())));
    }

    @Test
    void offlineSaysWhatIsMissing() {
        HubSettings plain = fake.settings(cache);
        HubSettings offline = new HubSettings(plain.endpoint(), cache, Optional.empty(), true, plain.retries(),
                plain.stall());
        HubException e = assertThrows(HubException.class,
                () -> new Hub(offline).download(model, ProgressListener.SILENT));
        assertEquals(Problem.OFFLINE, e.problem());
        assertTrue(e.getMessage().contains("HF_HUB_OFFLINE"), e.getMessage());
        Path folder = download();
        assertEquals(folder, new Hub(offline).download(model, ProgressListener.SILENT));
    }

    private Path download() {
        return new Hub(fake.settings(cache)).download(model, ProgressListener.SILENT);
    }
}
