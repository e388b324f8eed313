package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class WaitPolicyTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nativeLibrariesSeeWhatIsSet() {
        WaitPolicy.set("SYNTIC_WAIT_POLICY_TEST", "PASSIVE");
        WaitPolicy.set("SYNTIC_WAIT_POLICY_TEST", "what somebody said before stays");
        assertEquals("PASSIVE", Function.getFunction("c", "getenv")
                .invokeString(new Object[] {"SYNTIC_WAIT_POLICY_TEST"}, false));
    }
}
