package syntic.workbook;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tech.tablesaw.api.Table;

/**
 * What a cell calls to show something. Works alike on IJava, JJava and this project's kernel, and prints plain text
 * where no kernel runs. All methods that show return nothing, so that a cell may end with them.
 */
public final class Notebook {
    private static final AtomicInteger FIGURES = new AtomicInteger();
    private static final AtomicBoolean PLOTLY_SENT = new AtomicBoolean();

    private Notebook() {
    }

    /**
     * Shows pictures side by side, each pixel sharp; small ones are enlarged.
     *
     * @throws IllegalArgumentException for no picture
     */
    public static void show(BufferedImage... pictures) {
        if (pictures.length == 1) {
            show(String.format(Locale.ROOT, "%d×%d pixels", pictures[0].getWidth(), pictures[0].getHeight()),
                    pictures[0]);
        } else {
            Gallery gallery = Gallery.of("").columns(Math.min(Math.max(pictures.length, 1), Gallery.MOST_COLUMNS));
            for (BufferedImage picture : pictures) {
                gallery = gallery.add(picture, "");
            }
            gallery.show();
        }
    }

    /**
     * Shows one picture, each pixel sharp; a small one is enlarged.
     *
     * @param what is on it, for who cannot see it
     */
    public static void show(String what, BufferedImage picture) {
        BufferedImage shown = Drawing.enlarged(picture, Math.max(1, 512 / longerSide(picture)));
        display(Bundle.text("[picture] " + what).picture(shown, Canvas.PIXEL_RATIO));
    }

    /** Shows a figure: interactive where the front end has plotly.js, else its static picture. */
    public static void show(Figure figure) {
        String id = nextFigureId();
        Optional<Path> plotly = KernelDisplay.find().flatMap(kernel -> plotlySource());
        if (plotly.isPresent() && !PLOTLY_SENT.getAndSet(true)) {
            display(Bundle.text("[plotly.js]").html(Interactive.loader(plotly.get())));
        }
        display(bundle(figure, id, plotly.isPresent()));
    }

    /** Figures are numbered from the start of the session, so that a notebook run anew is the same notebook. */
    static String nextFigureId() {
        return "figure_" + FIGURES.incrementAndGet();
    }

    /** One output with the static picture and, where there is plotly.js, the interactive figure. */
    static Bundle bundle(Figure figure, String id, boolean interactive) {
        Bundle bundle = Bundle.text(figure.text()).picture(figure.picture(), Canvas.PIXEL_RATIO);
        return interactive ? bundle.html(Interactive.html(figure, id)) : bundle;
    }

    /** Shows pictures in a grid, each with its caption under it; {@link Gallery} offers titles and frames. */
    public static void gallery(List<BufferedImage> pictures, List<String> captions) {
        if (pictures.size() != captions.size()) {
            throw new IllegalArgumentException("%d pictures but %d captions"
                    .formatted(pictures.size(), captions.size()));
        }
        Gallery gallery = Gallery.of("").columns(Math.min(Math.max(pictures.size(), 1), 4));
        for (int i = 0; i < pictures.size(); i++) {
            gallery = gallery.add(pictures.get(i), captions.get(i));
        }
        gallery.show();
    }

    /** Shows a table: numbers to the right and rounded alike within a column, long tables cut with a note. */
    public static void table(Table table) {
        TextTable text = TextTable.of(table);
        display(Bundle.text(text.plain()).html(text.html()));
    }

    /**
     * Shows the first rows of a table, and folded below them all of it; as plain text, all that {@link #table(Table)}
     * shows.
     *
     * @throws IllegalArgumentException for less than one row
     */
    public static void table(Table table, int rows) {
        display(foldedBundle(table, rows));
    }

