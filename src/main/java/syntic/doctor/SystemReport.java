package syntic.doctor;

import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import syntic.hub.HubSettings;
import syntic.io.CacheFolder;
import syntic.nn.Compute;
import syntic.nn.FreeMemory;
import syntic.nn.Kernels;
import syntic.nn.Torch;

/** The state of this machine, line by line: fit to be shown to others, without secrets and without the user's name. */
final class SystemReport {
    private static final Pattern VARIABLES = Pattern.compile(
            "(SYNTIC|HF|OMP|MKL|DJL|PYTORCH|CUDA|JUPYTER|THP)_\\w+|JAVA_HOME|JAVA_TOOL_OPTIONS|XDG_CACHE_HOME");
    private static final Pattern SECRETS = Pattern.compile("(?<=//)[^/@\\s]+(?=@)|(?i:(?<=(password|token|secret)=)\\S+)");
    /** Of a processor, those that decide about the speed of sums. */
    private static final List<String> FLAGS = List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16");

    private final Map<String, String> environment;
    private final Path home;

    SystemReport(Map<String, String> environment, Path home) {
        this.environment = new TreeMap<>(environment);
        this.home = home;
    }

    /** @param compute as chosen for the models */
    List<String> lines(Compute compute) {
        List<String> lines = new ArrayList<>();
        String version = SystemReport.class.getPackage().getImplementationVersion();
        lines.add("library      " + (version == null ? "not built as a jar" : version));
        lines.add("java         " + property("java.runtime.version") + ", " + property("java.vendor") + ", in "
                + shown(property("java.home")));
        lines.add("system       " + property("os.name") + " " + property("os.version") + " on "
                + property("os.arch") + ", " + Locale.getDefault());
        lines.add("processor    " + processor());
        lines.add("engine       " + Torch.description());
        lines.add("kernels      " + Kernels.digest() + " (equal where sums are rounded alike)");
        lines.add("computing on " + compute);
        for (int gpu = 0; gpu < Torch.gpus(); gpu++) {
            lines.add(String.format(Locale.ROOT, "gpu:%d        compute capability %s, CUDA %s, %s free", gpu,
                    CudaUtils.getComputeCapability(gpu), CudaUtils.getCudaVersionString(),
                    gigabytes(FreeMemory.of(Compute.of("gpu:" + gpu, "auto", "auto").device()))));
        }
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        lines.add("memory       " + gigabytes(FreeMemory.of(Compute.PLAIN.device())) + " free of " + gigabytes(memory)
                + "; Java's heap at most " + gigabytes(Runtime.getRuntime().maxMemory()));
        lines.add("results      " + folder(CacheFolder.path()));
        lines.add("PyTorch      " + folder(Utils.getEngineCacheDir("pytorch")));
        lines.add("full models  " + folder(HubSettings.fromEnvironment().cache()));
        jupyterKernels().forEach(kernel -> lines.add("Jupyter      " + kernel));
        environment.forEach((name, value) -> {
            if (VARIABLES.matcher(name).matches()) {
                lines.add("environment  " + name + "=" + (name.contains("TOKEN") ? "(not shown)" : shown(value)));
            }
        });
        return lines;
    }

    private static String property(String name) {
        return System.getProperty(name);
    }

    /** Home folders hold the names of people; addresses and options may hold passwords. */
    private String shown(String text) {
        return SECRETS.matcher(text.replace(home.toString(), "~")).replaceAll("…");
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    private static String processor() {
        String cores = Runtime.getRuntime().availableProcessors() + " cores";
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return cores;
        }
        try (Stream<String> all = Files.lines(file)) {
            Map<String, String> first = all.filter(line -> line.contains(":")).collect(Collectors.toMap(
                    line -> line.substring(0, line.indexOf(':')).strip(),
                    line -> line.substring(line.indexOf(':') + 1).strip(), (one, other) -> one));
            List<String> flags = List.of(first.getOrDefault("flags", "").split(" "));
            return first.getOrDefault("model name", property("os.arch")) + ", " + cores + ", "
                    + FLAGS.stream().filter(flags::contains).collect(Collectors.joining(" "));
        } catch (IOException | UncheckedIOException e) {
            return cores + " (" + e + ")";
        }
    }

    /** A folder with its size, links not followed, and what is free beside it. */
    String folder(Path folder) {
        File existing = folder.toAbsolutePath().toFile();
        while (!existing.exists()) {
            existing = existing.getParentFile();
        }
        String free = existing.getTotalSpace() == 0 ? "free space unknown"
                : gigabytes(existing.getUsableSpace()) + " free";
        return shown(folder.toString()) + ": " + size(folder) + ", " + free
                + (Files.isWritable(existing.toPath()) ? "" : ", not writable");
    }

    private static String size(Path folder) {
        if (!Files.isDirectory(folder)) {
            return "not there yet";
        }
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> !Files.isSymbolicLink(path) && Files.isRegularFile(path)).toList()) {
                bytes += Files.size(file);
            }
            return gigabytes(bytes);
        } catch (IOException | UncheckedIOException e) {
            return "cannot be read (" + e.getMessage() + ")";
        }
    }

    /** Kernels for Java that Jupyter finds, and those that the main job set up. */
    private List<String> jupyterKernels() {
        List<Path> folders = new ArrayList<>();
        for (String folder : environment.getOrDefault("JUPYTER_PATH", "").split(File.pathSeparator)) {
            folders.add(Path.of(folder));
        }
        folders.addAll(List.of(Path.of("target/jupyter"), home.resolve(".local/share/jupyter"),
                home.resolve("Library/Jupyter"), Path.of("/usr/local/share/jupyter"), Path.of("/usr/share/jupyter")));
        return folders.stream().map(folder -> folder.toAbsolutePath().resolve("kernels")).distinct()
                .filter(Files::isDirectory).flatMap(this::javaKernels).toList();
    }

    private Stream<String> javaKernels(Path kernels) {
        List<String> found = new ArrayList<>();
        File[] folders = kernels.toFile().listFiles(File::isDirectory);
        for (File folder : folders == null ? new File[0] : folders) {
            Path specification = folder.toPath().resolve("kernel.json");
            try {
                if (Files.isReadable(specification)
                        && Files.readString(specification).matches("(?s).*\"language\"\\s*:\\s*\"java\".*")) {
                    found.add("kernel " + folder.getName() + " in " + shown(folder.toString()));
                }
            } catch (IOException e) {
                found.add("kernel " + folder.getName() + " cannot be read (" + e + ")");
            }
        }
        return found.stream().sorted();
    }
}
