package syntic.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import syntic.io.UserException;
import syntic.pack.PackMaker;
import syntic.pack.PictureMaker;
import syntic.store.Fingerprint;
import syntic.store.Provenance;

/**
 * What an executor does: it draws some captions and leaves a file with their records. Whoever does the same again
 * leaves the same records.
 *
 * @param done how many captions are done with
 * @param failed captions of which there will be no record, with the reason
 * @param givenUp numbers of tasks that failed too often
 */
record DrawingTask(Opening opening, Target target, LongAccumulator done, CollectionAccumulator<Failure> failed,
        CollectionAccumulator<Integer> givenUp) implements Serializable {
    /** After so many the task is no more tried. */
    static final int ATTEMPTS = 3;
    private static final int NAME_DIGITS = 16;

    /**
     * What becomes of the records.
     *
     * @param made JSON of what they depend on, which must be what this process has too
     * @param results folder of the files
     * @param pictures whether the pictures go into the file
     */
    record Target(String made, String results, boolean pictures) implements Serializable {}

    /** A caption of which there is no record, and why. */
    record Failure(String id, String reason) implements Serializable {}

    /**
     * What the driver asks before it divides the work.
     *
     * @param refusal why the models cannot be opened, in words for the user, or null
     */
    record Description(int width, String made, int batch, String refusal) implements Serializable {
        static Description of(Opening opening) {
            try {
                PictureMaker maker = OpenedModels.of(opening).maker();
                return new Description(maker.encoder().width(), maker.made().toJson(), maker.batch(), null);
            } catch (UserException e) {
                return new Description(0, null, 0, e.getMessage());
            }
        }
    }

    void run(List<Sentence> sentences) {
        if (TaskContext.get().attemptNumber() >= ATTEMPTS) {
            givenUp.add(TaskContext.getPartitionId());
            return;
        }
        try {
            draw(sentences);
        } catch (OutOfMemoryError e) {
            // Not as the cause: Spark would end the process, with other tasks and perhaps the driver in it.
            throw new IllegalStateException(String.format(Locale.ROOT, "there is not enough memory (%s; Java may take "
                    + "%,d MB here: let executors take more with java -Dspark.executor.memory=4g -jar …, one process "
                    + "with java -Xmx4g -jar …)", e.getMessage(), Runtime.getRuntime().maxMemory() >> 20));
        }
        done.add(sentences.size());
    }

    private void draw(List<Sentence> sentences) {
        Opening.Opened opened = OpenedModels.of(opening);
        PictureMaker maker = opened.maker();
        String own = maker.made().toJson();
        if (!own.equals(target.made())) {
            throw new UserException("the models or settings of this executor are not those of the others: "
                    + Provenance.parse("executor", own).differenceFrom(Provenance.parse("driver", target.made())));
        }
        List<Failure> failures = new ArrayList<>();
        List<RecordFile.Row> rows = new ArrayList<>();
        for (int from = 0; from < sentences.size(); from += maker.batch()) {
            rows.addAll(records(maker, sentences.subList(from, Math.min(sentences.size(), from + maker.batch())),
                    failures));
        }
        if (!rows.isEmpty()) {
            String name = Fingerprint.of(rows.stream().map(RecordFile.Row::id).toList()).substring(0, NAME_DIGITS);
            new RecordFile(Path.of(target.results(), name + RecordFile.END))
                    .write(maker.made(), opened.machine(), maker.encoder().width(), rows);
        }
        failures.forEach(failed::add);
    }

    private List<RecordFile.Row> records(PictureMaker maker, List<Sentence> batch, List<Failure> failures) {
        RememberingGenerator generator = new RememberingGenerator(maker.generator());
        Map<String, PackMaker.Made> records = new PictureMaker(generator, maker.encoder(), maker.detector(), null)
                .make(batch.stream().map(Sentence::item).toList(),
                        (item, reason) -> failures.add(new Failure(item.id(), reason)));
        return batch.stream().filter(one -> records.containsKey(one.id())).map(one -> {
            PackMaker.Made record = records.get(one.id());
            return new RecordFile.Row(one.id(), one.text(), record.feature(), record.tags(),
                    target.pictures() ? generator.png(one.id()) : null);
        }).toList();
    }
}
