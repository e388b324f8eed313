package syntic.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.pack.Machine;
import syntic.store.Provenance;

/** The files that tasks leave. Whoever looks for a record opens its file, of which the last one is remembered. */
final class RecordFolder {
    private final Path folder;
    private final Map<String, RecordFile> files = new HashMap<>();
    private final Set<Taken> taken = new HashSet<>();
    private final Map<RecordFile, Machine> makers = new HashMap<>();
    private final Set<Machine> machines = new LinkedHashSet<>();
    private RecordFile opened;
    private final Map<String, RecordFile.Row> rows = new HashMap<>();

    /** A file that was looked at. Where the same captions get other sentences, one of its name takes its place. */
    private record Taken(RecordFile file, FileTime written) {
        static Taken of(RecordFile file) {
            try {
                return new Taken(file, Files.getLastModifiedTime(file.file()));
            } catch (IOException e) {
                throw UserException.ofReading(file.file(), e);
            }
        }
    }

    RecordFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Takes note of the records that there are of sentences.
     *
     * @param sentences by id
     * @param pictures whether records without a picture count for nothing
     * @throws UserException naming a file that is damaged, or was made otherwise
     */
    void look(Provenance made, Map<String, String> sentences, boolean pictures) {
        opened = null;
        for (RecordFile file : list()) {
            Taken now = Taken.of(file);
            if (taken.contains(now)) {
                continue;
            }
            RecordFile.About about = file.about();
            if (!about.made().equals(made)) {
                throw new UserException(file.file() + ": holds records that were made otherwise ("
                        + about.made().differenceFrom(made) + "); go on with what they were made with, or rename "
                        + folder + " to keep them and have all made anew");
            }
            if (about.pictures() || !pictures) {
                taken.add(now);
                makers.put(file, about.machine());
                file.sentences().stream().filter(one -> one.text().equals(sentences.get(one.id())))
                        .forEach(one -> files.put(one.id(), file));
            }
        }
    }

    /** Deletes what killed tasks left: another program that reads the folder would take it for a file of records. */
    void clean() {
        if (Files.isDirectory(folder)) {
            AtomicFile.deleteAbandoned(folder);
        }
    }

    private List<RecordFile> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(RecordFile.END)).sorted().map(RecordFile::new).toList();
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
    }

    boolean has(String id) {
        return files.containsKey(id);
    }

    /** The record that was seen of a caption. */
    RecordFile.Row row(String id) {
        RecordFile file = files.get(id);
        if (!file.equals(opened)) {
            rows.clear();
            file.rows().forEach(row -> rows.put(row.id(), row));
            opened = file;
            Optional.ofNullable(makers.get(file)).ifPresent(machines::add);
        }
        return rows.get(id);
    }

    /** That made the records which were asked for, as far as their files say it. */
    Set<Machine> machines() {
        return machines;
    }
}
