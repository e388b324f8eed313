package syntic.miniature.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.Caption;
import syntic.miniature.TextToImageCurve;
import syntic.model.RgbImage;
import syntic.model.diffusion.TextToImage;
import syntic.model.diffusion.TextToImage.Prompt;
import syntic.nn.Compute;
import syntic.stage.Synthesis;
import syntic.store.ProgressListener;

/** A model of a few training steps: its images mean nothing, but everything else must be as in the finished one. */
@Tag("slow")
class TextToImageTrainerTest {
    private static final String SHARE = "0.00005";
    private static final TextToImage.Settings SETTINGS = new TextToImage.Settings(3, 2, 2.5);

    @TempDir
    static Path folder;
    private static NDManager manager;
    private static TextToImage model;

    @BeforeAll
    static void train() {
        TextToImageTrainer.run(folder, Optional.of(SHARE), Compute.PLAIN, () -> false);
        model = TextToImage.from(Compute.PLAIN, folder);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<Prompt> prompts(int count) {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(new Prompt("caption-" + i, "a red dog left of " + i + " blue balls"));
        }
        return prompts;
    }

    private static List<RgbImage> generate(List<Prompt> prompts, TextToImage.Settings settings) {
        return model.generate(prompts, settings, ProgressListener.SILENT);
    }

    @Test
    void closingACopyOfTheStageLeavesTheModelOpen() {
        Synthesis synthesis = new Synthesis(model, TextToImage.Settings.MINIATURE.withSteps(1), "test", true);
        synthesis.with(synthesis.config().withSeed(2)).close();
        assertEquals(1, synthesis.generate(List.of(new Caption("a", "photo", "a dog"))).size());
    }

    @Test
    void anImageDoesNotDependOnItsCompany() {
        List<Prompt> prompts = prompts(model.batch() + 2);
        List<RgbImage> together = generate(prompts, SETTINGS);
        assertEquals(prompts.size(), together.size());
        for (int i : new int[] {1, model.batch()}) {
            RgbImage alone = generate(List.of(prompts.get(i)), SETTINGS).get(0);
            assertArrayEquals(together.get(i).data(), alone.data(), "image " + i);
        }
        List<Prompt> reversed = new ArrayList<>(prompts);
        Collections.reverse(reversed);
        List<RgbImage> backwards = generate(reversed, SETTINGS);
        for (int i = 0; i < prompts.size(); i++) {
            assertArrayEquals(together.get(i).data(), backwards.get(prompts.size() - 1 - i).data(), "image " + i);
        }
    }

    @Test
    void seedAndIdChangeTheImage() {
        Prompt prompt = prompts(1).get(0);
        byte[] image = generate(List.of(prompt), SETTINGS).get(0).data();
        assertEquals(3 * model.size() * model.size(), image.length);
        assertFalse(Arrays.equals(image, generate(List.of(prompt), SETTINGS.withSeed(4)).get(0).data()));
        Prompt renamed = new Prompt("another id", prompt.sentence());
        assertFalse(Arrays.equals(image, generate(List.of(renamed), SETTINGS).get(0).data()));
    }

    @Test
    void theFolderIsThatOfStableDiffusion() throws IOException {
        for (String file : new String[] {"model_index.json", "text_encoder/config.json",
            "text_encoder/model.safetensors", "tokenizer/vocab.json", "tokenizer/merges.txt", "unet/config.json",
            "unet/diffusion_pytorch_model.safetensors", "vae/config.json", "vae/diffusion_pytorch_model.safetensors",
            "scheduler/scheduler_config.json"}) {
            assertTrue(Files.size(folder.resolve(file)) > 0, file);
        }
    }

    @Test
    void aCurveTellsHowTheTrainingWent() {
        List<TextToImageCurve.Point> points = TextToImageCurve.read(
                folder.resolve("checkpoints").resolve(TextToImageTrainer.CURVE)).points();
        assertEquals(List.of((long) TextToImageRecipe.STANDARD.shortened(Double.parseDouble(SHARE)).unetSteps()),
                points.stream().map(TextToImageCurve.Point::step).toList(), "judged at the end");
        assertTrue(points.get(0).shares().containsKey("kind"), points::toString);
        assertTrue(points.get(0).shares().values().stream().allMatch(share -> 0 <= share && share <= 1));
    }

    @Test
    void aFinishedTrainingIsNotRepeated() throws IOException {
        Path unet = folder.resolve("unet/diffusion_pytorch_model.safetensors");
        byte[] before = Files.readAllBytes(unet);
        TextToImageTrainer.run(folder, Optional.of(SHARE), Compute.PLAIN, () -> false);
        assertArrayEquals(before, Files.readAllBytes(unet));
    }
}
