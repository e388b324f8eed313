package syntic.cache;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import syntic.command.Subcommand;

/** The command {@code cache}: what is kept between runs. */
@Command(name = "cache", description = {"List what is kept between runs: of what, how large, when last used.",
        "SYNTIC_CACHE names the folder, else it is ~/.cache/syntic."})
public final class CacheCommand extends Subcommand {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    @Override
    public Integer call() {
        List<Kept> all = Kept.all();
        all.stream().sorted(Comparator.comparing(Kept::bytes).reversed().thenComparing(Kept::name))
                .forEach(one -> out.println(line(one)));
        out.printf(Locale.ROOT, "%s: %,d entries, %s%n", Kept.folder(), all.size(),
                size(all.stream().mapToLong(Kept::bytes).sum()));
        return 0;
    }

    static String line(Kept one) {
        return String.format(Locale.ROOT, "%12s  %s  %-50s  %s", size(one.bytes()), TIME.format(one.used().toInstant()),
                one.name(), one.of());
    }

    static String size(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
