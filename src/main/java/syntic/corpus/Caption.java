package syntic.corpus;

import java.util.Objects;

/**
 * A sentence that describes an image.
 *
 * @param id      unique in its corpus; what is derived from a sentence, such as its synthetic image, is kept under it
 * @param imageId the image that the sentence describes. A sentence without a photo has its own id here: the image is
 *                the one that will be made from it
 * @param text    the sentence as written
 */
public record Caption(String id, String imageId, String text) {

    public Caption {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(imageId, () -> "image id of caption " + id);
        Objects.requireNonNull(text, () -> "text of caption " + id);
    }
}
