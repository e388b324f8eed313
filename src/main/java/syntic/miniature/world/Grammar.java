package syntic.miniature.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts scenes into words: paraphrases, leaves details out, and never says what the scene does not show.
 *
 * <p>What a sentence says is chosen first, as a {@link Telling}; then how it is said, by the templates of the style.
 */
public final class Grammar {
    /** The most words of a sentence. */
    public static final int MAX_WORDS = 20;

    private Grammar() { }

    /** One sentence about the scene: a pure function of its arguments. */
    public static Described describe(Scene scene, long seed, Style style) {
        for (int attempt = 0; ; attempt++) {
            SeededRandom random = new SeededRandom(SeededRandom.mix(seed, 6, style.ordinal(), attempt));
            Telling telling = Telling.of(scene, style, random);
            String sentence = switch (style) {
                case PLAIN -> plain(telling, random);
                case VERBOSE -> verbose(telling, random);
                case WEB -> web(telling, random);
            };
            sentence = String.join(" ", sentence.strip().split(" +"));
            if (sentence.split(" ").length <= MAX_WORDS) {
                return new Described(sentence, telling.facts());
            }
        }
    }

    /** The sentence alone. */
    public static String sentence(Scene scene, long seed, Style style) {
        return describe(scene, seed, style).sentence();
    }

    /** Several different sentences about the same scene. */
    public static List<Described> references(Scene scene, long seed, Style style, int count) {
        Map<String, Described> distinct = new LinkedHashMap<>();
        for (int attempt = 0; distinct.size() < count; attempt++) {
            if (attempt == 1000 * count) {
                throw new IllegalArgumentException("no " + count + " different sentences for " + scene.key());
            }
            Described described = describe(scene, SeededRandom.mix(seed, attempt), style);
            distinct.putIfAbsent(described.sentence(), described);
        }
        return new ArrayList<>(distinct.values());
    }

    private static String plain(Telling told, SeededRandom random) {
        String body = told.body(random);
        String be = told.plural() ? "are " : "is ";
        return switch (random.weighted(4, 2, 1.5, 1, 2)) {
            case 0 -> body + told.place();
            case 1 -> random.one("a photo of ", "a picture of ", "an image of ") + body + told.place();
            case 2 -> "there " + be + body + told.place();
            case 3 -> told.hasPlace() ? told.place() + " there " + be + body : "there " + be + body;
            default -> told.canBe() ? told.statement(be, random) + told.place() : body + told.place();
        };
    }

    private static String verbose(Telling told, SeededRandom random) {
        String body = told.body(random);
        String be = told.plural() ? "are " : "is ";
        return switch (random.weighted(2, 2, 1.5, 1.5, 1, 2, 1)) {
            case 0 -> random.one("here we can see ", "we can see ", "here we see ") + body + told.place();
            case 1 -> random.one("this scene shows ", "the picture shows ", "this picture contains ") + body
                    + told.place();
            case 2 -> told.hasPlace() ? told.place() + random.one(" one can see ", " we find ", " there " + be) + body
                    : "one can see " + body;
            case 3 -> random.one("a view of ", "a scene with ") + body + told.place();
            case 4 -> body + " can be seen " + told.place();
            case 5 -> told.canBe() ? told.statement("which " + be, random) + told.place() : body + told.place();
            default -> body + told.place();
        };
    }

    private static String web(Telling told, SeededRandom random) {
        String body = told.body(random);
        String praise = random.one(Phrases.praise());
        String ending = random.one(Phrases.webEndings());
        String title = switch (random.weighted(3, 2, 2, 1, 1)) {
            case 0 -> body + told.place() + " " + ending;
            case 1 -> praise + " " + body + told.place();
            case 2 -> praise + " " + body + told.place() + " " + ending;
            case 3 -> random.one("buy ", "shop ", "download ") + body + told.place() + random.one(" online", "");
            default -> body + told.place();
        };
        StringBuilder typed = new StringBuilder();
        for (String word : title.split(" ")) {
            typed.append(random.chance(0.04) ? Phrases.TYPOS.getOrDefault(word, word) : word).append(' ');
        }
        return typed.toString();
    }
}
