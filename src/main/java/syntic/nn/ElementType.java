package syntic.nn;

/** The element types of a safetensors file that this project reads. Others are refused by name. */
public enum ElementType {
    F32(4), F16(2), BF16(2), I64(8), U8(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Whether tensors of this type are weights that a model computes with. */
    boolean floating() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
