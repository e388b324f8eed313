package syntic.hub;

/**
 * One file of a model, as it must be.
 *
 * @param path inside the repository, with slashes
 * @param size in bytes
 */
record HubFile(String path, long size, ContentHash hash) {
    public HubFile {
        HubNames.requirePath(path);
        if (size < 0) {
            throw new IllegalArgumentException(path + ": a size of " + size + " bytes");
        }
    }
}
