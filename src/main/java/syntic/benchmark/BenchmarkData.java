package syntic.benchmark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.data.ItemSeconds;
import syntic.data.Sentences;
import syntic.method.CaptionTask;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;

/** What the conditions of a benchmark need of its data sets: made when first asked for, then kept. */
final class BenchmarkData {
    private record Shown(String data, List<String> ids, Corruption corruption) {}

    /** @param support as in a {@link Condition} */
    private record LookedUp(String data, double share, int support) {}

    private final Protocol protocol;
    private final FrozenModels models;
    private final BenchmarkSettings settings;
    private final Map<String, Sentences> sentences = new HashMap<>();
    private final Map<String, Sentences> further = new HashMap<>();
    private final Map<LookedUp, Sentences> supports = new HashMap<>();
    private final Map<String, ImageFeatures> synthetic = new HashMap<>();
    private final Map<Shown, ImageFeatures> photos = new HashMap<>();

    BenchmarkData(Protocol protocol, FrozenModels models, BenchmarkSettings settings) {
        this.protocol = protocol;
        this.models = models;
        this.settings = settings;
    }

    /** What systems learn from in a condition. */
    CaptionTask task(Condition condition) {
        String source = condition.source();
        Sentences some = sentences(source, condition.share());
        Sentences support = support(new LookedUp(source, condition.share(), condition.support()));
        return new CaptionTask(some, () -> synthetic(source).select(some.features().ids()),
                () -> photos(source, some.corpus().captions().stream().map(Caption::imageId).distinct().toList(),
                        Corruption.NONE),
                support, condition.targetSupport()
                        ? support(new LookedUp(condition.target(), condition.share(), condition.support())) : support,
                models);
    }

    /** So that a system finds no more in memory than the first one did. */
    void forgetSearches() {
        models.forgetSearches();
    }

    /** What the frozen models take of one of many. */
    ItemSeconds itemSeconds(Condition condition) {
        return protocol.named(condition.source()).itemSeconds();
    }

    /** The photos that are captioned. */
    ImageFeatures photos(Condition condition) {
        return photos(condition.target(), photoIds(condition.target()), condition.corruption());
    }

    /** Their reference sentences. */
    Corpus references(String target) {
        Set<String> ids = new HashSet<>(photoIds(target));
        Corpus all = protocol.named(target).references(settings.split());
        return new Corpus(all.name(), all.captions().stream().filter(caption -> ids.contains(caption.imageId()))
                .toList());
    }

    private List<String> photoIds(String target) {
        List<String> all = List.copyOf(protocol.named(target).references(settings.split()).byImage().keySet());
        return settings.photos() == 0 ? all : all.subList(0, Math.min(settings.photos(), all.size()));
    }

    private Sentences sentences(String data) {
        return sentences.computeIfAbsent(data, missing -> {
            Sentences all = protocol.named(missing).sentences();
            return settings.sentences() == 0 ? all : all.first(settings.sentences());
        });
    }

    private Sentences sentences(String data, double share) {
        Sentences all = sentences(data);
        return all.first((int) Math.ceil(share * all.size()));
    }

    /** As many sentences for each that is trained on, however many these are. */
    private Sentences support(LookedUp wanted) {
        Sentences kept = supports.get(wanted);
        if (kept != null) {
            return kept;
        }
        Sentences some = sentences(wanted.data(), wanted.share());
        CaptionData data = protocol.named(wanted.data());
        Sentences all = some;
        if (data.furtherSize() > 0) {
            Sentences more = further.computeIfAbsent(wanted.data(), missing ->
                    data.further(furtherFor(data, sentences(missing).size())));
            all = some.and(more.first(furtherFor(data, some.size())));
        }
        Sentences support = wanted.support() == 0 ? all : all.first(wanted.support());
        supports.put(wanted, support);
        return support;
    }

    /** How many further sentences are looked up where so many are trained on. */
    static int furtherFor(CaptionData data, int training) {
        return (int) ((long) data.furtherSize() * training / data.trainingSize());
    }

    private ImageFeatures synthetic(String data) {
        return synthetic.computeIfAbsent(data, missing -> protocol.named(missing).synthetic());
    }

    private ImageFeatures photos(String data, List<String> ids, Corruption corruption) {
        return photos.computeIfAbsent(new Shown(data, List.copyOf(ids), corruption),
                missing -> protocol.named(data).photos(ids, corruption));
    }
}
