package syntic.miniature.world;

/**
 * How the first thing of a scene or sentence stands to the second.
 *
 * <p>A scene is stored with {@link #LEFT_OF}, {@link #ABOVE} or {@link #IN_FRONT_OF} only, so that each arrangement has
 * one scene graph; a sentence may also use the inverses, or the vaguer {@link #NEXT_TO}.
 */
public enum Relation {
    LEFT_OF, RIGHT_OF, ABOVE, BELOW, NEXT_TO, IN_FRONT_OF, BEHIND;

    /** The same arrangement said from the other side. */
    public Relation inverse() {
        return switch (this) {
            case LEFT_OF -> RIGHT_OF;
            case RIGHT_OF -> LEFT_OF;
            case ABOVE -> BELOW;
            case BELOW -> ABOVE;
            case NEXT_TO -> NEXT_TO;
            case IN_FRONT_OF -> BEHIND;
            case BEHIND -> IN_FRONT_OF;
        };
    }

    /** Whether this may be said where the exact relation is the given one. */
    boolean holds(Relation exact) {
        return this == exact || this == NEXT_TO && (exact == LEFT_OF || exact == RIGHT_OF);
    }
}
