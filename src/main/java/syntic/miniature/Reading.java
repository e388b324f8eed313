package syntic.miniature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import syntic.miniature.world.Colour;
import syntic.miniature.world.Kind;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Setting;

/**
 * What the {@link Judge} sees on a picture.
 *
 * @param objects in no particular order
 */
public record Reading(Setting setting, List<Sighting> objects) {
    private static final int SIDE = JudgeNetwork.SIDE;
    /** Most cells of what may be the rim of another object. */
    private static final int RIM = 3;

    public Reading {
        objects = List.copyOf(objects);
    }

    /**
     * One object seen.
     *
     * @param x centre in pixels
     * @param y centre in pixels, downwards
     * @param confidence mean probability of the kind over the object's cells
     */
    public record Sighting(Kind kind, Colour colour, double x, double y, double confidence) {}

    /** What was joined into one object. */
    private record Patch(List<Integer> cells, Sighting sighting) {
        /** Whether it is a few cells at the rim of a larger object of its colour, less sure than that. */
        boolean isRimOf(Patch other) {
            return cells.size() <= RIM && cells.size() < other.cells.size()
                    && sighting.confidence() < other.sighting.confidence()
                    && sighting.colour() == other.sighting.colour()
                    && cells.stream().anyMatch(cell -> other.cells.stream().anyMatch(near -> touch(cell, near)));
        }

        private static boolean touch(int cell, int other) {
            return Math.abs(cell % SIDE - other % SIDE) <= 1 && Math.abs(cell / SIDE - other / SIDE) <= 1;
        }
    }

    /**
     * Joins neighbouring cells of one kind into objects. A few cells of another kind at the rim of an object belong to
     * it: a part of a thing alone often looks like another thing.
     *
     * @param kinds probabilities [SIDE · SIDE, kinds + 1] of one picture
     * @param colours probabilities [SIDE · SIDE, colours]
     */
    static Reading of(Setting setting, float[][] kinds, float[][] colours) {
        int[] best = new int[SIDE * SIDE];
        for (int cell = 0; cell < best.length; cell++) {
            best[cell] = highest(kinds[cell]);
        }
        boolean[] taken = new boolean[best.length];
        List<Patch> patches = new ArrayList<>();
        for (int cell = 0; cell < best.length; cell++) {
            if (!taken[cell] && best[cell] != JudgeNetwork.NOTHING) {
                List<Integer> cells = connected(best, taken, cell);
                patches.add(new Patch(cells, sighting(cells, best[cell], kinds, colours)));
            }
        }
        return new Reading(setting, patches.stream().filter(patch -> patches.stream().noneMatch(patch::isRimOf))
                .map(Patch::sighting).toList());
    }

    private static List<Integer> connected(int[] best, boolean[] taken, int start) {
        List<Integer> cells = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        taken[start] = true;
        while (!open.isEmpty()) {
            int cell = open.pop();
            cells.add(cell);
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int x = cell % SIDE + dx;
                    int y = cell / SIDE + dy;
                    int next = y * SIDE + x;
                    if (x >= 0 && y >= 0 && x < SIDE && y < SIDE && !taken[next] && best[next] == best[start]) {
                        taken[next] = true;
                        open.push(next);
                    }
                }
            }
        }
        return cells;
    }

    private static Sighting sighting(List<Integer> cells, int kind, float[][] kinds, float[][] colours) {
        float[] colour = new float[Colour.values().length];
        double x = 0;
        double y = 0;
        double sum = 0;
        for (int cell : cells) {
            double weight = kinds[cell][kind];
            sum += weight;
            x += weight * (cell % SIDE + 0.5);
            y += weight * (cell / SIDE + 0.5);
            for (int c = 0; c < colour.length; c++) {
                colour[c] += (float) (weight * colours[cell][c]);
            }
        }
        double pixels = (double) Scene.SIZE / SIDE;
        return new Sighting(Kind.values()[kind], Colour.values()[highest(colour)], x / sum * pixels, y / sum * pixels,
                sum / cells.size());
    }

    static int highest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
