package syntic.observatory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import syntic.method.recap.Alignment;
import syntic.metric.FeatureGeometry;
import syntic.metric.PairGeometry;
import syntic.nn.Compute;
import syntic.store.FeatureSet;

/**
 * Where a linear map puts images that it was not fitted on.
 *
 * @param map what it is, in words
 * @param cosine mean cosine of a mapped image and its sentence
 * @param recall share of mapped images whose sentence is among the k nearest, by k
 */
record Aligned(String map, double cosine, Map<Integer, Double> recall) {
    private static final int FOLDS = 5;
    private static final int FEWEST = 20;

    /** The maps of ReCap, fitted on the first four fifths of the pairs, on the others; nothing where they are few. */
    static List<Aligned> of(View view) {
        int fitted = fitted(view);
        if (fitted == 0) {
            return List.of();
        }
        List<String> first = view.ids().subList(0, fitted);
        List<String> others = view.ids().subList(fitted, view.ids().size());
        FeatureSet images = view.images().select(first);
        FeatureSet texts = view.own().select(first);
        float[][] seen = view.images().select(others).rows();
        float[][] own = view.own().select(others).rows();
        List<Aligned> all = new ArrayList<>();
        all.add(of("none", seen, own));
        all.add(of("centres only", moved(seen, images.mean(), texts.mean()), own));
        for (boolean centre : List.of(true, false)) {
            Alignment.Config config = new Alignment.Config(Alignment.Method.PROCRUSTES, 1, centre, false);
            all.add(of(centre ? "Procrustes, centred" : "Procrustes", mapped(images, texts, config, view, others), own));
        }
        all.add(of("ridge 1, centred", mapped(images, texts,
                new Alignment.Config(Alignment.Method.RIDGE, 1, true, false), view, others), own));
        return all;
    }

    /** How many pairs a map is fitted on. */
    static int fitted(View view) {
        return view.own() == null || view.ids().size() < FEWEST ? 0 : view.ids().size() * (FOLDS - 1) / FOLDS;
    }

    private static float[][] mapped(FeatureSet images, FeatureSet texts, Alignment.Config config, View view,
            List<String> others) {
        // Features alone have no models to compute where those do.
        Compute compute = Compute.standard();
        return Alignment.fit(compute, images, texts, config).map(compute, view.images().select(others)).rows();
    }

    private static float[][] moved(float[][] rows, double[] from, double[] to) {
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] += (float) (to[i] - from[i]);
            }
        }
        return rows;
    }

    private static Aligned of(String map, float[][] images, float[][] texts) {
        return new Aligned(map, FeatureGeometry.meanCosine(images, texts), PairGeometry.recalls(images, texts));
    }
}
