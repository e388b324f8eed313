package syntic.nn;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import syntic.io.UserException;

/**
 * The floating types that models compute in.
 *
 * <p>A model takes and gives fp32 arrays whatever it computes in. DJL has no name for bf16: such an array says that its
 * type is unknown, and asking DJL to make one ends the process, so arrays are brought to it here and nowhere else.
 */
public enum Precision {
    FP32(6, 4, -Float.MAX_VALUE, ElementType.F32), FP16(5, 2, -65504f, ElementType.F16),
    BF16(15, 2, -0x1.FEp127f, ElementType.BF16);

    private final long code;
    private final int bytes;
    private final float lowest;
    private final ElementType stored;

    Precision(long code, int bytes, float lowest, ElementType stored) {
        this.code = code;
        this.bytes = bytes;
        this.lowest = lowest;
        this.stored = stored;
    }

    /** The name on the command line: fp32, fp16, bf16. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws UserException naming the known ones if {@code name} is none of them */
    public static Precision named(String name) {
        return Arrays.stream(values()).filter(precision -> precision.optionName().equals(name)).findFirst()
                .orElseThrow(() -> new UserException("there is no dtype '" + name + "'; there are auto, "
                        + Arrays.stream(values()).map(Precision::optionName).collect(Collectors.joining(", "))));
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The lowest finite value: what hides a key from a query without making a row of hidden keys undefined. */
    public float lowest() {
        return lowest;
    }

    /** What a floating array holds. */
    public static Precision of(NDArray array) {
        return switch (array.getDataType()) {
            case FLOAT32 -> FP32;
            case FLOAT16 -> FP16;
            case UNKNOWN -> BF16;
            default -> throw new IllegalArgumentException("an array of type " + array.getDataType()
                    + " holds no floating values that models compute with");
        };
    }

    /** Whether {@link #of} knows the array's type. */
    static boolean isKnown(NDArray array) {
        return switch (array.getDataType()) {
            case FLOAT32, FLOAT16, UNKNOWN -> true;
            default -> false;
        };
    }

    /** What tensors of these types are stored in: the narrow type that all floating ones share, else fp32. */
    static Precision of(Collection<ElementType> stored) {
        return Arrays.stream(values()).filter(precision -> stored.stream()
                .filter(ElementType::floating).allMatch(type -> type == precision.stored)).findFirst().orElse(FP32);
    }

    /** {@code x} in this precision: itself where it has it already, else a rounded or widened copy beside it. */
    public NDArray cast(NDArray x) {
        return of(x) == this ? x : Operators.cast(x, code);
    }
}
