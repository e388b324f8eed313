package syntic.cache;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.io.FileTree;
import syntic.io.UserException;
import syntic.store.InUse;
import syntic.store.ProcessLock;

/** The command {@code cache clean}. */
@Command(name = "clean", description = {"Delete what is named; it is made again when it is asked for.",
        "What a running process makes or uses is kept."})
public final class CacheClean extends Subcommand {
    private static final String DELETED = ".deleted-";
    private static final String UNFINISHED = ".incomplete";

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "as cache lists it; * stands for anything, such as "
            + "'results/refinement-*'")
    private List<String> names;

    @Option(names = "--dry-run", description = "say what would be deleted, and delete nothing")
    private boolean dry;

    @Override
    public Integer call() throws IOException {
        List<Kept> all = Kept.all();
        Set<Kept> chosen = new LinkedHashSet<>();
        for (String name : names) {
            List<Kept> some = all.stream().filter(matching(name)::test).toList();
            if (some.isEmpty()) {
                throw new UserException(Kept.folder() + ": there is no '" + name + "'; cache lists what there is");
            }
            some.stream().filter(one -> !one.ours()).findFirst().ifPresent(one -> {
                throw new UserException(one.path() + ": was not made by this library; delete it by hand if you know "
                        + "what it is");
            });
            chosen.addAll(some);
        }
        long freed = 0;
        int kept = 0;
        for (Kept one : chosen) {
            boolean gone = clean(one);
            String said = dry ? "would be deleted" : "deleted";
            out.println(CacheCommand.line(one) + "  " + (gone ? said : "kept, a running process has it"));
            freed += gone ? one.bytes() : 0;
            kept += gone ? 0 : 1;
        }
        out.println(CacheCommand.size(freed) + (dry ? " would be freed" : " freed")
                + (kept == 0 ? "" : ", " + kept + " of " + chosen.size() + " kept"));
        return 0;
    }

    private static Predicate<Kept> matching(String name) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
        return one -> one.name().equals(name) || matcher.matches(Path.of(one.name()));
    }

    /** Whether it is gone, or would be. */
    private boolean clean(Kept one) throws IOException {
        Path home = one.home();
        String file = one.path().getFileName().toString();
        String made = file.endsWith(UNFINISHED) ? file.substring(0, file.length() - UNFINISHED.length()) : file;
        // Who makes it holds this lock; while it is held here nobody begins to.
        Optional<ProcessLock> lock = ProcessLock.tryAcquire(home.resolve(".locks").resolve(made));
        if (lock.isEmpty()) {
            return false;
        }
        try (ProcessLock held = lock.get()) {
            if (InUse.names(home).contains(made)) {
                return false;
            }
            return dry || delete(one.path(), home.resolve(DELETED + file), home, made);
        }
    }

    /** Takes the name away first: who looks finds all of it or nothing. */
    private static boolean delete(Path path, Path aside, Path home, String made) throws IOException {
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        if (InUse.names(home).contains(made)) {
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
            return false;
        }
        FileTree.delete(aside);
        return true;
    }
}
