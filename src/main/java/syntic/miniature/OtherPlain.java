package syntic.miniature;

import java.util.List;
import java.util.Map;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.data.ItemSeconds;
import syntic.data.Sentences;
import syntic.miniature.world.Style;
import syntic.stage.ImageFeatures;

/** The plain corpus but for something that is given otherwise. */
interface OtherPlain extends CaptionData {
    Miniature mini();

    default CaptionData plain() {
        return mini().data(Style.PLAIN);
    }

    @Override
    default Map<String, String> inputs() {
        return plain().inputs();
    }

    @Override
    default ItemSeconds itemSeconds() {
        return plain().itemSeconds();
    }

    @Override
    default List<String> splits() {
        return plain().splits();
    }

    @Override
    default boolean hasTrainingPhotos() {
        return plain().hasTrainingPhotos();
    }

    @Override
    default int trainingSize() {
        return plain().trainingSize();
    }

    @Override
    default int furtherSize() {
        return plain().furtherSize();
    }

    @Override
    default Sentences sentences() {
        return plain().sentences();
    }

    @Override
    default Sentences further(int count) {
        return plain().further(count);
    }

    @Override
    default ImageFeatures synthetic() {
        return plain().synthetic();
    }

    @Override
    default Corpus references(String split) {
        return plain().references(split);
    }

    @Override
    default ImageFeatures photos(List<String> ids, Corruption corruption) {
        return plain().photos(ids, corruption);
    }
}
