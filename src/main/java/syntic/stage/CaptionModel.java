package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import syntic.model.ModelFolder;
import syntic.model.gpt.Gpt;
import syntic.nn.Compute;
import syntic.nn.Linear;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.store.FeatureSet;

/**
 * The caption decoder (SynTIC, equation 6): a GPT-2 after a prefix of two vectors, the image's projected feature and
 * the auxiliary feature of its objects, each brought to the decoder's width by a linear map.
 *
 * <p>The tensors are {@code prefix.image}, {@code prefix.objects}, {@code objects} (object fusion) and
 * {@code decoder.transformer}; where inputs are normalised, {@code whitening} holds the statistics, which are
 * not trained.
 */
public record CaptionModel(CaptionModelConfig config, Weights weights) implements PrefixModel {
    /** A new model with random weights, owned by a manager below {@code parent}. */
    public static CaptionModel create(NDManager parent, CaptionModelConfig config, long seed) {
        CaptionModel model = new CaptionModel(config, config.initializer().create(parent,
                CaptionModelConfig.parameters(config), seed, "new caption decoder"));
        if (config.normalised()) {
            Whitening.reset(model.whitening("images"));
            if (config.objects()) {
                Whitening.reset(model.whitening("queries"));
                Whitening.reset(model.whitening("labels"));
            }
        }
        return model;
    }

    /** Opens a folder that {@link #save} wrote. */
    public static CaptionModel from(Compute compute, Path folder) {
        ModelFolder files = new ModelFolder(folder);
        CaptionModelConfig config = CaptionModelConfig.from(files.config());
        return new CaptionModel(config,
                files.weights(compute.single(), CaptionModelConfig.parameters(config), Set.of()));
    }

    /**
     * Takes the statistics that inputs are normalised with from the training inputs, if this decoder does that.
     *
     * @param noise that images get in training, drawn once for the statistics: they are those of what is read
     */
    public void fitTo(CaptionInputs inputs, FeatureNoise noise) {
        if (config.normalised()) {
            Whitening.fit(config.normalisation(), whitening("images"), noisy(inputs.images(), noise));
            if (config.objects()) {
                Whitening.fit(config.normalisation(), whitening("queries"), inputs.queries());
                Whitening.fit(config.normalisation(), whitening("labels"), inputs.tags().labels());
            }
        }
    }

    private FeatureSet noisy(FeatureSet features, FeatureNoise noise) {
        if (noise instanceof FeatureNoise.None) {
            return features;
        }
        try (NDManager scope = weights.manager().newSubManager()) {
            return Torch.withoutGradients(() ->
                    FeatureSet.of(features.ids(), noise.apply(features.toNDArray(scope)), features.provenance()));
        }
    }

    @Override
    public Map<String, NDArray> trained() {
        Map<String, NDArray> trained = weights.toMap();
        trained.keySet().removeIf(name -> name.startsWith(CaptionModelConfig.WHITENING));
        return trained;
    }

    @Override
    public JsonObject configJson() {
        return config.toJson();
    }

    @Override
    public Gpt decoder() {
        return new Gpt(config.decoder(), weights.at("decoder"));
    }

    /** One vector, two with objects. */
    @Override
    public int prefixLength() {
        return config.objects() ? 2 : 1;
    }

    @Override
    public boolean readsObjects() {
        return config.objects();
    }

    @Override
    public NDArray prefix(CaptionInputs.Batch batch) {
        requireFit(batch);
        NDArray own = normalised("images", batch.images());
        NDArray image = Linear.apply(weights.at("prefix.image"), own).expandDims(1);                // [B, 1, width]
        if (!config.objects()) {
            return image;
        }
        NDArray auxiliary = fuse(batch).feature();                                                  // [B, d]
        NDArray objects = Linear.apply(weights.at("prefix.objects"), auxiliary).expandDims(1);
        return NDArrays.concat(new NDList(image, objects), 1);
    }

    @Override
    public ObjectFusion.Output fuse(CaptionInputs.Batch batch) {
        if (!config.objects()) {
            throw new IllegalStateException("this decoder was trained without objects");
        }
        requireFit(batch);
        return new ObjectFusion(weights.at("objects"), config.objectHeads())
                .apply(normalised("queries", batch.queries()), normalised("labels", batch.tags().objects()),
                        batch.tags().present());
    }

    private NDArray normalised(String input, NDArray x) {
        return config.normalised() ? Whitening.apply(whitening(input), x) : x;
    }

    private Weights whitening(String input) {
        return weights.at(CaptionModelConfig.WHITENING + input);
    }

    private void requireFit(CaptionInputs.Batch batch) {
        long width = batch.images().getShape().get(1);
        if (width != config.features()) {
            throw new IllegalArgumentException("features have " + width + " values, the decoder was made for "
                    + config.features());
        }
        if (config.objects() && batch.tags() == null) {
            throw new IllegalArgumentException("this decoder reads detected objects, but the inputs have none; give "
                    + "object tags (an image without objects is fine)");
        }
    }
}
