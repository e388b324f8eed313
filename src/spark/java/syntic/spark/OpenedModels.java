package syntic.spark;

import ai.djl.engine.EngineException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import syntic.io.UserException;

/** The models of this process, which its tasks share: opened by the first that asks. */
final class OpenedModels {
    private static final String MORE_MEMORY = "give executors more memory with java -Dspark.executor.memory=4g -jar …, "
            + "one process with java -Xmx4g -jar …, or fewer threads with --threads";
    private static final String WHOLE_PROGRAM = "see that this program and its libraries are whole there";
    private static final Map<Opening, Opening.Opened> OPENED = new ConcurrentHashMap<>();

    private OpenedModels() {}

    /** The engine does not tell by its errors whether it lacks memory or a library. */
    private static String remedy(Throwable error) {
        return error instanceof VirtualMachineError ? MORE_MEMORY : error instanceof LinkageError ? WHOLE_PROGRAM
                : MORE_MEMORY + "; if it is not memory, " + WHOLE_PROGRAM;
    }

    /** @throws UserException if they cannot be opened, be it that memory or a library is lacking here */
    static Opening.Opened of(Opening opening) {
        try {
            return OPENED.computeIfAbsent(opening, Opening::open);
        } catch (VirtualMachineError | LinkageError | EngineException e) {
            // Not as the cause: Spark would end the process, and then the next one that gets the task.
            throw new UserException(String.format(Locale.ROOT, "%s cannot be opened on executor %s on %s (%s; Java may "
                    + "take %,d MB there): %s", opening.models(), SparkEnv.get().executorId(),
                    SparkEnv.get().blockManager().blockManagerId().host(), e.getCause() == null ? e : e.getCause(),
                    Runtime.getRuntime().maxMemory() >> 20, remedy(e)));
        }
    }
}
