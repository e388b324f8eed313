package syntic.nn;

/** The element types of a safetensors file that this project reads. Others are refused by name. */
public enum ElementType {
    F32(4), F16(2), BF16(2), I64(8), U8(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
