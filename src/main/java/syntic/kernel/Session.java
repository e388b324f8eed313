package syntic.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.TypeDeclSnippet;

/** What cells share, kept by jshell: variables, methods, classes, imports. */
final class Session implements AutoCloseable {
    /** Only what IJava and JJava import as well, so that a notebook that runs here runs there. */
    private static final List<String> DEFAULT_IMPORTS =
            List.of("java.util.*", "java.io.*", "java.math.*", "java.util.concurrent.*", "java.util.regex.*");

    private static final Pattern LEADING_COMMENTS = Pattern.compile("(?:\\s+|//[^\n]*|/\\*(?s:.*?)\\*/)*+");

    private final CellThread thread = new CellThread();
    private final JShell shell = JShell.builder()
            .executionEngine(thread, Map.of())
            .compilerOptions("-classpath", System.getProperty("java.class.path"))
            .build();
    private final Map<String, Part> partsById = new HashMap<>();

    Session() {
        DEFAULT_IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
    }

    /** One statement or declaration of a cell and where it starts in the cell's text. */
    record Part(Cell cell, int offset, String source) {
        int lineInCell(int lineInPart) {
            return cell.lineAt(offset) + lineInPart - 1;
        }
    }

    /**
     * Runs a cell, part by part.
     *
     * @return the value of the last part where that is an expression (but no assignment), else null
     */
    Object run(Cell cell) throws CellFailure {
        thread.beginCell();
        Queue<Part> waiting = new LinkedList<>(split(cell));
        List<DeclarationSnippet> declared = new ArrayList<>();
        Object value = null;
        for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
            SnippetEvent event = evaluate(part);
            if (lacksDeclaration(event)) {
                // What it lacks may be declared further down in the same cell.
                for (Part later : waiting.stream().filter(this::isDeclaration).toList()) {
                    waiting.remove(later);
                    finish(evaluate(later), later, declared);
                }
                shell.drop(event.snippet());
                event = evaluate(part);
            }
            value = finish(event, part, declared);
        }
        declared.forEach(this::tellWhatIsMissing);
        return value;
    }

    void interrupt() {
        thread.interruptCell();
    }

    SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    @Override
    public void close() {
        shell.close();
    }

    private List<Part> split(Cell cell) {
        List<Part> parts = new ArrayList<>();
        String rest = cell.source();
        CompletionInfo info = analysis().analyzeCompletion(rest);
        while (info.completeness() != Completeness.EMPTY) {
            boolean complete = info.completeness().isComplete();
            String source = complete ? info.source() : rest;
            // jshell counts lines from the first that is no comment: so does a part.
            Matcher comments = LEADING_COMMENTS.matcher(source);
            int skipped = comments.lookingAt() ? comments.end() : 0;
            parts.add(new Part(cell, cell.source().length() - rest.length() + skipped, source.substring(skipped)));
            if (!complete) {
                break;
            }
            rest = info.remaining();
            info = analysis().analyzeCompletion(rest);
        }
        return parts;
    }

    /** Compiles and runs one part; the first event is the part's own, others are of what it completed or replaced. */
    private SnippetEvent evaluate(Part part) {
        SnippetEvent event = shell.eval(part.source()).stream()
                .filter(candidate -> candidate.causeSnippet() == null)
                .findFirst().orElseThrow();
        partsById.put(event.snippet().id(), part);
        return event;
    }

    /** Whether a statement or variable did not compile; a method or class completes by itself once it can. */
    private boolean lacksDeclaration(SnippetEvent event) {
        return !event.status().isDefined() && event.exception() == null
                && !(event.snippet() instanceof MethodSnippet || event.snippet() instanceof TypeDeclSnippet);
    }

    private boolean isDeclaration(Part part) {
        return analysis().sourceToSnippets(part.source()).stream().anyMatch(snippet ->
                snippet instanceof TypeDeclSnippet || snippet instanceof MethodSnippet
                        || snippet instanceof ImportSnippet);
    }

    private Object finish(SnippetEvent event, Part part, List<DeclarationSnippet> declared) throws CellFailure {
        Snippet snippet = event.snippet();
        if (thread.wasInterrupted()) {
            throw FailureReport.interrupted(event.exception(), partsById);
        }
        if (event.exception() != null) {
            throw FailureReport.runtimeError(event.exception(), partsById);
        }
        if (event.status() == Status.REJECTED || lacksDeclaration(event)) {
            List<Diag> errors = shell.diagnostics(snippet).toList();
            List<String> missing = snippet instanceof DeclarationSnippet declaration
                    ? shell.unresolvedDependencies(declaration).toList() : List.of();
            shell.drop(snippet);
            throw FailureReport.compileError(errors, missing, part);
        }
        if (snippet instanceof DeclarationSnippet declaration) {
            declared.add(declaration);
        }
        return switch (snippet.subKind()) {
            case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> thread.value();
            default -> null;
        };
    }

    private void tellWhatIsMissing(DeclarationSnippet declaration) {
        Status status = shell.status(declaration);
        if (status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED) {
            Part part = partsById.get(declaration.id());
            System.err.println(part.cell().place(part.lineInCell(1)) + ": " + declaration.name()
                    + " waits for the declaration of "
                    + shell.unresolvedDependencies(declaration).collect(Collectors.joining(", ")));
        }
    }
}
