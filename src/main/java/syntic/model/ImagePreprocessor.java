package syntic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import syntic.model.ImageResize.Filter;

/**
 * Turns images into the pixel values a model was trained on: resize, centre crop, rescale, normalise, as the image
 * processors of CLIP and DETR do.
 *
 * @param size null where images are not resized
 * @param crop null where images are not cropped
 * @param rescale factor from 8-bit levels to the model's range
 * @param mean of each channel, subtracted
 * @param deviation of each channel, divided by
 */
public record ImagePreprocessor(Size size, Filter filter, Exact crop, double rescale, List<Double> mean,
        List<Double> deviation) {
    /** Longest side of an image. */
    private static final int MOST_PIXELS = 1 << 14;
    private static final List<Double> NO_MEAN = List.of(0.0, 0.0, 0.0);
    private static final List<Double> NO_DEVIATION = List.of(1.0, 1.0, 1.0);

    /** The size to which images are brought. */
    public sealed interface Size permits Exact, ShortestEdge {
        /** The new {width, height} of an image. */
        int[] of(int width, int height);
    }

    /** One size for all. */
    public record Exact(int width, int height) implements Size {
        @Override
        public int[] of(int anyWidth, int anyHeight) {
            return new int[] {width, height};
        }
    }

    /**
     * Keeps the aspect ratio.
     *
     * @param shortest length of the shorter side
     * @param longest the longer side is at most this; 0 for no limit
     */
    public record ShortestEdge(int shortest, int longest) implements Size {
        @Override
        public int[] of(int width, int height) {
            int small = Math.min(width, height);
            int large = Math.max(width, height);
            int edge = shortest;
            if (longest > 0 && (double) large / small * shortest > longest) {
                edge = (int) Math.rint((double) longest * small / large);
            }
            // Of a very thin image nothing would be left, or more than was asked for.
            int other = edge < 1 ? longest : (int) ((double) edge * large / small);
            edge = Math.max(1, edge);
            return width <= height ? new int[] {edge, other} : new int[] {other, edge};
        }
    }

    /**
     * Images of one batch, padded with zeros below and on the right to the largest.
     *
     * @param pixelValues float32 [B, 3, H, W]
     * @param pixelMask int64 [B, H, W], 1 where the image is
     */
    public record Batch(NDArray pixelValues, NDArray pixelMask) {}

    public ImagePreprocessor {
        if (mean.size() != 3 || deviation.size() != 3) {
            throw new IllegalArgumentException("mean and deviation need 3 channels, not " + mean + " and " + deviation);
        }
    }

    /** From the {@code preprocessor_config.json} of a CLIP or DETR folder. */
    public static ImagePreprocessor from(Path folder) {
        return from(ConfigFile.read(folder.resolve("preprocessor_config.json")));
    }

    /** As {@link #from(Path)}; what is missing gets the defaults of the processor that the file names, or of CLIP's. */
    public static ImagePreprocessor from(ConfigFile file) {
        String type = file.text("image_processor_type", file.text("feature_extractor_type", "CLIP"));
        if (!type.startsWith("CLIP") && !type.startsWith("Detr")) {
            throw file.refuse(file.has("image_processor_type") ? "image_processor_type" : "feature_extractor_type",
                    "is '" + type + "'; known: CLIPImageProcessor, DetrImageProcessor");
        }
        return type.startsWith("Detr") ? detr(file) : clip(file);
    }

    public static ImagePreprocessor clip(ConfigFile file) {
        Size size = size(file, 224, 0);
        return new ImagePreprocessor(file.flag("do_resize", true) ? size : null, Filter.of(file, Filter.BICUBIC),
                file.flag("do_center_crop", true) ? crop(file) : null, rescale(file),
                channels(file, "image_mean", NO_MEAN, List.of(0.48145466, 0.4578275, 0.40821073)),
                channels(file, "image_std", NO_DEVIATION, List.of(0.26862954, 0.26130258, 0.27577711)));
    }

    public static ImagePreprocessor detr(ConfigFile file) {
        Size size = size(file, 800, file.count("max_size", 1333, MOST_PIXELS));
        return new ImagePreprocessor(file.flag("do_resize", true) ? size : null, Filter.of(file, Filter.BILINEAR),
                null, rescale(file), channels(file, "image_mean", NO_MEAN, List.of(0.485, 0.456, 0.406)),
                channels(file, "image_std", NO_DEVIATION, List.of(0.229, 0.224, 0.225)));
    }

    private static Size size(ConfigFile file, int shortest, int longest) {
        if (!file.isObject("size")) {
            return new ShortestEdge(file.count("size", shortest, MOST_PIXELS), longest);
        }
        ConfigFile size = file.object("size");
        if (size.has("shortest_edge")) {
            return new ShortestEdge(side(size, "shortest_edge"),
                    size.has("longest_edge") ? side(size, "longest_edge") : 0);
        }
        return exact(size);
    }

    private static Exact crop(ConfigFile file) {
        if (file.isObject("crop_size")) {
            return exact(file.object("crop_size"));
        }
        int side = file.count("crop_size", 224, MOST_PIXELS);
        return new Exact(side, side);
    }

    private static Exact exact(ConfigFile size) {
        return new Exact(side(size, "width"), side(size, "height"));
    }

    private static int side(ConfigFile size, String key) {
        return size.count(key, size.count(key), MOST_PIXELS);
    }

    private static double rescale(ConfigFile file) {
        return file.flag("do_rescale", true) ? file.number("rescale_factor", 1 / 255.0) : 1;
    }

    private static List<Double> channels(ConfigFile file, String key, List<Double> none, List<Double> otherwise) {
        if (!file.flag("do_normalize", true)) {
            return none;
        }
        List<Double> values = file.has(key) ? file.numbers(key) : otherwise;
        if (values.size() != 3) {
            throw file.refuse(key, "has " + values.size() + " values; an image has 3 channels");
        }
        return values;
    }

    /** How many pixels the fitted image has. */
    public long pixels(RgbImage image) {
        int[] sides = crop == null ? sides(image) : new int[] {crop.width(), crop.height()};
        return (long) sides[0] * sides[1];
    }

    private int[] sides(RgbImage image) {
        return size == null ? new int[] {image.width(), image.height()} : size.of(image.width(), image.height());
    }

    /** The image resized and cropped, still in 8 bits. */
    public RgbImage fit(RgbImage image) {
        int[] sides = sides(image);
        if (crop == null) {
            return ImageResize.resize(image, sides[0], sides[1], filter);
        }
        // The middle; what lies outside the image is black. Only what remains is made.
        int left = Math.floorDiv(sides[0] - crop.width(), 2);
        int top = Math.floorDiv(sides[1] - crop.height(), 2);
        int x = Math.max(0, left);
        int y = Math.max(0, top);
        ImageResize.Cut cut = new ImageResize.Cut(x, y, Math.min(sides[0], left + crop.width()) - x,
                Math.min(sides[1], top + crop.height()) - y);
        RgbImage middle = ImageResize.resize(image, sides[0], sides[1], filter, cut);
        return middle.width() == crop.width() && middle.height() == crop.height() ? middle
                : placed(middle, x - left, y - top);
    }

    private RgbImage placed(RgbImage image, int left, int top) {
        byte[] data = RgbImage.blank(crop.width(), crop.height());
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.data(), 3 * y * image.width(), data, 3 * ((y + top) * crop.width() + left),
                    3 * image.width());
        }
        return new RgbImage(crop.width(), crop.height(), data);
    }

    /**
     * Pixel values float32 [B, 3, H, W].
     *
     * @throws IllegalArgumentException if the fitted images differ in size; {@link #batch} pads them
     */
    public NDArray pixelValues(NDManager manager, List<RgbImage> images) {
        List<RgbImage> fitted = images.stream().map(this::fit).toList();
        RgbImage first = fitted.get(0);
        for (RgbImage image : fitted) {
            if (image.width() != first.width() || image.height() != first.height()) {
                throw new IllegalArgumentException("the fitted images have different sizes, " + first.width() + " × "
                        + first.height() + " and " + image.width() + " × " + image.height());
            }
        }
        return values(manager, fitted, first.width(), first.height());
    }

    /** Pixel values of images of any sizes, padded, with their mask. */
    public Batch batch(NDManager manager, List<RgbImage> images) {
        List<RgbImage> fitted = images.stream().map(this::fit).toList();
        int width = fitted.stream().mapToInt(RgbImage::width).max().orElseThrow();
        int height = fitted.stream().mapToInt(RgbImage::height).max().orElseThrow();
        LongBuffer mask = buffer(8L * fitted.size() * width * height).asLongBuffer();
        for (int b = 0; b < fitted.size(); b++) {
            for (int y = 0; y < fitted.get(b).height(); y++) {
                for (int x = 0; x < fitted.get(b).width(); x++) {
                    mask.put((b * height + y) * width + x, 1);
                }
            }
        }
        return new Batch(values(manager, fitted, width, height),
                manager.create(mask, new Shape(fitted.size(), height, width), DataType.INT64));
    }

    private NDArray values(NDManager manager, List<RgbImage> images, int width, int height) {
        float[][] levels = levels();
        int plane = width * height;
        FloatBuffer values = buffer(3L * 4 * images.size() * width * height).asFloatBuffer();
        for (int b = 0; b < images.size(); b++) {
            RgbImage image = images.get(b);
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    int from = 3 * (y * image.width() + x);
                    int to = b * 3 * plane + y * width + x;
                    for (int c = 0; c < 3; c++) {
                        values.put(to + c * plane, levels[c][image.data()[from + c] & 255]);
                    }
                }
            }
        }
        return manager.create(values, new Shape(images.size(), 3, height, width), DataType.FLOAT32);
    }

    private static ByteBuffer buffer(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("images whose pixel values take " + (bytes >> 20)
                    + " MB do not fit in one batch; give fewer or smaller images at once");
        }
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    }

    /** The pixel value of every 8-bit level of each channel, rounded as the reference rounds. */
    private float[][] levels() {
        float[][] levels = new float[3][256];
        for (int c = 0; c < 3; c++) {
            for (int level = 0; level < 256; level++) {
                levels[c][level] = ((float) (level * rescale) - mean.get(c).floatValue())
                        / deviation.get(c).floatValue();
            }
        }
        return levels;
    }
}
