package syntic.exchange;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import syntic.io.Gunzip;
import syntic.io.UserException;

/** NumPy's .npz: arrays as .npy in a zip archive; unfolded among temporary files while they are read. */
final class NpzTable {
    private static final String ARRAY = ".npy";
    private static final String IDS = "ids";
    /** Ids of very different lengths are mostly zeros, as NumPy gives all the room of the longest. */
    private static final long ALWAYS_UNFOLDED = 256L << 20;

    private NpzTable() {}

    static FeatureTable open(Path file, FeatureFiles.Selection wanted) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> names = new ArrayList<>(zip.stream().map(ZipEntry::getName)
                    .filter(name -> name.endsWith(ARRAY))
                    .map(name -> name.substring(0, name.length() - ARRAY.length())).toList());
            boolean hasIds = names.contains(IDS) && !IDS.equals(wanted.array());
            names.remove(IDS);
            String name = choose(file, names, wanted.array());
            Path array = unfold(zip, name);
            try {
                StoredMatrix matrix = NpyTable.matrix(array, file + ", array " + name, wanted.part());
                return new MatrixTable(matrix, hasIds ? ids(zip) : List.of(), array);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(array);
                throw e;
            }
        } catch (ZipException e) {
            throw FeatureFiles.refused(file, "is no whole zip archive (" + e.getMessage()
                    + "); copy it again, or write it again with numpy.savez");
        }
    }

    static String choose(Path file, List<String> names, String wanted) {
        if (wanted != null && !names.contains(wanted) || names.isEmpty()) {
            throw FeatureFiles.refused(file, "has no array '" + (wanted == null ? "" : wanted) + "', it has " + names);
        }
        if (wanted == null && names.size() > 1) {
            throw FeatureFiles.refused(file, "has several arrays, " + names + "; choose one with --array NAME");
        }
        return wanted == null ? names.get(0) : wanted;
    }

    private static List<String> ids(ZipFile zip) throws IOException {
        Path unfolded = unfold(zip, IDS);
        try {
            return NpyTable.texts(unfolded, zip.getName() + ", array " + IDS);
        } finally {
            Files.deleteIfExists(unfolded);
        }
    }

    /** Checks the array's sum, as Java does not. */
    private static Path unfold(ZipFile zip, String name) throws IOException {
        Path file = Files.createTempFile("syntic-", ARRAY);
        ZipEntry entry = zip.getEntry(name + ARRAY);
        boolean whole = false;
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
                InputStream limited = Gunzip.limited(in, Files.size(Path.of(zip.getName())), ALWAYS_UNFOLDED)) {
            Files.copy(limited, file, StandardCopyOption.REPLACE_EXISTING);
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("the sum of array " + name + " is wrong");
            }
            whole = true;
            return file;
        } catch (EOFException e) {
            throw new ZipException("array " + name + " ends early");
        } catch (ZipException e) {
            throw e;
        } catch (IOException e) {
            throw UserException.ofWriting(file, e);
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }
}
