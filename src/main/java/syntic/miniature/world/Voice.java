package syntic.miniature.world;

import java.util.List;
import java.util.Locale;

/**
 * A voice that says of a scene what a plain sentence says, with feeling: nothing that it adds is a fact. The words are
 * short, since CLIP's tokenizer of the miniature spells what it has not seen.
 */
public enum Voice {
    ROMANTIC(List.of("oh my love", "dear love", "my dear", "so sweet"),
            List.of("with love", "in love", "so in love", "my heart")),
    HUMOROUS(List.of("ha ha", "lol", "no joke", "oops"),
            List.of("late for work", "out for lunch", "no kidding", "what a show"));

    private final List<String> openings;
    private final List<String> closings;

    Voice(List<String> openings, List<String> closings) {
        this.openings = openings;
        this.closings = closings;
    }

    /** The plain English name. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A plain sentence in this voice, a pure function of its arguments: with an opening, a closing, or both. */
    public String say(String plain, long seed) {
        SeededRandom random = new SeededRandom(SeededRandom.mix(seed, 9, ordinal()));
        int which = random.weighted(1, 1, 1);
        String opening = openings.get(random.nextInt(openings.size())) + " ";
        String closing = " " + closings.get(random.nextInt(closings.size()));
        return (which != 1 ? opening : "") + plain + (which != 0 ? closing : "");
    }
}
