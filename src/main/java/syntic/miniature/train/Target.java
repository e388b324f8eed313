package syntic.miniature.train;

import java.util.List;
import syntic.miniature.world.Placed;
import syntic.miniature.world.Scene;

/** An object to be found: its class and its box as fractions of the image (centre, width, height). */
record Target(int kind, double x, double y, double width, double height) {
    static List<Target> of(Scene scene) {
        return scene.objects().stream().map(Target::of).toList();
    }

    private static Target of(Placed object) {
        double[] box = object.box();
        return new Target(object.kind().ordinal(), (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, box[2] - box[0],
                box[3] - box[1]);
    }

    double area() {
        return width * height;
    }

    /** What it costs to let a query with this class probability and box answer for this target. */
    double cost(double probability, double x, double y, double width, double height) {
        double distance = Math.abs(x - this.x) + Math.abs(y - this.y) + Math.abs(width - this.width)
                + Math.abs(height - this.height);
        return DetrLoss.DISTANCE * distance - DetrLoss.OVERLAP * generalisedOverlap(x, y, width, height) - probability;
    }

    private double generalisedOverlap(double x, double y, double width, double height) {
        double across = shared(x, width, this.x, this.width);
        double down = shared(y, height, this.y, this.height);
        double both = Math.max(0, across) * Math.max(0, down);
        double union = width * height + area() - both;
        double hull = (width + this.width - across) * (height + this.height - down);
        return both / union - (hull - union) / hull;
    }

    /** Length that two intervals share; the gap between them, negative, if none. The hull is both minus this. */
    private static double shared(double a, double lengthA, double b, double lengthB) {
        return Math.min(a + lengthA / 2, b + lengthB / 2) - Math.max(a - lengthA / 2, b - lengthB / 2);
    }

    void write(float[] to, int at) {
        to[at] = (float) x;
        to[at + 1] = (float) y;
        to[at + 2] = (float) width;
        to[at + 3] = (float) height;
    }
}
