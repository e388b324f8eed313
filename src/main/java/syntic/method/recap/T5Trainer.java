package syntic.method.recap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import syntic.io.UserException;
import syntic.method.PromptTrainer;
import syntic.model.ModelFolder;
import syntic.model.t5.T5;
import syntic.model.t5.T5Batch;
import syntic.model.t5.T5Config;
import syntic.nn.Compute;
import syntic.nn.ElementType;
import syntic.nn.Precision;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;
import syntic.stage.CaptionTrainer;
import syntic.stage.DecoderLoop;
import syntic.store.Provenance;

/** Trains a pretrained T5 further: to write a sentence after a prompt, all weights, without dropout. */
record T5Trainer(CaptionTrainer.Config config, CaptionTrainer.Listener listener) {
    T5Trainer {
        if (config.dropout() != 0) {
            throw new IllegalArgumentException("a T5 is trained further without dropout, not with " + config.dropout());
        }
    }

    /** What makes the result of {@link #train}: a key for a store. */
    Provenance provenance(Path pretrained, PromptTrainer.Examples examples) {
        return DecoderLoop.provenance("prompt-t5", config, Map.of("examples", examples.fingerprint(),
                "pretrained", new ModelFolder(pretrained).fingerprint()));
    }

    /**
     * Trains, or goes on where a training in {@code folder} stopped.
     *
     * @param pretrained folder of the T5 to begin with
     * @param folder receives checkpoints and at the end the model, for {@link T5#from}
     */
    void train(NDManager parent, Path pretrained, PromptTrainer.Examples examples, Path folder) {
        Provenance made = provenance(pretrained, examples);
        Compute compute = new Compute(parent.getDevice(), Precision.FP32, 0);
        try (T5 source = T5.from(compute, pretrained); Weights weights = trained(parent, source)) {
            T5 t5 = new T5(source.config(), weights);
            int padding = t5.config().padding();
            new DecoderLoop(config, weights, weights.toMap(), made).run(examples.sentences().size(),
                    (scope, chosen) -> {
                        T5Batch prompts = T5Batch.of(scope, chosen.stream().map(examples.prompts()::get).toList(),
                                padding);
                        NDArray sentences = DecoderLoop.padded(scope,
                                chosen.stream().map(examples.sentences()::get).toList(), padding);
                        return t5.loss(prompts, sentences, config.smoothing());
                    }, folder, listener, epoch -> {});
            Files.copy(pretrained.resolve("config.json"), folder.resolve("config.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            SafetensorsWriter.write(folder.resolve("model.safetensors"), weights.toMap(), ElementType.F32,
                    Map.of("format", "pt"));
        } catch (IOException e) {
            throw UserException.ofWriting(folder, e);
        }
    }

    /** A copy, because the file's own bytes cannot be changed; without what the model carries but does not read. */
    private static Weights trained(NDManager parent, T5 source) {
        Map<String, NDArray> read = new LinkedHashMap<>();
        T5Config.parameters(source.config()).keySet().forEach(name -> read.put(name, source.weights().get(name)
                .duplicate()));
        return Weights.of(parent, read, source.weights().source());
    }
}
