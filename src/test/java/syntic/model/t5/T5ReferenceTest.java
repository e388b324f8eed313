package syntic.model.t5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.ReferenceCase;
import syntic.model.ConfigFile;
import syntic.model.gpt.GreedyDecoding;
import syntic.nn.Torch;

/** T5 against the reference implementation: states, logits, positions, greedy decoding. */
class T5ReferenceTest {
    private static final int MOST = 20;

    @TestFactory
    Stream<DynamicTest> statesAndLogits() throws IOException {
        return ReferenceCase.stages("t5/", reference -> {
            try (NDManager manager = Torch.newManager()) {
                T5 t5 = t5(manager, reference);
                Map<String, NDArray> io = reference.io(manager);
                NDArray ids = io.get("in.input_ids");
                NDArray mask = io.get("in.attention_mask");
                NDArray encoded = t5.encode(ids, mask);
                NDArray logits = t5.logits(encoded, mask, io.get("in.decoder_input_ids"));
                for (String name : reference.description().getAsJsonObject("outputs").keySet()) {
                    NDArray expected = io.get("out." + name);
                    switch (name) {
                        case "encoder_last_hidden_state" -> close(reference, name, expected, encoded);
                        case "logits" -> close(reference, name, expected, logits);
                        case "logits_strided" -> close(reference, name, expected, strided(expected, logits));
                        case "logits_logsumexp" -> close(reference, name, expected,
                                logits.get(":, :, 0").sub(logits.logSoftmax(2).get(":, :, 0")));
                        case "logits_argmax" ->
                                assertArrayEquals(expected.toLongArray(), logits.argMax(2).toLongArray());
                        default -> positions(reference, name, t5, expected, ids);
                    }
                }
            }
        });
    }

    private static void positions(ReferenceCase reference, String name, T5 t5, NDArray expected, NDArray ids) {
        RelativePositions positions = t5.config().positions();
        switch (name) {
            case "bucket_bidirectional" -> buckets(expected, positions, RelativePositions.Direction.BOTH);
            case "bucket_unidirectional" -> buckets(expected, positions, RelativePositions.Direction.BACKWARD);
            case "encoder_position_bias" -> ReferenceCase.assertClose(expected, new T5Encoder(t5.config(), t5.weights())
                    .positions(ids).squeeze(0), reference.tolerance("position_bias"), name);
            case "decoder_position_bias" -> ReferenceCase.assertClose(expected, positions.bias(ids.getManager(),
                    t5.weights().get("decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight"), 0,
                    (int) expected.getShape().get(1), RelativePositions.Direction.BACKWARD).squeeze(0),
                    reference.tolerance("position_bias"), name);
            default -> throw new AssertionError("unknown output " + name);
        }
    }

    private static void buckets(NDArray expected, RelativePositions positions, RelativePositions.Direction direction) {
        long[] buckets = expected.toLongArray();
        int middle = buckets.length / 2;
        assertArrayEquals(buckets, LongStream.rangeClosed(-middle, middle)
                .map(relative -> positions.bucket(relative, direction)).toArray());
    }

    @TestFactory
    Stream<DynamicTest> greedyAnswers() throws IOException {
        return ReferenceCase.stages("t5/", reference -> {
            if (!reference.description().has("expected")) {
                return;
            }
            try (NDManager manager = Torch.newManager()) {
                T5 t5 = t5(manager, reference);
                NDArray prompts = reference.io(manager).get("in.prompts");
                for (JsonElement element : reference.json("expected").getAsJsonArray("greedy")) {
                    JsonObject expected = element.getAsJsonObject();
                    // The reference lists the start token too.
                    List<Integer> found = new ArrayList<>(List.of(t5.config().start()));
                    found.addAll(t5.answer(new T5Batch(prompts, prompts.onesLike()), new GreedyDecoding(),
                            expected.get("end_token").getAsInt(), MOST).get(expected.get("prompt").getAsInt()).get(0)
                            .tokens());
                    assertEquals(ids(expected.getAsJsonArray("ids")), found);
                }
            }
        });
    }

    /** The reference's logits for the decoder's inputs give the loss of the answers that these inputs are made from. */
    @TestFactory
    Stream<DynamicTest> teacherForcing() throws IOException {
        return ReferenceCase.stages("t5/", reference -> {
            if (!reference.description().getAsJsonObject("outputs").has("logits")) {
                return;
            }
            try (NDManager manager = Torch.newManager()) {
                T5 t5 = t5(manager, reference);
                Map<String, NDArray> io = reference.io(manager);
                NDArray inputs = io.get("in.decoder_input_ids");
                NDArray answers = inputs.get(":, 1:");
                NDArray logs = io.get("out.logits").logSoftmax(2);
                double sum = 0;
                int count = 0;
                for (long row = 0; row < answers.getShape().get(0); row++) {
                    for (long i = 0; i < answers.getShape().get(1); i++) {
                        long token = answers.getLong(row, i);
                        if (token != t5.config().padding()) {
                            sum -= logs.getFloat(row, i, token);
                            count++;
                        }
                    }
                }
                NDArray loss = t5.loss(new T5Batch(io.get("in.input_ids"), io.get("in.attention_mask")), answers, 0);
                assertEquals(sum / count, loss.getFloat(), reference.tolerance("logits"));
            }
        });
    }

    private static T5 t5(NDManager manager, ReferenceCase reference) throws IOException {
        T5Config config = T5Config.from(ConfigFile.read(reference.file("config")));
        return new T5(config, reference.weights(manager, T5Config.parameters(config)));
    }

    private static List<Integer> ids(JsonArray array) {
        List<Integer> ids = new ArrayList<>();
        array.forEach(id -> ids.add(id.getAsInt()));
        return ids;
    }

    private static NDArray strided(NDArray expected, NDArray logits) {
        long count = expected.getShape().get(2);
        long stride = logits.getShape().get(2) / count;
        return logits.get(new NDIndex(":, :, ::" + stride)).get(new NDIndex(":, :, :" + count));
    }

    private static void close(ReferenceCase reference, String name, NDArray expected, NDArray found) {
        ReferenceCase.assertClose(expected, found, reference.tolerance(name), name);
    }
}
