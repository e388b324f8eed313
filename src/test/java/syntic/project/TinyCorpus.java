package syntic.project;

import com.google.gson.Gson;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import syntic.model.TinyFolders;

/** What somebody has who begins at full size: a data-set file of Karpathy's, photos and the three models, all tiny. */
public final class TinyCorpus {
    private TinyCorpus() {}

    /** Writes files and models under the names that the README has for them. @param photos of each split */
    public static void write(Path folder, int photos) throws IOException {
        TinyFolders.clipBaseWithAllWords(folder.resolve("clip-vit-base-patch32"));
        TinyFolders.stableDiffusion(folder.resolve("stable-diffusion-v1-5"), true);
        TinyFolders.detr(folder.resolve("detr-resnet-50"));
        List<Map<String, Object>> images = new ArrayList<>();
        for (String split : List.of("train", "restval", "val", "test")) {
            String place = split.equals("train") ? "train2014" : "val2014";
            Files.createDirectories(folder.resolve(place));
            for (int i = 0; i < photos; i++) {
                int id = images.size() + 1;
                String name = String.format(Locale.ROOT, "COCO_%s_%012d.jpg", place, id);
                photo(folder.resolve(place).resolve(name), id);
                images.add(Map.of("cocoid", id, "split", split, "filepath", place, "filename", name, "sentences",
                        Stream.of("A dog rides a horse, number %d.", "Two cats on sofa %d.").map(text -> Map.of("raw",
                                text.formatted(id), "sentid", 10 * id + text.length() % 10)).toList()));
            }
        }
        Files.writeString(folder.resolve("dataset_coco.json"), new Gson().toJson(Map.of("images", images, "dataset",
                "coco")));
    }

    private static void photo(Path file, int number) throws IOException {
        BufferedImage photo = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 48; i++) {
            photo.setRGB(i % 64, i / 64, i * number * 997);
        }
        ImageIO.write(photo, "jpg", file.toFile());
    }
}
