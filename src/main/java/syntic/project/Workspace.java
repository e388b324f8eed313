package syntic.project;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.io.UserException;
import syntic.miniature.Miniature;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.nn.Compute;
import syntic.stage.FrozenModels;
import syntic.stage.Synthesis;
import syntic.store.FeatureSet;

/**
 * What a notebook opens in one line: the plain corpus of the miniature, or the project that the environment variable
 * {@code SYNTIC_PROJECT} (or the system property {@code syntic.project}) names. The same cells then run on either.
 */
public final class Workspace implements AutoCloseable {
    private static final String PROPERTY = "syntic.project";
    private static final String VARIABLE = "SYNTIC_PROJECT";
    private static final String MINIATURE = "miniature";

    private final Miniature mini;
    private final ProjectData project;
    private final Compute compute;
    private Map<String, Path> photos;
    private Synthesis synthesis;

    private Workspace(Miniature mini, ProjectData project, Compute compute) {
        this.mini = mini;
        this.project = project;
        this.compute = compute;
    }

    /** @throws UserException if what is named is no project */
    public static Workspace open() {
        String named = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        Compute compute = Compute.standard();
        if (named == null || named.isBlank()) {
            return new Workspace(Miniature.open(), null, compute);
        }
        if (!Project.isProject(Path.of(named))) {
            throw new UserException(VARIABLE + " names " + named + ", which is no project; make it one with: project "
                    + "create " + named + ", or leave the variable out to see the miniature");
        }
        return new Workspace(null, Project.open(Path.of(named)).data(compute), compute);
    }

    /** Whether it is the miniature itself, of which more is known than of any project: what is on its photos. */
    public boolean isMiniature() {
        return mini != null;
    }

    /** The miniature. @throws UserException if it is a project */
    public Miniature miniature() {
        if (mini == null) {
            throw new UserException("this is shown on the miniature only, and " + VARIABLE + " names a project");
        }
        return mini;
    }

    /** Whose settings systems begin with: {@code full}, or {@code miniature}. */
    public String scale() {
        return mini != null ? MINIATURE : project.project().scale();
    }

    public CaptionData data() {
        return mini != null ? mini.data(Style.PLAIN) : project;
    }

    public FrozenModels models() {
        return mini != null ? mini.models() : project.models();
    }

    /** The text-to-image model, opened when it is first asked for. */
    public synchronized Synthesis synthesis() {
        if (mini != null) {
            return mini.synthesis();
        }
        if (synthesis == null) {
            synthesis = Synthesis.from(compute, project.project().textToImage(), project.project().synthesis());
        }
        return synthesis;
    }

    /** Ids of the photos of a split that have captions, in their order. */
    public List<String> photoIds(String split) {
        return List.copyOf(data().references(split).byImage().keySet());
    }

    /** Whether the photo itself is there, not its features alone. */
    public boolean hasPhoto(String id) {
        return mini != null || files().containsKey(id);
    }

    public RgbImage photo(String id) {
        if (mini != null) {
            return mini.photo(id);
        }
        Path file = files().get(id);
        if (file == null) {
            throw new UserException(project.project().folder() + ": there is no photo of image " + id);
        }
        return RgbImage.read(file);
    }

    public List<RgbImage> photos(List<String> ids) {
        return ids.stream().map(this::photo).toList();
    }

    /** Features of photos of a split, for what does not ask which objects are on them. */
    public FeatureSet features(List<String> ids) {
        return mini != null ? mini.photoFeatures(ids) : project.photos(ids, Corruption.NONE).features();
    }

    /** A photo, to show. */
    public BufferedImage picture(String id) {
        return photo(id).toBufferedImage();
    }

    private synchronized Map<String, Path> files() {
        if (photos == null) {
            photos = new TreeMap<>();
            project.project().splits().forEach(split -> photos.putAll(project.project().pictures(split).files()));
        }
        return photos;
    }

    /** What is looked at, in one line. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %,d sentences to train on, %,d more to look up, photos to test on: %s",
                mini != null ? "the miniature, corpus plain" : "the project " + project.project().folder(),
                data().trainingSize(), data().furtherSize(), data().splits());
    }

    @Override
    public synchronized void close() {
        if (mini != null) {
            mini.close();
        } else {
            project.close();
        }
        if (synthesis != null) {
            synthesis.close();
        }
    }
}
