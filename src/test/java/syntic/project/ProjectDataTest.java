package syntic.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import syntic.data.Corruption;
import syntic.data.Sentences;
import syntic.io.UserException;
import syntic.nn.Compute;
import syntic.pack.FeaturePack;
import syntic.pack.PackKind;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.Provenance;
import syntic.store.ResultStore;

class ProjectDataTest {
    private record Made(String of) {}

    @TempDir
    private Path folder;
    private Project project;

    @BeforeEach
    void fourSentencesAndTwoPhotos() throws IOException {
        Path captions = Files.writeString(folder.resolve("captions.json"), """
                {"images": [{"split": "train", "cocoid": 1, "sentences": [{"raw": "A dog.", "sentid": 1}]},
                  {"split": "train", "cocoid": 2, "sentences": [{"raw": "A cat.", "sentid": 2}]},
                  {"split": "more", "cocoid": 3, "sentences": [{"raw": "A cow.", "sentid": 3}]},
                  {"split": "test", "cocoid": 4, "sentences": [{"raw": "A hen.", "sentid": 4}]},
                  {"split": "test", "cocoid": 5, "sentences": [{"raw": "A pig.", "sentid": 5}]}]}
                """);
        project = Project.write(folder.resolve("project"), ProjectParts.none("toys")
                .withCaptions(Map.of("train", List.of(new CaptionSource(captions, "train")),
                        "test", List.of(new CaptionSource(captions, "test"))))
                .withSupport(List.of(new CaptionSource(captions, "more"))));
    }

    private ProjectData data() {
        return project.data(new ResultStore(folder.resolve("store")), Compute.PLAIN);
    }

    private void write(String pack, PackKind kind, Map<String, String> texts, String... ids) {
        float[][] rows = new float[ids.length][];
        Map<String, List<String>> tags = new LinkedHashMap<>();
        for (int i = 0; i < ids.length; i++) {
            rows[i] = new float[] {i, pack.length()};
            tags.put(ids[i], List.of("tag of " + ids[i]));
        }
        FeaturePack.write(project.pack(pack), kind, new ImageFeatures(FeatureSet.of(List.of(ids), rows,
                Provenance.of("generated", new Made(pack), Map.of())), tags), texts, "");
    }

    @Test
    void whatHasAPictureIsTrainedOnAndTheRestIsLookedUp() {
        write("sentences", PackKind.SENTENCES, Map.of("1", "A dog.", "2", "A cat.", "3", "A cow."), "1", "2", "3");
        assertEquals(2, data().trainingSize());
        assertEquals(1, data().furtherSize());
        write("synthetic", PackKind.SYNTHETIC, Map.of("2", "A cat."), "2");
        ProjectData data = data();
        assertEquals(List.of("A cat."), data.sentences().texts());
        assertEquals(List.of("A dog.", "A cow."), data.further(2).texts());
        Sentences support = data.support();
        assertEquals(List.of("A cat.", "A dog.", "A cow."), support.texts());
        assertArrayEquals(new float[] {0, "sentences".length()}, support.inMemory().row("1"));
        assertEquals(Map.of("2", List.of("tag of 2")), data.synthetic().tags());
    }

    @Test
    void photosComeFromTheirPack() {
        assertFalse(data().hasTrainingPhotos());
        assertEquals(List.of(), data().splits());
        write("photos-test", PackKind.PHOTOS, Map.of(), "5", "4");
        assertEquals(List.of("test"), data().splits());
        assertEquals(List.of("4", "5"), List.copyOf(data().references("test").byImage().keySet()));
        ImageFeatures photos = data().photos(List.of("4", "5"), Corruption.NONE);
        assertArrayEquals(new float[] {1, "photos-test".length()}, photos.features().row("4"));
        assertRefused("no feature pack has all of the 1 photos, of 9", () -> data().photos(List.of("9"),
                Corruption.NONE));
    }

    @Test
    void whatIsNotMadeYetIsNamedWithTheCommandThatMakesIt() {
        assertRefused("there are no features of sentences; make them with: encode " + project.folder(),
                () -> data().sentences());
        assertRefused("there are no pictures of the training captions; make them with: synthesize "
                + project.folder(), () -> data().synthetic());
        write("sentences", PackKind.SENTENCES, Map.of("1", "A dog.", "2", "A bat."), "1", "2");
        assertRefused("1 of 2 captions have no features there, or those of another sentence: '2'; make them with: "
                + "encode " + project.folder(), () -> data().sentences());
    }

    @Test
    void anotherCaptionIsAnotherInput() throws IOException {
        Map<String, String> before = new TreeMap<>(data().inputs());
        Path captions = folder.resolve("captions.json");
        Files.writeString(captions, Files.readString(captions).replace("A pig.", "A bat."));
        Map<String, String> after = new TreeMap<>(Project.open(project.folder()).data(Compute.PLAIN).inputs());
        assertNotEquals(before.remove("captions of test"), after.remove("captions of test"));
        assertEquals(before, after);
    }

    private static void assertRefused(String message, Executable asked) {
        String said = assertThrows(UserException.class, asked).getMessage();
        assertTrue(said.contains(message), said);
    }
}