    static Bundle foldedBundle(Table table, int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("%d rows of '%s': at least one is shown".formatted(rows, table.name()));
        }
        Bundle plain = Bundle.text(TextTable.of(table).plain());
        TextTable whole = TextTable.of(table, table.rowCount());
        return plain.html(rows >= table.rowCount() ? whole.html() : whole.first(rows).html()
                + String.format(Locale.ROOT, "<details><summary>All %,d rows</summary>", table.rowCount())
                + whole.html() + "</details>");
    }

    /** Shows text in Markdown. */
    public static void markdown(String markdown) {
        display(Bundle.text(markdown).markdown(markdown));
    }

    /**
     * Prints a line as {@code String.format} makes it, with a decimal point whatever the country. Unlike
     * {@code System.out.printf} it gives nothing that a kernel would echo.
     */
    public static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** Shows plain text. */
    public static void text(String text) {
        display(Bundle.text(text));
    }

    /**
     * States what the notebook claims, and fails loudly where it is not so.
     *
     * @throws AssertionError where the condition does not hold
     */
    public static void check(boolean condition, String claim) {
        if (!condition) {
            throw new AssertionError("✘ does not hold: " + claim);
        }
        System.out.println("✔ " + claim);
    }

    /** As {@link #check} for what was measured; not asked in a smoke run, whose numbers mean nothing. */
    public static void expect(boolean condition, String claim) {
        check(condition || smoke(), claim);
    }

    /**
     * Says what a notebook of the workbook took when it was last executed as it stands, by the table beside it.
     *
     * @param name of the notebook, such as "03-projection"
     */
    public static void cost(String name) throws IOException {
        begin(measuredCost(Path.of("costs.csv"), name));
    }

    static String measuredCost(Path table, String name) throws IOException {
        List<String> lines = Files.exists(table) ? Files.readAllLines(table) : List.of();
        return lines.stream().map(line -> line.split(",")).filter(line -> line[0].equals(name)).findFirst()
                .map(line -> costText("This notebook", Double.parseDouble(line[1]), Double.parseDouble(line[2])))
                .orElse("What this notebook takes was not measured.");
    }

    /**
     * Says what the coming cells take, and warns where this machine's memory is too small.
     *
     * @param what what takes it, such as "This notebook"
     * @param processorSeconds time that all threads together compute
     * @param gigabytes memory at the most
     */
    public static void cost(String what, double processorSeconds, double gigabytes) {
        begin(costText(what, processorSeconds, gigabytes));
    }

    private static void begin(String cost) {
        System.out.println(cost);
        if (KernelDisplay.find().isPresent() && !WaitPolicy.ensurePassive()) {
            System.out.println("Small computations are slow on this kernel: put \"env\": {\"OMP_WAIT_POLICY\": "
                    + "\"PASSIVE\"} into its kernel.json and restart it.");
        }
    }

    static String costText(String what, double processorSeconds, double gigabytes) {
        String text = "%s takes about %s of processor time, at least half as long on two cores, and up to %s GB of memory."
                .formatted(what, Progress.duration(processorSeconds),
                        String.format(Locale.ROOT, gigabytes < 10 ? "%.1f" : "%.0f", gigabytes));
        double here = memoryGigabytes();
        if (here < gigabytes) {
            text += String.format(Locale.ROOT, " This machine has %.1f GB: expect it to swap or fail.", here);
        }
        return smoke() ? text + " This is a smoke run on fewer samples: its numbers mean nothing." : text;
    }

    /** Whether the notebook only shows that it runs: environment variable SYNTIC_SMOKE is 1. */
    public static boolean smoke() {
        return "1".equals(System.getenv("SYNTIC_SMOKE"));
    }

    /** How many samples to take: {@code full}, or {@code smoke} in a smoke run. */
    public static int samples(int full, int smoke) {
        return smoke() ? smoke : full;
    }

    /** Sends an output to the kernel, or prints its plain text. */
    static void display(Bundle bundle) {
        System.out.flush(); // what was printed before stays before
        KernelDisplay.find().ifPresentOrElse(kernel -> kernel.show(bundle),
                () -> System.out.println(bundle.plain()));
    }

    /** plotly.js as the set-up installed it: system property or environment variable SYNTIC_PLOTLY names the file. */
    static Optional<Path> plotlySource() {
        String named = System.getProperty("SYNTIC_PLOTLY", System.getenv("SYNTIC_PLOTLY"));
        return Optional.ofNullable(named).filter(name -> !name.isBlank()).map(Path::of).filter(Files::isRegularFile);
    }

    private static int longerSide(BufferedImage picture) {
        return Math.max(picture.getWidth(), picture.getHeight());
    }

    private static double memoryGigabytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() / 1e9 : Double.POSITIVE_INFINITY;
    }
}
