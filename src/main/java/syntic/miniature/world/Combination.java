package syntic.miniature.world;

/** A colour worn by a kind of object, for instance a purple fish. */
public record Combination(Colour colour, Kind kind) { }
