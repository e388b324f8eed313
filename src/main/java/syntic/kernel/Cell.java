package syntic.kernel;

/**
 * The text of one executed cell and its number, to say where in it something is.
 *
 * @param number the execution count that the notebook shows beside the cell
 * @param source the text as it was sent
 */
record Cell(int number, String source) {

    /** The line, from 1, of a position in the text. */
    int lineAt(int offset) {
        return (int) source.substring(0, clamp(offset)).chars().filter(c -> c == '\n').count() + 1;
    }

    /** A line of the text by its number from 1, or nothing where there is no such line. */
    String line(int number) {
        String[] lines = source.split("\n", -1);
        return number >= 1 && number <= lines.length ? lines[number - 1] : "";
    }

    /** "cell [3], line 2", as every message names a place. */
    String place(int line) {
        return "cell [" + number + "], line " + line;
    }

    /**
     * The line that holds a span of the text, and under it a caret with the span underlined as far as the line goes.
     */
    String pointAt(int start, int end) {
        int from = clamp(start);
        int lineStart = source.lastIndexOf('\n', from - 1) + 1;
        String line = line(lineAt(from));
        int length = Math.min(end, lineStart + line.length()) - from;
        // Tabs stay tabs, so that the caret stands under its character whatever the width of a tab.
        String margin = source.substring(lineStart, from).replaceAll("[^\t]", " ");
        return line + "\n" + margin + "^" + "~".repeat(Math.max(0, length - 1));
    }

    private int clamp(int offset) {
        return Math.max(0, Math.min(offset, source.length()));
    }
}
