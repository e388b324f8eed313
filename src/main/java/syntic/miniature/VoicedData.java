package syntic.miniature;

import java.util.List;
import java.util.Map;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.data.ItemSeconds;
import syntic.data.Sentences;
import syntic.miniature.world.Style;
import syntic.miniature.world.Voice;
import syntic.stage.ImageFeatures;

/** The plain corpus in a voice: other sentences, the same scenes, photos and pictures. */
record VoicedData(Miniature mini, Voice voice) implements CaptionData {

    private CaptionData plain() {
        return mini.data(Style.PLAIN);
    }

    private Corpus voiced(Corpus plain) {
        return mini.world().voiced(voice, plain);
    }

    @Override
    public String name() {
        return voice.label();
    }

    @Override
    public Map<String, String> inputs() {
        return plain().inputs();
    }

    @Override
    public ItemSeconds itemSeconds() {
        return plain().itemSeconds();
    }

    @Override
    public List<String> splits() {
        return plain().splits();
    }

    @Override
    public boolean hasTrainingPhotos() {
        return plain().hasTrainingPhotos();
    }

    @Override
    public int trainingSize() {
        return plain().trainingSize();
    }

    @Override
    public int furtherSize() {
        return plain().furtherSize();
    }

    @Override
    public Sentences sentences() {
        return mini.sentences(voiced(plain().sentences().corpus()));
    }

    @Override
    public Sentences further(int count) {
        return mini.sentences(voiced(mini.world().further(Style.PLAIN, count)));
    }

    @Override
    public ImageFeatures synthetic() {
        return plain().synthetic();
    }

    @Override
    public Corpus references(String split) {
        return voiced(plain().references(split));
    }

    @Override
    public ImageFeatures photos(List<String> ids, Corruption corruption) {
        return plain().photos(ids, corruption);
    }
}
