package syntic;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import syntic.io.UserException;
import syntic.nn.Stopped;

/**
 * How every command answers. Exit status 0: done; 1: it failed, one line says why and what to do; 2: it was called
 * wrongly, the line is followed by how it is called; 130: it was told to stop. A fault of the program shows its trace.
 */
public final class Dialect {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final int STOPPED = 130;
    private static final int WIDTH = 110;

    private Dialect() {}

    /** Runs a command, or the one of its subcommands that the arguments name; the result is the exit status. */
    public static int execute(CommandLine command, String[] arguments, PrintStream out, PrintStream err) {
        explain(command);
        command.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, Dialect::path)
                .setParameterExceptionHandler(Dialect::wrongUse)
                .setExecutionExceptionHandler(Dialect::failure);
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError e) {
            return exhausted(e, command.getErr());
        }
    }

    private static Path path(String name) {
        if (name.isEmpty()) {
            throw new TypeConversionException("an empty text names no file and no folder");
        }
        return Path.of(name);
    }

    private static void explain(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("this text").build());
        }
        command.getSubcommands().values().forEach(Dialect::explain);
    }

    private static int wrongUse(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(name(command) + ": " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        if (command.getParent() == null) {
            command.usage(err);
        } else {
            Help help = command.getHelp();
            err.print(help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength()));
            err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return WRONG_USE;
    }

    private static int failure(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof Stopped) {
            command.getErr().println(failure.getMessage());
            return STOPPED;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError e) {
                return exhausted(e, command.getErr());
            }
        }
        // Unchecked is what a folder throws that goes away while it is listed.
        Throwable reason = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        if (!(reason instanceof UserException || reason instanceof IOException)) {
            throw failure;
        }
        command.getErr().println(name(command) + ": " + message(reason));
        return FAILED;
    }

    private static int exhausted(OutOfMemoryError error, PrintWriter err) {
        err.println(String.format(Locale.ROOT, "there is not enough memory for this (%s; Java may take %,d MB here): let "
                + "it take more with java -Xmx4g -jar …, or give less at once; files are whole or the old ones",
                error.getMessage(), Runtime.getRuntime().maxMemory() >> 20));
        return FAILED;
    }

    /** As it is called, without the program: {@code project create}. */
    private static String name(CommandLine command) {
        String whole = command.getCommandSpec().qualifiedName();
        return command.getParent() == null ? whole : whole.substring(whole.indexOf(' ') + 1);
    }

    /** What the system says of a file is often no more than its name. */
    private static String message(Throwable reason) {
        return reason instanceof FileSystemException file && file.getReason() == null
                ? UserException.ofReading(Path.of(file.getFile()), file).getMessage() : reason.getMessage();
    }
}
