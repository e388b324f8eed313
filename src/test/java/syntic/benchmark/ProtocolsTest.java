package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import syntic.benchmark.Protocol.Trial;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.io.UserException;
import syntic.method.capdec.NoiseInjection;
import syntic.method.capdec.NoiseInjection.Distribution;
import syntic.miniature.Miniature;

/** What the usual experiments compare. */
class ProtocolsTest {
    private static List<Trial> trials(String protocol) {
        try (Miniature mini = Miniature.open()) {
            return Protocols.named(protocol, Systems.MINIATURE, mini.data()).trials();
        }
    }

    @Test
    void dataSizeHasTheSharesOfThePaperAtEqualPassesAndAtEqualSteps() {
        List<Trial> trials = trials("data-size");
        assertEquals(List.of(0.1, 0.2, 0.4, 0.6, 0.8, 1.0), trials.stream().map(trial -> trial.condition().share())
                .distinct().toList());
        int sentences;
        try (Miniature mini = Miniature.open()) {
            sentences = mini.data().stream().mapToInt(CaptionData::trainingSize).findFirst().orElseThrow();
        }
        for (Trial trial : trials) {
            int usual = trial.system().epochs();
            boolean equalSteps = trial.condition().name().endsWith(" %, equal steps");
            assertEquals(equalSteps, trial.condition().passes() != 1, trial.toString());
            assertEquals(equalSteps ? steps(sentences) * usual : steps(trial.condition().share() * sentences) * usual,
                    steps(trial.condition().share() * sentences) * trial.trained(0).epochs(), equalSteps
                    ? steps(trial.condition().share() * sentences) / 2 : 0, trial.toString());
            assertEquals(Math.round(4 * trial.condition().passes()), trial.trained(4).epochs(), "a quick try, too");
        }
        assertEquals(1, trials.stream().filter(trial -> trial.system().name().equals(Systems.SYNTIC)
                && trial.condition().share() == 1).count(), "all sentences need no more steps");
        assertTrue(trials.stream().noneMatch(trial -> trial.system().name().startsWith("ReCap")), "it would take long");
    }

    @Test
    void fewerSentencesAreRefusedWhereAConditionWouldNotBeWhatItIsNamedBy() {
        refuses("support-set", "1000 sentences", "the condition '5000 sentences' of the protocol support-set asks for "
                + "5000 sentences to look up; the data set plain has 2000 where 400 are trained on; leave out "
                + "--sentences");
        refuses("data-size", "20 %", "the condition '10 %, equal steps' of the protocol data-size is to take as many "
                + "steps as a training with all 2000 sentences of the data set plain, which 400 would not");
    }

    /** @param served a condition that is as it is named with 400 sentences, too */
    private static void refuses(String name, String served, String message) {
        BenchmarkSettings fewer = new BenchmarkSettings(name, CaptionData.TEST, 400, 0, 0);
        try (Miniature mini = Miniature.open()) {
            Protocol protocol = Protocols.named(name, Systems.MINIATURE, mini.data());
            protocol.in(served).requireServed(fewer);
            protocol.requireServed(BenchmarkSettings.of(name));
            String found = assertThrows(UserException.class, () -> protocol.requireServed(fewer)).getMessage();
            assertTrue(found.startsWith(message), found);
        }
    }

    private static double steps(double sentences) {
        return Math.ceil(sentences / 32);
    }

    @Test
    void reCapSeesEveryCorruption() {
        List<Trial> trials = trials("corruption");
        Set<Corruption> all = trials.stream().map(trial -> trial.condition().corruption()).collect(Collectors.toSet());
        for (String system : List.of("SynTIC", "DeCap", "ReCap-Procrustes", "ReCap-Procrustes-real", "supervised")) {
            assertEquals(all, trials.stream().filter(trial -> trial.system().name().equals(system))
                    .map(trial -> trial.condition().corruption()).collect(Collectors.toSet()), system);
        }
        assertTrue(all.contains(Corruption.NONE));
    }

    @Test
    void noiseFromABallIsAsLongAsGaussianNoise() {
        List<Trial> trials = trials("noise");
        List<Double> gaussian = lengths(trials, "CapDec");
        List<Double> ball = lengths(trials, "CapDec-ball");
        assertEquals(gaussian, lengths(trials, "C3"));
        for (double radius : ball) {
            assertTrue(gaussian.stream().anyMatch(length -> Math.abs(radius / length - 1) < 0.2), ball + " beside "
                    + gaussian);
        }
        assertEquals(Search.radii(), ball, "the radii that settings are searched with");
        assertEquals(0, gaussian.get(0), "none at all, which noise is compared with");
        assertTrue(gaussian.contains(Math.sqrt(0.016 * 128)), "that of the paper");
        assertTrue(trials.stream().anyMatch(trial -> trial.condition().name().equals("scale 0.126")));
    }

    private static List<Double> lengths(List<Trial> trials, String system) {
        return trials.stream().map(Trial::system).filter(one -> one.name().equals(system)).map(one ->
                new NoiseInjection(Distribution.valueOf(one.settings().get("noise.distribution")),
                        Double.parseDouble(one.settings().get("noise.scale"))).length(128)).toList();
    }
}
