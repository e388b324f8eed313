package syntic.pack;

/**
 * Something that a pack is to have a record of.
 *
 * @param content what the record depends on beside id and pack: the sentence, or the sum of a photo's bytes
 * @param source what the record is made from
 */
public record PackItem<T>(String id, String content, T source) {}
