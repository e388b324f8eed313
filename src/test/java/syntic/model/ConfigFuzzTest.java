package syntic.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntic.Fuzz;
import syntic.model.clip.ClipTokenizer;

/** Broken configurations are refused with a typed error, or read in bounded memory; nothing else happens. */
class ConfigFuzzTest {
    @TestFactory
    Stream<DynamicTest> mutatedConfigurationsGiveOnlyTypedErrors() {
        return ConfigTargets.all().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            ConfigTargets.Target target = entry.getValue();
            target.reading().accept(ConfigFile.parse("config.json", target.good()));
            int inputs = Fuzz.inputs(1000);
            int refused = Fuzz.run(entry.getKey(), target.good().getBytes(StandardCharsets.ISO_8859_1), inputs,
                    Set.of(ModelException.class), input -> target.reading().accept(ConfigFile.parse("config.json",
                            new String(input, StandardCharsets.ISO_8859_1))));
            assertTrue(refused > inputs / 4, "only " + refused + " of " + inputs + " were refused");
        }));
    }

    @Test
    void mutatedTokenizersGiveOnlyTypedErrors(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, ConfigTargets.TOKENIZER);
        ClipTokenizer.from(folder);
        Fuzz.run("tokenizer", ConfigTargets.TOKENIZER.getBytes(StandardCharsets.ISO_8859_1), Fuzz.inputs(1000),
                Set.of(ModelException.class), input -> {
                    Files.write(file, input);
                    ClipTokenizer.from(folder);
                });
    }

    /** They would change what is computed, and nothing else would show it. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"UNet, resnet_time_scale_shift, `\"scale_shift\"`, `\"default\"`",
        "UNet, time_embedding_type, `\"fourier\"`, `\"positional\"`", "UNet, resnet_skip_time_act, true, false",
        "UNet, mid_block_scale_factor, 1.4, 1.0", "UNet, class_embed_type, `\"timestep\"`, null",
        "VAE, shift_factor, 0.1159, null", "VAE, latents_mean, `[0.1]`, null",
        "GPT-2, scale_attn_by_inverse_layer_idx, true, false", "GPT-2, tie_word_embeddings, false, true",
        "preprocessor, image_processor_type, `\"SiglipImageProcessor\"`, `\"CLIPImageProcessor\"`"})
    void variantsThatAreNotSupportedAreRefused(String name, String key, String value, String idle) {
        ConfigTargets.Target target = ConfigTargets.all().get(name);
        String all = target.good().replaceFirst("\\{", "{\"" + key + "\": %s, ");
        target.reading().accept(ConfigFile.parse("config.json", all.formatted(idle)));
        ModelException e = assertThrows(ModelException.class,
                () -> target.reading().accept(ConfigFile.parse("config.json", all.formatted(value))));
        assertTrue(e.getMessage().startsWith("config.json: '" + key + "' is "), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"CLIP, `\"num_attention_heads\": 2`, num_attention_heads, 0",
        "CLIP, `\"num_hidden_layers\": 1`, num_hidden_layers, 5000", "GPT-2, `\"n_head\": 2`, n_head, 0",
        "GPT-2, `\"n_layer\": 1`, n_layer, 16777216", "T5, `\"num_heads\": 2`, num_heads, 0",
        "T5, `\"num_layers\": 1`, num_layers, 100000", "DETR, `\"encoder_layers\": 1`, encoder_layers, 2000",
        "DETR, `\"decoder_attention_heads\": 2`, decoder_attention_heads, 0",
        "UNet, `\"attention_head_dim\": 2`, attention_head_dim, 0",
        "UNet, `\"layers_per_block\": 1`, layers_per_block, 1000"})
    void zeroHeadsAndHugeLayerCountsAreNamed(String name, String found, String key, String value) {
        ConfigTargets.Target target = ConfigTargets.all().get(name);
        String broken = target.good().replace(found, "\"" + key + "\": " + value);
        ModelException e = assertThrows(ModelException.class,
                () -> target.reading().accept(ConfigFile.parse("config.json", broken)));
        assertTrue(e.getMessage().contains("'" + key + "'") && e.getMessage().contains(value), e.getMessage());
    }
}
