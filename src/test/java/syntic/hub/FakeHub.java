package syntic.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A hub on this machine, with a second server that large files are redirected to. It answers properly unless a test
 * queues an answer of its own.
 */
public final class FakeHub implements AutoCloseable {
    static final String REPOSITORY = "owner/model";
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** Requests in their order, as {@code METHOD server /path Range Authorization}. */
    final List<Request> requests = new CopyOnWriteArrayList<>();
    /** What the store answers next, before it answers properly again. */
    final Deque<Answer> storeAnswers = new ArrayDeque<>();
    /** What the hub itself answers next. */
    final Deque<Answer> hubAnswers = new ArrayDeque<>();
    final Map<String, byte[]> files = new LinkedHashMap<>();
    String description = "";
    int millisPerChunk;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake hub");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer hub = server("hub");
    private final HttpServer store = server("store");

    record Request(String method, String server, String path, String range, String authorization) {}

    /** An answer that takes the place of the proper one. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange, byte[] content) throws IOException;
    }

    private HttpServer server(String name) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    answer(name, exchange);
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(String name, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Headers headers = exchange.getRequestHeaders();
        requests.add(new Request(exchange.getRequestMethod(), name, path, headers.getFirst("Range"),
                headers.getFirst("Authorization")));
        byte[] content = files.get(path.replaceFirst("^/(" + REPOSITORY + "/resolve/[^/]+/|store/)", ""));
        Answer queued;
        synchronized (this) {
            queued = (name.equals("hub") ? hubAnswers : storeAnswers).poll();
        }
        if (queued != null) {
            queued.to(exchange, content);
        } else if (path.startsWith("/api/models/")) {
            send(exchange, description.getBytes(StandardCharsets.UTF_8), 0);
        } else if (content == null) {
            exchange.getResponseHeaders().set("X-Error-Message", "Entry not found\u0007");
            exchange.sendResponseHeaders(404, -1);
        } else if (name.equals("hub")) {
            answerAsHub(exchange, path, content);
        } else {
            send(exchange, content, rangeStart(exchange));
        }
    }

    private void answerAsHub(HttpExchange exchange, String path, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
        if (path.endsWith(".safetensors")) {
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sha256(content).hex() + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", "" + content.length);
            redirect(exchange, path);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"" + gitBlob(content).hex() + "\"");
            send(exchange, content, rangeStart(exchange));
        }
    }

    private void redirect(HttpExchange exchange, String path) throws IOException {
        String name = path.replaceFirst("^/" + REPOSITORY + "/resolve/[^/]+/", "");
        exchange.getResponseHeaders().set("Location", address(store) + "/store/" + name + "?filename=\"a|b\"");
        exchange.sendResponseHeaders(302, -1);
    }

    private static int rangeStart(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }

    /** Sends properly, from a byte on, with the status and header of a range if that is not the first. */
    void send(HttpExchange exchange, byte[] content, int from) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", "" + content.length);
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        if (from > 0) {
            exchange.getResponseHeaders().set("Content-Range",
                    "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length == 0 ? -1 : content.length - from);
        int chunk = 1 << 14;
        for (int at = from; at < content.length; at += chunk) {
            exchange.getResponseBody().write(content, at, Math.min(chunk, content.length - at));
            exchange.getResponseBody().flush();
            pause(millisPerChunk);
        }
    }

    static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The connection ends after some bytes of a whole answer. */
    static Answer cutAfter(int bytes) {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
        };
    }

    static Answer status(int status, String... headers) {
        return (exchange, content) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** A model with a configuration and weights of this many bytes. */
    HubModel model(int bytes) {
        byte[] weights = new byte[bytes];
        new Random(bytes).nextBytes(weights);
        return model(weights);
    }

    /** A model with a configuration and these weights. */
    HubModel model(byte[] weights) {
        files.put("config.json", "{\"width\": 4}".getBytes(StandardCharsets.UTF_8));
        files.put("unet/model.safetensors", weights);
        return new HubModel(REPOSITORY, COMMIT, "", files.entrySet().stream().map(file -> new HubFile(file.getKey(),
                file.getValue().length, file.getKey().endsWith(".json") ? gitBlob(file.getValue())
                : sha256(file.getValue()))).toList());
    }

    /** A hub with one model, {@code owner/model}, of a configuration and weights of this many bytes. */
    public static FakeHub serving(int bytes, int millisPerChunk) {
        FakeHub fake = new FakeHub();
        fake.model(bytes);
        byte[] config = fake.files.get("config.json");
        byte[] weights = fake.files.get("unet/model.safetensors");
        fake.description = """
                {"sha": "%s", "siblings": [
                  {"rfilename": "config.json", "size": %d, "blobId": "%s"},
                  {"rfilename": "unet/model.safetensors", "size": %d, "blobId": "%s",
                   "lfs": {"sha256": "%s", "size": %d}}]}""".formatted(COMMIT, config.length, gitBlob(config).hex(),
                weights.length, "0".repeat(40), sha256(weights).hex(), weights.length);
        fake.millisPerChunk = millisPerChunk;
        return fake;
    }

    HubSettings settings(Path cache) {
        return new HubSettings(endpoint(), cache, Optional.empty(), false,
                new RetryPolicy(4, Duration.ofMillis(5), Duration.ofSeconds(3)), Duration.ofSeconds(20));
    }

    public URI endpoint() {
        return URI.create(address(hub));
    }

    private static String address(HttpServer server) {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort();
    }

    List<Request> gets(String server) {
        return requests.stream().filter(r -> r.method().equals("GET") && r.server().equals(server)).toList();
    }

    static ContentHash sha256(byte[] content) {
        return new ContentHash(hex("SHA-256", content));
    }

    static ContentHash gitBlob(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return new ContentHash(hex("SHA-1", whole));
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
        threads.shutdownNow();
    }
}
