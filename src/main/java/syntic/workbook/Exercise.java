package syntic.workbook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/** What tells a reader whether the answer written into a cell is right. Never an error: a notebook runs on. */
public final class Exercise {
    private static final double TOLERANCE = 1e-4;

    private Exercise() {}

    /**
     * Says whether an answer is right, wrong or not given yet.
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
        return "✘ " + number + " is not right yet: yours is " + shown(yours) + ", it should be " + shown(right);
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

    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= TOLERANCE * Math.max(1e-3, Math.max(Math.abs(a), Math.abs(b)));
    }

    private static String shown(Object value) {
        if (value instanceof double[] numbers) {
            String first = Arrays.stream(numbers).limit(6).mapToObj(Exercise::shown)
                    .collect(java.util.stream.Collectors.joining(", "));
            return "[" + first + (numbers.length > 6 ? ", …" : "") + "]";
        }
        return value instanceof Double || value instanceof Float
                ? String.format(Locale.ROOT, "%.5g", ((Number) value).doubleValue()) : String.valueOf(value);
    }
}
