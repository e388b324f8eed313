package syntic.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import syntic.corpus.Caption;

/** Sentences of which nothing is made: they are named, and the others are worked on. */
public final class UnusableSentence {
    /** Encoders read some dozens of words; a file that was taken for a sentence has more. */
    private static final int LONGEST = 10_000;

    private UnusableSentence() {}

    /** Why nothing is made of a sentence; null if something is. */
    public static String reason(String sentence) {
        return sentence.isBlank() ? "the sentence is empty" : sentence.length() > LONGEST
                ? String.format(Locale.ROOT, "the sentence has %,d characters, at most %,d are read", sentence.length(),
                LONGEST) : null;
    }

    /** Those captions of which something is made. */
    public static List<Caption> without(List<Caption> captions) {
        return captions.stream().filter(caption -> reason(caption.text()) == null).toList();
    }

    /** Those items whose content something is made of; {@code failed} hears of the others. */
    static <T> List<PackItem<T>> without(List<PackItem<T>> items, BiConsumer<PackItem<T>, String> failed) {
        List<PackItem<T>> usable = new ArrayList<>();
        for (PackItem<T> item : items) {
            String reason = reason(item.content());
            if (reason == null) {
                usable.add(item);
            } else {
                failed.accept(item, reason);
            }
        }
        return usable;
    }
}
