package syntic.miniature.world;

/** A colour worn by a kind of object, for instance a purple fish. */
record Combination(Colour colour, Kind kind) { }
