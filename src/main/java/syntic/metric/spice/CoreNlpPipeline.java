package syntic.metric.spice;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.ling.IndexedWord;
import edu.stanford.nlp.parser.common.ParserUtils;
import edu.stanford.nlp.parser.lexparser.LexicalizedParser;
import edu.stanford.nlp.pipeline.Annotation;
import edu.stanford.nlp.pipeline.MorphaAnnotator;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import edu.stanford.nlp.semgraph.SemanticGraph;
import edu.stanford.nlp.semgraph.SemanticGraphEdge;
import edu.stanford.nlp.semgraph.SemanticGraphFactory;
import edu.stanford.nlp.trees.GrammaticalStructureFactory;
import edu.stanford.nlp.trees.Tree;
import edu.stanford.nlp.trees.Trees;
import edu.stanford.nlp.util.CoreMap;
import syntic.metric.spice.Sentence.Dependency;
import syntic.metric.spice.Sentence.Token;

/**
 * CoreNLP's unlexicalized parser with its English PCFG (Klein and Manning 2003), which tags the words itself: the steps
 * of CoreNLP's annotators tokenize, ssplit, parse and lemma. Loaded by {@link CoreNlp} beside another release of
 * CoreNLP; nothing else may name this class, lest it is loaded with that one.
 */
final class CoreNlpPipeline implements DependencyParser {

    private static final String GRAMMAR = "edu/stanford/nlp/models/lexparser/englishPCFG.ser.gz";

    private final String name;
    private final StanfordCoreNLP splitter;
    private final LexicalizedParser parser;
    private final CoreNlpGrammar grammar;
    private final GrammaticalStructureFactory structures;
    private final MorphaAnnotator lemmas = new MorphaAnnotator(false);

    /** Called by {@link CoreNlp} through reflection. */
    CoreNlpPipeline(String name) {
        this.name = name;
        Properties properties = new Properties();
        properties.setProperty("annotators", "tokenize,ssplit");
        splitter = new StanfordCoreNLP(properties);
        parser = LexicalizedParser.loadModel(GRAMMAR, "-retainTmpSubcategories");
        grammar = new CoreNlpGrammar(parser);
        structures = parser.getTLPParams().treebankLanguagePack().grammaticalStructureFactory();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Sentence> parse(String caption) {
        Annotation annotation = new Annotation(caption);
        splitter.annotate(annotation);
        List<CoreMap> sentences = annotation.get(CoreAnnotations.SentencesAnnotation.class);
        List<Tree> trees = sentences.stream().map(this::tree).toList();
        lemmas.annotate(annotation);
        List<Sentence> parsed = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            parsed.add(sentence(tokens(sentences.get(i)), trees.get(i)));
        }
        return parsed;
    }

    private static List<CoreLabel> tokens(CoreMap sentence) {
        return sentence.get(CoreAnnotations.TokensAnnotation.class);
    }

    /** Also puts the tree's parts of speech on the tokens, from which lemmas are made. */
    private Tree tree(CoreMap sentence) {
        List<CoreLabel> tokens = tokens(sentence);
        Tree tree = new CoreNlpChart(parser, grammar).tree(tokens);
        if (tree == null) {
            tree = ParserUtils.xTree(tokens);
        }
        Trees.convertToCoreLabels(tree);
        tree.indexSpans(0);
        for (int i = 0; i < tokens.size(); i++) {
            tokens.get(i).setTag(tree.taggedYield().get(i).tag());
        }
        return tree;
    }

    private Sentence sentence(List<CoreLabel> labels, Tree tree) {
        List<Token> tokens = labels.stream()
                .map(label -> new Token(label.word(), label.lemma(), label.tag())).toList();
        SemanticGraph graph = SemanticGraphFactory.generateCCProcessedDependencies(
                structures.newGrammaticalStructure(tree));
        List<Dependency> dependencies = new ArrayList<>();
        for (IndexedWord root : graph.getRoots()) {
            dependencies.add(new Dependency("root", 0, root.index()));
        }
        for (SemanticGraphEdge edge : graph.edgeListSorted()) {
            dependencies.add(new Dependency(edge.getRelation().toString(), edge.getGovernor().index(),
                    edge.getDependent().index()));
        }
        return new Sentence(tokens, tree.toString(), dependencies);
    }
}
