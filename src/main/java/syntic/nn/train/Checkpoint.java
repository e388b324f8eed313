package syntic.nn.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;
import syntic.nn.WeightsException;

/**
 * The state of a training in one safetensors file, so that a killed training goes on where it was and gives the same
 * bits: weights, the optimiser's moments, the moving average and the number of steps made.
 *
 * <p>The file is replaced atomically. It records the settings of the training and is refused under other ones.
 *
 * @param average may be null
 */
public record Checkpoint(Weights weights, AdamW optimizer, MovingAverage average, Map<String, String> settings) {
    private static final String STEP = "step";
    private static final String SETTINGS = "settings";

    public Checkpoint {
        settings = Map.copyOf(settings);
    }

    public void save(Path file) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        weights.toMap().forEach((name, array) -> arrays.put("weights." + name, array));
        optimizer.state().forEach((name, array) -> arrays.put("optimizer." + name, array));
        if (average != null) {
            average.weights().toMap().forEach((name, array) -> arrays.put("average." + name, array));
        }
        SafetensorsWriter.write(file, arrays, ElementType.F32,
                Map.of(STEP, Long.toString(optimizer.steps()), SETTINGS, describe()));
    }

    /**
     * Puts the state of {@code file} into the weights, the optimiser and the average.
     *
     * @return the number of steps made, 0 if there is no such file
     * @throws WeightsException if the file belongs to a training with other settings or another architecture
     */
    public long restore(Path file) {
        if (!Files.exists(file)) {
            return 0;
        }
        SafetensorsFile saved = SafetensorsFile.open(file);
        Map<String, String> metadata = saved.header().metadata();
        if (!describe().equals(metadata.get(SETTINGS))) {
            throw new WeightsException(file + ": belongs to a training with other settings (" + metadata.get(SETTINGS)
                    + " instead of " + describe() + "); train with the settings that it was made with, or in another folder");
        }
        long steps = Long.parseLong(metadata.get(STEP));
        try (NDManager manager = weights.manager().newSubManager()) {
            Map<String, NDArray> arrays = saved.load(manager);
            copy(file, arrays, "weights.", weights.toMap());
            copy(file, arrays, "optimizer.", optimizer.state());
            optimizer.restore(steps);
            if (average != null) {
                copy(file, arrays, "average.", average.weights().toMap());
                average.restore(steps);
            }
        }
        return steps;
    }

    private String describe() {
        return new TreeMap<>(settings).toString();
    }

    private static void copy(Path file, Map<String, NDArray> saved, String prefix, Map<String, NDArray> to) {
        List<PtNDArray> targets = new ArrayList<>();
        List<PtNDArray> sources = new ArrayList<>();
        to.forEach((name, array) -> {
            NDArray source = saved.get(prefix + name);
            if (source == null || !source.getShape().equals(array.getShape())) {
                throw new WeightsException(file + ": lacks '" + prefix + name + "' of shape " + array.getShape()
                        + "; it was saved by another architecture: train in another folder");
            }
            targets.add((PtNDArray) array);
            sources.add((PtNDArray) source);
        });
        FusedCalls.copy(targets.toArray(PtNDArray[]::new), sources.toArray(PtNDArray[]::new));
    }
}
