package syntic.model.detr;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two ways in which published DETR files name the tensors of the backbone. The names of the timm library are turned
 * into those of the transformers library, which the code uses.
 */
final class DetrNames {
    /** Where the backbone's tensors are. */
    static final String BACKBONE = "model.backbone.conv_encoder.model";
    private static final Pattern STEM = Pattern.compile("(conv|bn)1\\.(.+)");
    private static final Pattern BLOCK = Pattern.compile(
            "layer(\\d+)\\.(\\d+)\\.(?:(conv|bn)(\\d)|downsample\\.([01]))\\.(.+)");

    private DetrNames() {}

    /** The arrays under transformers names, without the counters that batch normalisation keeps while training. */
    static Map<String, NDArray> unify(Map<String, NDArray> arrays) {
        Map<String, NDArray> unified = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            if (!name.endsWith(".num_batches_tracked")) {
                unified.put(unify(name), array);
            }
        });
        return unified;
    }

    /** The transformers name of a tensor; names that are not timm's stay as they are. */
    static String unify(String name) {
        if (!name.startsWith(BACKBONE + ".")) {
            return name;
        }
        String rest = name.substring(BACKBONE.length() + 1);
        Matcher stem = STEM.matcher(rest);
        if (stem.matches()) {
            return BACKBONE + ".embedder.embedder." + part(stem.group(1)) + "." + stem.group(2);
        }
        Matcher block = BLOCK.matcher(rest);
        if (!block.matches()) {
            return name;
        }
        int stage = Integer.parseInt(block.group(1)) - 1;
        String inside = block.group(5) == null
                ? "layer." + (Integer.parseInt(block.group(4)) - 1) + "." + part(block.group(3))
                : "shortcut." + (block.group(5).equals("0") ? "convolution" : "normalization");
        return BACKBONE + ".encoder.stages." + stage + ".layers." + block.group(2) + "." + inside + "."
                + block.group(6);
    }

    private static String part(String timm) {
        return timm.equals("conv") ? "convolution" : "normalization";
    }
}
