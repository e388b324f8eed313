package syntic.hub;

import java.util.regex.Pattern;

/**
 * Checks names that become paths on this machine: nothing that a hub says may lead out of the folder of its model.
 */
final class HubNames {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w.-]*(/[A-Za-z0-9][\\w.-]*)*");
    private static final Pattern SEGMENT = Pattern.compile("[\\w+@=,-][\\w .+@=,()-]*");
    private static final int LONGEST_PATH = 1000;

    private HubNames() {}

    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    static String requireCommit(String where, String revision) {
        if (!isCommit(revision)) {
            throw new HubException(HubException.Problem.UNSAFE_NAME, where + ": '" + shown(revision)
                    + "' is not a commit (40 hexadecimal digits)");
        }
        return revision;
    }

    /** A repository such as {@code owner/name}. */
    static String requireRepository(String repository) {
        if (!REPOSITORY.matcher(repository).matches() || repository.contains("..") || repository.contains("--")) {
            throw new HubException(HubException.Problem.UNSAFE_NAME, "'" + shown(repository)
                    + "' is not the name of a repository; it must look like openai/clip-vit-base-patch32");
        }
        return repository;
    }

    /** A branch, a tag or a commit. */
    static String requireRevision(String revision) {
        if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
            throw new HubException(HubException.Problem.UNSAFE_NAME, "'" + shown(revision)
                    + "' is not a revision; give a branch such as main, a tag or a commit");
        }
        return revision;
    }

    /** A relative path without {@code ..}, backslashes, drive letters or control characters. */
    static String requirePath(String path) {
        boolean safe = !path.isEmpty() && path.length() <= LONGEST_PATH;
        for (String segment : path.split("/", -1)) {
            // A dot may begin a name (.gitattributes) but not be all of it.
            String name = segment.startsWith(".") ? segment.substring(1) : segment;
            safe &= SEGMENT.matcher(name).matches();
        }
        if (!safe) {
            throw new HubException(HubException.Problem.UNSAFE_NAME, "the path '" + shown(path)
                    + "' is refused: a model's files have plain relative paths; check the endpoint and the repository");
        }
        return path;
    }

    /** What a server said, fit for a message on a terminal. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "…";
    }
}
