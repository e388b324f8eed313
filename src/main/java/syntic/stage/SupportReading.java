package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import syntic.nn.Normalization;
import syntic.nn.Operators;

/** What some queries take from a support set at one temperature, gathered part by part: memory stays bounded. */
final class SupportReading {
    private final int queries;
    private final double temperature;
    private final RunningSoftmax softmax;
    private final NDArray sum;
    private final SupportSurvey survey;

    /**
     * @param queries how many
     * @param width of the support set, 0 if no sum is wanted
     * @param shown how many of the nearest sentences are wanted, 0 if neither they nor the entropy are
     */
    SupportReading(NDManager owner, long queries, long width, double temperature, DataType precision, int shown) {
        this.queries = Math.toIntExact(queries);
        this.temperature = temperature;
        softmax = new RunningSoftmax(owner, queries, temperature, precision);
        sum = width == 0 ? null : owner.zeros(new Shape(queries, width), precision);
        survey = shown == 0 ? null : new SupportSurvey(owner, softmax, shown);
    }

    /** Takes the {@code rows} [c, width] from {@code first} on; their {@code logits} [q, c] are used up. */
    void add(NDArray logits, NDArray rows, long first) {
        RunningSoftmax.Part part = survey == null ? softmax.add(logits) : survey.add(logits, first);
        if (sum != null) {
            Operators.addProduct(sum, part.decay(), part.weights(), rows);
        }
    }

    /** The projected queries [q, width], float32. */
    NDArray projected(boolean normalise) {
        NDArray mean = sum.div(softmax.total());
        return (normalise ? Normalization.unit(mean) : mean).toType(DataType.FLOAT32, false);
    }

    /** A row with a large weight. @param weight its share in the sum */
    record Found(int row, double weight, double cosine) {}

    /** For each query the rows with the largest weights, the largest first. */
    List<List<Found>> nearest() {
        double[] weights = survey.weights();
        double[] logits = survey.logits();
        long[] rows = survey.rows();
        int shown = rows.length / queries;
        return IntStream.range(0, queries).mapToObj(query -> IntStream.range(query * shown, (query + 1) * shown).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -logits[i]).thenComparingLong(i -> rows[i]))
                .map(i -> new Found((int) rows[i], weights[i], logits[i] * temperature)).toList()).toList();
    }

    /** Of the weights, in nats, one for each query. */
    double[] entropies() {
        return survey.entropies();
    }
}
