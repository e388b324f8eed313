package syntic.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import jdk.jshell.UnresolvedReferenceException;

/** Says what failed in the words of the cell: its number, its line, the text of that line. */
final class FailureReport {
    private static final String RED = "\u001b[1;31m";
    private static final int MAX_FRAMES = 24;
    private static final String PLAIN = "\u001b[0m";

    private FailureReport() {
    }

    /** @param missing what a declaration names that is not declared; jshell has no diagnostic for some of it */
    static CellFailure compileError(List<Diag> diagnostics, List<String> missing, Session.Part part) {
        Cell cell = part.cell();
        List<String> report = new ArrayList<>();
        for (Diag diagnostic : diagnostics) {
            if (diagnostic.isError()) {
                int start = part.offset() + (int) Math.max(0, diagnostic.getStartPosition());
                int end = part.offset() + (int) Math.max(0, diagnostic.getEndPosition());
                List<String> message = diagnostic.getMessage(null).lines()
                        .filter(line -> !line.strip().startsWith("location:")).toList();
                report.add(red(cell.place(cell.lineAt(start)) + ": " + message.get(0)));
                message.stream().skip(1).forEach(report::add);
                cell.pointAt(start, end).lines().map(line -> "    " + line).forEach(report::add);
            }
        }
        if (report.isEmpty()) {
            String problem = missing.isEmpty() ? "this is not a complete statement"
                    : "cannot find " + String.join(", ", missing);
            report.add(red(cell.place(part.lineInCell(1)) + ": " + problem));
            report.add("    " + cell.line(part.lineInCell(1)));
        }
        return new CellFailure.CompileError(withoutColour(report.get(0)), report);
    }

    static CellFailure runtimeError(JShellException failure, Map<String, Session.Part> parts) {
        List<String> report = new ArrayList<>();
        String heading = heading(failure);
        report.add(red(heading));
        addFrames(failure, parts, report);
        for (Throwable cause = failure.getCause(); cause instanceof JShellException; cause = cause.getCause()) {
            report.add(red("Caused by: " + heading((JShellException) cause)));
            addFrames((JShellException) cause, parts, report);
        }
        return new CellFailure.RuntimeError(heading, report);
    }

    static CellFailure interrupted(JShellException failure, Map<String, Session.Part> parts) {
        List<String> report = new ArrayList<>();
        report.add(red("Interrupted"));
        // A cell that was stopped by force has no stack of its own to show.
        if (failure != null && Arrays.stream(failure.getStackTrace()).anyMatch(frame -> partOf(frame, parts) != null)) {
            report.add(heading(failure));
            addFrames(failure, parts, report);
        }
        return new CellFailure.Interrupted("the cell was interrupted", report);
    }

    private static String heading(JShellException failure) {
        if (failure instanceof EvalException thrown) {
            String message = thrown.getMessage();
            return thrown.getExceptionClassName() + (message == null ? "" : ": " + message);
        }
        if (failure instanceof UnresolvedReferenceException unresolved) {
            return "'" + unresolved.getSnippet().name() + "' uses something that is not declared yet";
        }
        return failure.toString();
    }

    /** The stack from where it was thrown up to the cell; jshell has already cut what called the cell. */
    private static void addFrames(JShellException failure, Map<String, Session.Part> parts, List<String> report) {
        StackTraceElement[] frames = failure.getStackTrace();
        int hidden = Math.max(0, frames.length - MAX_FRAMES);
        for (int i = 0; i < frames.length; i++) {
            if (hidden > 0 && i == MAX_FRAMES / 2) {
                report.add("    ... " + hidden + " more ...");
                i += hidden;
            }
            Session.Part part = partOf(frames[i], parts);
            if (part == null) {
                report.add("    at " + frames[i]);
            } else {
                int line = part.lineInCell(frames[i].getLineNumber());
                report.add("    at " + part.cell().place(line) + method(frames[i]) + ":");
                report.add("        " + part.cell().line(line).strip());
            }
        }
    }

    /** The part of a cell that a frame of the stack belongs to; null for a frame of a library. */
    private static Session.Part partOf(StackTraceElement frame, Map<String, Session.Part> parts) {
        String file = frame.getFileName();
        return file != null && file.startsWith("#") ? parts.get(file.substring(1)) : null;
    }

    private static String method(StackTraceElement frame) {
        String name = frame.getMethodName();
        return name.isEmpty() ? "" : name.startsWith("lambda$") ? " in a lambda" : " in " + name;
    }

    private static String red(String text) {
        return RED + text + PLAIN;
    }

    private static String withoutColour(String text) {
        return text.replace(RED, "").replace(PLAIN, "");
    }
}
