package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.benchmark.Protocol.Trial;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.Chosen;
import syntic.miniature.Miniature;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/** Settings are searched with the same effort for every system, on validation photos, and chosen by one rule. */
class TuningTest {
    private static final String TAU = "projection.temperature";
    private static final String INPUT = "decoder.shape.normalisation";

    @TempDir
    private Path folder;

    @Test
    void everySystemHasTheSameTriesWithThePapersAmongThem() {
        Map<String, List<Trial>> bySystem = bySystem(Systems.MINIATURE);
        bySystem.forEach((name, trials) -> {
            Search.Space space = Search.space(name).orElseThrow();
            boolean hasOwn = !List.of("ClipCap", "supervised").contains(name);
            assertEquals(hasOwn ? 9 : 4, trials.size(), name);
            assertEquals(trials.size(), trials.stream().map(Trial::system).distinct().count(), name);
            assertEquals(trials.size(), space.size(), name);
            assertEquals(1, trials.stream().filter(one -> space.fromPaper(one.system().settings()) == 0).count(), name);
            assertEquals(hasOwn ? 5 : 0, trials.stream().skip(4).filter(one -> one.later().isPresent()).count(), name);
            space.own().ifPresent(own -> trials.stream().limit(4).forEach(one -> assertEquals(
                    space.paper().get(own.name()), one.system().settings().get(own.name()), name)));
        });
        assertEquals(12, bySystem.size());
        assertEquals("0.01", Search.space("DeCap").orElseThrow().paper().get(TAU));
        assertEquals("NONE", Search.space("CapDec").orElseThrow().paper().get(INPUT));
    }

    @Test
    void whatASearchChoseDoesNotChangeItsTries() {
        Systems chosen = new Systems(Systems.MINIATURE.all().stream().map(system -> !system.name().startsWith("ReCap")
                ? system : system.with(Map.of("retrieved", "1", "alignment.centre", "false"))).toList());
        assertEquals(bySystem(Systems.MINIATURE).values().stream().flatMap(List::stream).map(Trial::system).toList(),
                bySystem(chosen).values().stream().flatMap(List::stream).map(Trial::system).toList());
    }

    private static Map<String, List<Trial>> bySystem(Systems systems) {
        return Search.trials(systems, Condition.within("plain")).stream().collect(Collectors.groupingBy(
                trial -> trial.system().name(), LinkedHashMap::new, Collectors.toList()));
    }

    @Test
    void thePapersSettingsStayUnlessOthersAreSurelyBetterAndThenAsFewAsWillDoAreChanged() {
        assertEquals(Map.of(TAU, "0.01", INPUT, "NONE"), choice(one -> 0).changed(), "all say the same");
        assertEquals(Map.of(TAU, "0.01", INPUT, "NONE"), choice(one -> one.get(TAU).equals("0.1") ? 1 : 0).changed(),
                "one caption more is luck");
        Choices.Choice whitened = choice(one -> !one.get(INPUT).equals("WHITENED") ? 0
                : one.get(TAU).equals("0.005") ? 41 : 40);
        assertEquals(Map.of(TAU, "0.01", INPUT, "WHITENED"), whitened.changed(), "1/200 is not surely better there");
        assertEquals("tau = 0.005, input = whitened", whitened.best());
        assertEquals("tau = 0.01, input = none", whitened.paper().orElseThrow());
        assertTrue(whitened.gain().difference().low() > 0 && !whitened.below().difference().excludesZero());
        assertTrue(whitened.source(TAU).startsWith("ours: as in the paper by the rule of the search (9 tries"));
        assertTrue(whitened.source(INPUT).startsWith("ours: in place of the paper's NONE by the rule"));
        Choices.Choice both = choice(one -> !one.get(INPUT).equals("WHITENED") ? 0
                : one.get(TAU).equals("0.005") ? 50 : 20);
        assertEquals(Map.of(TAU, "0.005", INPUT, "WHITENED"), both.changed());
        assertEquals(1, both.corrected(both.gain()) / both.gain().pValue() / 8, 1e-9, "tries are counted");
    }

