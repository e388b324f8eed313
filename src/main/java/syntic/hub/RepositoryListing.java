package syntic.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import syntic.hub.HubException.Problem;

/** Reads what a hub says of a repository: its files with sizes and hashes, and which of them a model is read from. */
final class RepositoryListing {
    private static final int MOST_BYTES = 32 << 20;
    /** Names as the loaders look for them, at the top or in a part such as {@code unet}. */
    private static final Pattern READ = Pattern.compile("((text_encoder|tokenizer|unet|vae|scheduler)/)?"
            + "((|preprocessor_|scheduler_|tokenizer_)config\\.json|vocab\\.json|merges\\.txt|tokenizer\\.json"
            + "|(diffusion_pytorch_)?model(\\.fp16\\.safetensors"
            + "|(-\\d{5}-of-\\d{5})?\\.safetensors(\\.index\\.json)?))");
    private static final String WEIGHTS = ".safetensors";
    /** Weights that are read where their folder has no others. */
    private static final String HALF = ".fp16" + WEIGHTS;

    private RepositoryListing() {}

    static HubModel read(HubClient client, HubSettings settings, String repository, String revision) {
        URI url = client.descriptionUrl(HubNames.requireRepository(repository), HubNames.requireRevision(revision));
        RetryPolicy.Attempts attempts = settings.retries().start(url);
        while (true) {
            try (InputStream body = new StallGuard(client.get(url, 0).body(), settings.stall())) {
                byte[] json = body.readNBytes(MOST_BYTES + 1);
                if (json.length > MOST_BYTES) {
                    throw refused(url, "more than " + MOST_BYTES + " bytes", null);
                }
                HubModel model = parse(url, repository, new String(json, StandardCharsets.UTF_8));
                if (!HubNames.isCommit(revision)) {
                    new HubCache(settings.cache(), repository).writeRef(revision, model.commit());
                } else if (!revision.equals(model.commit())) {
                    throw refused(url, "another commit (" + model.commit() + ")", null);
                }
                return model;
            } catch (IOException e) {
                attempts.failed(e);
            }
        }
    }

    static HubModel parse(URI url, String repository, String json) {
        try {
            JsonObject description = JsonParser.parseString(json).getAsJsonObject();
            String commit = HubNames.requireCommit(url.toString(), description.get("sha").getAsString());
            List<HubFile> files = new ArrayList<>();
            for (JsonElement element : description.getAsJsonArray("siblings")) {
                JsonObject file = element.getAsJsonObject();
                String path = file.get("rfilename").getAsString();
                if (READ.matcher(path).matches()) {
                    files.add(new HubFile(HubNames.requirePath(path), file.get("size").getAsLong(), hash(file)));
                }
            }
            if (files.stream().noneMatch(file -> file.path().endsWith(WEIGHTS))) {
                throw new HubException(Problem.NOT_FOUND, url + ": the repository has no safetensors file that this "
                        + "program reads; look for a revision with one (pickled *.bin files are not read)");
            }
            return new HubModel(repository, commit, "", withoutSpareHalves(files));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | IllegalArgumentException
                | NullPointerException | ClassCastException | StackOverflowError e) {
            throw refused(url, "something that is not a description of a repository", e);
        }
    }

    private static List<HubFile> withoutSpareHalves(List<HubFile> files) {
        Set<String> whole = files.stream().map(HubFile::path)
                .filter(path -> path.endsWith(WEIGHTS) && !path.endsWith(HALF)).map(RepositoryListing::folder)
                .collect(Collectors.toSet());
        return files.stream().filter(file -> !file.path().endsWith(HALF) || !whole.contains(folder(file.path())))
                .toList();
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Large files are known by their SHA-256, the others by git's name of the blob. */
    private static ContentHash hash(JsonObject file) {
        boolean large = file.has("lfs") && file.get("lfs").isJsonObject();
        return new ContentHash((large ? file.getAsJsonObject("lfs").get("sha256") : file.get("blobId")).getAsString());
    }

    private static HubException refused(URI url, String what, Throwable cause) {
        return new HubException(Problem.BAD_ANSWER, url + ": answers " + what + "; check HF_ENDPOINT", cause);
    }
}
