package syntic.miniature.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A voice that says of a scene what a plain sentence says, with feeling: other verbs, an adjective, a simile for a
 * colour, a few words on the place, or an exclamation. Nothing that it adds is a fact. Some words belong to both
 * voices, so that a sentence need not show which it is. Words are few and short, since CLIP's tokenizer of the
 * miniature spells what it has not seen.
 */
public enum Voice {
    ROMANTIC(List.of("sweet", "fond", "fair", "dear"), List.of("oh my love", "my dear", "so sweet"),
            List.of("with love", "my heart", "so dear"),
            "standing dreaming|waiting longing|lying dreaming|resting dreaming|parked longing|floating dancing|"
                    + "drifting dancing|growing blushing|flying dancing|hovering dancing|swimming dancing|"
                    + "blooming blushing",
            "red rose|green moss|blue sky|yellow gold|purple wine|orange dusk|white dove|black silk",
            "beach where love waits|street where we met|field where love grows|sea far from tears|"
                    + "night of my dreams|room warm as you|snow pure as love|desert warm as love"),
    HUMOROUS(List.of("silly", "lazy", "odd", "dear"), List.of("ha ha", "no joke", "oops"),
            List.of("no kidding", "what fun", "so dear"),
            "standing loafing|waiting moping|lying snoring|resting snoring|parked moping|floating napping|"
                    + "drifting napping|growing yawning|flying dancing|hovering dancing|swimming dancing|"
                    + "blooming yawning",
            "red jam|green pea|blue ink|yellow egg|purple plum|orange soda|white milk|black tar",
            "beach with no towel|street late for work|field out for lunch|sea with no map|"
                    + "night past bed time|room still in socks|snow with no socks|desert out of tea");

    /** The most words that a voice adds. */
    static final int MOST_WORDS = 5;

    private static final Set<String> NOUNS = new HashSet<>();
    private static final Set<String> LOOKS = new HashSet<>();

    static {
        for (Kind kind : Kind.values()) {
            for (String noun : Phrases.nouns(kind)) {
                NOUNS.add(noun);
                NOUNS.add(Phrases.plural(noun));
            }
        }
        Arrays.stream(Colour.values()).forEach(colour -> LOOKS.add(colour.label()));
        Arrays.stream(Size.values()).forEach(size -> LOOKS.addAll(List.of(Phrases.sizes(size))));
    }

    private final List<String> adjectives;
    private final List<String> openings;
    private final List<String> closings;
    private final Map<String, String> verbs;
    private final Map<String, String> similes;
    private final Map<String, String> places;

    /** @param places a few words for each setting, after its name; verbs and similes alike, by plain verb and colour */
    Voice(List<String> adjectives, List<String> openings, List<String> closings, String verbs, String similes,
            String places) {
        this.adjectives = adjectives;
        this.openings = openings;
        this.closings = closings;
        this.verbs = byWord(verbs);
        this.similes = byWord(similes);
        this.places = byWord(places);
    }

    private static Map<String, String> byWord(String pairs) {
        return Arrays.stream(pairs.split("\\|")).map(pair -> pair.split(" ", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** The plain English name. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What of {@link #say} is done to a sentence beside its verbs; never more than two, so that it stays short. */
    private enum Manner { ADJECTIVE, SIMILE, PLACE, OPENING }

    private static final List<Set<Manner>> MANNERS = List.of(Set.of(Manner.ADJECTIVE, Manner.SIMILE),
            Set.of(Manner.ADJECTIVE, Manner.PLACE), Set.of(Manner.ADJECTIVE, Manner.OPENING),
            Set.of(Manner.SIMILE, Manner.OPENING), Set.of(Manner.SIMILE), Set.of(Manner.PLACE));

    /** A plain sentence in this voice, another one with the same facts: a pure function of its arguments. */
    public String say(String plain, long seed) {
        SeededRandom random = new SeededRandom(SeededRandom.mix(seed, 9, ordinal()));
        Set<Manner> manner = MANNERS.get(random.nextInt(MANNERS.size()));
        String adjective = adjectives.get(random.nextInt(adjectives.size()));
        List<String> words = new ArrayList<>();
        List<String> told = List.of(plain.split(" "));
        int described = manner.contains(Manner.ADJECTIVE) ? firstLook(told) : -1;
        for (int i = 0; i < told.size(); i++) {
            String word = told.get(i);
            if (i == described) {
                words.add(adjective);
            }
            if (manner.contains(Manner.SIMILE) && similes.containsKey(word)) {
                words.add(similes.get(word));
            }
            words.add(verbs.getOrDefault(word, word));
        }
        Setting setting = CaptionFacts.of(plain).setting();
        if (manner.contains(Manner.PLACE) && setting != null) {
            words.add(places.get(setting.label()));
        }
        if (manner.contains(Manner.OPENING)) {
            words.add(0, openings.get(random.nextInt(openings.size())));
        }
        if (words.equals(told)) {
            words.add(closings.get(random.nextInt(closings.size())));
        }
        return articled(words);
    }

    /** Where the first thing's noun stands, with the colour and size before it; -1 in a sentence without things. */
    private static int firstLook(List<String> words) {
        for (int noun = 0; noun < words.size(); noun++) {
            if (NOUNS.contains(words.get(noun))) {
                int first = noun;
                while (first > 0 && LOOKS.contains(words.get(first - 1))) {
                    first--;
                }
                return first;
            }
        }
        return -1;
    }

    private static String articled(List<String> words) {
        List<String> mended = new ArrayList<>(List.of(String.join(" ", words).split(" ")));
        for (int i = 0; i + 1 < mended.size(); i++) {
            if (mended.get(i).matches("an?")) {
                mended.set(i, Telling.article(mended.get(i + 1)).strip());
            }
        }
        return String.join(" ", mended);
    }
}
