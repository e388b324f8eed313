package syntic.model.t5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.model.token.TokenizerFile;

/**
 * A {@code spiece.model}: SentencePiece's own file, a Protocol Buffers message. The {@code <extra_id_N>} that T5
 * appends to its pieces are not in it; {@code tokenizer_config.json} tells their number, else there are 100.
 */
final class SentencePieceFile {
    private static final int EXTRA_IDS = 100;
    private static final int MOST_EXTRA_IDS = 10_000;
    /** Numbers of the message's fields. */
    private static final int PIECES = 1, TRAINER = 2, NORMALIZER = 3;
    private static final int TEXT = 1, SCORE = 2, TYPE = 3;
    private static final int MODEL_TYPE = 3, BYTE_FALLBACK = 35;
    private static final int CHARACTERS = 2, ADD_PREFIX = 3, COLLAPSE = 4;
    /** Types of pieces. */
    private static final int NORMAL = 1, UNKNOWN = 2, CONTROL = 3;

    private final Path file;
    private final List<Unigram.Piece> pieces = new ArrayList<>();
    private final Map<String, Integer> special = new LinkedHashMap<>();
    private int unknown = -1;
    private CharacterMap characters = CharacterMap.NONE;

    private SentencePieceFile(Path file) {
        this.file = file;
    }

    static T5Tokenizer read(Path file) {
        SentencePieceFile read = new SentencePieceFile(file);
        read.fields(ByteBuffer.wrap(TokenizerFile.bytes(file)), (field, value) -> {
            switch (field) {
                case PIECES -> read.piece(read.message(value));
                case TRAINER -> read.fields(read.message(value), read::trainer);
                case NORMALIZER -> read.fields(read.message(value), read::normalizer);
                default -> { /* Only what training needed. */ }
            }
        });
        int extra = extraIds(file.resolveSibling("tokenizer_config.json"));
        int size = read.pieces.size();
        for (int i = extra - 1; i >= 0; i--) {
            read.special.put("<extra_id_" + i + ">", size + extra - 1 - i);
        }
        return new T5Tokenizer(read.pieces, read.special, read.unknown, read.characters, file.toString());
    }

    private static int extraIds(Path settings) {
        if (!Files.isRegularFile(settings)) {
            return EXTRA_IDS;
        }
        ConfigFile config = ConfigFile.read(settings);
        int extra = config.integer("extra_ids", EXTRA_IDS);
        if (extra > MOST_EXTRA_IDS) {
            throw config.refuse("extra_ids", "is " + extra + ", more than " + MOST_EXTRA_IDS);
        }
        return extra;
    }

    private void piece(ByteBuffer message) {
        String[] text = {""};
        float[] score = {0};
        long[] type = {NORMAL};
        fields(message, (field, value) -> {
            switch (field) {
                case TEXT -> text[0] = StandardCharsets.UTF_8.decode(message(value)).toString();
                case SCORE -> score[0] = value instanceof Float number ? number : refuse("a score is no number");
                case TYPE -> type[0] = number(value);
                default -> { /* There are no others. */ }
            }
        });
        if (!Float.isFinite(score[0])) {
            refuse("the score of '" + text[0] + "' is " + score[0]);
        }
        switch ((int) type[0]) {
            case NORMAL -> { /* A piece of text. */ }
            case UNKNOWN -> {
                unknown = pieces.size();
                special.put(text[0], unknown);
            }
            case CONTROL -> special.put(text[0], pieces.size());
            default -> refuse("'" + text[0] + "' is a piece of type " + type[0] + ", which T5 does not have");
        }
        pieces.add(new Unigram.Piece(text[0], score[0]));
    }

    private void trainer(int field, Object value) {
        if (field == MODEL_TYPE && number(value) != 1) {
            refuse("the model is of type " + value + "; T5 has a unigram model (1)");
        }
        if (field == BYTE_FALLBACK && number(value) != 0) {
            refuse("byte fallback is on, which T5 does not have");
        }
    }

    private void normalizer(int field, Object value) {
        if (field == CHARACTERS) {
            byte[] compiled = new byte[message(value).remaining()];
            message(value).get(compiled);
            characters = CharacterMap.of(compiled, file.toString());
        }
        if ((field == ADD_PREFIX || field == COLLAPSE) && number(value) != 1) {
            refuse("words are marked in another way than T5's");
        }
    }

    /** Hands out every field of a message: a Long, a Float, or a ByteBuffer of its own position. */
    private void fields(ByteBuffer message, BiConsumer<Integer, Object> consumer) {
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = variable(in);
            switch ((int) key & 7) {
                case 0 -> consumer.accept((int) (key >>> 3), variable(in));
                case 1 -> consumer.accept((int) (key >>> 3), needed(in, 8).getLong());
                case 2 -> {
                    long length = variable(in);
                    int end = needed(in, length).position() + (int) length;
                    ByteBuffer part = in.duplicate().limit(end);
                    in.position(end);
                    consumer.accept((int) (key >>> 3), part);
                }
                case 5 -> consumer.accept((int) (key >>> 3), needed(in, 4).getFloat());
                default -> refuse("it is no SentencePiece model");
            }
        }
    }

    private ByteBuffer needed(ByteBuffer in, long count) {
        if (count < 0 || count > in.remaining()) {
            refuse("it ends in the middle of a field");
        }
        return in;
    }

    private long variable(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = needed(in, 1).get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return refuse("a number is too long");
    }

    private ByteBuffer message(Object value) {
        return value instanceof ByteBuffer part ? part.duplicate() : refuse("a part of it is a number");
    }

    private long number(Object value) {
        return value instanceof Long number ? number : refuse("a number is missing");
    }

    private <T> T refuse(String why) {
        throw new ModelException(file + ": cannot be read as the SentencePiece model of a T5: " + why);
    }
}
