package syntic.corpus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.io.UserException;

/**
 * A named list of captions.
 *
 * @param name     the name to show
 * @param captions the captions, their ids unique
 */
public record Corpus(String name, List<Caption> captions) {

    public Corpus {
        captions = List.copyOf(captions);
        Set<String> ids = new HashSet<>();
        for (Caption caption : captions) {
            if (!ids.add(caption.id())) {
                throw new UserException("corpus " + name + " has two captions with the id " + caption.id());
            }
        }
    }

    /** The captions of each image, images in the order in which they first occur. */
    public Map<String, List<Caption>> byImage() {
        Map<String, List<Caption>> byImage = new LinkedHashMap<>();
        captions.forEach(caption -> byImage.computeIfAbsent(caption.imageId(), id -> new ArrayList<>()).add(caption));
        return byImage;
    }

    /** The sentences of each image, in the order of {@link #byImage()}: the references that metrics take. */
    public Map<String, List<String>> textsByImage() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        byImage().forEach((image, of) -> texts.put(image, of.stream().map(Caption::text).toList()));
        return texts;
    }

    /** The number of captions. */
    public int size() {
        return captions.size();
    }
}
