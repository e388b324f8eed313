package syntic.model.detr;

/**
 * One object found in an image.
 *
 * @param label the class's name
 * @param labelId the class's number in {@code id2label}
 * @param score probability of the class, from 0 to 1
 * @param box in pixels of the original image
 */
public record DetectedObject(String label, int labelId, float score, Box box) {}
