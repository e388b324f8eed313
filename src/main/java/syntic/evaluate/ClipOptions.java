package syntic.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the metrics need that look at the images.
 *
 * @param plain          whether CLIPScore and RefCLIPScore are wanted
 * @param images         folders of images
 * @param model          the folder of the CLIP that judges; null for the shipped one
 * @param alignment      captions on which the map of aCLIP-S is fitted; null if aCLIP-S is not wanted
 * @param alignmentSplit the split of them where they are a data-set file of several
 * @param strict         whether an image that cannot be read ends the command
 * @param followLinks    whether links may lead out of the folders of images
 * @param upright        whether photos are turned as EXIF says
 */
record ClipOptions(boolean plain, List<Path> images, Path model, Path alignment, String alignmentSplit, boolean strict,
        boolean followLinks, boolean upright) {

    /** The metrics, each of two scores: without and with references. */
    static final String PLAIN = "clip";
    static final String ALIGNED = "aclip";
    static final List<String> METRICS = List.of(PLAIN, ALIGNED);

    static final String STRICT = "--strict";
    static final String FOLLOW_LINKS = "--follow-links";
    static final String UPRIGHT = "--upright";

    /** What stands for the shipped CLIP. */
    static final String MINIATURE = "miniature";

    /**
     * @param given the values of the options that occur once
     * @param flags the options without a value
     * @return null if no metric looks at images
     * @throws IllegalArgumentException if an option is missing or has no use
     */
    static ClipOptions of(List<String> metrics, List<Path> images, Map<String, String> given,
            Set<String> flags) {
        boolean plain = metrics.contains(PLAIN);
        boolean aligned = metrics.contains(ALIGNED);
        if (!plain && !aligned) {
            String useless = images.isEmpty() ? Stream.of("--clip", "--alignment", STRICT, FOLLOW_LINKS, UPRIGHT)
                    .filter(option -> given.containsKey(option) || flags.contains(option)).findFirst().orElse(null) : "--images";
            if (useless != null) {
                throw new IllegalArgumentException(useless + " is for the metrics " + String.join(" and ", METRICS)
                        + "; name them in --metrics");
            }
            return null;
        }
        String which = plain ? PLAIN : ALIGNED;
        if (images.isEmpty()) {
            throw new IllegalArgumentException("the metric " + which + " looks at the images: --images is missing");
        }
        if (!given.containsKey("--clip")) {
            throw new IllegalArgumentException("the metric " + which + " needs a CLIP: --clip is missing (papers use "
                    + "ViT-B/32, which environment/models downloads; " + MINIATURE + " knows drawn scenes only)");
        }
        if (aligned != given.containsKey("--alignment")) {
            throw new IllegalArgumentException(aligned ? "the metric " + ALIGNED + " needs --alignment: captions of "
                    + "other images" : "--alignment is for the metric " + ALIGNED + "; name it in --metrics");
        }
        String model = given.get("--clip");
        return new ClipOptions(plain, List.copyOf(images), model.equals(MINIATURE) ? null : Path.of(model),
                aligned ? Path.of(given.get("--alignment")) : null, given.getOrDefault("--alignment-split", "train"),
                flags.contains(STRICT), flags.contains(FOLLOW_LINKS), flags.contains(UPRIGHT));
    }

    boolean aligned() {
        return alignment != null;
    }
}
