package syntic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import syntic.ReferenceWeights;
import syntic.model.clip.Clip;
import syntic.model.clip.ClipConfig;
import syntic.model.clip.ClipTextConfig;
import syntic.model.clip.ClipVisionConfig;
import syntic.model.detr.Detr;
import syntic.model.detr.DetrConfig;
import syntic.model.diffusion.AutoencoderKL;
import syntic.model.diffusion.AutoencoderKlConfig;
import syntic.model.diffusion.UNet2DConditionConfig;
import syntic.model.diffusion.UNet2DConditionModel;
import syntic.nn.Activation;
import syntic.nn.Torch;
import syntic.nn.Weights;

/** What a forward makes is freed with its input: nothing stays with the weights, nor with what outlives the step. */
class ForwardMemoryTest {
    private static final int FORWARDS = 3;

    @Test
    void clip() {
        ClipTextConfig text = new ClipTextConfig(50, 32, 64, 2, 4, 12, Activation.QUICK_GELU, 1e-5, 2);
        ClipVisionConfig vision = new ClipVisionConfig(32, 64, 2, 4, 16, 4, 3, Activation.QUICK_GELU, 1e-5);
        ClipConfig config = new ClipConfig(text, vision, 24);
        try (NDManager manager = Torch.newManager();
                Clip clip = new Clip(config,
                        ReferenceWeights.create(manager, "memory", ClipConfig.parameters(config)))) {
            repeat(clip.weights(), List.of(), new Shape(2, 3, 16, 16), clip::unitImageFeatures);
            repeat(clip.weights(), List.of(), new Shape(2, 12), x -> {
                NDArray ids = x.getManager().arange(24).reshape(2, 12).toType(DataType.INT64, false);
                ids.attach(x.getManager());
                return clip.unitTextFeatures(ids, ids.onesLike());
            });
        }
    }

    @Test
    void denoiser() {
        UNet2DConditionConfig config = new UNet2DConditionConfig(8, 4, 4, List.of(16, 32), List.of(true, false),
                List.of(false, true), 1, List.of(4, 4), 24, 8, 1e-5, true, 0, false);
        try (NDManager manager = Torch.newManager(); UNet2DConditionModel unet = new UNet2DConditionModel(config,
                ReferenceWeights.create(manager, "memory", UNet2DConditionModel.parameters(config)))) {
            NDArray states = manager.ones(new Shape(1, 7, 24));
            repeat(unet.weights(), List.of(manager), new Shape(1, 4, 8, 8),
                    x -> unet.apply(x, new float[] {5}, states));
        }
    }

    @Test
    void autoencoder() {
        AutoencoderKlConfig config = new AutoencoderKlConfig(16, 3, 3, 4, List.of(16, 32), 1, 8, 0.2);
        try (NDManager manager = Torch.newManager(); AutoencoderKL vae = new AutoencoderKL(config,
                ReferenceWeights.create(manager, "memory", AutoencoderKL.parameters(config)))) {
            repeat(vae.weights(), List.of(), new Shape(1, 4, 8, 8), vae::toImages);
            repeat(vae.weights(), List.of(), new Shape(1, 3, 16, 16), x -> vae.encode(x).mean());
        }
    }

    @Test
    void detector() {
        DetrConfig config = DetrConfig.from(ConfigFile.parse("test", """
                {"backbone": "resnet18", "num_labels": 3, "d_model": 32, "num_queries": 5, "encoder_layers": 1,
                 "encoder_attention_heads": 4, "encoder_ffn_dim": 64, "decoder_layers": 1,
                 "decoder_attention_heads": 4, "decoder_ffn_dim": 64}
                """));
        try (NDManager manager = Torch.newManager(); Detr detr = new Detr(config,
                ReferenceWeights.create(manager, "memory", Detr.parameters(config)))) {
            NDArray mask = manager.ones(new Shape(1, 64, 64));
            repeat(detr.weights(), List.of(manager), new Shape(1, 3, 64, 64), x -> detr.forward(x).boxes());
            repeat(detr.weights(), List.of(), new Shape(1, 3, 64, 64), x -> {
                NDArray own = mask.duplicate();
                own.attach(x.getManager());
                return detr.forward(x, own).logits();
            });
        }
    }

    /** Runs {@code forward} on inputs of their own manager each time; no other manager may hold more afterwards. */
    private static void repeat(Weights weights, List<NDManager> others, Shape input, UnaryOperator<NDArray> forward) {
        List<Integer> before = held(weights, others);
        for (int i = 0; i < FORWARDS; i++) {
            try (NDManager step = Torch.newManager()) {
                Torch.withoutGradients(() -> forward.apply(step.randomNormal(input)).toFloatArray());
            }
        }
        assertEquals(before, held(weights, others), "arrays held by the weights and by what outlives a forward");
    }

    private static List<Integer> held(Weights weights, List<NDManager> others) {
        List<Integer> counts = new ArrayList<>(List.of(
                weights.manager().getManagedArrays().size()));
        others.forEach(manager -> counts.add(manager.getManagedArrays().size()));
        return counts;
    }
}
