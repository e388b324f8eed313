package syntic.hub;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How patient a download is.
 *
 * @param attempts in a row that may fail; one that brings the download forward starts the count anew
 * @param first pause after the first failure; doubled after each further one
 * @param longest pause, also the longest that a hub may ask for
 */
record RetryPolicy(int attempts, Duration first, Duration longest) {
    public static final RetryPolicy STANDARD = new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofMinutes(5));

    public RetryPolicy {
        if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("at least one attempt and pauses from short to long, not " + attempts
                    + ", " + first + ", " + longest);
        }
    }

    Attempts start(URI url) {
        return new Attempts(url);
    }

    /** The attempts on one URL. */
    final class Attempts {
        private final URI url;
        private int failures;

        private Attempts(URI url) {
            this.url = url;
        }

        void succeeded() {
            failures = 0;
        }

        /**
         * Pauses before the next attempt.
         *
         * @throws HubException if there is to be none
         */
        void failed(IOException failure) {
            failures++;
            Duration asked = failure instanceof BusyException busy ? busy.retryAfter() : Duration.ZERO;
            if (failures >= attempts || asked.compareTo(longest) > 0) {
                throw Answers.givenUp(url, failures, asked, failure);
            }
            long doubled = first.toMillis() << Math.min(failures - 1, 20);
            long own = Math.min(doubled, longest.toMillis());
            // A little chance keeps a class of learners from coming back all at once.
            long pause = Math.max(asked.toMillis(), own) + ThreadLocalRandom.current().nextLong(own / 4 + 1);
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HubException(HubException.Problem.INTERRUPTED, url + ": interrupted while waiting; what is "
                        + "downloaded so far is kept", e);
            }
        }
    }
}
