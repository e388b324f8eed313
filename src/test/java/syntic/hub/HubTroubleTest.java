package syntic.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.hub.HubException.Problem;
import syntic.store.ProgressListener;

/** Servers that cut, lie and refuse. */
@Tag("slow")
class HubTroubleTest {
    private static final int SIZE = 200_000;
    private static final String WEIGHTS = "unet/model.safetensors";

    @TempDir
    Path cache;

    private final FakeHub fake = new FakeHub();
    private final HubModel model = fake.model(SIZE);

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void aCutConnectionIsContinuedWhereItEnded() throws IOException {
        fake.storeAnswers.add(FakeHub.cutAfter(50_000));
        assertDownloads();
        assertEquals(2, fake.gets("store").size());
        assertNotNull(fake.gets("store").get(1).range(), "the second request asks for the rest");
        assertTrue(fake.gets("store").get(1).range().matches("bytes=[1-9]\\d*-"));
    }

    @Test
    void aDownloadThatGoesForwardIsNotGivenUpHoweverOftenItIsCut() throws IOException {
        for (int cut = 0; cut < 9; cut++) {
            fake.storeAnswers.add((exchange, content) -> {
                int from = Integer.parseInt(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                        .orElse("0").replaceAll("\\D", ""));
                if (from > 0) {
                    exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (SIZE - 1) + "/" + SIZE);
                }
                exchange.sendResponseHeaders(from > 0 ? 206 : 200, SIZE - from);
                exchange.getResponseBody().write(content, from, 20_000);
                exchange.getResponseBody().flush();
            });
        }
        assertDownloads();
        assertTrue(fake.gets("store").size() >= 10);
    }

    @Test
    void aConnectionThatBringsNothingIsGivenUpAndContinued() throws IOException {
        fake.storeAnswers.add((exchange, content) -> {
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(content, 0, 1000);
            exchange.getResponseBody().flush();
            FakeHub.pause(20_000);
        });
        HubSettings plain = fake.settings(cache);
        HubSettings impatient = new HubSettings(plain.endpoint(), cache, Optional.empty(), false, plain.retries(),
                Duration.ofMillis(400));
        long started = System.nanoTime();
        new Hub(impatient).download(model, ProgressListener.SILENT);
        assertTrue(System.nanoTime() - started < Duration.ofSeconds(15).toNanos());
    }

    @Test
    void aServerThatIgnoresRangesIsReadFromTheStart() throws IOException {
        leavePartial(60_000, false);
        fake.storeAnswers.add((exchange, content) -> fake.send(exchange, content, 0));
        assertDownloads();
        assertEquals("bytes=60000-", fake.gets("store").get(0).range());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 0-199999/200000", "bytes 60000-199999/300000", "bytes 59999-199999/200000",
        "nonsense", ""})
    void aWrongContentRangeIsNotWritten(String range) throws IOException {
        leavePartial(60_000, false);
        fake.storeAnswers.add((exchange, content) -> {
            exchange.getResponseHeaders().set("Content-Range", range);
            exchange.sendResponseHeaders(206, 140_000);
            exchange.getResponseBody().write(new byte[140_000]);
        });
        assertDownloads();
    }

    @Test
    void theRestOfAFileIsTakenWhateverItsStatus() throws IOException {
        leavePartial(60_000, false);
        fake.storeAnswers.add((exchange, content) -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 60000-199999/200000");
            exchange.sendResponseHeaders(200, 140_000);
            exchange.getResponseBody().write(content, 60_000, 140_000);
        });
        assertDownloads();
        assertEquals(1, fake.gets("store").size(), "what was sent is used");
    }

    @ParameterizedTest
    @ValueSource(ints = {140_000, 17})
    void aPartThatDoesNotSayWhichIsFetchedFromTheStart(int bytes) throws IOException {
        leavePartial(60_000, false);
        fake.storeAnswers.add((exchange, content) -> {
            exchange.sendResponseHeaders(200, bytes);
            exchange.getResponseBody().write(new byte[bytes]);
        });
        assertDownloads();
        assertNull(fake.gets("store").get(1).range());
    }

    @Test
    void aRefusedRangeIsAskedForWithoutOne() throws IOException {
        leavePartial(60_000, false);
        fake.storeAnswers.add(FakeHub.status(416));
        assertDownloads();
    }

    @ParameterizedTest
    @ValueSource(ints = {60_000, SIZE, SIZE + 5})
    void aBeginningThatIsNotTheFilesIsFetchedAnew(int bytes) throws IOException {
        leavePartial(bytes, true);
        assertDownloads();
    }

    @Test
    void aWholeFileThatOnlyLacksItsNameIsNotFetched() throws IOException {
        leavePartial(SIZE, false);
        assertDownloads();
        assertEquals(0, fake.gets("store").size());
    }

    @Test
    void anotherContentOfTheRightSizeIsRefused() {
        fake.storeAnswers.add((exchange, content) -> fake.send(exchange, new byte[SIZE], 0));
        HubException e = assertFails(Problem.WRONG_CONTENT);
        assertTrue(e.getMessage().contains(model.files().get(1).hash().hex()), e.getMessage());
        assertFalse(Files.exists(Transfer.partial(blob())), "what is wrong is not continued");
    }

    @ParameterizedTest
    @ValueSource(ints = {SIZE - 1, SIZE + 1, 17})
    void anotherSizeIsRefused(int size) {
        fake.storeAnswers.add((exchange, content) -> fake.send(exchange, Arrays.copyOf(content, size), 0));
        assertFails(Problem.WRONG_CONTENT);
    }

    @Test
    void aHubThatAnnouncesAnotherHashSizeOrCommitIsRefusedBeforeTheDownload() {
        String location = fake.endpoint().toString();
        String hash = model.files().get(1).hash().hex();
        fake.files.remove("config.json");
        HubModel weights = new HubModel(model.repository(), model.commit(), "", model.files().subList(1, 2));
        String[][] lies = {
            {"X-Linked-Etag", "\"" + "0".repeat(64) + "\"", "X-Linked-Size", "" + SIZE},
            {"X-Linked-Etag", "\"" + hash + "\"", "X-Linked-Size", "999999999999999"},
            {"X-Linked-Etag", "\"" + hash + "\"", "X-Linked-Size", "" + SIZE, "X-Repo-Commit", "f".repeat(40)}};
        for (String[] lie : lies) {
            String[] headers = Arrays.copyOf(lie, lie.length + 2);
            headers[lie.length] = "Location";
            headers[lie.length + 1] = location;
            fake.hubAnswers.add(FakeHub.status(302, headers));
            HubException e = assertThrows(HubException.class,
                    () -> new Hub(fake.settings(cache)).download(weights, ProgressListener.SILENT));
            assertEquals(Problem.WRONG_CONTENT, e.problem());
        }
        assertEquals(0, fake.gets("hub").size() + fake.gets("store").size());
    }

    @ParameterizedTest
    @CsvSource({"401, UNAUTHORIZED, HF_TOKEN", "403, FORBIDDEN, licence", "404, NOT_FOUND, HF_ENDPOINT",
        "418, BAD_ANSWER, proxy", "204, BAD_ANSWER, HF_ENDPOINT"})
    void aRefusalSaysWhatToDo(int status, Problem problem, String remedy) {
        fake.hubAnswers.add((exchange, content) -> fake.send(exchange, content, 0));
        fake.hubAnswers.add(FakeHub.status(status));
        HubException e = assertFails(problem);
        assertTrue(e.getMessage().contains(remedy) && e.getMessage().contains("/resolve/"), e.getMessage());
    }

    @Test
    void whatAServerSaysIsShownWithoutControlCharacters() {
        fake.files.clear();
        HubException e = assertFails(Problem.NOT_FOUND);
        assertTrue(e.getMessage().contains("Entry not found"), e.getMessage());
        assertFalse(e.getMessage().contains("\u0007"));
    }

    @Test
    void aBusyHubIsAskedAgainWhenItSaysSo() throws IOException {
        fake.hubAnswers.add(FakeHub.status(429, "Retry-After", "1"));
        fake.hubAnswers.add(FakeHub.status(503));
        fake.storeAnswers.add(FakeHub.status(503, "Retry-After", "Thu, 01 Jan 2015 00:00:00 GMT"));
        long started = System.nanoTime();
        assertDownloads();
        assertTrue(System.nanoTime() - started >= Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aHubThatStaysBusyOrAsksForTooLongAPauseIsGivenUp() {
        fake.hubAnswers.add(FakeHub.status(429, "Retry-After", "86400"));
        HubException e = assertFails(Problem.RATE_LIMITED);
        assertTrue(e.getMessage().contains("86400 s"), e.getMessage());
        for (int i = 0; i < 4; i++) {
            fake.hubAnswers.add(FakeHub.status(503));
        }
        assertFails(Problem.OFFLINE);
    }

    @Test
    void redirectsThatLeadNowhereAreGivenUp() {
        for (String location : new String[] {"", "file:///etc/passwd", "ftp://elsewhere/x", "::"}) {
            fake.hubAnswers.add(FakeHub.status(302, "Location", location));
            assertFails(Problem.BAD_ANSWER);
        }
        for (int i = 0; i < 12; i++) {
            fake.hubAnswers.add(FakeHub.status(302, "Location", "/round/" + i));
        }
        assertFails(Problem.BAD_ANSWER);
    }

    @Test
    void noConnectionIsToldWithTheRemedy() {
        HubSettings plain = fake.settings(cache);
        URI nobody = fake.endpoint();
        fake.close();
        HubSettings settings = new HubSettings(nobody, cache, Optional.empty(), false, plain.retries(), plain.stall());
        HubException e = assertThrows(HubException.class,
                () -> new Hub(settings).download(model, ProgressListener.SILENT));
        assertEquals(Problem.OFFLINE, e.problem());
        assertTrue(e.getMessage().contains("proxy") && e.getMessage().contains(nobody.toString()), e.getMessage());
    }

    @Test
    void whatCameBeforeAFailureIsKeptForTheNextAttempt() throws IOException {
        fake.storeAnswers.add(FakeHub.cutAfter(150_000));
        for (int i = 0; i < 4; i++) {
            fake.storeAnswers.add(FakeHub.status(500));
        }
        assertFails(Problem.OFFLINE);
        long kept = Files.size(Transfer.partial(blob()));
        assertTrue(kept > 0);
        fake.requests.clear();
        assertDownloads();
        assertEquals("bytes=" + kept + "-", fake.gets("store").get(0).range());
    }

    private void leavePartial(int bytes, boolean wrong) throws IOException {
        Files.createDirectories(blob().getParent());
        byte[] content = Arrays.copyOf(fake.files.get(WEIGHTS), bytes);
        if (wrong) {
            content[bytes / 2] ^= 1;
        }
        Files.write(Transfer.partial(blob()), content);
    }

    private Path blob() {
        return cache.resolve("models--owner--model/blobs").resolve(model.files().get(1).hash().hex());
    }

    private void assertDownloads() throws IOException {
        Path folder = new Hub(fake.settings(cache)).download(model, ProgressListener.SILENT);
        assertArrayEquals(fake.files.get(WEIGHTS), Files.readAllBytes(folder.resolve(WEIGHTS)));
        assertFalse(Files.exists(Transfer.partial(blob())));
    }

    private HubException assertFails(Problem problem) {
        HubException e = assertThrows(HubException.class,
                () -> new Hub(fake.settings(cache)).download(model, ProgressListener.SILENT));
        assertEquals(problem, e.problem(), e.getMessage());
        return e;
    }
}
