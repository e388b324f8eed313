package syntic.benchmark;

/** Which captions and scores this code makes: results of two versions do not stand in one folder. */
final class ResultsVersion {
    /** Raised only by a change after which the same settings give another caption or score; a new name is not one. */
    static final int CURRENT = 2;
    /** Its name in what made results. */
    static final String NAME = "results-version";

    private ResultsVersion() {}
}
