package syntic.observatory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.io.UserException;
import syntic.pack.FeaturePack;
import syntic.project.Project;
import syntic.project.ProjectData;
import syntic.stage.ImageFeatures;
import syntic.stage.SupportSet;
import syntic.store.FeatureSet;

/**
 * What a project's packs hold to be looked at: sentences to project on, and images with their sentences. Neither models
 * nor captions are needed.
 *
 * @param most images of a view
 */
record ProjectViews(Project project, int most) {
    private static final String PHOTOS = ProjectData.photoPack("");

    /** All sentences of the project, or of its pack where it has none. */
    SupportSet support() {
        FeaturePack sentences = sentences();
        List<Caption> known = new ArrayList<>();
        if (project.splits().contains(Project.TRAIN)) {
            known.addAll(project.captions(Project.TRAIN).captions());
        }
        known.addAll(project.support().captions());
        if (known.isEmpty()) {
            return new SupportSet(new UnitRows(sentences.features(sentences.ids())));
        }
        sentences.requireAll(known, "make them with: encode " + project.folder());
        return new SupportSet(new UnitRows(sentences.features(known.stream().map(Caption::id).toList())),
                known.stream().map(Caption::text).toList());
    }

    /** @param names of packs; empty for generated pictures and the photos of one split */
    List<View> views(List<String> names) {
        List<String> chosen = names.isEmpty() ? standard() : names;
        return chosen.stream().map(this::view).toList();
    }

    private List<String> standard() {
        List<String> all = project.packs().stream().filter(name -> FeaturePack.exists(project.pack(name))).toList();
        List<String> photos = new ArrayList<>(List.of(ProjectData.photoPack(CaptionData.TEST),
                ProjectData.photoPack(CaptionData.VALIDATION)));
        all.stream().filter(name -> name.startsWith(PHOTOS)).forEach(photos::add);
        List<String> chosen = new ArrayList<>(photos.stream().filter(all::contains).limit(1).toList());
        if (all.contains(ProjectData.SYNTHETIC)) {
            chosen.add(ProjectData.SYNTHETIC);
        }
        if (chosen.isEmpty()) {
            throw new UserException(project.folder() + ": there are no features of photos or generated pictures to "
                    + "look at" + only(all) + "; make them with: encode " + project.folder() + ", or import them");
        }
        return chosen;
    }

    private View view(String name) {
        FeaturePack images = pack(name);
        FeaturePack sentences = sentences();
        if (images.width() != sentences.width()) {
            throw new UserException(project.pack(name) + ": has features of width " + images.width() + ", "
                    + project.pack(ProjectData.SENTENCES) + " of " + sentences.width() + "; both must come from the "
                    + "same CLIP");
        }
        Map<String, String> own = own(name, images, sentences);
        List<String> ids = (own.isEmpty() ? images.ids() : List.copyOf(own.keySet())).stream().limit(most).toList();
        FeatureSet features = new UnitRows(images.features(ids)).inMemory();
        if (own.isEmpty()) {
            return new View(name, features, null);
        }
        FeatureSet texts = new UnitRows(sentences.features(ids.stream().map(own::get).distinct().toList()))
                .inMemory();
        return new View(name, features, FeatureSet.of(ids,
                ids.stream().map(id -> texts.row(own.get(id))).toArray(float[][]::new), texts.provenance()));
    }

    /** A sentence of each image, as far as there is one with a feature: by the captions, else by equal ids. */
    private Map<String, String> own(String name, FeaturePack images, FeaturePack sentences) {
        Map<String, String> own = new LinkedHashMap<>();
        String split = name.startsWith(PHOTOS) ? name.substring(PHOTOS.length()) : "";
        if (project.splits().contains(split)) {
            List<Caption> captions = project.captions(split).captions();
            Set<Caption> missing = new HashSet<>(sentences.missing(captions));
            captions.stream().filter(caption -> images.has(caption.imageId()) && !missing.contains(caption))
                    .forEach(caption -> own.putIfAbsent(caption.imageId(), caption.id()));
        } else {
            images.ids().stream().filter(sentences::has).forEach(id -> own.put(id, id));
        }
        return own;
    }

    /** Photos of a view with the tags of their objects; null where the view is not of photos. */
    ImageFeatures photos(View view) {
        return view.name().startsWith(PHOTOS) ? pack(view.name()).images(view.ids()) : null;
    }

    /** The captions of a view's photos; none where the project has none. */
    Corpus references(View view) {
        String split = view.name().substring(PHOTOS.length());
        if (!project.splits().contains(split)) {
            return new Corpus(split, List.of());
        }
        Set<String> ids = new HashSet<>(view.ids());
        return new Corpus(split, project.captions(split).captions().stream()
                .filter(caption -> ids.contains(caption.imageId())).toList());
    }

    private FeaturePack sentences() {
        return pack(ProjectData.SENTENCES);
    }

    private FeaturePack pack(String name) {
        if (!FeaturePack.exists(project.pack(name))) {
            throw new UserException(project.folder() + ": there is no feature pack '" + name + "'"
                    + only(project.packs()) + "; make it with: encode " + project.folder() + ", or import it");
        }
        return FeaturePack.open(project.pack(name));
    }

    private static String only(Collection<String> packs) {
        return packs.isEmpty() ? "" : ", only " + String.join(", ", packs);
    }
}
