package syntic.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.Caption;
import syntic.model.TinyFolders;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetection;
import syntic.stage.Synthesis;
import syntic.store.ProgressListener;

/** However the drawing of captions is divided, the pack in the end has the same bytes; models of tiny sizes draw. */
@Tag("slow")
class DrawingTest {
    private static final List<Caption> CAPTIONS = IntStream.range(0, 40).mapToObj(i -> new Caption("caption " + i,
            "image " + i, List.of("a photo of a dog", "two cats on a sofa", "a man rides a horse").get(i % 3) + " " + i))
            .toList();

    @TempDir
    private Path folder;
    private Encoding encoding;
    private Synthesis synthesis;
    private ObjectDetection detector;

    @BeforeEach
    void open() {
        encoding = Encoding.from(Compute.PLAIN, TinyFolders.clipBase(folder.resolve("clip")));
        synthesis = Synthesis.from(Compute.PLAIN, TinyFolders.stableDiffusion(folder.resolve("diffusion"), true),
                TextToImage.Settings.PAPER.withSteps(2));
        detector = ObjectDetection.from(Compute.PLAIN, TinyFolders.detr(folder.resolve("detr")),
                new ObjectDetection.Config(0.2, 10, 16));
    }

    @AfterEach
    void close() {
        encoding.close();
        synthesis.close();
        detector.close();
    }

    /** Makes so many at once. */
    private record Batches(PictureMaker maker, int batch) implements PackMaker<Caption> {
        @Override
        public Map<String, Made> make(List<PackItem<Caption>> items, BiConsumer<PackItem<Caption>, String> failed) {
            assertTrue(items.size() <= batch);
            return maker.make(items, failed);
        }
    }

    private byte[] made(String name, List<Caption> captions, int batch) throws IOException {
        PictureMaker maker = new PictureMaker(synthesis, encoding, detector, null);
        Path pack = folder.resolve(name);
        // Creates the pack with what the maker says of itself.
        maker.job(pack, captions);
        new PackJob<>(pack, PackInfo.read(pack), captions.stream().map(one -> new PackItem<>(one.id(), one.text(), one))
                .toList(), new Batches(maker, batch)).run(ProgressListener.SILENT, () -> false);
        return onlyPart(pack);
    }

    private static byte[] onlyPart(Path pack) throws IOException {
        List<Path> parts = FeaturePack.parts(pack);
        assertEquals(1, parts.size());
        return Files.readAllBytes(parts.get(0));
    }

    @Test
    void sevenSizesOfBatchesAndEightSharesInAnyOrderGiveTheSameBytes() throws IOException {
        byte[] one = made("one", CAPTIONS, 16);
        FeaturePack pack = FeaturePack.open(folder.resolve("one"));
        assertEquals(CAPTIONS.size(), CAPTIONS.stream().map(caption -> Arrays.toString(pack.feature(caption.id())))
                .distinct().count(), "every picture is another");
        for (int batch : new int[] {1, 2, 3, 5, 7, 23, 40}) {
            assertArrayEquals(one, made("batch " + batch, CAPTIONS, batch), "batches of " + batch);
        }
        List<Path> shares = new ArrayList<>();
        for (int number : new int[] {5, 1, 8, 2, 7, 3, 6, 4}) {
            Share share = new Share(number, 8);
            made("share " + number, CAPTIONS.stream().filter(caption -> share.has(caption.id())).toList(), number);
            shares.add(folder.resolve("share " + number));
        }
        List<String> order = CAPTIONS.stream().map(Caption::id).toList();
        for (int seed = 0; seed < 3; seed++) {
            Collections.shuffle(shares, new Random(seed));
            Path target = folder.resolve("merged " + seed);
            PackMerge.run(target, shares, order);
            assertArrayEquals(one, onlyPart(target));
        }
    }

    private Map<String, String> settings(Synthesis generator) {
        Path pack = folder.resolve(generator.fingerprint());
        new PictureMaker(generator, encoding, detector, null).job(pack, CAPTIONS);
        return FeaturePack.open(pack).made().settings();
    }

    @Test
    void anotherSchedulerAndLoraAreNamed() throws IOException {
        assertFalse(settings(synthesis).containsKey("scheduler"), "the usual one goes without saying");
        assertEquals("DDIMScheduler", settings(synthesis.withScheduler("DDIMScheduler")).get("scheduler"));
        Path turbo = TinyFolders.turbo(folder.resolve("turbo"));
        Path lora = Files.createDirectories(turbo.resolve("lora"));
        Files.writeString(lora.resolve("config.json"), "{\"scale\": 0.5}");
        String module = "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.";
        try (NDManager manager = Torch.newManager()) {
            SafetensorsWriter.write(lora.resolve("pytorch_lora_weights.safetensors"), Map.of(module + "lora_A.weight",
                    manager.ones(new Shape(2, 32)), module + "lora_B.weight", manager.ones(new Shape(32, 2))),
                    ElementType.F32, Map.of());
        }
        try (Synthesis drawer = Synthesis.from(Compute.PLAIN, turbo, TextToImage.Settings.PAPER)) {
            Map<String, String> settings = settings(drawer);
            assertEquals("EulerDiscreteScheduler, trailing", settings.get("scheduler"));
            assertTrue(settings.get("lora").matches("0\\.5 of [0-9a-f]{8,}"), settings.toString());
        }
    }
}