    @Test
    void theOtherValuesAreTriedWithWhatTheFirstStageGives() {
        Function<Map<String, String>, Integer> scaled = one -> one.get(INPUT).equals("SCALED") ? 40 : 0;
        assertEquals(List.of("NONE", "SCALED", "CENTRED", "WHITENED", "SCALED", "SCALED", "SCALED", "SCALED", "SCALED"),
                results(scaled, 9).units().stream().filter(unit -> unit.seed() == 1)
                .map(unit -> unit.settings().get(INPUT)).toList());
        assertEquals(List.of("0.0025", "0.005", "0.02", "0.05", "0.1"), results(scaled, 9).units().stream()
                .filter(unit -> unit.seed() == 1).skip(4).map(unit -> unit.settings().get(TAU)).toList());
        assertTrue(results(one -> one.get(INPUT).equals("SCALED") ? 1 : 0, 9).units().stream().skip(12)
                .allMatch(unit -> unit.settings().get(INPUT).equals("NONE")), "one caption more is luck");
        List<Trial> trials = bySystem(Systems.MINIATURE).get("DeCap");
        BenchmarkResults some = results(scaled, 3);
        assertTrue(assertThrows(UserException.class, () -> trials.get(5).settled(none -> some)).getMessage()
                .contains("not all tries of DeCap"));
    }

    /** With one seed the first stage gave the scaled input, with three it gives the whitened one. */
    @Test
    void whatTheSecondStageTriedBeforeMoreSeedsGaveAnotherFirstStageHasNoSay() {
        BenchmarkResults before = results(one -> one.get(TAU).equals("0.1") ? 55
                : one.get(INPUT).equals("SCALED") ? 40 : 0, 9);
        BenchmarkResults after = results(one -> one.get(INPUT).equals("WHITENED") ? 40 : 0, 9);
        List<BenchmarkUnit> units = new ArrayList<>(after.units());
        before.units().stream().filter(unit -> !unit.settings().get(TAU).equals("0.01")
                && unit.seed() == 1).forEach(units::add);
        Choices.Choice choice = choices(results(after.references().get("plain"), units)).all().get(0);
        assertEquals(9, choice.tried());
        assertEquals(3, choice.seeds(), "those of all its tries");
        assertEquals(0, choice.missing());
        assertEquals(Map.of(TAU, "0.01", INPUT, "WHITENED"), choice.changed());
        assertEquals("WHITENED", after.units().stream().filter(unit -> unit.condition().equals(choice.best()))
                .findFirst().orElseThrow().settings().get(INPUT), "not tau = 0.1, input = scaled");
    }

    /** Behind a mapper CapDec's language model reads features as they are: there is nothing but the noise to try. */
    @Test
    void aSearchAtFullScaleIsWholeWithoutTheSettingsThatItsSystemsLack() {
        BenchmarkResults results = results(Systems.PAPER, one -> one.get("noise.scale").equals("0.02") ? 40 : 0, 6,
                "CapDec");
        assertEquals(6, results.units().stream().map(BenchmarkUnit::condition).distinct().count());
        Choices choices = Choices.of(results, BenchmarkTable.of(results, new SeedBootstrap(Choices.SAMPLES, 1)),
                Systems.PAPER);
        assertEquals(0, choices.all().get(0).missing());
        assertEquals(Map.of("noise.scale", "0.02"), choices.all().get(0).changed());
        assertTrue(choices.lines(List.of()).stream().anyMatch(line -> line.system().equals("CapDec")
                && line.setting().equals("noise.scale") && line.value().equals("0.02")));
    }

