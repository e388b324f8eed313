package syntic.metric.spice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static syntic.metric.spice.ParsedCaptions.sentence;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import syntic.metric.spice.SceneGraph.Attribute;
import syntic.metric.spice.SceneGraph.Relation;

class SceneGraphParserTest {

    private static SceneGraph parse(Sentence... sentences) {
        return SceneGraphParser.parse(List.of(sentences));
    }

    @Test
    void aClauseGivesARelationBetweenSubjectAndEachObject() {
        SceneGraph graph = parse(sentence("two/two/CD men/man/NNS wear/wear/VBP hats/hat/NNS on/on/IN roofs/roof/NNS",
                "(ROOT (S (NP (CD two) (NNS men)) (VP (VBP wear) (NP (NNS hats)) (PP (IN on) (NP (NNS roofs))))))",
                "root(0,3) nummod(2,1) nsubj(3,2) dobj(3,4) nmod:on(3,6) case(6,5)"));
        assertEquals(Set.of("man", "hat", "roof"), graph.objects());
        assertEquals(Set.of(new Attribute("man", "two")), graph.attributes());
        assertEquals(Set.of(new Relation("man", "wear", "hat"), new Relation("man", "wear on", "roof")),
                graph.relations());
    }

    @Test
    void aVerbWithoutObjectIsAnAttribute() {
        SceneGraph graph = parse(sentence("a/a/DT brown/brown/JJ dog/dog/NN runs/run/VBZ",
                "(ROOT (S (NP (DT a) (JJ brown) (NN dog)) (VP (VBZ runs))))",
                "root(0,4) det(3,1) amod(3,2) nsubj(4,3)"));
        assertEquals(Set.of(new Attribute("dog", "brown"), new Attribute("dog", "run")), graph.attributes());
        assertEquals(Set.of(), graph.relations());
    }

    @Test
    void aPassiveClauseIsTurnedRound() {
        SceneGraph graph = parse(sentence("dog/dog/NN is/be/VBZ held/hold/VBN by/by/IN man/man/NN",
                "(ROOT (S (NP (NN dog)) (VP (VBZ is) (VP (VBN held) (PP (IN by) (NP (NN man)))))))",
                "root(0,3) nsubjpass(3,1) auxpass(3,2) nmod:agent(3,5) case(5,4)"));
        assertEquals(Set.of(new Relation("man", "hold", "dog")), graph.relations());
    }

    @Test
    void possessionIsARelationAndPronounsStandForNouns() {
        SceneGraph graph = parse(sentence("girl/girl/NN plays/play/VBZ her/she/PRP$ trumpet/trumpet/NN",
                "(ROOT (S (NP (NN girl)) (VP (VBZ plays) (NP (PRP$ her) (NN trumpet)))))",
                "root(0,2) nsubj(2,1) dobj(2,4) nmod:poss(4,3)"));
        assertEquals(Set.of(new Relation("girl", "play", "trumpet"), new Relation("girl", "have", "trumpet")),
                graph.relations());
        assertEquals(Set.of("girl", "trumpet"), graph.objects());
    }

    @Test
    void aPronounWithoutANounIsNoObject() {
        SceneGraph graph = parse(sentence("they/they/PRP hold/hold/VBP balls/ball/NNS",
                "(ROOT (S (NP (PRP they)) (VP (VBP hold) (NP (NNS balls)))))", "root(0,2) nsubj(2,1) dobj(2,3)"));
        assertEquals(Set.of("ball"), graph.objects());
        assertEquals(Set.of(), graph.relations());
    }

    @Test
    void afterAPrepositionAnyWordCanStandForAThing() {
        SceneGraph graph = parse(sentence("woman/woman/NN in/in/IN white/white/JJ",
                "(ROOT (NP (NP (NN woman)) (PP (IN in) (ADJP (JJ white)))))", "root(0,1) nmod:in(1,3) case(3,2)"));
        assertEquals(Set.of(new Relation("woman", "in", "white")), graph.relations());
        assertEquals(Set.of("woman", "white"), graph.objects());
    }

    @Test
    void aPrepositionOfSeveralWordsIsWhole() {
        SceneGraph graph = parse(sentence("dog/dog/NN is/be/VBZ in/in/IN front/front/NN of/of/IN house/house/NN",
                "(ROOT (S (NP (NN dog)) (VP (VBZ is) (PP (IN in) (NP (NN front)) (PP (IN of) (NP (NN house)))))))",
                "root(0,6) nsubj(6,1) cop(6,2) case(6,3) mwe(3,4) mwe(3,5)"));
        assertEquals(Set.of(new Relation("dog", "in front of", "house")), graph.relations());
    }

    @Test
    void aNumberAfterItsNounCountsNothing() {
        SceneGraph graph = parse(sentence("buses/bus/NNS with/with/IN numbers/number/NNS 5/5/CD",
                "(ROOT (NP (NP (NNS buses)) (PP (IN with) (NP (NNS numbers) (CD 5)))))",
                "root(0,1) nmod:with(1,3) case(3,2) nummod(3,4)"));
        assertEquals(Set.of(), graph.attributes());
    }

    @Test
    void relativePronounsAreNoObjects() {
        SceneGraph graph = parse(sentence("dog/dog/NN whose/whose/WP$ head/head/NN that/that/WDT is/be/VBZ wet/wet/JJ",
                "(ROOT (NP (NP (NN dog)) (SBAR (WHNP (WP$ whose) (NN head)) (S (NP (WDT that)) (VP (VBZ is) "
                        + "(ADJP (JJ wet)))))))", "root(0,1) nmod:poss(3,2) nsubj(6,4) cop(6,5)"));
        assertEquals(Set.of("dog", "head"), graph.objects());
        assertEquals(Set.of(), graph.attributes());
        assertEquals(Set.of(), graph.relations());
    }

    @Test
    void whatIsCountedTakesThePlaceOfTheQuantity() {
        SceneGraph graph = parse(sentence("a/a/DT number/number/NN of/of/IN people/people/NNS sit/sit/VBP",
                "(ROOT (S (NP (NP (DT a) (NN number)) (PP (IN of) (NP (NNS people)))) (VP (VBP sit))))",
                "root(0,5) det(2,1) nmod:of(2,4) case(4,3) nsubj(5,2)"));
        assertEquals(Set.of(new Attribute("people", "sit"), new Attribute("people", "a")), graph.attributes());
        assertEquals(Set.of(), graph.relations());
    }

    @Test
    void aCaptionWithoutSentencesSaysNothing() {
        assertEquals(SceneGraph.empty(), parse());
    }
}
