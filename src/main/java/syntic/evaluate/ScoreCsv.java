package syntic.evaluate;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import syntic.io.AtomicFile;
import syntic.io.CsvLine;
import syntic.metric.MetricScores;

/**
 * The scores of each image as a table for a spreadsheet (RFC 4180, UTF-8): columns results, image_id, one for each
 * metric in full precision, caption.
 */
final class ScoreCsv {

    private ScoreCsv() {
    }

    static void write(Path file, List<SystemScores> systems) {
        AtomicFile.write(file, bytes -> {
            Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
            List<String> header = new ArrayList<>(List.of("results", "image_id"));
            systems.get(0).scores().metrics().forEach(metric -> header.add(metric.name()));
            header.add("caption");
            CsvLine.write(out, header);
            for (SystemScores system : systems) {
                List<String> ids = system.scores().imageIds();
                for (int i = 0; i < ids.size(); i++) {
                    List<String> line = new ArrayList<>(List.of(system.file().toString(), ids.get(i)));
                    for (MetricScores metric : system.scores().metrics()) {
                        line.add(Double.toString(metric.perImage()[i]));
                    }
                    line.add(system.captions().get(ids.get(i)));
                    CsvLine.write(out, line);
                }
            }
            out.close();
        });
    }
}
