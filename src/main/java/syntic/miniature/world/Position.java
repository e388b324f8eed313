package syntic.miniature.world;

/** A place in the frame that a sentence can state of a single object. */
public enum Position {
    LEFT, RIGHT, MIDDLE;

    /** Whether an object is clearly there. */
    boolean holds(Placed object) {
        double centre = object.x() / Scene.SIZE;
        return switch (this) {
            case LEFT -> centre < 0.4;
            case RIGHT -> centre > 0.6;
            case MIDDLE -> centre > 0.43 && centre < 0.57;
        };
    }
}
