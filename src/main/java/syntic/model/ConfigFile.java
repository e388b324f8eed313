package syntic.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import syntic.nn.Activation;
import syntic.nn.JsonFault;

/**
 * A JSON configuration as the Hugging Face libraries write it, read key by key. Every complaint names the file, the key
 * and the value found.
 */
public final class ConfigFile {
    private static final long MAX_BYTES = 10 << 20;
    /** No sensible architecture has a larger number in its configuration. */
    private static final int MAX_INTEGER = 1 << 24;
    /** Larger counts come from a broken file, and every layer costs memory before a weight is read. */
    private static final int MAX_LAYERS = 1000;
    private static final int MAX_LEVELS = 16;

    private final String where;
    private final JsonObject object;

    private ConfigFile(String where, JsonObject object) {
        this.where = where;
        this.object = object;
    }

    /** @throws ModelException if the file is missing, too large or not a JSON object */
    public static ConfigFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + ": no such file; the folder of a model needs its " + file.getFileName()
                    + ": get it from where the model came from");
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelException(file + ": " + Files.size(file) + " bytes are too many for a configuration");
            }
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read as UTF-8 text: " + e, e);
        }
    }

    /** Parses {@code json}; {@code where} is named in errors. */
    public static ConfigFile parse(String where, String json) {
        try {
            return new ConfigFile(where, JsonParser.parseString(json).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | StackOverflowError e) {
            throw new ModelException(where + ": not a JSON object: " + JsonFault.of(e), e);
        }
    }

    public boolean has(String key) {
        return object.has(key) && !object.get(key).isJsonNull();
    }

    /** Whether the value is an object, for keys that also occur as a plain number. */
    public boolean isObject(String key) {
        return has(key) && object.get(key).isJsonObject();
    }

    /** Whether the value is a list, for keys that also occur as a plain number. */
    public boolean isList(String key) {
        return has(key) && object.get(key).isJsonArray();
    }

    public ConfigFile object(String key) {
        JsonElement element = require(key);
        if (!element.isJsonObject()) {
            throw wrong(key, element, "an object");
        }
        return new ConfigFile(where + " (" + key + ")", element.getAsJsonObject());
    }

    /** A positive integer. */
    public int count(String key) {
        int value = integer(key, require(key));
        if (value < 1) {
            throw wrong(key, object.get(key), "a number of 1 or more");
        }
        return value;
    }

    public int count(String key, int otherwise) {
        return has(key) ? count(key) : otherwise;
    }

    /** A number from 1 to {@code most}. */
    public int count(String key, int otherwise, int most) {
        int value = count(key, otherwise);
        if (value > most) {
            throw wrong(key, object.get(key), "a number of at most " + most);
        }
        return value;
    }

    /** A number of layers. */
    public int layers(String key) {
        return layers(key, count(key));
    }

    public int layers(String key, int otherwise) {
        return count(key, otherwise, MAX_LAYERS);
    }

    /** An integer of 0 or more. */
    public int integer(String key, int otherwise) {
        return has(key) ? integer(key, object.get(key)) : otherwise;
    }

    public double number(String key, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonElement element = object.get(key);
        try {
            double value = element.getAsDouble();
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
            throw wrong(key, element, "a number");
        }
        throw wrong(key, element, "a finite number");
    }

    public boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonElement element = object.get(key);
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
            throw wrong(key, element, "true or false");
        }
        return element.getAsBoolean();
    }

    public String text(String key) {
        return text(key, require(key));
    }

    public String text(String key, String otherwise) {
        return has(key) ? text(key, object.get(key)) : otherwise;
    }

    /** The same with another text. */
    public ConfigFile withText(String key, String value) {
        JsonObject changed = object.deepCopy();
        changed.addProperty(key, value);
        return new ConfigFile(where, changed);
    }

    /** The same with another flag. */
    public ConfigFile withFlag(String key, boolean value) {
        JsonObject changed = object.deepCopy();
        changed.addProperty(key, value);
        return new ConfigFile(where, changed);
    }

    /** The same with another number. */
    public ConfigFile withNumber(String key, int value) {
        JsonObject changed = object.deepCopy();
        changed.addProperty(key, value);
        return new ConfigFile(where, changed);
    }

    /** The same where the key is there; else with this flag. */
    public ConfigFile withDefault(String key, boolean value) {
        return object.has(key) ? this : withFlag(key, value);
    }

    /** Refuses a text, if there is one, other than {@code known}. */
    public void requireText(String key, String known) {
        if (!text(key, known).equals(known)) {
            throw wrong(key, object.get(key), known);
        }
    }

    /**
     * Refuses keys of variants that are not supported.
     *
     * @param idle the value with which each changes nothing, as JSON; null and an absent key do not either
     */
    public void requireIdle(Map<String, String> idle) {
        idle.forEach((key, value) -> {
            if (has(key) && !same(object.get(key), JsonParser.parseString(value))) {
                throw refuse(key, "is " + shown(object.get(key)) + (value.equals("null")
                        ? "; what it asks for is not supported" : "; only " + value + " is supported"));
            }
        });
    }

    /** Numbers are the same however they are written. */
    private static boolean same(JsonElement found, JsonElement idle) {
        boolean number = idle.isJsonPrimitive() && idle.getAsJsonPrimitive().isNumber() && found.isJsonPrimitive()
                && found.getAsJsonPrimitive().isNumber();
        return number ? found.getAsDouble() == idle.getAsDouble() : found.equals(idle);
    }

    /** The name of an activation function. */
    public Activation activation(String key, Activation otherwise) {
        try {
            return Activation.of(text(key, otherwise.configName()));
        } catch (IllegalArgumentException e) {
            throw refuse(key, "is an " + e.getMessage());
        }
    }

    /** A list of positive integers. */
    public List<Integer> counts(String key) {
        List<Integer> values = new ArrayList<>();
        for (JsonElement element : array(key)) {
            int value = integer(key, element);
            if (value < 1) {
                throw wrong(key, element, "numbers of 1 or more");
            }
            values.add(value);
        }
        return List.copyOf(values);
    }

    /** Positive integers, one for every resolution of a network, of which there are at most 16. */
    public List<Integer> levels(String key) {
        List<Integer> values = counts(key);
        if (values.size() > MAX_LEVELS) {
            throw wrong(key, object.get(key), "a list of at most " + MAX_LEVELS + " values, one a resolution");
        }
        return values;
    }

    /** A list of finite numbers. */
    public List<Double> numbers(String key) {
        List<Double> values = new ArrayList<>();
        for (JsonElement element : array(key)) {
            if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isNumber()
                    || !Double.isFinite(element.getAsDouble())) {
                throw wrong(key, element, "finite numbers");
            }
            values.add(element.getAsDouble());
        }
        return List.copyOf(values);
    }

    public List<String> texts(String key) {
        List<String> values = new ArrayList<>();
        for (JsonElement element : array(key)) {
            values.add(text(key, element));
        }
        return List.copyOf(values);
    }

    /** Keys and texts of an object, such as {@code id2label}, in the file's order. */
    public List<String> keys() {
        return List.copyOf(object.keySet());
    }

    /** A complaint about {@code key} in this file. */
    public ModelException refuse(String key, String why) {
        return new ModelException(where + ": '" + key + "' " + why);
    }

    private JsonArray array(String key) {
        JsonElement element = require(key);
        if (!element.isJsonArray() || element.getAsJsonArray().isEmpty() || element.getAsJsonArray().size() > 1000) {
            throw wrong(key, element, "a list of 1 to 1000 values");
        }
        return element.getAsJsonArray();
    }

    private JsonElement require(String key) {
        if (!has(key)) {
            throw new ModelException(where + ": '" + key + "' is missing");
        }
        return object.get(key);
    }

    private int integer(String key, JsonElement element) {
        try {
            double value = element.getAsDouble();
            if (value == Math.rint(value) && value >= 0 && value <= MAX_INTEGER) {
                return (int) value;
            }
        } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
            throw wrong(key, element, "a whole number");
        }
        throw wrong(key, element, "a whole number from 0 to " + MAX_INTEGER);
    }

    private String text(String key, JsonElement element) {
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw wrong(key, element, "a text");
        }
        return element.getAsString();
    }

    private ModelException wrong(String key, JsonElement found, String wanted) {
        return new ModelException(where + ": '" + key + "' must be " + wanted + ", not " + shown(found));
    }

    private static String shown(JsonElement found) {
        String shown = found.toString();
        return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
    }
}
