package syntic.miniature.world;

/** What a camera adds to a scene: blur, uneven light, exposure, white balance, texture and sensor noise. */
final class Camera {
    private static final int SIZE = Scene.SIZE;

    private Camera() { }

    /** Takes the picture: changes the canvas in place. */
    static void expose(Canvas canvas, SeededRandom random) {
        blur(canvas.pixels, random.between(0.02, 0.18));
        double exposure = 1 + 0.09 * random.nextBell();
        double slopeX = 0.1 * random.nextBell();
        double slopeY = 0.1 * random.nextBell();
        double[] balance = {1 + 0.035 * random.nextBell(), 1, 1 + 0.035 * random.nextBell()};
        double noise = random.between(2.5, 8);
        Texture texture = new Texture(random, 4, 5);
        float[] pixels = canvas.pixels;
        for (int at = 0, y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double light = exposure * (1 + slopeX * (2.0 * x / SIZE - 1) + slopeY * (2.0 * y / SIZE - 1));
                double surface = texture.at(x, y);
                for (int channel = 0; channel < 3; channel++, at++) {
                    double grain = 2 * noise * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
                    pixels[at] = (float) (pixels[at] * light * balance[channel] + surface + grain);
                }
            }
        }
    }

    /** A 3 × 3 blur whose neighbours weigh {@code share} each way. */
    private static void blur(float[] pixels, double share) {
        float side = (float) share;
        float middle = 1 - 2 * side;
        float[] across = new float[pixels.length];
        int row = SIZE * 3;
        for (int i = 0; i < pixels.length; i++) {
            int column = i % row / 3;
            float left = pixels[column == 0 ? i : i - 3];
            float right = pixels[column == SIZE - 1 ? i : i + 3];
            across[i] = middle * pixels[i] + side * (left + right);
        }
        for (int i = 0; i < pixels.length; i++) {
            float above = across[i < row ? i : i - row];
            float below = across[i >= pixels.length - row ? i : i + row];
            pixels[i] = middle * across[i] + side * (above + below);
        }
    }
}
