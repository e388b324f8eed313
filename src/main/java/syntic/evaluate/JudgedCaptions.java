package syntic.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import syntic.corpus.CaptionFiles;
import syntic.corpus.ImageNames;
import syntic.corpus.Judgements;
import syntic.corpus.Judgements.Judged;
import syntic.corpus.Judgements.OwnReference;
import syntic.io.UserException;

/**
 * Judged captions with what metrics need to score them. The lists run in parallel with the captions of the judgements.
 *
 * @param images     the image of each, by its id in the file of references
 * @param references sentences of the image without those that are the judged captions themselves; empty for captions
 *                   that are left out
 * @param notes      what a reader must know: how many were left out, and why
 */
record JudgedCaptions(List<String> images, List<List<String>> references, List<String> notes) {

    /**
     * Looks up the images of judged captions among those of the references: by id, by file name, or by the number at
     * the end of COCO's file names.
     *
     * @throws UserException naming the first image that has no references
     */
    static JudgedCaptions of(Path file, Judgements judgements, Path referenceFile, String split) throws IOException {
        if (referenceFile == null && judgements.captions().stream().anyMatch(one -> one.references().isEmpty())) {
            throw new UserException(file + ": judgements of " + judgements.name() + " bring no references; give "
                    + "--references, the sentences of their images");
        }
        Map<String, List<String>> all = referenceFile == null ? Map.of()
                : CaptionFiles.read(referenceFile, split).textsByImage();
        Map<String, String> byName = referenceFile == null ? Map.of() : names(referenceFile, all.keySet());
        List<String> images = new ArrayList<>();
        Set<String> missing = new HashSet<>();
        for (Judged one : judgements.captions()) {
            String found = byName.getOrDefault(stem(one.image()), byName.get(number(one.image())));
            if (found == null && one.references().isEmpty()) {
                missing.add(one.image());
            }
            images.add(found == null ? stem(one.image()) : found);
        }
        if (!missing.isEmpty()) {
            Judged first = judgements.captions().stream().filter(one -> missing.contains(one.image())).findFirst()
                    .orElseThrow();
            throw new UserException(String.format(Locale.ROOT, "%s: %s: image %s has no references in %s (%,d images "
                    + "have none); are both of the same data set, and is it in the split that is read (%s)?", file,
                    first.place(), first.image(), referenceFile, missing.size(), split));
        }
        return withReferences(judgements, images, all);
    }

    private static JudgedCaptions withReferences(Judgements judgements, List<String> images,
            Map<String, List<String>> all) {
        Map<String, Set<String>> judged = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            judged.computeIfAbsent(images.get(i), none -> new HashSet<>())
                    .add(plain(judgements.captions().get(i).text()));
        }
        boolean dropCaption = judgements.own() == OwnReference.LEAVE_OUT_JUDGEMENT;
        List<List<String>> references = new ArrayList<>();
        int own = 0;
        int without = 0;
        for (int i = 0; i < images.size(); i++) {
            Judged one = judgements.captions().get(i);
            List<String> usual = one.references().isEmpty() ? all.get(images.get(i)) : one.references();
            Set<String> captions = dropCaption ? Set.of(plain(one.text())) : judged.get(images.get(i));
            List<String> others = usual.stream().filter(text -> !captions.contains(plain(text))).toList();
            if (others.size() == usual.size() || !dropCaption && !others.isEmpty()) {
                references.add(others);
            } else {
                references.add(List.of());
                own += dropCaption ? 1 : 0;
                without += dropCaption ? 0 : 1;
            }
        }
        List<String> notes = new ArrayList<>();
        if (own > 0) {
            notes.add(String.format(Locale.ROOT, "%,d judgements are left out: their caption is one of the references",
                    own));
        }
        if (without > 0) {
            notes.add(String.format(Locale.ROOT, "%,d judgements are left out: all references of their image were "
                    + "judged themselves", without));
        }
        return new JudgedCaptions(images, references, notes);
    }

    /** Indices of the captions that can be scored. */
    List<Integer> without(Collection<String> leftOut) {
        List<Integer> kept = IntStream.range(0, images.size())
                .filter(i -> !references.get(i).isEmpty() && !leftOut.contains(images.get(i))).boxed().toList();
        if (kept.isEmpty()) {
            throw new UserException("no judged caption is left to be scored; " + String.join("; ", notes));
        }
        return kept;
    }

    private static Map<String, String> names(Path references, Set<String> ids) throws IOException {
        Map<String, String> byName = new HashMap<>();
        ids.forEach(id -> byName.put(stem(id), id));
        ImageNames.read(references).forEach((id, name) -> {
            if (ids.contains(id)) {
                byName.put(stem(name), id);
            }
        });
        return byName;
    }

    /** A file's name without folder and extension. */
    private static String stem(String name) {
        return name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.[A-Za-z]+$", "");
    }

    /** The number at the end of COCO's file names, as COCO's ids are. */
    private static String number(String name) {
        return stem(name).replaceFirst("^COCO_.*_0*(\\d+)$", "$1");
    }

    /** The sentence as far as it matters for being the same. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }
}
