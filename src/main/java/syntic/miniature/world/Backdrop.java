package syntic.miniature.world;

import static syntic.miniature.world.Polygons.ellipse;
import static syntic.miniature.world.Polygons.polygon;
import static syntic.miniature.world.Polygons.rectangle;

import java.util.List;

/** Draws a setting: what is behind the objects. */
final class Backdrop {
    private static final int SIZE = Scene.SIZE;

    private final Canvas canvas;
    private final SeededRandom random;
    private final boolean photo;
    private final Rgb far;
    private final Rgb near;
    private final double horizon;

    private Backdrop(Canvas canvas, Setting setting, SeededRandom random, boolean photo) {
        this.canvas = canvas;
        this.random = random;
        this.photo = photo;
        double shake = photo ? 6 : 2;
        far = far(setting).shaken(random, shake);
        near = near(setting).shaken(random, shake);
        horizon = setting == Setting.ROOM ? random.between(38, 46) : random.between(24, 36);
    }

    /** Covers the whole canvas with the setting. */
    static void draw(Canvas canvas, Setting setting, SeededRandom random, boolean photo) {
        Backdrop backdrop = new Backdrop(canvas, setting, random, photo);
        backdrop.ground();
        backdrop.details(setting);
        if (photo) {
            backdrop.clutter();
        }
    }

    private static Rgb far(Setting setting) {
        return switch (setting) {
            case BEACH -> new Rgb(158, 206, 240);
            case STREET -> new Rgb(190, 192, 200);
            case FIELD -> new Rgb(160, 210, 246);
            case SEA -> new Rgb(196, 220, 236);
            case NIGHT -> new Rgb(20, 22, 58);
            case ROOM -> new Rgb(222, 206, 188);
            case SNOW -> new Rgb(186, 202, 220);
            case DESERT -> new Rgb(244, 222, 180);
        };
    }

    private static Rgb near(Setting setting) {
        return switch (setting) {
            case BEACH -> new Rgb(230, 212, 162);
            case STREET -> new Rgb(112, 112, 118);
            case FIELD -> new Rgb(134, 186, 92);
            case SEA -> new Rgb(70, 142, 168);
            case NIGHT -> new Rgb(44, 48, 74);
            case ROOM -> new Rgb(160, 122, 92);
            case SNOW -> new Rgb(236, 240, 246);
            case DESERT -> new Rgb(214, 168, 108);
        };
    }

    private void ground() {
        double fade = photo ? random.between(0.06, 0.14) : 0;
        canvas.fill(List.of(rectangle(0, 0, SIZE, SIZE)), 1, (x, y) -> far.scaled(1 - fade + 2 * fade * y / SIZE, 0));
        canvas.fill(List.of(rectangle(0, horizon, SIZE, SIZE)), 1,
                (x, y) -> near.scaled(1 + fade - 2 * fade * (y - horizon) / (SIZE - horizon), 0));
    }

    private void details(Setting setting) {
        switch (setting) {
            case BEACH -> canvas.fill(rectangle(0, horizon - 9, SIZE, 9), new Rgb(62, 134, 180));
            case STREET -> street();
            case FIELD -> field();
            case SEA -> waves();
            case NIGHT -> stars();
            case ROOM -> room();
            case SNOW -> snow();
            case DESERT -> dunes();
        }
    }

    private void street() {
        double left = -random.between(0, 6);
        while (left < SIZE) {
            double width = random.between(9, 15);
            double height = random.between(8, 20);
            canvas.fill(rectangle(left, horizon - height, width, height), far.scaled(random.between(0.62, 0.84), 0));
            for (double y = horizon - height + 2; y < horizon - 3; y += 4) {
                canvas.fill(rectangle(left + 2, y, width - 4, 1.2), far.scaled(0.95, 0));
            }
            left += width;
        }
        double lane = horizon + random.between(10, 16);
        for (double x = random.between(-6, 2); x < SIZE; x += 15) {
            canvas.fill(rectangle(x, lane, 8, 1.8), new Rgb(226, 226, 214));
        }
    }

    private void field() {
        Rgb blade = near.scaled(0.8, 0);
        canvas.fill(ellipse(random.between(8, 56), horizon + 3, 30, random.between(5, 9)), near.scaled(0.93, 0));
        for (int i = 0; i < 16; i++) {
            double x = random.between(0, SIZE);
            double y = random.between(horizon + 3, SIZE);
            canvas.fill(polygon(x, y, x + 1, y - 3.5, x + 2, y), blade);
        }
    }

    private void waves() {
        Rgb foam = near.towards(new Rgb(255, 255, 255), 0.35);
        for (int i = 0; i < 12; i++) {
            canvas.fill(ellipse(random.between(0, SIZE), random.between(horizon + 2, SIZE), random.between(3, 5), .55),
                    foam);
        }
    }

    private void stars() {
        Rgb light = new Rgb(238, 238, 208);
        for (int i = 0; i < 12; i++) {
            canvas.fill(rectangle(random.between(0, SIZE - 1), random.between(0, horizon), 1, 1), light);
        }
        double x = random.chance(0.5) ? random.between(4, 12) : random.between(52, 60);
        canvas.fill(ellipse(x, random.between(5, 9), 3.6, 3.6), light);
    }

    private void room() {
        Rgb line = near.scaled(0.82, 0);
        for (double y = horizon + 5; y < SIZE; y += 6) {
            canvas.fill(rectangle(0, y, SIZE, 0.8), line);
        }
        canvas.fill(rectangle(0, horizon - 2, SIZE, 2), far.scaled(0.8, 0));
        double x = random.between(3, 40);
        double y = random.between(3, 10);
        canvas.fill(rectangle(x, y, 19, 15), far.scaled(0.78, 0));
        canvas.fill(rectangle(x + 1.5, y + 1.5, 16, 12), far.scaled(1.06, 6));
    }

    private void snow() {
        canvas.fill(ellipse(random.between(0, SIZE), horizon + 4, 34, random.between(6, 10)), near.scaled(0.96, 0));
        Rgb flake = new Rgb(252, 252, 255);
        for (int i = 0; i < 24; i++) {
            canvas.fill(ellipse(random.between(0, SIZE), random.between(0, SIZE), 0.9, 0.9), flake);
        }
    }

    private void dunes() {
        canvas.fill(ellipse(random.between(-4, 26), horizon + 4, 28, random.between(8, 12)), near.scaled(1.1, 4));
        canvas.fill(ellipse(random.between(36, 66), horizon + 7, 28, random.between(8, 12)), near.scaled(0.92, 0));
        canvas.fill(rectangle(0, horizon + 9, SIZE, SIZE), near);
    }

    /** What a camera finds in any real place: faint patches that are nothing in particular. */
    private void clutter() {
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Rgb colour = (random.chance(0.5) ? far : near).shaken(random, 22);
            double x = random.between(0, SIZE);
            double y = random.between(0, SIZE);
            double radiusX = random.between(2, 6);
            double radiusY = random.between(1, 4);
            double[] patch = random.chance(0.5) ? ellipse(x, y, radiusX, radiusY)
                    : rectangle(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY);
            canvas.fill(List.of(patch), 0.4, (px, py) -> colour);
        }
    }
}
