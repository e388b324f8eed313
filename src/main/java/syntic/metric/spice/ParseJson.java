package syntic.metric.spice;

import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import syntic.metric.spice.Sentence.Dependency;
import syntic.metric.spice.Sentence.Token;

/**
 * A caption's parse as JSON: {@code {"caption", "sentences": [{"tokens": [[word, lemma, tag], ...], "tree",
 * "collapsed_cc_processed": [[relation, governor, dependent], ...]}]}}.
 */
final class ParseJson {

    private ParseJson() {
    }

    static JsonObject write(String caption, List<Sentence> sentences) {
        JsonObject json = new JsonObject();
        json.addProperty("caption", caption);
        JsonArray array = new JsonArray();
        for (Sentence sentence : sentences) {
            JsonArray tokens = new JsonArray();
            sentence.tokens().forEach(token -> tokens.add(array(token.word(), token.lemma(), token.tag())));
            JsonArray dependencies = new JsonArray();
            for (Dependency dependency : sentence.dependencies()) {
                JsonArray one = array(dependency.relation());
                one.add(dependency.governor());
                one.add(dependency.dependent());
                dependencies.add(one);
            }
            JsonObject parse = new JsonObject();
            parse.add("tokens", tokens);
            parse.addProperty("tree", sentence.tree());
            parse.add("collapsed_cc_processed", dependencies);
            array.add(parse);
        }
        json.add("sentences", array);
        return json;
    }

    private static JsonArray array(String... values) {
        JsonArray array = new JsonArray();
        for (String value : values) {
            array.add(value);
        }
        return array;
    }

    static String caption(JsonObject json) {
        return json.get("caption").getAsString();
    }

    static List<Sentence> sentences(JsonObject json) {
        List<Sentence> sentences = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("sentences")) {
            JsonObject parse = element.getAsJsonObject();
            List<Token> tokens = new ArrayList<>();
            for (JsonElement token : parse.getAsJsonArray("tokens")) {
                JsonArray of = token.getAsJsonArray();
                tokens.add(new Token(of.get(0).getAsString(), of.get(1).getAsString(), of.get(2).getAsString()));
            }
            List<Dependency> dependencies = new ArrayList<>();
            for (JsonElement dependency : parse.getAsJsonArray("collapsed_cc_processed")) {
                JsonArray of = dependency.getAsJsonArray();
                dependencies.add(new Dependency(of.get(0).getAsString(), of.get(1).getAsInt(), of.get(2).getAsInt()));
            }
            sentences.add(new Sentence(tokens, parse.get("tree").getAsString(), dependencies));
        }
        return sentences;
    }
}
