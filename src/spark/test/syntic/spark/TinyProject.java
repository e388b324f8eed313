package syntic.spark;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import syntic.model.TinyFolders;

/** A project with models of tiny sizes and generated weights, and captions of which two cannot be drawn. */
record TinyProject(Path folder) {
    static TinyProject create(Path home, int captions, int steps) throws IOException, InterruptedException {
        TinyFolders.clipBase(home.resolve("clip"));
        TinyFolders.stableDiffusion(home.resolve("diffusion"), true);
        TinyFolders.detr(home.resolve("detr"));
        List<Map<String, Object>> annotations = new ArrayList<>();
        for (int id = 1; id <= captions; id++) {
            annotations.add(Map.of("id", id, "image_id", 1, "caption", id == 3 ? " " : id == 5 ? "a dog ".repeat(15_000)
                    : "a dog and " + id + " cats"));
        }
        Path file = Files.writeString(home.resolve("captions.json"), new Gson().toJson(Map.of("images",
                List.of(Map.of("id", 1)), "annotations", annotations)));
        TinyProject project = new TinyProject(home.resolve("project"));
        Command.of("project", "create", project.folder(), "--captions", "train=" + file, "--clip", home.resolve("clip"),
                "--text-to-image", home.resolve("diffusion"), "--detector", home.resolve("detr"), "--set",
                "synthesis.steps=" + steps).run(0);
        return project;
    }

    Path pack() {
        return folder.resolve("features/synthetic");
    }

    Path records() {
        return folder.resolve("parquet/synthetic");
    }

    /** The records' bytes: the only part of the finished pack. */
    byte[] made() throws IOException {
        try (Stream<Path> parts = Files.list(pack().resolve("parts"))) {
            List<Path> all = parts.toList();
            if (all.size() != 1) {
                throw new AssertionError("one part is expected: " + all);
            }
            return Files.readAllBytes(all.get(0));
        }
    }

    /** On what machines the records were made, as the pack's only run notes them. */
    String machines() throws IOException {
        try (Stream<Path> runs = Files.list(pack().resolve("runs"))) {
            List<Path> all = runs.toList();
            if (all.size() != 1) {
                throw new AssertionError("one run is expected: " + all);
            }
            return JsonParser.parseString(Files.readString(all.get(0))).getAsJsonObject().get("machines").toString();
        }
    }

    void forget(Path some) throws IOException {
        if (Files.exists(some)) {
            try (Stream<Path> all = Files.walk(some)) {
                all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }
}
