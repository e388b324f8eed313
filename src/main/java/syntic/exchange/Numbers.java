package syntic.exchange;

import java.nio.ByteBuffer;
import syntic.nn.ElementType;

/** Numbers of several types as floats. */
final class Numbers {
    private Numbers() {}

    static boolean isRead(ElementType type) {
        return type == ElementType.F16 || type == ElementType.BF16 || type == ElementType.F32
                || type == ElementType.F64;
    }

    /** The next number. */
    static float next(ByteBuffer bytes, ElementType type) {
        return switch (type) {
            case F32 -> bytes.getFloat();
            case F64 -> (float) bytes.getDouble();
            case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case F16 -> ofHalf(bytes.getShort());
            default -> throw new IllegalArgumentException("no type of features: " + type);
        };
    }

    /** IEEE 754 binary16; Java has this conversion only since 20. */
    static float ofHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float small = fraction * 0x1p-24f;
            return sign == 0 ? small : -small;
        }
        int bits = exponent == 0x1f ? 0x7f800000 | fraction << 13 : exponent + 112 << 23 | fraction << 13;
        return Float.intBitsToFloat(sign | bits);
    }
}
