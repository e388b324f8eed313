package syntic;

import java.util.HashSet;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Says on the console why tests are skipped, once for each class and reason: Maven only counts them, if at all. */
public final class SkippedTests implements TestExecutionListener {
    private final Set<String> said = new HashSet<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        say(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            say(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    private synchronized void say(TestIdentifier test, String reason) {
        String where = test.getUniqueIdObject().getSegments().stream()
                .filter(segment -> segment.getType().equals("class")).map(UniqueId.Segment::getValue).findFirst()
                .orElse(test.getDisplayName());
        String line = "skipped: " + where + ": " + reason.replaceFirst("^Assumption failed: ", "");
        if (said.add(line)) {
            System.err.println(line);
        }
    }
}
