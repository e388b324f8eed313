package syntic.miniature.train;

import syntic.io.UserException;

/**
 * What a recipe must be, and what a trainer's command must be given; the message names the value and what is allowed.
 */
final class Requirement {
    private static final int MOST_DIGITS = 9;

    private Requirement() {}

    /** The argument {@code STEPS} of a trainer. */
    static int steps(String argument) {
        int steps = argument.matches("\\d{1," + MOST_DIGITS + "}") ? Integer.parseInt(argument) : 0;
        if (steps < 1) {
            throw new UserException("STEPS must be a whole number from 1 on, of at most " + MOST_DIGITS
                    + " digits, not '" + argument + "'");
        }
        return steps;
    }

    /** The argument {@code SHARE} of a trainer. */
    static double share(String argument) {
        double share;
        try {
            share = Double.parseDouble(argument);
        } catch (NumberFormatException e) {
            throw new UserException("SHARE must be a number such as 0.01, not '" + argument + "'", e);
        }
        if (!(share > 0 && share <= 1)) {
            throw new UserException("SHARE must be over 0 and at most 1, not " + share);
        }
        return share;
    }

    /** At least {@code least}. */
    static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be " + least + " or more, not " + value);
        }
    }

    /** A number over 0. */
    static void positive(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be over 0, not " + value);
        }
    }

    /** Over 0 and at most 1. */
    static void share(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be over 0 and at most 1, not " + value);
        }
    }
}
