package syntic.metric.meteor;

import java.util.Set;

/**
 * Words that carry little content, which METEOR counts for less: the most frequent words of English news text, as
 * METEOR 1.5 has them. Parts of split contractions and some punctuation are among them.
 */
final class FunctionWords {

    private static final Set<String> WORDS = Set.of("""
            a about after all also an and are as at be been but by can could first for from had has have he her his
            i if in into is it its last more new no not of on one or other out over people s said she so some than
            that the their there they this time to two up was we were what when which who will with would year years
            you 's 't , . : ? $ ' " ( ) -lrb- -rrb- - -- \u2014 \u2019 \u201C \u201D""".split("\\s+"));

    private FunctionWords() {
    }

    static boolean contains(String word) {
        return WORDS.contains(word);
    }
}