    @Test
    void theTablesOfSettingsFollowFromTheChoice() {
        Choices choices = choices(one -> one.get(INPUT).equals("CENTRED") ? 40 : 0, 9);
        List<Chosen> lines = choices.lines(Chosen.all());
        assertEquals(Chosen.all().size(), lines.size(), "what was not searched stays");
        for (Chosen line : lines) {
            String expected = !line.system().equals("DeCap") ? Chosen.of(line.system(), line.setting()).orElseThrow()
                    .value() : line.setting().equals(TAU) ? "0.01" : "CENTRED";
            assertEquals(expected, line.value(), line.toString());
        }
        assertEquals(lines.size(), Chosen.table(lines).lines().filter(line -> line.split("\t").length == 4).count());
        for (int tries : List.of(3, 8)) {
            String message = assertThrows(UserException.class, () -> choices(one -> 0, tries).lines(Chosen.all()))
                    .getMessage();
            assertTrue(message.startsWith("the search has " + tries + " of 9 tries of DeCap"), message);
        }
    }

    @Test
    void aVariantWithASearchOfItsOwnDoesNotTakeWhatWasChosenForItsFamily() {
        Function<Map<String, String>, Integer> six = one -> one.get("retrieved").equals("6") ? 40 : 0;
        List<BenchmarkUnit> units = new ArrayList<>(results(six, 9, "ReCap-Procrustes").units());
        units.addAll(results(six, 9, "ReCap-ridge").units());
        BenchmarkResults both = results(results(one -> 0, 9).references().get("plain"), units);
        List<Chosen> lines = choices(both).lines(Chosen.all());
        Map<String, String> retrieved = lines.stream().filter(line -> line.setting().equals("retrieved"))
                .collect(Collectors.toMap(Chosen::system, Chosen::value));
        assertEquals(Map.of("ReCap", "6", "ReCap-ridge",
                Systems.PAPER.named("ReCap-ridge").settings().get("retrieved")), retrieved);
    }

    /** What ships was chosen from what ships, once the search that ships is this one. */
    @Test
    void whatIsInUseIsWhatTheShippedSearchChose() {
        BenchmarkResults shipped = BenchmarkResults.shipped(ShippedResultsTest.FOLDER, Search.NAME).orElseThrow();
        List<Choices.Choice> complete = Choices.of(shipped, BenchmarkTable.of(shipped, new SeedBootstrap(
                Choices.SAMPLES, 1)), Systems.MINIATURE).all().stream().filter(choice -> choice.missing() == 0)
                .toList();
        for (Choices.Choice choice : complete) {
            choice.changed().forEach((setting, value) -> assertEquals(value, Systems.MINIATURE.named(choice.system())
                    .settings().get(setting), choice.system()));
        }
    }

    private static Choices.Choice choice(Function<Map<String, String>, Integer> right) {
        return choices(right, 9).all().get(0);
    }

    /** @param tries of the search, in its order */
    private static Choices choices(Function<Map<String, String>, Integer> right, int tries) {
        return choices(results(right, tries));
    }

    private static Choices choices(BenchmarkResults results) {
        return Choices.of(results, BenchmarkTable.of(results, new SeedBootstrap(Choices.SAMPLES, 1)),
                Systems.MINIATURE);
    }

    private static BenchmarkResults results(Function<Map<String, String>, Integer> right, int tries) {
        return results(right, tries, "DeCap");
    }

    /** A search of a system. @param right photos, of 60, whose caption is right in a try */
    private static BenchmarkResults results(Function<Map<String, String>, Integer> right, int tries, String system) {
        return results(Systems.MINIATURE, right, tries, system);
    }

    private static BenchmarkResults results(Systems systems, Function<Map<String, String>, Integer> right, int tries,
            String system) {
        Map<String, List<String>> references = new LinkedHashMap<>();
        for (int photo = 0; photo < 60; photo++) {
            references.put("photo" + photo, List.of("a red dog beside the tree number " + "ab".repeat(photo + 1)));
        }
        List<BenchmarkUnit> units = new ArrayList<>();
        for (Trial planned : bySystem(systems).get(system).stream().limit(tries).toList()) {
            Trial trial = planned.settled(others -> results(references, units.stream().filter(unit -> others.stream()
                    .anyMatch(one -> one.condition().name().equals(unit.condition()))).toList()));
            Map<String, String> captions = new LinkedHashMap<>();
            references.forEach((photo, texts) -> captions.put(photo, captions.size()
                    < right.apply(trial.system().settings()) ? texts.get(0) : "a boat under the moon"));
            Map<String, String> settings = new LinkedHashMap<>(trial.system().settings());
            settings.putAll(trial.condition().settings());
            for (long seed = 1; seed <= 3; seed++) {
                units.add(new BenchmarkUnit(trial.condition().name(), "plain", system, seed, true, settings, captions,
                        Map.of(), Map.of(), 1.0, 1, 1, Map.of()));
            }
        }
        return results(references, units);
    }

