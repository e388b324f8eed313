package syntic.spark;

import java.io.Serializable;
import syntic.pack.PictureMaker;

/** How an executor opens the models, in words that travel; equal ones open the same. */
interface Opening extends Serializable {
    /** What makes records and keeps no pictures. */
    PictureMaker open();
}
