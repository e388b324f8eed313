package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.corpus.Caption;
import syntic.model.ModelException;
import syntic.model.RgbImage;
import syntic.model.TinyFolders;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;

/** Folders laid out as the published models are opened; others are refused by the name of what they are. */
class ModelFoldersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clipOpens(boolean large) {
        Path clip = large ? TinyFolders.clipLarge(folder) : TinyFolders.clipBase(folder);
        try (Encoding encoding = Encoding.from(Compute.PLAIN, clip)) {
            float[][] texts = encoding.texts(List.of("a photo of a dog", "two cats"));
            float[][] images = encoding.images(List.of(new RgbImage(40, 30, new byte[3 * 40 * 30])));
            for (float[] feature : List.of(texts[0], texts[1], images[0])) {
                assertEquals(32, feature.length);
                double squares = 0;
                for (float value : feature) {
                    squares += value * value;
                }
                assertEquals(1, squares, 1e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stableDiffusionOpens(boolean fiveOfVae) {
        Path pipeline = TinyFolders.stableDiffusion(folder, fiveOfVae);
        try (Synthesis synthesis = Synthesis.from(Compute.PLAIN, pipeline, TextToImage.Settings.PAPER.withSteps(2))) {
            List<RgbImage> images = synthesis.generate(List.of(new Caption("1", "1", "a photo of a dog")));
            assertEquals(64, images.get(0).width());
        }
    }

    @Test
    void aLoraChangesThePictureAndTheFingerprint() {
        Path pipeline = TinyFolders.stableDiffusion(folder, true);
        Synthesis[] opened = new Synthesis[2];
        RgbImage[] images = new RgbImage[2];
        for (int i = 0; i < 2; i++) {
            try (Synthesis synthesis = Synthesis.from(Compute.PLAIN, pipeline,
                    TextToImage.Settings.PAPER.withSteps(2)); NDManager manager = Torch.newManager()) {
                opened[i] = synthesis;
                images[i] = synthesis.generate(List.of(new Caption("1", "1", "a photo of a dog"))).get(0);
                long[] shape = SafetensorsFile.open(pipeline.resolve("unet/diffusion_pytorch_model.safetensors"))
                        .header().tensors().get("conv_in.weight").shape();
                SafetensorsWriter.write(folder.resolve("lora/pytorch_lora_weights.safetensors"), Map.of(
                        "unet.conv_in.lora_A.weight", manager.ones(new Shape(2, shape[1], shape[2], shape[3])),
                        "unet.conv_in.lora_B.weight", manager.ones(new Shape(shape[0], 2, 1, 1))),
                        ElementType.F32, Map.of());
            }
        }
        assertNotEquals(opened[0].fingerprint(), opened[1].fingerprint());
        assertFalse(Arrays.equals(images[0].data(), images[1].data()));
    }

    @Test
    void detrOpens() {
        try (ObjectDetection detection = ObjectDetection.from(Compute.PLAIN, TinyFolders.detr(folder),
                ObjectDetection.Config.STANDARD.withThreshold(0))) {
            assertEquals(10, detection.detect(List.of(new RgbImage(64, 48, new byte[3 * 64 * 48]))).get(0).size());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            siglip       | SigLIP, which pools
            siglip2      | SigLIP 2
            chinese_clip | Chinese-CLIP, whose text tower is a BERT
            altclip      | AltCLIP, whose text tower
            clap         | is 'clap', not 'clip'
            """)
    void anotherEncoderIsRefusedByName(String type, String said) throws IOException {
        relabel(TinyFolders.clipBase(folder).resolve("config.json"), "\"model_type\": \"clip\"",
                "\"model_type\": \"" + type + "\"");
        refused(() -> Encoding.from(Compute.PLAIN, folder), said, "openai/clip-vit-base-patch32", "ImageTextEncoder");
    }

    @Test
    void aTowerOfAnotherEncoderIsRefused() throws IOException {
        relabel(TinyFolders.clipBase(folder).resolve("config.json"), "clip_text_model", "chinese_clip_text_model");
        refused(() -> Encoding.from(Compute.PLAIN, folder), "text_config", "Chinese-CLIP");
    }

    @Test
    void openClipIsRefusedByItsFilesAndByItsTensors() throws IOException {
        TinyFolders.clipBase(folder);
        try (NDManager manager = Torch.newManager()) {
            SafetensorsWriter.write(folder.resolve("model.safetensors"), Map.of("visual.conv1.weight",
                    manager.zeros(new Shape(2))), ElementType.F32, Map.of());
        }
        refused(() -> Encoding.from(Compute.PLAIN, folder), "model.safetensors", "layout of OpenCLIP", "laion/");
        Files.move(folder.resolve("config.json"), folder.resolve("open_clip_config.json"));
        refused(() -> Encoding.from(Compute.PLAIN, folder), "open_clip_config.json", "layout of OpenCLIP", "laion/");
        Files.writeString(folder.resolve("config.json"), "{\"architecture\": \"vit\", \"pretrained_cfg\": {}}");
        refused(() -> Encoding.from(Compute.PLAIN, folder), "pretrained_cfg", "timm or OpenCLIP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deformable_detr   | Deformable DETR, which attends
            rt_detr           | RT-DETR
            table-transformer | Table Transformer
            yolos             | YOLOS
            clip              | is 'clip', not 'detr'
            """)
    void anotherDetectorIsRefusedByName(String type, String said) throws IOException {
        relabel(TinyFolders.detr(folder).resolve("config.json"), "\"detr\"", "\"" + type + "\"");
        refused(() -> ObjectDetection.from(Compute.PLAIN, folder, ObjectDetection.Config.STANDARD), said,
                "facebook/detr-resnet-50", "ObjectDetector");
    }

    @Test
    void aDetrForSegmentationIsRefused() throws IOException {
        relabel(TinyFolders.detr(folder).resolve("config.json"), "DetrForObjectDetection", "DetrForSegmentation");
        refused(() -> ObjectDetection.from(Compute.PLAIN, folder, ObjectDetection.Config.STANDARD),
                "DetrForSegmentation", "facebook/detr-resnet-50");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            unet/config.json | "act_fn"                | "addition_embed_type": "text_time", "act_fn" | Diffusion XL
            model_index.json | StableDiffusionPipeline | StableDiffusionXLPipeline                    | text encoders
            model_index.json | StableDiffusionPipeline | StableDiffusion3Pipeline                     | transformer
            """)
    void anotherGeneratorIsRefusedByNameBeforeItIsRead(String file, String old, String now, String said)
            throws IOException {
        TinyFolders.stableDiffusion(folder, true);
        Files.delete(folder.resolve("text_encoder/model.safetensors"));
        relabel(folder.resolve(file), old, now);
        refused(() -> Synthesis.from(Compute.PLAIN, folder, TextToImage.Settings.PAPER), said, "v1-5",
                "ImageGenerator");
    }

    @Test
    void aPipelineInOneFileIsRefused() throws IOException {
        Files.write(folder.resolve("v1-5-pruned-emaonly.safetensors"), new byte[9]);
        refused(() -> Synthesis.from(Compute.PLAIN, folder, TextToImage.Settings.PAPER),
                "v1-5-pruned-emaonly.safetensors", "layout of diffusers");
    }

    private static void relabel(Path file, String old, String now) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(old), text);
        Files.writeString(file, text.replaceFirst(Pattern.quote(old), now));
    }

    private static void refused(Executable opening, String... said) {
        String message = assertThrows(ModelException.class, opening).getMessage();
        for (String one : said) {
            assertTrue(message.contains(one), message);
        }
    }
}
