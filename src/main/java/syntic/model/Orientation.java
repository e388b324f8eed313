package syntic.model;

/**
 * How a camera was held, from EXIF: what must be done to a stored image to see it upright.
 *
 * @param transposed whether rows and columns are exchanged, before the others
 */
record Orientation(boolean transposed, boolean mirrored, boolean upsideDown) {
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    static Orientation of(TiffDirectory directory) {
        int[] number = directory.shorts(TiffDirectory.ORIENTATION);
        return number.length == 0 ? UPRIGHT : of(number[0]);
    }

    private static Orientation of(int number) {
        return switch (number) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, true, false);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, false, true);
            default -> UPRIGHT;
        };
    }

    RgbImage turn(RgbImage image) {
        if (equals(UPRIGHT)) {
            return image;
        }
        int width = transposed ? image.height() : image.width();
        int height = transposed ? image.width() : image.height();
        byte[] data = new byte[image.data().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = mirrored ? width - 1 - x : x;
                int row = upsideDown ? height - 1 - y : y;
                int from = transposed ? column * image.width() + row : row * image.width() + column;
                System.arraycopy(image.data(), 3 * from, data, 3 * (y * width + x), 3);
            }
        }
        return new RgbImage(width, height, data);
    }
}
