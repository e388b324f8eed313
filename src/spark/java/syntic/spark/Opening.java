package syntic.spark;

import java.io.Serializable;
import syntic.pack.Machine;
import syntic.pack.PictureMaker;

/** How an executor opens the models, in words that travel; equal ones open the same. */
interface Opening extends Serializable {
    Opened open();

    /** What is opened, in words for the user. */
    String models();

    /**
     * The models of a process.
     *
     * @param maker keeps no pictures
     * @param machine that it computes on
     */
    record Opened(PictureMaker maker, Machine machine) {}
}
