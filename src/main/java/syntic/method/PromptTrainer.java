package syntic.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import syntic.io.UserException;
import syntic.model.ModelFolder;
import syntic.model.gpt.ContrastiveLoss;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptConfig;
import syntic.model.gpt.GptDropout;
import syntic.model.gpt.PrefixLoss;
import syntic.model.token.TextTokenizer;
import syntic.nn.Compute;
import syntic.nn.ElementType;
import syntic.nn.Precision;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;
import syntic.stage.CaptionTrainer;
import syntic.stage.DecoderLoop;
import syntic.stage.FrozenModels;
import syntic.store.Fingerprint;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * Trains a GPT-2 to write a sentence after a prompt, from sentences alone: the language model of systems that give it
 * words and no feature.
 *
 * @param margin of SimCTG's {@link ContrastiveLoss}, which is added to that of the words; 0 for none
 * @param padding a token that is in no sentence
 */
public record PromptTrainer(CaptionTrainer.Config config, double margin, int padding) {
    /**
     * @param prompts one for each sentence; here all of one length
     * @param sentences the tokens to write, the end token included
     */
    public record Examples(List<int[]> prompts, List<int[]> sentences) {
        public Examples {
            if (sentences.isEmpty() || prompts.size() != sentences.size()) {
                throw new IllegalArgumentException(sentences.size() + " sentences need as many prompts; there are "
                        + prompts.size());
            }
        }

        /** Sentences that all begin with the same token and are cut to {@code longest}. */
        public static Examples of(List<String> texts, TextTokenizer tokenizer, int first, int longest) {
            return new Examples(Collections.nCopies(texts.size(), new int[] {first}),
                    texts.stream().map(text -> tokenizer.ended(text, longest)).toList());
        }

        public String fingerprint() {
            return Fingerprint.of(Stream.concat(prompts.stream(), sentences.stream()).map(Arrays::toString).toList());
        }
    }

    /** What a training begins with. */
    private interface Beginning {
        Weights weights(NDManager parent);
    }

    /** The folder of a new model of this shape, for {@link Gpt#from}; trained now, or found if it was before. */
    public Path train(FrozenModels models, GptConfig shape, Examples examples, ProgressListener listener) {
        return train(models, shape, examples, Map.of(), parent -> GptConfig.initializer(shape).create(parent,
                GptConfig.parameters(shape), config.seed(), "new prompt decoder"), listener);
    }

    /** As {@link #train}, of a pretrained GPT-2 that is trained further. @param pretrained its folder */
    public Path tune(FrozenModels models, Path pretrained, Examples examples, ProgressListener listener) {
        ModelFolder files = new ModelFolder(pretrained);
        return train(models, GptConfig.from(files.config()), examples, Map.of("pretrained", files.fingerprint()),
                parent -> {
                    // A copy, because the file's own bytes cannot be changed.
                    try (Gpt source = Gpt.from(new Compute(parent.getDevice(), Precision.FP32, 0), pretrained)) {
                        return source.weights().copy(parent);
                    }
                }, listener);
    }

    private Path train(FrozenModels models, GptConfig shape, Examples examples, Map<String, String> begun,
            Beginning beginning, ProgressListener listener) {
        if (examples.prompts().stream().mapToInt(prompt -> prompt.length).distinct().count() != 1) {
            throw new IllegalArgumentException("a GPT-2 learns from prompts of one length");
        }
        Map<String, String> inputs = new TreeMap<>(begun);
        inputs.put("examples", examples.fingerprint());
        Provenance training = DecoderLoop.provenance("prompt-decoder", config, inputs);
        TreeMap<String, String> settings = new TreeMap<>(training.settings());
        settings.put("model", shape.toString());
        if (margin > 0) {
            settings.put("margin", Double.toString(margin));
        }
        Provenance made = new Provenance(training.stage(), settings, training.inputs());
        return models.store().folder(made, folder -> TrainingClock.measure(folder, listener, steps -> {
            try (NDManager manager = models.compute().newManager(); Weights weights = beginning.weights(manager)) {
                run(new Gpt(shape, weights), examples, made, folder, steps);
            }
        }));
    }

    /** Goes on where a training in {@code folder} stopped. */
    private void run(Gpt gpt, Examples examples, Provenance made, Path folder, CaptionTrainer.Listener listener) {
        Weights weights = gpt.weights();
        try {
            new DecoderLoop(config, weights, weights.toMap(), made).run(examples.sentences().size(),
                    (scope, chosen) -> loss(gpt, examples, scope, chosen), folder, listener, epoch -> {});
            Files.writeString(folder.resolve("config.json"), gpt.config().toJson() + "\n");
            SafetensorsWriter.write(folder.resolve("model.safetensors"), weights.toMap(), ElementType.F32,
                    Map.of("format", "pt"));
        } catch (IOException e) {
            throw UserException.ofWriting(folder, e);
        }
    }

    private NDArray loss(Gpt gpt, Examples examples, NDManager scope, List<Integer> chosen) {
        NDArray prompts = rows(scope, examples.prompts(), chosen);                                  // [B, P]
        NDArray sentences = rows(scope, examples.sentences(), chosen);                              // [B, L]
        PrefixLoss loss = new PrefixLoss(config.smoothing(), padding);
        NDArray hidden = loss.hidden(gpt, gpt.embed(prompts), sentences, GptDropout.of(config.dropout()));
        NDArray words = loss.of(gpt, hidden, sentences);
        if (margin == 0) {
            return words;
        }
        int prompt = (int) prompts.getShape().get(1);
        int[] read = chosen.stream().mapToInt(i -> prompt + examples.sentences().get(i).length - 1).toArray();
        return words.add(new ContrastiveLoss(margin).of(hidden, read));
    }

    private NDArray rows(NDManager scope, List<int[]> all, List<Integer> chosen) {
        return DecoderLoop.padded(scope, chosen.stream().map(all::get).toList(), padding);
    }
}
