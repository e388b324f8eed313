package syntic.nn;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/** The element types of a safetensors file. */
public enum ElementType {
    F32(4, DataType.FLOAT32), F16(2, DataType.FLOAT16), BF16(2, DataType.FLOAT32), I64(8, DataType.INT64),
    U8(1, DataType.UINT8), BOOL(1, DataType.BOOLEAN), I8(1, DataType.INT8), I32(4, DataType.INT32),
    F64(8, DataType.FLOAT64), I16(2, null), U16(2, null), U32(4, null), U64(8, null), F8_E4M3(1, null),
    F8_E5M2(1, null);

    private final int bytes;
    private final DataType loaded;

    ElementType(int bytes, DataType loaded) {
        this.bytes = bytes;
        this.loaded = loaded;
    }

    /** Whether tensors of this type are weights that a model computes with. */
    boolean floating() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** Whether floating values of this type have one that is no finite number: all bits of the exponent are set. */
    boolean hasNonFinite(ByteBuffer values) {
        if (this == F32) {
            IntBuffer all = values.asIntBuffer();
            while (all.hasRemaining()) {
                if ((all.get() & 0x7f800000) == 0x7f800000) {
                    return true;
                }
            }
            return false;
        }
        int exponent = this == F16 ? 0x7c00 : 0x7f80;
        ShortBuffer all = values.asShortBuffer();
        while (all.hasRemaining()) {
            if ((all.get() & exponent) == exponent) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** What arrays of this type are made as; null for types that the engine lacks, of which the bytes are kept. */
    DataType loaded() {
        return loaded;
    }
}
