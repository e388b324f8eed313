package syntic.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import syntic.nn.ElementType;
import syntic.nn.WeightsException;

/**
 * Keeps results on disk under the recipe that made them: reused when recipe and inputs are the same, made again when
 * not, never mixed. Each recipe has a folder that says in {@code recipe.txt} what it holds.
 *
 * @param folder may not exist yet
 */
public record ResultStore(Path folder) {
    private static final String RECIPE = "recipe.txt";

    /** The store in the user's cache folder. */
    public static ResultStore standard() {
        return new ResultStore(CacheFolder.path().resolve("results"));
    }

    /**
     * The folder of a recipe, made if it is not there.
     *
     * @throws StoreException if it holds the result of another recipe, or cannot be written
     */
    public Path place(Recipe recipe) {
        Path place = folder.resolve(recipe.key());
        Path described = place.resolve(RECIPE);
        try {
            if (Files.exists(described)) {
                if (!Files.readString(described).equals(recipe.text())) {
                    throw new StoreException(described + ": describes another result than its folder's name says; "
                            + "delete the folder " + place);
                }
                return place;
            }
            Files.createDirectories(place);
            Path partial = Files.createTempFile(place, "recipe", ".incomplete");
            Files.writeString(partial, recipe.text());
            Files.move(partial, described, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return place;
        } catch (IOException e) {
            throw new StoreException(place + ": cannot be written (" + e + "); free some space or choose another folder "
                    + "with SYNTIC_CACHE", e);
        }
    }

    /**
     * The features of {@code ids}, in their order. What the store has is read; what is missing is made in shards, each
     * kept as soon as it is made, so that a kill loses one shard at most.
     *
     * @param shard how many ids are made at once
     * @param make rows for the ids it is given, in their order
     */
    public FeatureSet features(Recipe recipe, List<String> ids, int shard, Function<List<String>, float[][]> make,
            ProgressListener listener) {
        Path place = place(recipe);
        Map<String, float[]> known = new LinkedHashMap<>();
        int shards = 0;
        for (Path file = shardFile(place, 0); Files.exists(file); file = shardFile(place, ++shards)) {
            read(recipe, file, known);
        }
        List<String> missing = ids.stream().filter(id -> !known.containsKey(id)).distinct().toList();
        for (int from = 0; from < missing.size(); from += shard) {
            List<String> some = missing.subList(from, Math.min(missing.size(), from + shard));
            float[][] rows = make.apply(some);
            new FeatureSet(some, rows, Map.of("recipe", recipe.text())).save(shardFile(place, shards++), ElementType.F32);
            for (int i = 0; i < rows.length; i++) {
                known.put(some.get(i), rows[i]);
            }
            listener.at(from + some.size(), missing.size(), recipe.stage());
        }
        List<float[]> rows = new ArrayList<>();
        ids.forEach(id -> rows.add(known.get(id)));
        return new FeatureSet(ids, rows.toArray(float[][]::new), Map.of("recipe", recipe.text()));
    }

    private static void read(Recipe recipe, Path file, Map<String, float[]> known) {
        try {
            FeatureSet kept = FeatureSet.load(file);
            if (!recipe.text().equals(kept.provenance().get("recipe"))) {
                throw new StoreException(file + ": was made by another recipe; delete it to have it made again");
            }
            for (int i = 0; i < kept.size(); i++) {
                known.put(kept.ids().get(i), kept.rows()[i]);
            }
        } catch (WeightsException e) {
            throw new StoreException(file + ": a kept result is damaged; delete it to have it made again", e);
        }
    }

    private static Path shardFile(Path place, int number) {
        return place.resolve(String.format("%05d.safetensors", number));
    }
}
