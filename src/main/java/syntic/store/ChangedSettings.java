package syntic.store;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import syntic.io.UserException;

/**
 * Configuration records with some settings changed by name, as {@link RecordSettings} names them. A name may leave out
 * its beginning where that is clear ({@code training.epochs} for {@code decoder.training.epochs}), and τ is
 * {@code tau}; numbers may be fractions ({@code 1/200}).
 */
public final class ChangedSettings {
    private static final Map<String, String> SYMBOLS = Map.of("tau", "projection.temperature");

    private ChangedSettings() {}

    /**
     * The same record with other values. All are changed together, so that they need not be sensible one by one.
     *
     * @throws UserException for a name that is no setting, with those most like it, and for a value that it cannot have
     */
    public static <R extends Record> R of(R record, Map<String, String> changes) {
        Map<String, String> settings = new LinkedHashMap<>();
        RecordSettings.put(settings, "", record);
        Map<String, String> byPath = new LinkedHashMap<>();
        changes.forEach((name, value) -> byPath.put(path(settings, name), value));
        return changed(record, "", byPath);
    }

    /** The whole name of a setting. @throws UserException if there is none such, or more than one */
    public static String path(Map<String, String> settings, String name) {
        String symbol = SYMBOLS.get(name);
        if (settings.containsKey(name)) {
            return name;
        }
        if (symbol != null && settings.containsKey(symbol)) {
            return symbol;
        }
        List<String> found = settings.keySet().stream().filter(path -> path.endsWith("." + name)).toList();
        if (found.size() != 1) {
            throw new UserException(found.isEmpty() ? "there is no setting '" + name + "'" + suggestion(settings, name)
                    : "'" + name + "' may be each of " + String.join(", ", found) + "; say which");
        }
        return found.get(0);
    }

    private static String suggestion(Map<String, String> settings, String name) {
        // Each setting also answers to its last word.
        ToIntFunction<String> unlike = path -> Math.min(distance(name, path),
                distance(name, path.substring(path.lastIndexOf('.') + 1)));
        List<String> like = Stream.concat(SYMBOLS.entrySet().stream()
                .filter(symbol -> settings.containsKey(symbol.getValue())).map(Map.Entry::getKey),
                settings.keySet().stream())
                .filter(path -> unlike.applyAsInt(path) <= Math.max(2, name.length() / 3))
                .sorted(Comparator.comparingInt(unlike)).limit(3).toList();
        return settings.isEmpty() ? "; there are none"
                : like.isEmpty() ? "; there are " + String.join(", ", settings.keySet())
                : "; did you mean " + String.join(" or ", like.stream().map(path -> SYMBOLS.containsKey(path)
                ? path + " (" + SYMBOLS.get(path) + ")" : path).toList()) + "?";
    }

    /** How many letters must be changed, added or left out to get from one word to the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        Arrays.setAll(before, i -> i);
        for (int i = 0; i < one.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i + 1;
            for (int j = 0; j < other.length(); j++) {
                int replaced = before[j] + (one.charAt(i) == other.charAt(j) ? 0 : 1);
                now[j + 1] = Math.min(replaced, 1 + Math.min(before[j + 1], now[j]));
            }
            before = now;
        }
        return before[other.length()];
    }

    private static <R extends Record> R changed(R record, String prefix, Map<String, String> changes) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String path = prefix + components[i].getName();
            Object value = RecordSettings.value(components[i], record);
            if (value instanceof Record inner) {
                requireKind(path, inner, changes.get(path));
                values[i] = changed(inner, path + ".", changes);
            } else {
                values[i] = changes.containsKey(path) ? parsed(path, changes.get(path), value, components[i].getType())
                        : value;
            }
        }
        try {
            return made(record, values);
        } catch (UserException e) {
            throw new UserException("the settings " + changes + " cannot be: " + e.getMessage(), e);
        }
    }

    /** The same record with one other component. */
    public static <R extends Record> R replaced(R record, String component, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        return made(record, Stream.of(components).map(one -> one.getName().equals(component) ? value
                : RecordSettings.value(one, record)).toArray());
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R made(R like, Object[] values) {
        try {
            Constructor<?> constructor = like.getClass().getDeclaredConstructor(
                    Stream.of(like.getClass().getRecordComponents()).map(RecordComponent::getType)
                            .toArray(Class[]::new));
            constructor.setAccessible(true);
            return (R) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new UserException(e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(like.getClass() + " cannot be made with other values", e);
        }
    }

    private static void requireKind(String path, Record value, String wanted) {
        String kind = value.getClass().getSimpleName();
        if (wanted != null && !wanted.equals(kind)) {
            throw new UserException(path + " is a " + kind + " and cannot be made a " + wanted + " by name; its own "
                    + "settings can be changed");
        }
    }

    private static Object parsed(String path, String text, Object now, Class<?> type) {
        try {
            if (type == double.class || type == Double.class) {
                return number(text);
            }
            if (type == int.class || type == Integer.class) {
                return Integer.valueOf(text.strip());
            }
            if (type == long.class || type == Long.class) {
                return Long.valueOf(text.strip());
            }
            if (type == boolean.class && text.strip().matches("true|false")) {
                return Boolean.valueOf(text.strip());
            }
            if (type == String.class) {
                return text;
            }
            if (type.isEnum()) {
                return Stream.of(type.getEnumConstants()).filter(one -> one.toString().equalsIgnoreCase(text.strip()))
                        .findFirst().orElseThrow(() -> new IllegalArgumentException("it is one of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
            }
        } catch (NumberFormatException e) {
            throw new UserException("the setting " + path + " cannot be '" + text + "'; it is a number, now " + now, e);
        } catch (IllegalArgumentException e) {
            throw new UserException("the setting " + path + " cannot be '" + text + "'; " + e.getMessage(), e);
        }
        if (text.equals(String.valueOf(now))) {
            return now;
        }
        throw new UserException("the setting " + path + " cannot be '" + text + "'" + (type == boolean.class
                ? "; it is true or false, now " + now : "; it stays " + now));
    }

    /** A number, or a fraction such as 1/200. */
    public static double number(String text) {
        String[] parts = text.strip().split("/", -1);
        return parts.length == 2 ? Double.parseDouble(parts[0]) / Double.parseDouble(parts[1])
                : Double.parseDouble(text.strip());
    }
}
