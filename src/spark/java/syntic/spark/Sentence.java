package syntic.spark;

import java.io.Serializable;
import syntic.corpus.Caption;
import syntic.pack.PackItem;

/** A caption on its way to an executor. */
record Sentence(String id, String text) implements Serializable {
    PackItem<Caption> item() {
        return new PackItem<>(id, text, new Caption(id, id, text));
    }
}
