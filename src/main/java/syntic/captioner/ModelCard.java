package syntic.captioner;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import syntic.io.AtomicFile;

/** {@code README.md} of a captioner: what people and the Hugging Face hub read of it. */
final class ModelCard {
    private ModelCard() {}

    static void write(Path folder, String name, CaptionerConfig config) {
        AtomicFile.write(folder.resolve(CaptionerFolder.CARD), head(name, config) + body(name, config));
    }

    /** The head in YAML, of which the hub makes filters and tables; JSON's texts are YAML's as well. */
    private static String head(String name, CaptionerConfig config) {
        StringBuilder head = new StringBuilder("""
                ---
                library_name: syntic-workbook
                pipeline_tag: image-to-text
                tags:
                - image-captioning
                - text-only-training
                """).append("- ").append(quoted(config.system())).append('\n');
        if (config.scores() != null) {
            head.append("model-index:\n- name: ").append(quoted(name)).append("\n  results:\n  - task:\n"
                    + "      type: image-to-text\n      name: Image captioning\n    dataset:\n      type: ")
                    .append(quoted(data(config))).append("\n      name: ").append(quoted(config.scores().of()))
                    .append("\n    metrics:\n");
            config.scores().byMetric().forEach((metric, score) -> head.append(String.format(Locale.ROOT,
                    "    - type: %s%n      name: %s%n      value: %.4f%n", quoted(metric.toLowerCase(Locale.ROOT)),
                    quoted(metric), score)));
        }
        return head.append("---\n\n").toString().replace("\r\n", "\n");
    }

    private static String quoted(String text) {
        return new Gson().toJson(text);
    }

    private static String data(CaptionerConfig config) {
        return config.trainedOn().getOrDefault(CaptionerTraining.DATA, "own sentences");
    }

    private static String body(String name, CaptionerConfig config) {
        StringBuilder body = new StringBuilder("# ").append(name).append("\n\n").append("A ").append(config.system())
                .append(" that writes captions of photos, trained by the SynTIC Workbook with seed ")
                .append(config.seed()).append(" and the settings of the ").append(config.scale()).append(" scale. ")
                .append("To caption photos:\n\n```\njava -jar lib/syntic-workbook.jar caption --captioner ")
                .append(name).append(" PHOTO\n```\n\n");
        table(body, "Trained on", config.trainedOn());
        if (config.support() != null) {
            body.append("It looks up ").append(config.support().sentences()).append(" sentences of ")
                    .append(config.support().name()).append(config.support().included() ? ", which are in this folder"
                    : "; they are not in this folder, only their fingerprint").append(".\n\n");
        }
        if (config.scores() != null) {
            body.append("Scores on ").append(config.scores().photos()).append(" photos, ").append(config.scores().of())
                    .append(", as fractions:\n\n| metric | score |\n|---|---|\n");
            config.scores().byMetric().forEach((metric, score) ->
                    body.append(String.format(Locale.ROOT, "| %s | %.4f |\n", metric, score)));
            body.append('\n');
        }
        if (config.known() != null) {
            body.append(String.format(Locale.ROOT, "It can know a photo whose nearest sentence has a cosine of %.4f or "
                    + "more, the lowest of %d %s.\n\n", config.known().nearest(), config.known().photos(),
                    config.known().of()));
        }
        table(body, "Fingerprints of the models that it works with", config.models());
        table(body, "Settings", config.settings());
        return body.toString();
    }

    private static void table(StringBuilder body, String title, Map<String, String> values) {
        if (values.isEmpty()) {
            return;
        }
        body.append("## ").append(title).append("\n\n| | |\n|---|---|\n");
        values.forEach((key, value) -> body.append("| ").append(cell(key)).append(" | ").append(cell(value))
                .append(" |\n"));
        body.append('\n');
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
