package syntic.miniature.world;

/** The kinds of object there are. The order is the order of a detector's classes. */
public enum Kind {
    BALL(1.0), CAR(1.7), BOAT(1.0), HOUSE(1.0), TREE(0.85), PERSON(0.6),
    DOG(1.2), BIRD(1.15), FISH(1.5), FLOWER(0.65), UMBRELLA(0.95), CUP(1.15);

    private final double aspect;

    Kind(double aspect) {
        this.aspect = aspect;
    }

    /** Width over height. */
    public double aspect() {
        return aspect;
    }

    /** The plain English name, as a detector's label. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
