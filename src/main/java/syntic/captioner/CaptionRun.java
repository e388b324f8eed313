package syntic.captioner;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import syntic.model.ModelException;
import syntic.model.RgbImage;
import syntic.nn.Stopped;

/**
 * Captions photos as they come, a few at a time; a photo that cannot be read is remembered and passed over.
 *
 * @param upright whether photos are turned as EXIF says
 * @param why folder for a page for each photo, or null
 */
record CaptionRun(Captioner captioner, boolean upright, Path why, WhyPage page, CaptionOutput output, PrintStream out,
        BooleanSupplier stop) {
    /** Photos that are encoded together, and the bytes of pixels after which fewer are. */
    private static final int MOST = 32;
    private static final long MOST_BYTES = 64L << 20;
    private static final int SENTENCES = 8;

    /** @param unreadable why, for each photo that could not be read; @param unknown how many it could not know */
    record Result(int captioned, int unknown, List<String> unreadable) {}

    Result run(Iterator<Photo> photos) {
        List<Photo> some = new ArrayList<>();
        List<RgbImage> images = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        Set<String> pages = new HashSet<>();
        int captioned = 0;
        int unknown = 0;
        long bytes = 0;
        while (photos.hasNext()) {
            if (stop.getAsBoolean()) {
                throw new Stopped("stopped after " + captioned + " photos; files of captions were not written");
            }
            Photo photo = photos.next();
            try {
                RgbImage image = upright ? RgbImage.readUpright(photo.file()) : RgbImage.read(photo.file());
                some.add(photo);
                images.add(image);
                bytes += image.data().length;
            } catch (ModelException e) {
                unreadable.add(e.getMessage());
            }
            if (some.size() == MOST || bytes >= MOST_BYTES || !photos.hasNext() && !some.isEmpty()) {
                unknown += caption(some, images, pages);
                captioned += some.size();
                some.clear();
                images.clear();
                bytes = 0;
            }
        }
        return new Result(captioned, unknown, unreadable);
    }

    /** @return how many it cannot know */
    private int caption(List<Photo> some, List<RgbImage> images, Set<String> pages) {
        // Two photos of one name may lie in two folders: within a batch they are known by their numbers.
        List<String> numbers = IntStream.range(0, some.size()).mapToObj(Integer::toString).toList();
        List<Captioner.Described> described = captioner.describe(numbers, images);
        int unknown = 0;
        for (int i = 0; i < some.size(); i++) {
            Captioner.Described one = described.get(i);
            unknown += one.known() ? 0 : 1;
            out.println(some.get(i).file() + "\t" + one.caption()
                    + (one.known() ? "" : "\t(nothing that this captioner can know)"));
            output.add(some.get(i), one);
            if (why != null) {
                String file = some.get(i).fileName();
                String name = file;
                for (int more = 2; !pages.add(name); more++) {
                    name = file + "-" + more;
                }
                page.write(why.resolve(name + ".html"), some.get(i).file().getFileName().toString(),
                        captioner.explain(images.get(i), SENTENCES), one.known() ? ""
                        : "This photo is nothing that the captioner can know: " + captioner.knowledge() + ".");
            }
        }
        return unknown;
    }
}
