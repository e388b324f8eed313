package syntic.model.detr;

/** A rectangle from its top left corner (x0, y0) to its bottom right one (x1, y1), usually in pixels. */
public record Box(float x0, float y0, float x1, float y1) {
    public float width() {
        return x1 - x0;
    }

    public float height() {
        return y1 - y0;
    }

    public double area() {
        return Math.max(0.0, width()) * Math.max(0.0, height());
    }

    /** Area of the intersection over that of the union, from 0 to 1. */
    public double overlap(Box other) {
        double across = Math.min(x1, other.x1) - (double) Math.max(x0, other.x0);
        double down = Math.min(y1, other.y1) - (double) Math.max(y0, other.y0);
        if (across <= 0 || down <= 0) {
            return 0;
        }
        double shared = across * down;
        return shared / (area() + other.area() - shared);
    }
}
