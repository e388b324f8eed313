package syntic.corpus;

import java.util.List;

/**
 * Captions that people judged.
 *
 * @param name     the data set
 * @param captions the judged captions, in the order of the file
 * @param choices  what people preferred of two captions, where they were asked that; else empty
 * @param own      what to do with a judged caption that is among its image's references
 */
public record Judgements(String name, List<Judged> captions, List<Choice> choices, OwnReference own) {

    /**
     * One caption.
     *
     * @param image      the file name of its image
     * @param ratings    one of each judge, higher is better; empty where people chose between captions
     * @param references sentences to score it by, where the file brings them; else empty
     * @param place      where it stands in the file, for messages
     */
    public record Judged(String image, String text, List<Double> ratings, List<String> references, String place) {}

    /**
     * What people preferred.
     *
     * @param first  index of one caption
     * @param second index of the other, of the same image
     * @param votes  how many preferred the first less how many preferred the second; 0 for as many
     * @param kind   what is compared, such as {@code HM}: a human's and a machine's caption
     */
    public record Choice(int first, int second, int votes, String kind) {}

    /** What a data set's users do with a judged caption that is one of its image's references. */
    public enum OwnReference {
        /** The judgement is left out. */
        LEAVE_OUT_JUDGEMENT,
        /** The reference is left out for all captions of the image. */
        LEAVE_OUT_REFERENCE
    }

    public Judgements {
        captions = List.copyOf(captions);
        choices = List.copyOf(choices);
    }
}
