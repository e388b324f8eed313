package syntic.miniature.world;

import java.util.Map;

/** The words and phrases of each style. Every phrase of a list says the same, so that any of them may be chosen. */
final class Phrases {
    /** Slips of the keyboard found in web titles. */
    static final Map<String, String> TYPOS = Map.ofEntries(
            Map.entry("yellow", "yelow"), Map.entry("purple", "purpel"), Map.entry("orange", "orang"),
            Map.entry("umbrella", "umbrela"), Map.entry("flower", "flowr"), Map.entry("beach", "beech"),
            Map.entry("house", "hous"), Map.entry("bird", "brid"), Map.entry("picture", "pictur"),
            Map.entry("beautiful", "beautifull"), Map.entry("street", "stret"), Map.entry("person", "preson"),
            Map.entry("black", "blak"), Map.entry("white", "whtie"), Map.entry("photo", "phtoo"));

    private Phrases() { }

    /** Nouns of a kind, the usual one first. */
    static String[] nouns(Kind kind) {
        return switch (kind) {
            case CAR -> words("car automobile");
            case BOAT -> words("boat sailboat");
            case HOUSE -> words("house cottage");
            case PERSON -> words("person figure");
            case DOG -> words("dog puppy");
            case FLOWER -> words("flower blossom");
            case UMBRELLA -> words("umbrella parasol");
            case CUP -> words("cup mug");
            default -> words(kind.label());
        };
    }

    static String plural(String noun) {
        return switch (noun) {
            case "person" -> "people";
            case "fish" -> "fish";
            case "puppy" -> "puppies";
            default -> noun + "s";
        };
    }

    /** What objects of a kind may be said to be doing whatever the scene shows. */
    static String[] doing(Kind kind) {
        return switch (kind) {
            case BALL -> words("lying resting");
            case CAR -> words("parked waiting");
            case BOAT -> words("floating drifting");
            case HOUSE, UMBRELLA -> words("standing");
            case TREE -> words("standing growing");
            case PERSON -> words("standing waiting");
            case DOG -> words("standing waiting");
            case BIRD -> words("flying hovering");
            case FISH -> words("swimming floating");
            case FLOWER -> words("growing blooming");
            case CUP -> words("standing resting");
        };
    }

    static String[] colours(Colour colour, Style style) {
        return colour == Colour.PURPLE && style != Style.PLAIN ? words("purple violet") : words(colour.label());
    }

    /** Size words; none for the middle size. */
    static String[] sizes(Size size) {
        return switch (size) {
            case SMALL -> words("small little tiny");
            case MEDIUM -> new String[0];
            case LARGE -> words("large big huge");
        };
    }

    static String[] positions(Position position, Style style) {
        boolean verbose = style == Style.VERBOSE;
        return switch (position) {
            case LEFT -> verbose ? phrases("on the left side|at the left") : phrases("on the left");
            case RIGHT -> verbose ? phrases("on the right side|at the right") : phrases("on the right");
            case MIDDLE -> verbose ? phrases("at the center|in the middle") : phrases("in the middle|in the center");
        };
    }

    static String[] relations(Relation relation, Style style) {
        boolean verbose = style == Style.VERBOSE;
        return switch (relation) {
            case LEFT_OF -> verbose ? phrases("to the left of|on the left side of") : phrases("left of|to the left of");
            case RIGHT_OF -> verbose ? phrases("to the right of|on the right side of")
                    : phrases("right of|to the right of");
            case ABOVE -> verbose ? phrases("above|up above|over") : phrases("above|over|up above");
            case BELOW -> verbose ? phrases("underneath|below|down below") : phrases("below|under|beneath");
            case NEXT_TO -> verbose ? phrases("beside|close to|by the side of") : phrases("next to|beside|near");
            case IN_FRONT_OF -> verbose ? phrases("in front of|partly hiding") : phrases("in front of");
            case BEHIND -> verbose ? phrases("behind|partly hidden by") : phrases("behind");
        };
    }

    static String[] settings(Setting setting, Style style) {
        return switch (style) {
            case PLAIN -> switch (setting) {
                case BEACH -> phrases("on the beach|at the beach|on a sandy beach|by the shore");
                case STREET -> phrases("on the street|on a road|in the street|in the city");
                case FIELD -> phrases("in a field|on the grass|in a grassy field|in a meadow");
                case SEA -> phrases("in the sea|on the water|in the ocean|at sea");
                case NIGHT -> phrases("at night|under the stars|in the dark|by night");
                case ROOM -> phrases("in a room|inside a room|indoors|on the floor");
                case SNOW -> phrases("in the snow|on the snow|in winter|on a snowy day");
                case DESERT -> phrases("in the desert|on the dunes|in a desert|among the dunes");
            };
            case VERBOSE -> switch (setting) {
                case BEACH -> phrases("along the sandy shore|at the seaside|on a wide beach");
                case STREET -> phrases("along a city street|in the middle of town|on an urban road");
                case FIELD -> phrases("in a grassy meadow|out in the countryside|on a wide lawn");
                case SEA -> phrases("out on the open water|in the middle of the ocean|among the waves");
                case NIGHT -> phrases("beneath the night sky|under the moon and stars|late at night");
                case ROOM -> phrases("in a living room|on a wooden floor|inside a quiet room");
                case SNOW -> phrases("in a snowy landscape|on a cold winter day|in deep snow");
                case DESERT -> phrases("in the dry desert|among the sand dunes|out in the desert");
            };
            case WEB -> switch (setting) {
                case BEACH -> phrases("beach|at the beach|seaside");
                case STREET -> phrases("street|city|in the city");
                case FIELD -> phrases("field|meadow|countryside");
                case SEA -> phrases("sea|ocean|on the water");
                case NIGHT -> phrases("night|at night|night sky");
                case ROOM -> phrases("indoor|interior|living room");
                case SNOW -> phrases("snow|winter|in the snow");
                case DESERT -> phrases("desert|in the desert|dunes");
            };
        };
    }

    /** A number in words: what is said, and the fewest and most it may mean. */
    record Number(String words, int fewest, int most) { }

    /** Ways to give the number of a group. */
    static Number[] numbers(int count, Style style) {
        Number some = new Number("some", 2, Integer.MAX_VALUE);
        Number several = new Number("several", 3, Integer.MAX_VALUE);
        String word = count == 2 ? "two" : count == 3 ? "three" : "four";
        Number exact = new Number(word, count, count);
        Number group = style != Style.VERBOSE ? exact
                : count == 2 ? new Number("a pair of", 2, 2) : new Number("a group of " + word, count, count);
        Number loose = style == Style.WEB ? new Number("", 2, Integer.MAX_VALUE) : count == 2 ? some : several;
        return new Number[] {exact, exact, exact, group, loose};
    }

    /** Praise that a web title may carry and that no picture contradicts. */
    static String[] praise() {
        return words("cute lovely beautiful amazing cool nice vintage best top new free");
    }

    static String[] webEndings() {
        return phrases("stock photo|photo|picture|wallpaper|hd wallpaper|free download|poster|print|image|for sale|"
                + "background|photography|gift|online shop");
    }

    private static String[] words(String words) {
        return words.split(" ");
    }

    private static String[] phrases(String phrases) {
        return phrases.split("\\|");
    }
}
