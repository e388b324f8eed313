package syntic.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import syntic.hub.HubException.Problem;

/**
 * Asks a hub. Redirects are followed here rather than by Java's client, because the first answer holds what the hub
 * knows of the file, and because the token must not travel to another host.
 */
final class HubClient {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Pattern FORBIDDEN = Pattern.compile("[ \"<>\\\\^`{|}]");
    private static final int MOST_REDIRECTS = 10;
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final HubSettings settings;
    private final HttpClient http;

    /** What the hub says of a file before it is fetched. */
    record Announced(Optional<ContentHash> hash, OptionalLong size, Optional<String> commit) {}

    HubClient(HubSettings settings) {
        this.settings = settings;
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT).proxy(ProxySelector.getDefault()).build();
    }

    /** Address of a file at a revision. */
    URI fileUrl(String repository, String revision, String path) {
        return URI.create(settings.endpoint() + "/" + repository + "/resolve/" + escape(revision, true) + "/"
                + escape(path, false));
    }

    /** Address of the description of a revision, the hashes of its files included. */
    URI descriptionUrl(String repository, String revision) {
        return URI.create(settings.endpoint() + "/api/models/" + repository + "/revision/" + escape(revision, true)
                + "?blobs=true");
    }

    /** Asks what the hub knows of a file; of a chain of redirects the first that says it counts. */
    Announced announced(URI url) throws IOException {
        Optional<ContentHash> hash = Optional.empty();
        OptionalLong size = OptionalLong.empty();
        Optional<String> commit = Optional.empty();
        URI at = url;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            HttpRequest request = request(at).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
            HttpResponse<Void> response = send(request, HttpResponse.BodyHandlers.discarding());
            boolean redirect = REDIRECTS.contains(response.statusCode());
            if (!redirect) {
                Answers.require(response, url, mayCarryToken(at) && settings.token().isPresent());
            }
            commit = commit.or(() -> response.headers().firstValue("X-Repo-Commit"));
            hash = hash.or(() -> hash(response, "X-Linked-Etag"));
            size = size.isPresent() ? size : response.headers().firstValueAsLong("X-Linked-Size");
            if (!redirect) {
                size = size.isPresent() ? size : response.headers().firstValueAsLong("Content-Length");
                // The entity tag of a host other than the hub is that host's own and no hash of the content.
                hash = hash.or(() -> sameOrigin(response.uri()) ? hash(response, "ETag") : Optional.empty());
            }
            if (!redirect || hash.isPresent() && size.isPresent()) {
                return new Announced(hash, size, commit);
            }
            at = redirected(url, at, response);
        }
        throw tooManyRedirects(url);
    }

    /** Gets a file from a byte on; the status of the answer is 200 or 206. The caller closes the body. */
    HttpResponse<InputStream> get(URI url, long from) throws IOException {
        URI at = url;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            HttpRequest.Builder request = request(at).GET();
            if (from > 0) {
                request.header("Range", "bytes=" + from + "-");
            }
            HttpResponse<InputStream> response = send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() == 200 || response.statusCode() == 206) {
                return response;
            }
            response.body().close();
            if (from > 0 && response.statusCode() == 416) {
                throw new RangeException(url + ": the range from byte " + from + " is refused");
            }
            if (!REDIRECTS.contains(response.statusCode())) {
                Answers.require(response, url, mayCarryToken(at) && settings.token().isPresent());
                throw new HubException(Problem.BAD_ANSWER, url + ": status " + response.statusCode()
                        + " is no answer to a download; check HF_ENDPOINT");
            }
            at = redirected(url, at, response);
        }
        throw tooManyRedirects(url);
    }

    private HttpRequest.Builder request(URI url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(settings.stall())
                .header("User-Agent", "syntic-workbook").header("Accept-Encoding", "identity");
        if (mayCarryToken(url)) {
            settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException(Problem.INTERRUPTED, request.uri()
                    + ": interrupted; what is downloaded so far is kept", e);
        }
    }

    private URI redirected(URI asked, URI from, HttpResponse<?> response) {
        String location = response.headers().firstValue("Location").filter(l -> !l.isBlank())
                .orElseThrow(() -> badRedirect(asked, "nowhere", null));
        URI to;
        try {
            to = from.resolve(escapeForbidden(location));
        } catch (IllegalArgumentException e) {
            throw badRedirect(asked, "not an address", e);
        }
        boolean known = Set.of("http", "https").contains(String.valueOf(to.getScheme())) && to.getHost() != null;
        if (!known || to.equals(from)) {
            throw badRedirect(asked, "'" + HubNames.shown(to.toString()) + "'", null);
        }
        if ("https".equals(from.getScheme()) && "http".equals(to.getScheme())) {
            throw badRedirect(asked, "an unencrypted address on " + to.getHost(), null);
        }
        return to;
    }

    private static HubException badRedirect(URI asked, String where, Exception cause) {
        return new HubException(Problem.BAD_ANSWER, asked + ": is redirected to " + where
                + ", which is not followed; check HF_ENDPOINT and a proxy in between", cause);
    }

    private static HubException tooManyRedirects(URI url) {
        return new HubException(Problem.BAD_ANSWER, url + ": more than " + MOST_REDIRECTS
                + " redirects; check HF_ENDPOINT and a proxy in between");
    }

    /** Only the hub itself gets the token, and only where nobody can listen. */
    private boolean mayCarryToken(URI url) {
        return sameOrigin(url) && ("https".equals(url.getScheme()) || isLoopback(url.getHost()));
    }

    private boolean sameOrigin(URI url) {
        URI hub = settings.endpoint();
        return hub.getScheme().equalsIgnoreCase(url.getScheme()) && hub.getHost().equalsIgnoreCase(url.getHost())
                && port(hub) == port(url);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<ContentHash> hash(HttpResponse<?> response, String header) {
        return response.headers().firstValue(header).map(tag -> tag.replaceFirst("^W/", "").replace("\"", "").strip())
                .filter(ContentHash::isHash).map(ContentHash::new);
    }

    /** Signed addresses come with quotes and bars in them, which Java's addresses do not allow. */
    private static String escapeForbidden(String location) {
        return FORBIDDEN.matcher(location).replaceAll(match -> String.format("%%%02X", (int) match.group().charAt(0)));
    }

    private static String escape(String path, boolean slashToo) {
        String escaped = URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20");
        return slashToo ? escaped : escaped.replace("%2F", "/");
    }
}
