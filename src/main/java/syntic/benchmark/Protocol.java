package syntic.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.stage.FrozenModels;

/**
 * An experiment: which systems are compared, and where. {@link Protocols} has the usual ones.
 *
 * @param summary one line for the list of protocols
 * @param data the data sets that conditions name, and perhaps more
 */
public record Protocol(String name, String summary, List<CaptionData> data, List<Trial> trials) {
    /**
     * One system in one condition; it is run with every seed.
     *
     * @param later what it depends on, if it does: until the results of other trials are there, it stands for what it
     *     becomes by them, and takes as long
     */
    public record Trial(Condition condition, CaptionSystem system, Optional<Later> later) {
        /** One that is known from the beginning. */
        public Trial(Condition condition, CaptionSystem system) {
            this(condition, system, Optional.empty());
        }

        /** The same in the place of one that follows from the results of {@code others}, which are run before. */
        Trial after(List<Trial> others, Function<BenchmarkResults, Trial> becomes) {
            return new Trial(condition, system, Optional.of(new Later(others, becomes)));
        }

        /** What is run. @param results gives the results of the trials that it depends on */
        Trial settled(Function<List<Trial>, BenchmarkResults> results) {
            return later.map(one -> one.becomes().apply(results.apply(one.others()))).orElse(this);
        }

        /**
         * The system as it is trained in the condition.
         *
         * @param epochs in place of those that it has in its settings; 0 for these
         */
        CaptionSystem trained(int epochs) {
            CaptionSystem own = epochs == 0 ? system : system.withEpochs(epochs);
            return condition.passes() == 1 || !own.trainsDecoder() ? own
                    : own.withEpochs((int) Math.max(1, Math.round(condition.passes() * own.epochs())));
        }
    }

    /** How a trial follows from the results of others. */
    public record Later(List<Trial> others, Function<BenchmarkResults, Trial> becomes) {}

    public Protocol {
        data = List.copyOf(data);
        trials = List.copyOf(trials);
    }

    /**
     * The same protocol with some of its systems.
     *
     * @throws UserException naming the systems there are, if it has none of one of these names
     */
    public Protocol only(List<String> names) {
        List<String> known = trials.stream().map(trial -> trial.system().name()).distinct().toList();
        for (String name : names) {
            if (known.stream().noneMatch(name::equalsIgnoreCase)) {
                throw new UserException("the protocol " + this.name + " has no method '" + name
                        + "'; it has " + String.join(", ", known));
            }
        }
        return where(trial -> names.stream().anyMatch(trial.system().name()::equalsIgnoreCase));
    }

    /** The same protocol in one of its conditions. */
    public Protocol in(String condition) {
        List<String> known = trials.stream().map(trial -> trial.condition().name()).distinct().toList();
        if (!known.contains(condition)) {
            throw new UserException("the protocol " + name + " has no condition '" + condition
                    + "'; it has " + String.join(", ", known));
        }
        return where(trial -> trial.condition().name().equals(condition));
    }

    /** The same protocol with some of its trials. */
    public Protocol where(Predicate<Trial> wanted) {
        return new Protocol(name, summary, data, trials.stream().filter(wanted).toList());
    }

    /**
     * Says by name what a protocol asks for that its data sets do not have, before anything is computed.
     *
     * @param settings of the run: its photos, and whether it takes fewer sentences than there are
     * @throws UserException if there is such a thing
     */
    void requireServed(BenchmarkSettings settings) {
        String split = settings.split();
        if (name.equals(Protocols.STYLE)) {
            Map<String, Corpus> voices = new LinkedHashMap<>();
            trials.stream().map(trial -> trial.condition().source()).distinct()
                    .forEach(source -> voices.put(source, named(source).sentences().corpus()));
            VoiceClassifier.requireApart(voices);
        }
        if (name.equals(Bridge.NAME)) {
            trials.stream().map(trial -> List.of(trial.condition().target(), trial.condition().source())).distinct()
                    .forEach(two -> Bridge.requireSameSentences(named(two.get(0)), named(two.get(1))));
        }
        for (Trial trial : trials) {
            Condition condition = trial.condition();
            CaptionData source = named(condition.source());
            CaptionData target = named(condition.target());
            if (!target.splits().contains(split)) {
                throw new UserException("the data set " + target.name() + " has no photos of the split "
                        + split + "; " + (target.splits().isEmpty() ? "it has sentences alone"
                        : "there are " + String.join(", ", target.splits())));
            }
            if (!condition.corruption().equals(Corruption.NONE) && !target.canCorrupt(split)) {
                throw new UserException("the condition '" + condition.name() + "' of the protocol " + name
                        + " shows photos through " + condition.corruption().label() + ", for which the data set "
                        + target.name() + " needs the photos of the split " + split + " and a CLIP; it has features "
                        + "alone");
            }
            if (!trial.system().textOnly() && !source.hasTrainingPhotos()) {
                throw new UserException("the system " + trial.system().name() + " learns from photos, and "
                        + "the data set " + source.name() + " has none of its training sentences; leave such systems "
                        + "out (--methods)");
            }
            requireSentences(condition, settings, source);
            if (condition.targetSupport()) {
                requireSentences(condition, settings, target);
            }
        }
    }

    /** A condition is what it is named by: so many sentences to look up, as many steps as with all sentences. */
    private void requireSentences(Condition condition, BenchmarkSettings settings, CaptionData data) {
        int training = settings.training(data);
        boolean fewer = training < data.trainingSize();
        int there = training + (fewer ? BenchmarkData.furtherFor(data, training) : data.furtherSize());
        String where = "the condition '" + condition.name() + "' of the protocol " + name;
        if (condition.support() > there) {
            throw new UserException(where + " asks for " + condition.support() + " sentences to look up; the data set "
                    + data.name() + " has " + there + (fewer ? " where " + training + " are trained on; leave out "
                    + "--sentences, or choose a smaller --condition" : ""));
        }
        if (fewer && condition.share() < 1 && condition.passes() != 1) {
            throw new UserException(where + " is to take as many steps as a training with all " + data.trainingSize()
                    + " sentences of the data set " + data.name() + ", which " + training + " would not; leave out "
                    + "--sentences, or choose a --condition of equal passes");
        }
    }

    /** Says by name what systems need of the models, before anything is computed. */
    void requireModels(FrozenModels models) {
        List<CaptionSystem> systems = trials.stream().map(Trial::system).distinct().toList();
        systems.forEach(system -> system.language(models.language()));
        if (systems.stream().anyMatch(CaptionSystem::readsObjects)) {
            models.labels();
        }
        if (systems.stream().anyMatch(CaptionSystem::readsTexts)) {
            models.encoding();
        }
    }

    CaptionData named(String dataSet) {
        return data.stream().filter(one -> one.name().equals(dataSet)).findFirst()
                .orElseThrow(() -> new UserException("there is no data set '" + dataSet + "'; there are "
                        + String.join(", ", data.stream().map(CaptionData::name).toList())));
    }
}
