package syntic.nn;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The work of this process in processor seconds, all threads together: unlike the time on the wall it says the same
 * on a machine that others use too.
 */
public final class ProcessorTime {
    /** The clock goes in steps of a hundredth of a second; over so many seconds they count little. */
    private static final double ENOUGH = 0.5;

    private ProcessorTime() {}

    /** Of one of many runs of what takes too little for the clock: it is repeated until that can tell. */
    public static double of(Runnable repeated) {
        double begin = seconds();
        int runs = 0;
        do {
            repeated.run();
            runs++;
        } while (seconds() - begin < ENOUGH);
        return (seconds() - begin) / runs;
    }

    /** Since the process began. */
    public static double seconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