    private static BenchmarkResults results(Map<String, List<String>> references, List<BenchmarkUnit> units) {
        return new BenchmarkResults(Provenance.of("benchmark", BenchmarkSettings.of(Search.NAME), Map.of()),
                Map.of("plain", references), units);
    }

    @Test
    @Tag("slow")
    void aSearchIsRunGoesOnAfterAStopAndItsChoiceIsWritten() throws IOException {
        assertEquals("validation", BenchmarkSettings.of("tuning").split());
        BenchmarkSettings tiny = new BenchmarkSettings("tuning", "validation", 24, 4, 1);
        List<Boolean> before = new ArrayList<>();
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")))) {
            Protocol protocol = Protocols.named("tuning", Systems.MINIATURE, mini.data())
                    .only(List.of("ReCap-ridge", "ClipCap"));
            BenchmarkRun run = new BenchmarkRun(folder.resolve("run"), tiny, protocol, List.of(1L));
            assertThrows(IllegalStateException.class, () -> run.run(mini.models(), new BenchmarkRun.Listener() {
                @Override
                public void begin(int number, int all, String unit) {
                    assertEquals(13, all);
                    if (number == 7) {
                        throw new IllegalStateException("killed");
                    }
                }
            }));
            BenchmarkResults searched = run.run(mini.models(), new BenchmarkRun.Listener() {
                @Override
                public void end(BenchmarkUnit unit, boolean wasBefore) {
                    before.add(wasBefore);
                }
            });
            assertEquals(13, searched.units().size());
            assertEquals(1, searched.units().stream().filter(unit -> unit.system().equals("ReCap-ridge")).skip(4)
                    .map(unit -> unit.settings().get("alignment.centre") + unit.settings().get("alignment.scale"))
                    .distinct().count(), "the second stage has one of the four");
        }
        assertEquals(6, before.stream().filter(one -> one).count());
        Path target = folder.resolve("chosen.tsv");
        CommandRun command = CommandRun.of("benchmark", "--choose", folder.resolve("run").toString(),
                target.toString());
        assertEquals(0, command.status(), command.err());
        assertTrue(command.out().contains("ReCap-ridge") && command.out().contains("ClipCap"), command.out());
        Optional<String> ridge = Files.readAllLines(target).stream()
                .filter(line -> line.startsWith("ReCap-ridge\talignment.ridge\t")).findFirst();
        assertTrue(ridge.orElseThrow().contains("by the rule of the search (9 tries on validation photos, seeds: 1)"));
        CommandRun estimate = CommandRun.of("benchmark", "tuning", "--seeds", "3", "--folder",
                folder.resolve("none").toString(), "--estimate", ShippedResultsTest.FOLDER.resolve("in-domain.json.gz")
                .toString());
        assertEquals(0, estimate.status(), estimate.err());
        assertTrue(estimate.out().contains(" processor hours in all"), estimate.out());
        CommandRun after = CommandRun.of("benchmark", "in-domain", "--seeds", "2", "--after", "in-domain:1",
                "--estimate", ShippedResultsTest.FOLDER.resolve("in-domain.json.gz").toString());
        assertTrue(after.out().matches("(?s).* SynTIC  \\| +2  \\| +4  \\|.*"), "two data sets, one new seed: "
                + after.out());
        assertTrue(CommandRun.of("benchmark", "noise", "--after", "tuning", "--estimate",
                ShippedResultsTest.FOLDER.resolve("in-domain.json.gz").toString()).err()
                .contains("--after needs NAME:SEEDS"));
        assertFalse(Files.exists(folder.resolve("none")));
    }
}
