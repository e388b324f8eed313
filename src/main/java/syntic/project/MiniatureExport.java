package syntic.project;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import syntic.corpus.Caption;
import syntic.corpus.CocoCaptions;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.miniature.Miniature;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.diffusion.TextToImage;
import syntic.pack.FeaturePack;
import syntic.pack.PackKind;
import syntic.stage.ImageFeatures;

/**
 * Writes the miniature as what people have: photos as PNG files, captions in COCO's format, models as folders of the
 * Hugging Face hub, features and tags of the training sentences' pictures as a feature pack. Each corpus becomes a
 * project; nothing is lost on the way.
 *
 * @param sentences training sentences of a corpus; 0 for all
 * @param photos photos of a split; 0 for all
 */
record MiniatureExport(Miniature mini, Path folder, int sentences, int photos) {
    private static final Map<ModelRole, String> MODELS = Map.of(ModelRole.CLIP, "clip", ModelRole.TEXT_TO_IMAGE,
            "text-to-image", ModelRole.DETECTOR, "detr");
    private static final String LICENCE = "Apache-2.0, as the SynTIC Workbook that it comes from";

    Path models() {
        return folder.resolve("models");
    }

    void writeModels() {
        MODELS.values().forEach(name -> copy(ShippedModels.folder(name), models().resolve(name)));
    }

    /** Writes one corpus, whose models stand beside it. */
    Project write(Style style) {
        Path project = folder.resolve(name(style));
        if (Project.isProject(project)) {
            throw new UserException(project + ": is a project already; name another folder");
        }
        CaptionData data = mini.data(style);
        List<Caption> training = first(mini.corpus(style, Split.TRAIN).captions(), sentences);
        int further = (int) ((long) data.furtherSize() * training.size() / data.trainingSize());
        Map<String, List<CaptionSource>> captions = new TreeMap<>();
        captions.put(Project.TRAIN, List.of(captions(project, Project.TRAIN, training, true)));
        for (String split : data.splits()) {
            captions.put(split, List.of(captions(project, split, of(data.references(split)), true)));
        }
        Map<ModelRole, Path> models = new TreeMap<>();
        MODELS.forEach((role, name) -> models.put(role, models().resolve(name)));
        TextToImage.Settings drawing = TextToImage.Settings.MINIATURE;
        Project written = Project.write(project, ProjectParts.none(name(style)).withCaptions(captions)
                .withSupport(List.of(captions(project, "support", mini.world().further(style, further).captions(),
                        false)))
                .withPhotos(Map.of(ProjectParts.EVERY_SPLIT, List.of(project.resolve("photos"))))
                .withModels(models).withSeed(drawing.seed())
                .withSettings(Map.of("scale", "miniature", "synthesis.steps", Integer.toString(drawing.steps()),
                        "synthesis.guidance", Double.toString(drawing.guidance()))));
        writePictures(written, training, data.synthetic());
        return written;
    }

    private static void writePictures(Project project, List<Caption> training, ImageFeatures all) {
        FeaturePack.write(project.pack(ProjectData.SYNTHETIC), PackKind.SYNTHETIC,
                all.select(training.stream().map(Caption::id).toList()),
                training.stream().collect(Collectors.toMap(Caption::id, Caption::text)), LICENCE);
    }

    private static String name(Style style) {
        return style.name().toLowerCase(Locale.ROOT);
    }

    private static <T> List<T> first(List<T> all, int count) {
        return count == 0 ? all : all.subList(0, Math.min(count, all.size()));
    }

    /** Captions of the first photos. */
    private List<Caption> of(Corpus references) {
        List<String> some = first(List.copyOf(references.byImage().keySet()), photos);
        return references.captions().stream().filter(caption -> some.contains(caption.imageId())).toList();
    }

    private CaptionSource captions(Path project, String split, List<Caption> captions, boolean withPhotos) {
        Map<String, String> names = new HashMap<>();
        if (withPhotos) {
            captions.stream().map(Caption::imageId).distinct().forEach(id -> {
                String name = id + ".png";
                BufferedImage photo = mini.picture(id);
                AtomicFile.write(project.resolve("photos").resolve(name), out -> ImageIO.write(photo, "png", out));
                names.put(id, name);
            });
        }
        Path file = project.resolve("captions").resolve(split + ".json");
        CocoCaptions.write(file, captions, names);
        return new CaptionSource(file, null);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw UserException.ofWriting(to, e);
        }
    }
}
