package syntic.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import syntic.corpus.Caption;

/** What the packs of a project are of. */
final class PackCaptions {
    private PackCaptions() {}

    /** The captions that a pack of this name is to have a record of; none where it is of no sentences. */
    static List<Caption> of(Project project, String pack) {
        if (pack.equals(ProjectData.SYNTHETIC)) {
            return project.captions(Project.TRAIN).captions();
        }
        if (!pack.equals(ProjectData.SENTENCES)) {
            return List.of();
        }
        List<Caption> sentences = new ArrayList<>(project.splits().contains(Project.TRAIN)
                ? project.captions(Project.TRAIN).captions() : List.of());
        sentences.addAll(project.support().captions());
        return sentences;
    }

    /** Their texts by id, in their order. */
    static Map<String, String> texts(Project project, String pack) {
        return of(project, pack).stream().collect(Collectors.toMap(Caption::id, Caption::text, (one, other) -> one,
                LinkedHashMap::new));
    }
}
