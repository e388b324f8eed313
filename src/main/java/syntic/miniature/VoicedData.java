package syntic.miniature;

import syntic.corpus.Corpus;
import syntic.data.Sentences;
import syntic.miniature.world.Style;
import syntic.miniature.world.Voice;

/** The plain corpus in a voice: other sentences, the same scenes, photos and pictures. */
record VoicedData(Miniature mini, Voice voice) implements OtherPlain {

    private Corpus voiced(Corpus plain) {
        return mini.world().voiced(voice, plain);
    }

    @Override
    public String name() {
        return voice.label();
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
    public Corpus references(String split) {
        return voiced(plain().references(split));
    }
}
