package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntic.miniature.world.Splits;
import syntic.nn.Compute;
import syntic.stage.Encoding;

/** The CLIP that is shipped is good enough for what is built on it. */
@Tag("slow")
class ClipGatesTest {

    @Test
    void theShippedModelPasses() {
        try (Encoding clip = Encoding.from(Compute.PLAIN, ShippedModels.folder("clip"))) {
            ClipGates gates = ClipGates.evaluate(clip, new Splits(1));
            assertTrue(gates.passed(), gates.toString());
            assertTrue(gates.retrieval().imageCeiling().at1() < 1, "some sentences fit several photos");
            assertTrue(gates.geometry().matched() > gates.geometry().unmatched() + 0.1, gates.toString());
            assertTrue(gates.geometry().photoGap() > 0.1, "photos and sentences lie apart, as in published models");
            assertEquals(100, gates.scale(), 0.1);
        }
    }
}
