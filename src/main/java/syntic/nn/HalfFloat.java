package syntic.nn;

/** IEEE 754 half precision (binary16) from float; Java has this conversion only since 20. */
final class HalfFloat {
    private HalfFloat() {}

    /** Rounds to nearest, ties to even; what is too large becomes infinite. */
    static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) {
            // Below the smallest normal half: a multiple of 2^-24, and the float sum rounds to even for us.
            float scaled = Math.abs(value) * 0x1p24f;
            return (short) (sign | (int) Math.rint(scaled));
        }
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
        return (short) (sign | (rounded - 0x38000000) >>> 13);
    }
}
