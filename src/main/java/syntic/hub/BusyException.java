package syntic.hub;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** An answer that asks to come back: 429, 503 and their like. */
final class BusyException extends IOException {
    private final int status;
    private final transient Duration retryAfter;

    BusyException(int status, String retryAfter) {
        super("status " + status);
        this.status = status;
        this.retryAfter = parse(retryAfter);
    }

    int status() {
        return status;
    }

    /** How long to wait at least; zero if the hub does not say. */
    Duration retryAfter() {
        return retryAfter;
    }

    /** Seconds or an HTTP date; anything else says nothing. */
    private static Duration parse(String value) {
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration pause = Duration.between(Instant.now(), at);
            return pause.isNegative() ? Duration.ZERO : pause;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
