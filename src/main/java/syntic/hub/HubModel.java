package syntic.hub;

import java.util.List;

/**
 * A model at one commit of its repository, with the files that this project reads.
 *
 * @param licence as its page names it; empty if unknown
 */
public record HubModel(String repository, String commit, String licence, List<HubFile> files) {
    public HubModel {
        HubNames.requireRepository(repository);
        HubNames.requireCommit(repository, commit);
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException(repository + ": a model needs files");
        }
    }

    /** Bytes of all files. */
    public long size() {
        return files.stream().mapToLong(HubFile::size).sum();
    }
}
