package syntic.metric.spice;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.ling.IndexedWord;
import edu.stanford.nlp.pipeline.Annotation;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import edu.stanford.nlp.semgraph.SemanticGraph;
import edu.stanford.nlp.semgraph.SemanticGraphCoreAnnotations;
import edu.stanford.nlp.semgraph.SemanticGraphEdge;
import edu.stanford.nlp.trees.TreeCoreAnnotations;
import edu.stanford.nlp.util.CoreMap;
import syntic.metric.spice.Sentence.Dependency;
import syntic.metric.spice.Sentence.Token;

/**
 * CoreNLP's lexicalized parser with its English PCFG (Klein and Manning 2003), which tags the words itself. Loaded by
 * {@link CoreNlp} beside another release of CoreNLP; nothing else may name this class, lest it is loaded with that one.
 */
final class CoreNlpPipeline implements DependencyParser {

    private final String name;
    private final StanfordCoreNLP pipeline;

    /** Called by {@link CoreNlp} through reflection. */
    CoreNlpPipeline(String name) {
        this.name = name;
        Properties properties = new Properties();
        properties.setProperty("annotators", "tokenize,ssplit,parse,lemma");
        // Without a tagger the parser's own tags are what lemmas are made from; CoreNLP's check does not know of that.
        boolean checkRequirements = false;
        pipeline = new StanfordCoreNLP(properties, checkRequirements);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Sentence> parse(String caption) {
        Annotation annotation = new Annotation(caption);
        pipeline.annotate(annotation);
        return annotation.get(CoreAnnotations.SentencesAnnotation.class).stream().map(CoreNlpPipeline::sentence)
                .toList();
    }

    private static Sentence sentence(CoreMap parsed) {
        List<Token> tokens = new ArrayList<>();
        for (CoreLabel label : parsed.get(CoreAnnotations.TokensAnnotation.class)) {
            tokens.add(new Token(label.word(), label.lemma(), label.tag()));
        }
        SemanticGraph graph = parsed.get(
                SemanticGraphCoreAnnotations.CollapsedCCProcessedDependenciesAnnotation.class);
        List<Dependency> dependencies = new ArrayList<>();
        for (IndexedWord root : graph.getRoots()) {
            dependencies.add(new Dependency("root", 0, root.index()));
        }
        for (SemanticGraphEdge edge : graph.edgeListSorted()) {
            dependencies.add(new Dependency(edge.getRelation().toString(), edge.getGovernor().index(),
                    edge.getDependent().index()));
        }
        return new Sentence(tokens, parsed.get(TreeCoreAnnotations.TreeAnnotation.class).toString(), dependencies);
    }
}
