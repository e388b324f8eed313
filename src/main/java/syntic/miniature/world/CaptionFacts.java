package syntic.miniature.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What any caption of the miniature world states, read from its words: the grammar's phrases wherever they stand, also
 * in sentences that the grammar would never make. Words that state nothing, or that it does not know, are passed over.
 *
 * @param setting  where the scene is said to be, or null
 * @param mentions the things that are named, in their order; may be none
 * @param relation how the first stands to the second, or null
 */
public record CaptionFacts(Setting setting, List<Mention> mentions, Relation relation) {
    /** What a phrase states: a {@link Noun}, {@link Phrases.Number}, or a constant of one of the enumerations. */
    private static final Map<String, Object> PHRASES = phrases();
    private static final int LONGEST = PHRASES.keySet().stream().mapToInt(phrase -> phrase.split(" ").length).max()
            .orElseThrow();
    private static final Map<String, String> SLIPS = Phrases.TYPOS.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    /** @param plural null where the word does not show it */
    private record Noun(Kind kind, Boolean plural) {}

    public CaptionFacts {
        mentions = List.copyOf(mentions);
    }

    private static Map<String, Object> phrases() {
        Map<String, Object> phrases = new HashMap<>();
        for (Style style : Style.values()) {
            for (Setting setting : Setting.values()) {
                add(phrases, setting, Phrases.settings(setting, style));
            }
            for (Relation relation : Relation.values()) {
                add(phrases, relation, Phrases.relations(relation, style));
            }
            for (Position position : Position.values()) {
                add(phrases, position, Phrases.positions(position, style));
            }
            for (Colour colour : Colour.values()) {
                add(phrases, colour, Phrases.colours(colour, style));
            }
            for (int count = 2; count <= 4; count++) {
                for (Phrases.Number number : Phrases.numbers(count, style)) {
                    add(phrases, number, number.words());
                }
            }
        }
        for (Size size : Size.values()) {
            add(phrases, size, Phrases.sizes(size));
        }
        for (Kind kind : Kind.values()) {
            for (String noun : Phrases.nouns(kind)) {
                boolean same = Phrases.plural(noun).equals(noun);
                add(phrases, new Noun(kind, same ? null : false), noun);
                add(phrases, new Noun(kind, same ? null : true), Phrases.plural(noun));
            }
        }
        add(phrases, new Phrases.Number("a", 1, 1), "a", "an", "one");
        return phrases;
    }

    private static void add(Map<String, Object> phrases, Object fact, String... words) {
        for (String phrase : words) {
            if (!phrase.isEmpty()) {
                phrases.put(phrase, fact);
            }
        }
    }

    /** Reads a caption; capitals and punctuation do not matter. */
    public static CaptionFacts of(String caption) {
        List<String> words = new ArrayList<>();
        for (String word : caption.toLowerCase(Locale.ROOT).split("[^a-z]+")) {
            if (!word.isEmpty()) {
                words.add(SLIPS.getOrDefault(word, word));
            }
        }
        Reader reader = new Reader();
        for (int at = 0; at < words.size();) {
            int length = Math.min(LONGEST, words.size() - at);
            while (length > 0 && !PHRASES.containsKey(String.join(" ", words.subList(at, at + length)))) {
                length--;
            }
            if (length > 0) {
                reader.take(PHRASES.get(String.join(" ", words.subList(at, at + length))));
            }
            at += Math.max(1, length);
        }
        return reader.facts();
    }

    /** Whether things of this kind are named in this colour, by whichever of its words. */
    public boolean names(Combination pair) {
        return mentions.stream().anyMatch(one -> one.kind() == pair.kind() && one.colour() == pair.colour());
    }

    /** What has been read so far. */
    private static final class Reader {
        private final List<Mention> mentions = new ArrayList<>();
        private Setting setting;
        private Relation relation;
        private Colour colour;
        private Size size;
        private Phrases.Number number;

        void take(Object fact) {
            if (fact instanceof Noun noun) {
                mention(noun);
            } else if (fact instanceof Colour said) {
                colour = said;
            } else if (fact instanceof Size said) {
                size = said;
            } else if (fact instanceof Phrases.Number said) {
                number = said;
            } else if (fact instanceof Setting said) {
                setting = setting == null ? said : setting;
                number = null;
            } else if (fact instanceof Position said && !mentions.isEmpty()) {
                Mention last = mentions.remove(mentions.size() - 1);
                mentions.add(new Mention(last.kind(), last.colour(), last.size(), last.fewest(), last.most(), said));
            } else if (fact instanceof Relation said && mentions.size() == 1) {
                relation = said;
            }
        }

        private void mention(Noun noun) {
            int fewest = number != null ? number.fewest() : noun.plural() == Boolean.TRUE ? 2 : 1;
            int most = number != null ? number.most() : noun.plural() == Boolean.FALSE ? 1 : Integer.MAX_VALUE;
            mentions.add(new Mention(noun.kind(), colour, size, fewest, most, null));
            colour = null;
            size = null;
            number = null;
        }

        CaptionFacts facts() {
            return new CaptionFacts(setting, mentions, mentions.size() > 1 ? relation : null);
        }
    }
}
