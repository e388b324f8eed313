package syntic.store;

/** Told by a long computation how far it is; called from one thread, as often as the computation likes. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener SILENT = (done, total, note) -> {
    };

    /**
     * @param done how many of the things to do are done, images or steps say
     * @param total how many there are
     * @param note a few words on the present state, such as the loss; may be empty
     */
    void at(long done, long total, String note);
}
