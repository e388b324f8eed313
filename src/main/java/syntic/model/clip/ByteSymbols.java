package syntic.model.clip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The printable characters that stand for the 256 byte values in byte-level vocabularies (Radford et al. 2019):
 * printable Latin-1 characters stand for themselves, the others for characters from U+0100 on.
 */
final class ByteSymbols {
    private static final char[] OF_BYTE = new char[256];
    private static final Map<Character, Byte> TO_BYTE = new HashMap<>();
    /** In the order in which vocabularies list them. */
    private static final List<String> ORDERED = new ArrayList<>();

    static {
        for (int value = 0; value < 256; value++) {
            if (printable(value)) {
                put(value, (char) value);
            }
        }
        char next = 256;
        for (int value = 0; value < 256; value++) {
            if (!printable(value)) {
                put(value, next++);
            }
        }
    }

    private ByteSymbols() {}

    private static boolean printable(int value) {
        return value >= '!' && value <= '~' || value >= '¡' && value <= '¬' || value >= '®' && value <= 'ÿ';
    }

    private static void put(int value, char symbol) {
        OF_BYTE[value] = symbol;
        TO_BYTE.put(symbol, (byte) value);
        ORDERED.add(String.valueOf(symbol));
    }

    static List<String> ordered() {
        return List.copyOf(ORDERED);
    }

    /** One symbol for each byte of the text's UTF-8. */
    static String encode(String text) {
        StringBuilder symbols = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            symbols.append(OF_BYTE[b & 0xff]);
        }
        return symbols.toString();
    }

    /** The text whose bytes these symbols stand for; broken UTF-8 becomes replacement characters. */
    static String decode(CharSequence symbols) {
        byte[] bytes = new byte[symbols.length()];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            Byte value = TO_BYTE.get(symbols.charAt(i));
            if (value != null) {
                bytes[length++] = value;
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
