package syntic.miniature.world;

import java.util.ArrayList;
import java.util.List;

/** Finds places for the objects of a scene, so that its relation holds and every object can be recognised. */
final class Layout {
    private static final double FRAME = Scene.SIZE;
    private static final double MARGIN = 1;
    private static final double ROOM = FRAME - 2 * MARGIN;
    /** Attempts to place a crowd before its objects are made a little smaller. */
    private static final int ATTEMPTS = 60;

    private Layout() { }

    /** An object of about {@code side}² pixels, not yet placed. */
    static Placed object(Kind kind, Colour colour, Size size, double side, SeededRandom random) {
        double root = StrictMath.sqrt(kind.aspect() * random.between(0.93, 1.07));
        return new Placed(kind, colour, size, 0, 0, side * root, side / root, random.chance(0.5));
    }

    /** Anywhere inside the frame. */
    static Placed anywhere(Placed object, SeededRandom random) {
        return object.at(inside(object.width(), random), inside(object.height(), random));
    }

    private static double inside(double length, SeededRandom random) {
        return random.between(MARGIN + length / 2, FRAME - MARGIN - length / 2);
    }

    /** Objects anywhere inside the frame, none touching another. */
    static List<Placed> scattered(List<Placed> objects, SeededRandom random) {
        double scale = 1;
        while (true) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                List<Placed> placed = new ArrayList<>();
                for (Placed object : objects) {
                    Placed candidate = anywhere(scaled(object, scale), random);
                    if (placed.stream().noneMatch(other -> candidate.touches(other, 1.5))) {
                        placed.add(candidate);
                    }
                }
                if (placed.size() == objects.size()) {
                    return placed;
                }
            }
            scale *= 0.97;
        }
    }

    /** The first objects left of the second ones; the members of each side stand in a column. */
    static List<Placed> sideBySide(List<Placed> left, List<Placed> right, SeededRandom random) {
        return turned(stacked(turned(left), turned(right), random));
    }

    /** The first objects above the second ones; the members of each side stand in a row. */
    static List<Placed> stacked(List<Placed> upper, List<Placed> lower, SeededRandom random) {
        double gap = 2.5;
        double slack = 3;
        // Rows are uneven by up to the slack, so they need its room as well.
        double needed = height(upper) + height(lower) + gap + (upper.size() > 1 ? slack : 0)
                + (lower.size() > 1 ? slack : 0);
        double scale = Math.min(1, Math.min(ROOM / needed,
                Math.min((ROOM - 2 * upper.size()) / width(upper), (ROOM - 2 * lower.size()) / width(lower))));
        List<Placed> first = upper.stream().map(object -> scaled(object, scale)).toList();
        List<Placed> second = lower.stream().map(object -> scaled(object, scale)).toList();
        double free = ROOM - needed * scale;
        double above = random.between(0, free * 0.8);
        double between = random.between(0, Math.min(free - above, 7));
        double firstTop = MARGIN + above;
        double firstRoom = height(first) + (first.size() > 1 ? slack * scale : 0);
        double secondTop = firstTop + firstRoom + gap * scale + between;
        double secondRoom = height(second) + (second.size() > 1 ? slack * scale : 0);
        double centre = random.between(FRAME / 2 - 8, FRAME / 2 + 8);
        List<Placed> placed = new ArrayList<>(row(first, centre, firstTop, firstRoom, random));
        placed.addAll(row(second, centre, secondTop, secondRoom, random));
        return placed;
    }

    /** The first object in front of the second: lower in the frame and hiding a corner of it. */
    static List<Placed> overlapping(Placed front, Placed back, SeededRandom random) {
        double drop = front.height() * random.between(0.5, 0.62);
        double side = random.chance(0.5) ? 1 : -1;
        double shift = side * back.width() * random.between(0.3, 0.42);
        double reach = Math.max(0, Math.abs(shift) + front.width() / 2 - back.width() / 2);
        double width = back.width() + reach;
        double scale = Math.min(1, Math.min(ROOM / width, ROOM / (back.height() + drop)));
        Placed far = scaled(back, scale);
        Placed close = scaled(front, scale);
        double left = random.between(MARGIN, FRAME - MARGIN - width * scale);
        double x = left + far.width() / 2 + (side < 0 ? reach * scale : 0);
        double y = random.between(MARGIN + far.height() / 2, FRAME - MARGIN - drop * scale - far.height() / 2);
        double bottom = y + far.height() / 2 + drop * scale;
        return List.of(close.at(x + shift * scale, bottom - close.height() / 2), far.at(x, y));
    }

    private static List<Placed> row(List<Placed> objects, double centre, double top, double room,
                                    SeededRandom random) {
        double total = width(objects);
        double gap = objects.size() == 1 ? 0
                : Math.min(6, (ROOM - total) / (objects.size() - 1)) * random.between(0.4, 1);
        double length = total + gap * (objects.size() - 1);
        double jitter = objects.size() == 1 ? random.between(-4, 4) : 0;
        double left = Math.max(MARGIN, Math.min(FRAME - MARGIN - length, centre + jitter - length / 2));
        List<Placed> placed = new ArrayList<>();
        for (Placed object : objects) {
            double y = top + object.height() / 2 + random.between(0, room - object.height());
            placed.add(object.at(left + object.width() / 2, y));
            left += object.width() + gap;
        }
        return placed;
    }

    private static double width(List<Placed> objects) {
        return objects.stream().mapToDouble(Placed::width).sum();
    }

    private static double height(List<Placed> objects) {
        return objects.stream().mapToDouble(Placed::height).max().orElseThrow();
    }

    private static Placed scaled(Placed object, double scale) {
        return new Placed(object.kind(), object.colour(), object.size(), object.x(), object.y(),
                object.width() * scale, object.height() * scale, object.flip());
    }

    /** The objects with their axes exchanged: columns become rows. */
    private static List<Placed> turned(List<Placed> objects) {
        return objects.stream().map(object -> new Placed(object.kind(), object.colour(), object.size(), object.y(),
                object.x(), object.height(), object.width(), object.flip())).toList();
    }
}
