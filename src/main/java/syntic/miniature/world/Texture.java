package syntic.miniature.world;

/** Smooth random brightness over the frame: bell-shaped values on a coarse grid, bilinear between. */
final class Texture {
    private final int columns;
    private final double cell;
    private final float[] grid;

    /** A texture with grid points every {@code cell} pixels and values of the given deviation. */
    Texture(SeededRandom random, double cell, double deviation) {
        this.cell = cell;
        columns = (int) Math.ceil(Scene.SIZE / cell) + 2;
        grid = new float[columns * columns];
        for (int i = 0; i < grid.length; i++) {
            // Three uniforms are bell-shaped enough here, and four times as fast as twelve.
            double sum = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
            grid[i] = (float) (2 * deviation * sum);
        }
    }

    double at(double x, double y) {
        int column = (int) (x / cell);
        int row = (int) (y / cell);
        double right = x / cell - column;
        double down = y / cell - row;
        int at = row * columns + column;
        double above = grid[at] + (grid[at + 1] - grid[at]) * right;
        double below = grid[at + columns] + (grid[at + columns + 1] - grid[at + columns]) * right;
        return above + (below - above) * down;
    }
}
