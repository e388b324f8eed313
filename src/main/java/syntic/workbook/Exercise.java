package syntic.workbook;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What tells a reader whether the answer written into a cell is right. Never an error: a notebook runs on. */
public final class Exercise {
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_CHARACTERS = 60;
    private static final int MOST_ELEMENTS = 6;

    private Exercise() {}

    /**
     * Says whether an answer is right, wrong or not given yet. A wrong one gets a hint where to look, and never the
     * right one.
     *
     * @param number of the exercise, such as {@code 2.1}
     * @param yours {@code null}, {@code NaN} or what begins so: nothing was written yet
     * @param right a number or {@code double[]}, which are compared to a ten-thousandth of the larger value, or
     *     anything else that is compared as it stands
     */
    public static void check(String number, Object yours, Object right) {
        System.out.println(verdict(number, yours, right));
    }

    static String verdict(String number, Object yours, Object right) {
        if (yours == null || yours instanceof Double one && one.isNaN()
                || yours instanceof double[] some && (some.length == 0 || Double.isNaN(some[0]))) {
            return "✎ " + number + " is your turn: replace what stands beside TODO";
        }
        if (alike(yours, right)) {
            return "✔ " + number + " is right";
        }
        return "✘ " + number + " is not right yet: yours is " + shown(yours) + ", " + hint(yours, right);
    }

    private static boolean alike(Object yours, Object right) {
        if (yours instanceof Number a && right instanceof Number b) {
            return near(a.doubleValue(), b.doubleValue());
        }
        if (yours instanceof double[] a && right instanceof double[] b) {
            boolean all = a.length == b.length;
            for (int i = 0; all && i < a.length; i++) {
                all = near(a[i], b[i]);
            }
            return all;
        }
        return Objects.deepEquals(yours, right);
    }

    /** Nothing is near to infinity, which would else be within its own ten-thousandth of every number. */
    private static boolean near(double a, double b) {
        return Double.isFinite(a) && Double.isFinite(b)
                && Math.abs(a - b) <= TOLERANCE * Math.max(1e-3, Math.max(Math.abs(a), Math.abs(b)));
    }

    /** Where to look, without the right answer. */
    private static String hint(Object yours, Object right) {
        if (yours instanceof Number a && right instanceof Number b) {
            double difference = a.doubleValue() - b.doubleValue();
            return !Double.isFinite(a.doubleValue()) ? "it should be a finite number"
                    : difference > 0 ? "which is too large" : "which is too small";
        }
        List<?> mine = elements(yours), theirs = elements(right);
        if (mine != null && theirs != null) {
            return mine.size() != theirs.size() ? "it should have " + count(theirs.size()) + ", not " + mine.size()
                    : "look at element " + firstWrong(mine, theirs) + ", counted from 0";
        }
        if (yours instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return b.keySet().stream().filter(key -> !a.containsKey(key) || !alike(a.get(key), b.get(key))).findFirst()
                    .map(key -> "look at what it has for " + shown(key)).orElse("it has keys that do not belong there");
        }
        return yours.getClass() == right.getClass() ? "which is another one"
                : "it should be of type " + right.getClass().getSimpleName();
    }

    private static String count(int elements) {
        return elements == 1 ? "1 element" : elements + " elements";
    }

    private static int firstWrong(List<?> mine, List<?> theirs) {
        int place = 0;
        while (place < mine.size() - 1 && alike(mine.get(place), theirs.get(place))) {
            place++;
        }
        return place;
    }

    /** Those of a list or an array of any type, or null for anything else. */
    private static List<?> elements(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (!value.getClass().isArray()) {
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            elements.add(Array.get(value, i));
        }
        return elements;
    }

    private static String shown(Object value) {
        if (value == null) {
            return "null";
        }
        List<?> elements = elements(value);
        if (elements != null) {
            return elements.stream().limit(MOST_ELEMENTS).map(Exercise::shown)
                    .collect(Collectors.joining(", ", "[", elements.size() > MOST_ELEMENTS ? ", …]" : "]"));
        }
        String text = value instanceof Double || value instanceof Float
                ? String.format(Locale.ROOT, "%.5g", ((Number) value).doubleValue()) : String.valueOf(value);
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
    }
}
