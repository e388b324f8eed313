package syntic.spark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import syntic.corpus.Caption;
import syntic.pack.KeptPictures;
import syntic.pack.Machine;
import syntic.pack.PackItem;
import syntic.project.Cluster;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** Has executors draw what is missing, then gives what they made. */
final class SparkDrawing implements Cluster.Drawing {
    private final SparkTasks tasks;
    private final Cluster.Order order;
    private final PrintStream out;
    private final DrawingTask.Description description;
    private final Provenance made;
    private final RecordFolder records;
    private final KeptPictures pictures;
    private final Map<String, String> failed = new HashMap<>();

    SparkDrawing(SparkTasks tasks, Cluster.Order order, PrintStream out) {
        this.tasks = tasks;
        this.order = order;
        this.out = out;
        description = tasks.describe();
        made = Provenance.parse("an executor", description.made());
        records = new RecordFolder(order.results());
        pictures = order.pictures() == null ? null : KeptPictures.of(order.pictures(), made);
    }

    @Override
    public int width() {
        return description.width();
    }

    @Override
    public Provenance made() {
        return made;
    }

    @Override
    public Set<Machine> machines() {
        return records.machines();
    }

    @Override
    public int batch() {
        return block();
    }

    @Override
    public boolean isComplete(PackItem<Caption> item) {
        return pictures == null || pictures.has(item.id(), item.content());
    }

    @Override
    public void prepare(List<PackItem<Caption>> missing, ProgressListener progress, BooleanSupplier stop) {
        if (missing.isEmpty()) {
            return;
        }
        look(missing);
        List<Sentence> todo = missing.stream().filter(item -> !records.has(item.id()))
                .map(item -> new Sentence(item.id(), item.content())).toList();
        int there = missing.size() - todo.size();
        int each = order.tasks() == 0 ? description.batch() : (todo.size() + order.tasks() - 1) / order.tasks();
        Map<List<Sentence>, String> left = draw(todo, each, there, missing.size(), progress, stop);
        if (each > 1) {
            // One of them may have taken the others with it.
            List<Sentence> suspects = left.keySet().stream().flatMap(List::stream).toList();
            left = draw(suspects, 1, missing.size() - suspects.size(), missing.size(), progress, stop);
        }
        records.clean();
        left.forEach((sentences, reason) -> sentences.forEach(one -> failed.put(one.id(), reason)));
        look(missing);
        tasks.troubles().take().forEach((executor, trouble) -> out.printf(Locale.ROOT,
                "executor %s: tasks that failed: %,d, the last because: %s%n", executor, trouble.tasks(), trouble.reason()));
    }

    private void look(List<PackItem<Caption>> items) {
        Map<String, String> sentences = new HashMap<>();
        items.forEach(item -> sentences.put(item.id(), item.content()));
        records.look(made, sentences, pictures != null);
    }

    private Map<List<Sentence>, String> draw(List<Sentence> sentences, int each, int there, int total,
            ProgressListener progress, BooleanSupplier stop) {
        List<List<Sentence>> parts = new ArrayList<>();
        for (int from = 0; from < sentences.size(); from += each) {
            parts.add(new ArrayList<>(sentences.subList(from, Math.min(sentences.size(), from + each))));
        }
        return parts.isEmpty() ? Map.of() : tasks.run(parts, new DrawingTask.Target(description.made(),
                order.results().toAbsolutePath().toString(), pictures != null), failed,
                done -> progress.at(there + done, total, ""), stop);
    }

    @Override
    public Map<String, Made> make(List<PackItem<Caption>> items, BiConsumer<PackItem<Caption>, String> report) {
        Map<String, Made> some = new LinkedHashMap<>();
        for (PackItem<Caption> item : items) {
            if (records.has(item.id())) {
                RecordFile.Row row = records.row(item.id());
                if (pictures != null) {
                    pictures.keep(item.id(), item.content(), row.picture());
                }
                some.put(item.id(), new Made(row.feature(), row.tags()));
            } else {
                report.accept(item, failed.getOrDefault(item.id(), "no executor made it, and none says why"));
            }
        }
        return some;
    }

    @Override
    public void close() {
        tasks.close();
    }
}
