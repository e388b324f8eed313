package syntic.ledger;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntic.Workbook;
import syntic.benchmark.Prices;
import syntic.benchmark.Protocols;
import syntic.benchmark.Systems;
import syntic.miniature.Miniature;

/** What the table of claims may say. */
@Tag("slow")
class ClaimTest {
    @Test
    void everySystemAndConditionIsAmongTheTrialsOfItsProtocol() {
        try (Miniature mini = Miniature.open()) {
            for (Claim claim : Claim.all()) {
                claim.tests().forEach(test -> requireTrials(test, mini));
                if (claim.isMeasuredInNotebook()) {
                    try (Stream<Path> notebooks = Files.list(Workbook.ROOT.resolve("notebooks"))) {
                        assertTrue(notebooks.anyMatch(one -> one.getFileName().toString().startsWith(claim.notebook()
                                + "-")), claim.toString());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
            for (String wrong : List.of("in-domain: SynTIK@plain > DeCap@plain",
                    "in-domain: SynTIC@plane > DeCap@plain", "corruption: SynTIC@noise 40 / non > 0.5",
                    "zero-shot: SynTIC@web to plain > 0.5 SynTIC@plain",
                    "in-domain/CIDER: SynTIC@plain > DeCap@plain", "in-domain/work: SynTIC@plain#decode > 1")) {
                assertThrows(AssertionError.class, () -> requireTrials(Inequality.parse(wrong).get(0), mini), wrong);
            }
        }
    }

    private static void requireTrials(Inequality test, Miniature mini) {
        assertTrue(test.isOfWork() || Measures.names().contains(test.measure()), test.text());
        Set<List<String>> trials = test.protocols().stream().flatMap(protocol -> Protocols.named(protocol,
                Systems.MINIATURE, protocol.equals("style") ? mini.voices() : mini.data()).trials().stream())
                .map(trial -> List.of(trial.system().name(), trial.condition().name())).collect(Collectors.toSet());
        for (Inequality.Term term : test.systems()) {
            term.conditions().forEach(condition -> assertTrue(trials.contains(List.of(term.system(), condition)),
                    test.text() + ": " + term.system() + " in " + condition));
            assertTrue(!test.isOfWork() || term.stage().equals(Inequality.WHOLE)
                    || Prices.STAGES.contains(term.stage()), test.text());
        }
    }

    @Test
    void refusesWhatIsNoClaim() {
        for (String line : List.of("P\there\tsomething\t\t", "P\there\tx\tin-domain: 2 > 1\t",
                "P\there\tx\t2 of: in-domain: a@b > c@d\t",
                "P\there\tx\tin-domain/work: a@b > c@d\t", "P\there\tx\tin-domain: a@b#decoder > 1\t",
                "P\there\tx\tin-domain/all: a@b > c@d & e@f & g@h & i@j & k@l & m@n\t",
                "P\there\tx\tin-domain: a@b > c@d\tand a reason",
                "P\there\tx\tin-domain: a@b\t", "P\there\tx\tin-domain: a > c@d\t",
                "P\there\tx\tin-domain: x a@b > c@d@e\t", "P\there")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> Claim.parse(line)).getMessage()
                    .startsWith("claims.tsv: '"), line);
        }
    }
}
