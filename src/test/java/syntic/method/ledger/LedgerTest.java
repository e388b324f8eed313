package syntic.method.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every hyper-parameter has a source, and the ledger states what the configurations hold. */
class LedgerTest {
    @Test
    void statesWhatTheConfigurationsHold() {
        assertEquals(List.of(), Ledger.drift());
        for (Ledger.Entry entry : Ledger.entries()) {
            assertFalse(entry.source().isBlank(), entry.name());
        }
    }

    @Test
    void prints() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertEquals(0, Ledger.run(new String[0], stream, stream));
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("projection.temperature") && text.contains("equation 3"), text);
    }
}
