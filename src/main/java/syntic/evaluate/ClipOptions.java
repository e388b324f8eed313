package syntic.evaluate;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import syntic.io.UserException;

/** What the metrics need that look at the images. */
final class ClipOptions {

    /** The metrics, each of two scores: without and with references. */
    static final String PLAIN = "clip";
    static final String ALIGNED = "aclip";
    static final List<String> METRICS = List.of(PLAIN, ALIGNED);

    private static final String MINIATURE = "miniature";

    @Option(names = "--images", paramLabel = "FOLDER", description = "the images, by the file names that the captions' "
            + "file gives or by their ids; several times for several folders")
    List<Path> images = List.of();

    @Option(names = "--clip", paramLabel = "FOLDER", description = "the CLIP that judges, in Hugging Face's format; "
            + MINIATURE + " is the one that is shipped, which knows drawn scenes only")
    private Path model;

    @Option(names = "--alignment", paramLabel = "FILE",
            description = "for aclip: captions of other images, to fit the map from images to captions on")
    Path alignment;

    @Option(names = "--alignment-split", paramLabel = "NAME", defaultValue = "train",
            description = "the split of them, for a data-set file of Karpathy's (${DEFAULT-VALUE})")
    String alignmentSplit;

    @Option(names = "--strict",
            description = "end at the first image that cannot be read; else it is named and left out")
    boolean strict;

    @Option(names = "--follow-links", description = "read images that links in the folders lead to, outside of them")
    boolean followLinks;

    @Option(names = "--upright", description = "turn photos as their EXIF orientation says, which CLIP's own "
            + "preprocessing does not")
    boolean upright;

    /** Whether CLIPScore and RefCLIPScore are wanted. */
    boolean plain;
    /** Whether aCLIP-S and RefaCLIP-S are wanted. */
    boolean aligned;

    /** @throws UserException if an option is missing or has no use */
    void check(List<String> metrics) {
        plain = metrics.contains(PLAIN);
        aligned = metrics.contains(ALIGNED);
        if (!wanted()) {
            requireUseless("--images", !images.isEmpty());
            requireUseless("--clip", model != null);
            requireUseless("--alignment", alignment != null);
            requireUseless("--strict", strict);
            requireUseless("--follow-links", followLinks);
            requireUseless("--upright", upright);
            return;
        }
        String which = plain ? PLAIN : ALIGNED;
        if (images.isEmpty()) {
            throw new UserException("the metric " + which + " looks at the images: --images is missing");
        }
        if (model == null) {
            throw new UserException("the metric " + which + " needs a CLIP: --clip is missing (papers use ViT-B/32, "
                    + "which environment/models downloads; " + MINIATURE + " knows drawn scenes only)");
        }
        if (aligned != (alignment != null)) {
            throw new UserException(aligned ? "the metric " + ALIGNED + " needs --alignment: captions of other images"
                    : "--alignment is for the metric " + ALIGNED + "; name it in --metrics");
        }
    }

    private static void requireUseless(String option, boolean given) {
        if (given) {
            throw new UserException(option + " is for the metrics " + String.join(" and ", METRICS)
                    + "; name them in --metrics");
        }
    }

    /** Whether any metric looks at images. */
    boolean wanted() {
        return plain || aligned;
    }

    /** The folder of the CLIP that judges; null for the shipped one. */
    Path model() {
        return model.toString().equals(MINIATURE) ? null : model;
    }
}
