package syntic.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import syntic.io.UserException;

/**
 * Where models come from and where they are kept.
 *
 * @param endpoint address of the hub
 * @param cache folder that holds {@code models--OWNER--NAME}
 * @param token of an account, sent to the endpoint and to nobody else
 * @param offline if true nothing is asked of the network
 * @param stall how long a connection may bring nothing before it is given up
 */
public record HubSettings(URI endpoint, Path cache, Optional<String> token, boolean offline, RetryPolicy retries,
        Duration stall) {
    private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");

    public HubSettings {
        if (!Set.of("http", "https").contains(String.valueOf(endpoint.getScheme())) || endpoint.getHost() == null) {
            throw new UserException("HF_ENDPOINT must be an address such as https://huggingface.co, not '"
                    + endpoint + "'");
        }
        // The value is not shown: messages end up in logs.
        if (token.isPresent() && !token.get().matches("[!-~]+")) {
            throw new UserException("HF_TOKEN must be a token without spaces or line ends");
        }
    }

    /** From the Hugging Face libraries' variables: HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, HF_TOKEN, HF_HUB_OFFLINE. */
    public static HubSettings fromEnvironment() {
        return from(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static HubSettings from(Map<String, String> environment, Path home) {
        String endpoint = value(environment, "HF_ENDPOINT").orElse("https://huggingface.co").replaceAll("/+$", "");
        URI address;
        try {
            address = URI.create(endpoint);
        } catch (IllegalArgumentException e) {
            throw new UserException("HF_ENDPOINT is not an address: " + e.getMessage(), e);
        }
        boolean offline = value(environment, "HF_HUB_OFFLINE")
                .filter(v -> YES.contains(v.toUpperCase(Locale.ROOT))).isPresent();
        return new HubSettings(address, cache(environment, home), value(environment, "HF_TOKEN"), offline,
                RetryPolicy.STANDARD, Duration.ofMinutes(1));
    }

    private static Path cache(Map<String, String> environment, Path home) {
        return value(environment, "HF_HUB_CACHE").map(v -> expand(v, home))
                .or(() -> value(environment, "HF_HOME").map(v -> expand(v, home).resolve("hub")))
                .or(() -> value(environment, "XDG_CACHE_HOME").map(v -> expand(v, home).resolve("huggingface/hub")))
                .orElse(home.resolve(".cache/huggingface/hub"));
    }

    private static Path expand(String path, Path home) {
        return path.equals("~") ? home : path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    /** Everything but the token. */
    @Override
    public String toString() {
        return "HubSettings[endpoint=" + endpoint + ", cache=" + cache + ", token="
                + (token.isPresent() ? "set" : "none") + ", offline=" + offline + "]";
    }
}
