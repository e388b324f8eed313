package syntic.project;

import java.io.PrintStream;
import java.util.Locale;
import syntic.corpus.Corpus;

/** What a project has, in a line for each part. */
record ProjectSummary(Project project) {

    void print(PrintStream out) {
        for (String split : project.splits()) {
            Corpus captions = project.captions(split);
            out.printf(Locale.ROOT, "%s: %,d sentences %s%n", split, captions.size(), images(split, captions));
        }
        if (project.support().size() > 0) {
            out.printf(Locale.ROOT, "support: %,d further sentences%n", project.support().size());
        }
        for (ModelRole role : ModelRole.values()) {
            out.println(role.key() + ": " + (project.has(role) ? project.model(role) : "none yet"));
        }
    }

    private String images(String split, Corpus captions) {
        int found = project.pictures(split).files().size();
        if (found == 0 && captions.captions().stream().allMatch(one -> one.imageId().equals(one.id()))) {
            return "without images";
        }
        int images = captions.byImage().size();
        return String.format(Locale.ROOT, "of %,d images, %s", images, found == 0 ? "no photos"
                : found == images ? "photos of all" : String.format(Locale.ROOT, "photos of %,d", found));
    }
}
