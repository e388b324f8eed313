package syntic.miniature.world;

/** The parts that scenes are dealt into, so that no scene graph is in two of them. */
public enum Split {
    TRAIN, VALIDATION, TEST,
    /** Scenes with a combination of colour and kind that is in no other split. */
    HELD_OUT
}
