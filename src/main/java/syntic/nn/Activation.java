package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Activation functions under the names that configuration files use. */
public enum Activation {
    RELU("relu"), GELU("gelu"), GELU_NEW("gelu_new"), QUICK_GELU("quick_gelu"), SILU("silu"), TANH("tanh"),
    SIGMOID("sigmoid");

    /** Other names of the same functions. */
    private static final Map<String, Activation> ALIASES = Map.of("swish", SILU, "gelu_python", GELU,
            "gelu_pytorch_tanh", GELU_NEW, "gelu_fast", GELU_NEW);

    private final String configName;

    Activation(String configName) {
        this.configName = configName;
    }

    /** The name in configuration files. */
    public String configName() {
        return configName;
    }

    /** @throws IllegalArgumentException naming the known ones if {@code name} is none of them */
    public static Activation of(String name) {
        for (Activation activation : values()) {
            if (activation.configName.equals(name)) {
                return activation;
            }
        }
        if (ALIASES.containsKey(name)) {
            return ALIASES.get(name);
        }
        throw new IllegalArgumentException("unknown activation '" + name + "'; known: " + Arrays.stream(values())
                .map(activation -> activation.configName).collect(Collectors.joining(", ")));
    }

    /** As {@link #apply}, where nothing else needs x any more: it may become the result. */
    public NDArray applyInPlace(NDArray x) {
        return this == RELU ? Operators.reluInPlace(x) : apply(x);
    }

    public NDArray apply(NDArray x) {
        return switch (this) {
            case RELU -> JniUtils.relu((PtNDArray) x);
            case GELU -> JniUtils.gelu((PtNDArray) x);
            case GELU_NEW -> Operators.geluTanh(x);
            case QUICK_GELU -> Operators.quickGelu(x);
            case SILU -> Operators.silu(x);
            case TANH -> x.tanh();
            case SIGMOID -> JniUtils.sigmoid((PtNDArray) x);
        };
    }
}
