package syntic;

/** The command line of {@code java -jar lib/syntic-workbook.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.out.println("SynTIC Workbook");
    }
}
