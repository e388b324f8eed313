package syntic.benchmark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.Photos;
import syntic.data.Sentences;
import syntic.method.CaptionTask;
import syntic.miniature.Miniature;
import syntic.miniature.world.Corruption;
import syntic.miniature.world.Style;
import syntic.stage.FrozenModels;
import syntic.stage.SyntheticFeatures;

/** What the conditions of a benchmark need of the miniature world: made when first asked for, then kept. */
final class MiniatureData {
    private record Shown(List<String> ids, Corruption corruption) {}

    /** @param support as in a {@link Condition} */
    private record LookedUp(Style style, double share, int support) {}

    private final Miniature mini;
    private final BenchmarkSettings settings;
    private final Map<Style, Sentences> sentences = new HashMap<>();
    private final Map<Style, Sentences> further = new HashMap<>();
    private final Map<LookedUp, Sentences> supports = new HashMap<>();
    private final Map<Style, SyntheticFeatures> synthetic = new HashMap<>();
    private final Map<Shown, Photos> photos = new HashMap<>();

    MiniatureData(Miniature mini, BenchmarkSettings settings) {
        this.mini = mini;
        this.settings = settings;
    }

    /** What systems learn from in a condition. */
    CaptionTask task(Condition condition) {
        Sentences some = sentences(condition.source(), condition.share());
        Sentences support = support(new LookedUp(condition.source(), condition.share(), condition.support()));
        return new CaptionTask(some, () -> synthetic(condition.source()).select(some.features().ids()),
                () -> photos(some.corpus().captions().stream().map(Caption::imageId).distinct().toList(),
                        Corruption.NONE),
                support, condition.targetSupport()
                        ? support(new LookedUp(condition.target(), condition.share(), condition.support())) : support,
                new FrozenModels(mini.encoding(), mini.detection(), mini.store()));
    }

    /** The photos that are captioned. */
    Photos photos(Condition condition) {
        return photos(photoIds(condition.target()), condition.corruption());
    }

    /** Their reference sentences. */
    Corpus references(Style target) {
        Set<String> ids = new HashSet<>(photoIds(target));
        Corpus all = mini.corpus(target, settings.split());
        return new Corpus(all.name(), all.captions().stream().filter(caption -> ids.contains(caption.imageId()))
                .toList());
    }

    private List<String> photoIds(Style target) {
        return some(mini.photoIds(target, settings.split()), settings.photos());
    }

    private Sentences sentences(Style style) {
        return sentences.computeIfAbsent(style, missing -> {
            Sentences all = mini.sentences(missing);
            return settings.sentences() == 0 ? all : all.first(settings.sentences());
        });
    }

    private Sentences sentences(Style style, double share) {
        Sentences all = sentences(style);
        return all.first((int) Math.ceil(share * all.size()));
    }

    /** As many sentences for each that is trained on, however many these are. */
    private Sentences support(LookedUp wanted) {
        Sentences kept = supports.get(wanted);
        if (kept != null) {
            return kept;
        }
        Style style = wanted.style();
        Sentences some = sentences(style, wanted.share());
        Sentences more = further.computeIfAbsent(style, missing -> mini.further(missing, sentences(missing).size()));
        Sentences all = some.and(more.first((Miniature.SUPPORT_SENTENCES - 1) * some.size()));
        Sentences support = wanted.support() == 0 ? all : all.first(wanted.support());
        supports.put(wanted, support);
        return support;
    }

    private SyntheticFeatures synthetic(Style style) {
        return synthetic.computeIfAbsent(style, mini::pack);
    }

    private Photos photos(List<String> ids, Corruption corruption) {
        return photos.computeIfAbsent(new Shown(List.copyOf(ids), corruption),
                missing -> Photos.of(mini.photoFeatures(ids, corruption), mini.photoTags(ids, corruption)));
    }

    private static <T> List<T> some(List<T> all, int most) {
        return most == 0 ? all : all.subList(0, Math.min(most, all.size()));
    }
}
