package syntic.workbook;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.data.CaptionData;
import syntic.data.Sentences;
import syntic.io.AtomicFile;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.nn.Normalization;
import syntic.nn.Torch;
import syntic.stage.Projection;
import syntic.stage.SupportSet;
import syntic.store.FeatureSet;

/**
 * What the temperature observatory of the workbook's site computes with in the reader's browser: the features of the
 * support set and of some photos, in half precision, with the sentences and pictures.
 */
public final class Observatory {
    private static final int PHOTOS = 12;
    private static final double CHECKED_AT = 1.0 / 100;

    /**
     * @param features base 64 of the float16 values [count, width], little-endian, each row of length 1
     * @param checkedAt a temperature
     */
    private record Data(int width, int count, String features, List<String> sentences, List<Photo> photos,
            double checkedAt) {}

    /**
     * @param picture a PNG in base 64
     * @param feature as in {@link Data}, one row
     * @param effectiveNumber what the library finds at {@code checkedAt}
     */
    private record Photo(String id, String said, String picture, String feature, double effectiveNumber) {}

    private Observatory() {}

    /** Writes the data as a script into the file that is named. */
    public static void main(String... file) {
        try (Miniature mini = Miniature.open()) {
            AtomicFile.write(Path.of(file[0]), "window.OBSERVATORY = " + json(mini) + ";\n");
        }
    }

    private static String json(Miniature mini) {
        CaptionData plain = mini.data(Style.PLAIN);
        Sentences support = plain.support();
        List<String> ids = mini.photoIds(Style.PLAIN, Split.TEST).subList(0, PHOTOS);
        FeatureSet features = mini.photoFeatures(ids);
        Map<String, Double> numbers = new LinkedHashMap<>();
        try (SupportSet rows = support.supportSet()) {
            new Projection(rows, new Projection.Config(CHECKED_AT, true)).explain(features, 1)
                    .forEach(one -> numbers.put(one.id(), one.effectiveNumber()));
        }
        Map<String, List<String>> said = plain.references(CaptionData.TEST).textsByImage();
        List<Photo> photos = ids.stream().map(id -> new Photo(id, said.get(id).get(0),
                Base64.getEncoder().encodeToString(Bundle.png(mini.picture(id))), half(features.select(List.of(id))),
                numbers.get(id))).toList();
        Gson json = new GsonBuilder().create(); // escapes < and >, so that no sentence ends the script
        return json.toJson(new Data(support.inMemory().width(), support.size(), half(support.inMemory()),
                support.texts(), photos, CHECKED_AT));
    }

    private static String half(FeatureSet features) {
        try (NDManager manager = Torch.newManager()) {
            return Base64.getEncoder().encodeToString(Normalization.unit(features.toNDArray(manager))
                    .toType(DataType.FLOAT16, false).toByteArray());
        }
    }
}
