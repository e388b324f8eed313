package syntic.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How much memory a device has left, and how many items of a batch fit into it. */
public final class FreeMemory {
    /** Of what is free, the part that a batch may take: other processes and the Java heap grow too. */
    private static final double SHARE = 0.5;

    private FreeMemory() {}

    /** In bytes. */
    public static long of(Device device) {
        if (device.isGpu()) {
            MemoryUsage usage = CudaUtils.getGpuMemory(device);
            return usage.getMax() - usage.getUsed();
        }
        return ofHost(Path.of("/"));
    }

    /** What all processes have taken of the GPU that computes, in bytes; nothing where a CPU does. */
    public static OptionalLong usedOfGpu(Compute compute) {
        return compute.device().isGpu() ? OptionalLong.of(CudaUtils.getGpuMemory(compute.device()).getUsed())
                : OptionalLong.empty();
    }

    /**
     * The largest power of two that fits, but at least 1: few different sizes, since kernels for other sizes round
     * differently.
     *
     * @param manager of the model
     * @param most items beyond which nothing gets faster on a CPU
     * @param mostOnGpu the same on a GPU
     */
    public static int batch(NDManager manager, long bytesPerItem, int most, int mostOnGpu) {
        Device device = manager.getDevice();
        return batch(of(device), bytesPerItem, device.isGpu() ? mostOnGpu : most);
    }

    static int batch(long free, long bytesPerItem, int most) {
        double fitting = SHARE * free / bytesPerItem;
        return most <= fitting ? most : Math.max(1, Integer.highestOneBit((int) fitting));
    }

    /** What Linux says is available below {@code root}, within the limit of a container; elsewhere what Java says. */
    static long ofHost(Path root) {
        long available = kilobytes(root.resolve("proc/meminfo"), "MemAvailable:");
        if (available < 0) {
            available = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getFreeMemorySize();
        }
        Path groups = root.resolve("sys/fs/cgroup");
        long newer = left(groups.resolve("memory.max"), groups.resolve("memory.current"));
        Path first = groups.resolve("memory");
        long before = left(first.resolve("memory.limit_in_bytes"), first.resolve("memory.usage_in_bytes"));
        return Math.min(available, Math.min(newer, before));
    }

    private static long left(Path limit, Path used) {
        long most = number(limit);
        long now = number(used);
        return most < 0 || now < 0 ? Long.MAX_VALUE : Math.max(0, most - now);
    }

    /** The number that a file holds; -1 where there is none or no such file. */
    private static long number(Path file) {
        try {
            String text = Files.isReadable(file) ? Files.readString(file).strip() : "";
            return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
        } catch (IOException e) {
            return -1;      // no container, or one that does not tell
        }
    }

    private static long kilobytes(Path file, String name) {
        if (!Files.isReadable(file)) {
            return -1;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name)).findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).orElse(-1L);
        } catch (IOException e) {
            return -1;      // not Linux
        }
    }
}
