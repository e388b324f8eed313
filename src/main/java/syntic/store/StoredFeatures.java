package syntic.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import syntic.nn.SafetensorsFile;

/**
 * Features in a file of {@link FeatureSet#save} or {@link FeatureWriter}, memory-mapped instead of read: for a million
 * sentences, whose features take two gigabytes. Nothing to close; the file must stay as it is.
 *
 * <p>The fingerprint is the one that the file states; {@link FeatureSet#open} also checks it.
 */
public final class StoredFeatures implements FeatureRows {
    private final SafetensorsFile file;
    private final List<String> ids;
    private final int width;
    private final String fingerprint;
    private final Provenance provenance;

    StoredFeatures(SafetensorsFile file, List<String> ids, int width, String fingerprint, Provenance provenance) {
        this.file = file;
        this.ids = List.copyOf(ids);
        this.width = width;
        this.fingerprint = fingerprint;
        this.provenance = provenance;
    }

    /** @throws StoreException or WeightsException if it is not a feature file or ends too early */
    public static StoredFeatures open(Path path) {
        return FeatureFile.map(path);
    }

    @Override
    public List<String> ids() {
        return ids;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    public Provenance provenance() {
        return provenance;
    }

    @Override
    public List<NDArray> parts(NDManager manager, int rows) {
        return file.mapRows(manager, FeatureFile.FEATURES, rows);
    }

    @Override
    public FeatureSet inMemory() {
        return FeatureSet.open(file.path());
    }

    @Override
    public String toString() {
        return "StoredFeatures[" + ids.size() + " x " + width + " from " + provenance.stage() + "]";
    }
}
