package syntic.method.recap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import syntic.io.UserException;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptConfig;
import syntic.model.gpt.GptDropout;
import syntic.model.gpt.PrefixLoss;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;
import syntic.stage.CaptionTrainer;
import syntic.stage.DecoderLoop;
import syntic.store.Fingerprint;
import syntic.store.Provenance;

/**
 * Trains a small language model to write a sentence after a prompt, from sentences alone: what stands at miniature
 * scale for a large language model that was instructed.
 */
record PromptTrainer(CaptionTrainer.Config config, CaptionTrainer.Listener listener) {
    /**
     * @param prompts one for each sentence, all of one length
     * @param sentences the tokens to write, the end token included
     * @param padding a token that is in no sentence
     */
    record Examples(List<int[]> prompts, List<int[]> sentences, int padding) {
        public Examples {
            if (sentences.isEmpty() || prompts.size() != sentences.size()
                    || prompts.stream().mapToInt(prompt -> prompt.length).distinct().count() != 1) {
                throw new IllegalArgumentException(sentences.size() + " sentences need as many prompts, all of one "
                        + "length; there are " + prompts.size());
            }
        }

        private String fingerprint() {
            return Fingerprint.of(Stream.concat(prompts.stream(), sentences.stream()).map(Arrays::toString).toList());
        }
    }

    /** What makes the result of {@link #train}: a key for a store. */
    Provenance provenance(GptConfig shape, Examples examples) {
        Provenance training = DecoderLoop.provenance("prompt-decoder", config,
                Map.of("examples", examples.fingerprint()));
        Map<String, String> settings = new TreeMap<>(training.settings());
        settings.put("model", shape.toString());
        return new Provenance(training.stage(), new TreeMap<>(settings), training.inputs());
    }

    /**
     * Trains a new model, or goes on where a training in {@code folder} stopped.
     *
     * @param folder receives checkpoints and at the end the model, for {@link Gpt#from}
     */
    void train(NDManager parent, GptConfig shape, Examples examples, Path folder) {
        Provenance made = provenance(shape, examples);
        Map<String, String> settings = new TreeMap<>(made.settings());
        settings.putAll(made.inputs());
        PrefixLoss loss = new PrefixLoss(config.smoothing(), examples.padding());
        GptDropout dropout = GptDropout.of(config.dropout());
        try (Weights weights = GptConfig.initializer(shape).create(parent, GptConfig.parameters(shape), config.seed(),
                "new prompt decoder")) {
            Gpt gpt = new Gpt(shape, weights);
            new DecoderLoop(config, weights, weights.toMap(), settings).run(examples.sentences().size(),
                    (scope, chosen) -> {
                        NDArray prompts = rows(scope, examples.prompts(), chosen, examples.padding());      // [B, P]
                        NDArray sentences = rows(scope, examples.sentences(), chosen, examples.padding());  // [B, L]
                        return loss.of(gpt, gpt.embed(prompts), sentences, dropout);
                    }, folder, listener, epoch -> {});
            Files.writeString(folder.resolve("config.json"), shape.toJson() + "\n");
            SafetensorsWriter.write(folder.resolve("model.safetensors"), weights.toMap(), ElementType.F32,
                    Map.of("format", "pt"));
        } catch (IOException e) {
            throw UserException.ofWriting(folder, e);
        }
    }

    private static NDArray rows(NDManager scope, List<int[]> all, List<Integer> chosen, int padding) {
        return DecoderLoop.padded(scope, chosen.stream().map(all::get).toList(), padding);
    }
}
