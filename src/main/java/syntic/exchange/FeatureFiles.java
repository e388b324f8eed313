package syntic.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import syntic.io.UserException;
import syntic.nn.FileKind;

/** Opens features in any of the formats that are read: .npy, .npz, .safetensors, .csv, clip-retrieval's folder. */
public final class FeatureFiles {
    /** What reads a file that is not read here and writes it as one that is. */
    private static final Map<String, String> LINES = Map.of(
            "pickle", "import pickle, numpy; x = pickle.load(open('%1$s', 'rb')); numpy.save('%1$s.npy', "
                    + "numpy.asarray(x, dtype='float32'))",
            "torch", "import torch, numpy; x = torch.load('%1$s', map_location='cpu'); numpy.save('%1$s.npy', "
                    + "x.float().numpy())",
            "parquet", "import pandas; pandas.read_parquet('%1$s').to_csv('%1$s.csv', index=False)",
            "hdf5", "import h5py, numpy; f = h5py.File('%1$s'); numpy.save('%1$s.npy', f[list(f)[0]][:])");

    private FeatureFiles() {}

    /**
     * What of a file is wanted.
     *
     * @param array its name, where a file has several; or null
     * @param part of an array [parts, rows, width], counted from 0; or null
     * @param idColumn of a table with ids, or null for the first that is known
     */
    public record Selection(String array, Integer part, String idColumn) {
        public static final Selection ONLY = new Selection(null, null, null);
    }

    /** @throws UserException naming the file if it is none of these, damaged, or holds no such matrix */
    public static FeatureTable open(Path file, Selection wanted) {
        if (Files.isDirectory(file)) {
            ExportFolder.requireWhole(file);
            return ClipRetrieval.open(file, wanted);
        }
        try {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            String kind = FileKind.of(file).orElse("");
            if (kind.contains(".npy")) {
                return NpyTable.open(file, file, wanted.part());
            }
            if (kind.contains("zip archive") && name.endsWith(".npz")) {
                return NpzTable.open(file, wanted);
            }
            requireReadable(file, kind);
            return name.endsWith(".safetensors") ? SafetensorsTable.open(file, wanted)
                    : CsvTable.open(file, wanted.idColumn());
        } catch (IOException e) {
            throw UserException.ofReading(file, e);
        }
    }

    private static void requireReadable(Path file, String kind) {
        String reader = kind.contains("pickle") ? "pickle" : kind.contains("zip archive") ? "torch"
                : kind.contains("Parquet") ? "parquet" : kind.contains("HDF5") ? "hdf5" : null;
        if (reader != null) {
            throw refused(file, Optional.of(kind).filter(one -> !reader.equals("torch")).orElse("a file of PyTorch"),
                    reader);
        }
        if (!kind.isEmpty() && !kind.contains("JSON")) {
            throw new UserException(file + ": is " + kind + "; give the features as .npy, .npz, .safetensors or .csv");
        }
    }

    /** @param reader a key of the lines that convert */
    static UserException refused(Path file, String kind, String reader) {
        return new UserException(file + ": is " + kind + ", which is not read"
                + (reader.equals("parquet") || reader.equals("hdf5") ? "" : ", as opening one can run any program")
                + "; convert it with this line of Python and give what it writes: "
                + String.format(Locale.ROOT, LINES.get(reader), file));
    }

    static UserException refused(Path file, String why) {
        return new UserException(file + ": " + why);
    }
}
