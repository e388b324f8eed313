package syntic.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.hub.HubException.Problem;
import syntic.io.UserException;

/** What comes from a server or from the environment and must not be taken as it comes. */
class HubNamesTest {
    private static final URI URL = URI.create("http://hub/api/models/owner/model/revision/main?blobs=true");
    private static final String HASH = "a".repeat(40);

    @ParameterizedTest
    @ValueSource(strings = {"../config.json", "unet/../../config.json", "/etc/passwd", "a//b", "", ".", "a/.", "..",
        "C:\\config.json", "C:/x", "a\\b", "a\nb", "a\u0000b", "~/.ssh/config", "a/", " x"})
    void aPathThatLeadsOutOfTheFolderIsRefused(String path) {
        assertEquals(Problem.UNSAFE_NAME,
                assertThrows(HubException.class, () -> HubNames.requirePath(path)).problem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "unet/diffusion_pytorch_model.fp16.safetensors", ".gitattributes",
        "a b/model-00001-of-00002.safetensors"})
    void ordinaryPathsAreTaken(String path) {
        assertEquals(path, HubNames.requirePath(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "../model", "owner/..", "owner/a/b", "own er/model", "owner/mo--del", "/model"})
    void aRepositoryIsAnOwnerAndAName(String repository) {
        assertThrows(HubException.class, () -> HubNames.requireRepository(repository));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../main", "", "a..b", "-x", "a b", "refs//x"})
    void aRevisionIsABranchATagOrACommit(String revision) {
        assertThrows(HubException.class, () -> HubNames.requireRevision(revision));
    }

    @Test
    void aDescriptionGivesTheFilesThatModelsAreReadFrom() {
        HubModel model = RepositoryListing.parse(URL, "owner/model", """
                {"sha": "%s", "siblings": [
                  {"rfilename": "README.md", "size": 1, "blobId": "%s"},
                  {"rfilename": "unet/config.json", "size": 2, "blobId": "%s"},
                  {"rfilename": "safety_checker/model.safetensors", "size": 3, "blobId": "%s"},
                  {"rfilename": "tokenizer/tokenizer.json", "size": 4, "blobId": "%s"},
                  {"rfilename": "unet/diffusion_pytorch_model.safetensors", "size": 9876543210, "blobId": "%s",
                   "lfs": {"sha256": "%s"}}]}""".formatted(HASH, HASH, HASH, HASH, HASH, HASH, "b".repeat(64)));
        assertEquals(
                List.of("unet/config.json", "tokenizer/tokenizer.json", "unet/diffusion_pytorch_model.safetensors"),
                model.files().stream().map(HubFile::path).toList());
        assertEquals(new HubFile("unet/diffusion_pytorch_model.safetensors", 9_876_543_210L,
                new ContentHash("b".repeat(64))), model.files().get(2));
    }

    @Test
    void theTokenizerOfAT5IsAmongTheFiles() {
        List<String> t5 = List.of("config.json", "tokenizer.json", "tokenizer_config.json",
                "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
                "model.safetensors.index.json");
        assertEquals(t5, listed(Stream.concat(t5.stream(), Stream.of("spiece.model", "pytorch_model.bin"))));
    }

    @Test
    void aNameThatIsNotFetchedMayBeOdd() {
        assertEquals(List.of("model.safetensors"),
                listed(Stream.of("C:\\\\x", "../x", "photo (1)\\u0007.png", "model.safetensors")));
    }

    @Test
    void halfPrecisionIsTakenWhereThereIsNoOther() {
        List<String> halves = List.of("unet/diffusion_pytorch_model.fp16.safetensors",
                "text_encoder/model.fp16.safetensors");
        assertEquals(halves, listed(halves.stream()));
        assertEquals(List.of(halves.get(0), "text_encoder/model.safetensors"),
                listed(Stream.concat(halves.stream(), Stream.of("text_encoder/model.safetensors"))));
    }

    private static List<String> listed(Stream<String> paths) {
        String siblings = paths.map(path -> """
                {"rfilename": "%s", "size": 1, "blobId": "%s"}""".formatted(path, HASH))
                .collect(Collectors.joining(", "));
        return RepositoryListing.parse(URL, "owner/model", """
                {"sha": "%s", "siblings": [%s]}""".formatted(HASH, siblings)).files().stream().map(HubFile::path)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "BAD_ANSWER; []", "BAD_ANSWER; {", "BAD_ANSWER; {}", "BAD_ANSWER; null",
        "UNSAFE_NAME; {'sha': '../../x', 'siblings': []}",
        "NOT_FOUND; {'sha': 'HASH', 'siblings': []}",
        "NOT_FOUND; {'sha': 'HASH', 'siblings': [{'rfilename': '../vocab.json', 'size': 1, 'blobId': 'HASH'}]}",
        "BAD_ANSWER; {'sha': 'HASH', 'siblings': [{'rfilename': 'model.safetensors', 'size': -1, 'blobId': 'HASH'}]}",
        "BAD_ANSWER; {'sha': 'HASH', 'siblings': [{'rfilename': 'model.safetensors', 'blobId': 'HASH'}]}",
        "BAD_ANSWER; {'sha': 'HASH', 'siblings': [{'rfilename': 'model.safetensors', 'size': 1, 'blobId': '../x'}]}"},
        quoteCharacter = '`')
    void aDescriptionThatIsNoneIsRefused(Problem problem, String json) {
        HubException e = assertThrows(HubException.class, () -> RepositoryListing.parse(URL, "owner/model",
                json.replace('\'', '"').replace("HASH", HASH)));
        assertEquals(problem, e.problem(), e.getMessage());
    }

    @Test
    void theEnvironmentSaysWhereTheCacheIs() {
        Path home = Path.of("/home/me");
        assertEquals(home.resolve(".cache/huggingface/hub"), HubSettings.from(Map.of(), home).cache());
        assertEquals(Path.of("/x/huggingface/hub"), HubSettings.from(Map.of("XDG_CACHE_HOME", "/x"), home).cache());
        assertEquals(home.resolve("hf/hub"), HubSettings.from(Map.of("HF_HOME", "~/hf", "XDG_CACHE_HOME", "/x"),
                home).cache());
        assertEquals(Path.of("/c"), HubSettings.from(Map.of("HF_HOME", "/h", "HF_HUB_CACHE", "/c"), home).cache());
    }

    @Test
    void theEnvironmentNamesHubAndToken() {
        HubSettings settings = HubSettings.from(Map.of("HF_ENDPOINT", "https://mirror.example/", "HF_TOKEN", " hf_x ",
                "HF_HUB_OFFLINE", "1"), Path.of("/home/me"));
        assertEquals(URI.create("https://mirror.example"), settings.endpoint());
        assertEquals(Optional.of("hf_x"), settings.token());
        assertTrue(settings.offline());
        assertFalse(HubSettings.from(Map.of("HF_HUB_OFFLINE", "0"), Path.of("/home/me")).offline());
    }

    @ParameterizedTest
    @CsvSource({"HF_ENDPOINT, ftp://x", "HF_ENDPOINT, mirror", "HF_ENDPOINT, 'a b'", "HF_TOKEN, 'secret\nX-Evil: 1'"})
    void aBadEnvironmentIsNamedAndATokenIsNotShown(String name, String value) {
        UserException e = assertThrows(UserException.class,
                () -> HubSettings.from(Map.of(name, value), Path.of("/home/me")));
        assertTrue(e.getMessage().contains(name) && !e.getMessage().contains("secret"), e.getMessage());
    }
}
