package syntic.nn;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The work of this process in processor seconds, all threads together: unlike the time on the wall it says the same
 * on a machine that others use too.
 */
public final class ProcessorTime {
    private ProcessorTime() {}

    /** Since the process began. */
    public static double seconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
