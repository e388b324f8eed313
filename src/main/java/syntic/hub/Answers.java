package syntic.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import syntic.hub.HubException.Problem;

/** Says what a hub's refusal means and what to do about it. */
final class Answers {
    private static final Set<Integer> TRY_AGAIN = Set.of(408, 425, 429, 500, 502, 503, 504);

    private Answers() {}

    /**
     * Accepts a success; everything else becomes an error.
     *
     * @throws BusyException if it is worth trying again
     * @throws HubException if it is not
     */
    static void require(HttpResponse<?> response, URI asked, boolean withToken) throws BusyException {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        if (TRY_AGAIN.contains(status)) {
            throw new BusyException(status, response.headers().firstValue("Retry-After").orElse("").strip());
        }
        String said = response.headers().firstValue("X-Error-Message")
                .map(message -> " (\"" + HubNames.shown(message) + "\")").orElse("");
        throw switch (status) {
            case 401 -> new HubException(Problem.UNAUTHORIZED, asked + ": status 401" + said + "; " + (withToken
                    ? "the hub does not accept the token in HF_TOKEN: make a new one in the account's settings"
                    : "it is private, gated or gone: set HF_TOKEN to the token of an account that may read it"));
            case 403 -> new HubException(Problem.FORBIDDEN, asked + ": status 403" + said + "; accept the model's "
                    + "licence on its page with the account whose token is in HF_TOKEN, or ask its owner for access");
            case 404, 410 -> new HubException(Problem.NOT_FOUND, asked + ": status " + status + said
                    + "; no such file at this revision: check the repository, the revision and HF_ENDPOINT");
            default -> new HubException(Problem.BAD_ANSWER, asked + ": status " + status + said
                    + "; not an answer of a hub: check HF_ENDPOINT and a proxy in between");
        };
    }

    static HubException givenUp(URI url, int failures, Duration asked, IOException failure) {
        String kept = "; what is downloaded so far is kept";
        String after = " (" + failures + " attempts)";
        if (failure instanceof BusyException busy) {
            boolean limited = busy.status() == 429;
            String wait = asked.isZero() ? "" : " and asks to wait " + asked.toSeconds() + " s";
            String token = limited ? ", a token in HF_TOKEN raises the limit" : "";
            return new HubException(limited ? Problem.RATE_LIMITED : Problem.OFFLINE, url + ": the hub answers status "
                    + busy.status() + after + wait + "; try again later" + token + kept, failure);
        }
        return new HubException(Problem.OFFLINE, url + ": no connection that lasts" + after + ": " + failure
                + "; check the network and HF_ENDPOINT, behind a proxy set JAVA_TOOL_OPTIONS="
                + "\"-Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT\"" + kept, failure);
    }
}
