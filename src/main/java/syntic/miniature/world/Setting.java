package syntic.miniature.world;

/** The places that scenes are set in. */
public enum Setting {
    BEACH, STREET, FIELD, SEA, NIGHT, ROOM, SNOW, DESERT;

    /** The plain English name. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
