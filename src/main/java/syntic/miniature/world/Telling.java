package syntic.miniature.world;

import java.util.ArrayList;
import java.util.List;

/** What a sentence says of a scene, with the phrases it is said in. */
final class Telling {
    private final Style style;
    private final List<Mention> mentions = new ArrayList<>();
    private final List<String> phrases = new ArrayList<>();
    private Setting setting;
    private String place = "";
    private String position = "";
    private Relation relation;

    private Telling(Style style) {
        this.style = style;
    }

    /** How much a style says: the chance of naming each detail. */
    private record Habit(double colour, double size, double setting, double relation, double secondThing,
                         double position) {
        static Habit of(Style style) {
            return switch (style) {
                case PLAIN -> new Habit(0.93, 0.45, 0.85, 0.88, 0.96, 0.20);
                case VERBOSE -> new Habit(0.92, 0.60, 0.92, 0.92, 0.97, 0.25);
                case WEB -> new Habit(0.75, 0.20, 0.60, 0.45, 0.80, 0);
            };
        }
    }

    /** Chooses what to say of the scene. */
    static Telling of(Scene scene, Style style, SeededRandom random) {
        Habit habit = Habit.of(style);
        Telling told = new Telling(style);
        List<Thing> things = scene.things();
        boolean swapped = things.size() > 1 && random.chance(0.4);
        boolean both = things.size() > 1 && random.chance(habit.secondThing());
        told.mention(things.get(swapped ? 1 : 0), scene, habit, random);
        if (both) {
            told.mention(things.get(swapped ? 0 : 1), scene, habit, random);
            if (scene.relation() != null && random.chance(habit.relation())) {
                told.relation = swapped ? scene.relation().inverse() : scene.relation();
                if (Relation.NEXT_TO.holds(told.relation) && random.chance(0.2)) {
                    told.relation = Relation.NEXT_TO;
                }
            }
        }
        if (random.chance(habit.setting())) {
            told.setting = scene.setting();
            told.place = random.one(Phrases.settings(scene.setting(), style));
        }
        return told;
    }

    private void mention(Thing thing, Scene scene, Habit habit, SeededRandom random) {
        String[] nouns = Phrases.nouns(thing.kind());
        String noun = random.chance(style == Style.PLAIN ? 0.85 : 0.6) ? nouns[0] : random.one(nouns);
        boolean coloured = random.chance(habit.colour());
        boolean sized = thing.count() == 1 && thing.size() != Size.MEDIUM && random.chance(habit.size());
        String look = (sized ? random.one(Phrases.sizes(thing.size())) + " " : "")
                + (coloured ? random.one(Phrases.colours(thing.colour(), style)) + " " : "");
        Phrases.Number number = thing.count() == 1 ? new Phrases.Number("", 1, 1)
                : random.one(Phrases.numbers(thing.count(), style));
        boolean article = thing.count() == 1 && style != Style.WEB;
        if (!article && number.words().isEmpty() && Phrases.plural(noun).equals(noun)) {
            // "red fish" may be one or many, "a red fish" is one.
            number = new Phrases.Number("", 1, Integer.MAX_VALUE);
        }
        String phrase = look + (thing.count() == 1 ? noun : Phrases.plural(noun));
        phrases.add(article ? article(phrase) + phrase : (number.words() + " " + phrase).strip());
        Position where = null;
        if (scene.objects().size() == 1 && random.chance(habit.position())) {
            for (Position candidate : Position.values()) {
                if (candidate.holds(scene.objects().get(0))) {
                    where = candidate;
                    position = random.one(Phrases.positions(candidate, style));
                }
            }
        }
        mentions.add(new Mention(thing.kind(), coloured ? thing.colour() : null, sized ? thing.size() : null,
                number.fewest(), number.most(), where));
    }

    static String article(String phrase) {
        return "aeiou".indexOf(phrase.charAt(0)) >= 0 ? "an " : "a ";
    }

    /** The facts the sentence states. */
    StatedFacts facts() {
        return new StatedFacts(setting, mentions, relation);
    }

    /** The setting, with a space before it, or nothing. */
    String place() {
        return place.isEmpty() ? "" : " " + place;
    }

    boolean hasPlace() {
        return !place.isEmpty();
    }

    /** Whether the subject of the sentence takes a plural verb. */
    boolean plural() {
        return mentions.get(0).most() > 1;
    }

    /** Whether there is something to say with "is": a relation, or a place or position of a single thing. */
    boolean canBe() {
        return relation != null || mentions.size() == 1 && (hasPlace() || !position.isEmpty());
    }

    /** The things as one noun phrase. */
    String body(SeededRandom random) {
        if (mentions.size() == 1) {
            return phrases.get(0) + doing(random, style == Style.WEB ? 0.03 : 0.25) + after(position);
        }
        if (relation == null) {
            return phrases.get(0) + (random.chance(0.7) ? " and " : " with ") + phrases.get(1);
        }
        return phrases.get(0) + doing(random, style == Style.WEB ? 0 : 0.2) + " " + related(random);
    }

    /** The things as a statement with a verb: "a dog is standing left of a car". */
    String statement(String be, SeededRandom random) {
        String tail = relation == null ? after(position) : " " + related(random);
        return phrases.get(0) + " " + be.strip() + doing(random, 0.4) + tail;
    }

    private String related(SeededRandom random) {
        return random.one(Phrases.relations(relation, style)) + " " + phrases.get(1);
    }

    private String doing(SeededRandom random, double chance) {
        return random.chance(chance) ? " " + random.one(Phrases.doing(mentions.get(0).kind())) : "";
    }

    private static String after(String phrase) {
        return phrase.isEmpty() ? "" : " " + phrase;
    }
}
