package syntic.hub;

import java.util.List;
import java.util.stream.Stream;

/**
 * The models of the paper, pinned: commits, sizes and hashes are part of the program, so that a download is what it was
 * tested with, whoever serves it.
 */
public final class FullSizeModels {
    /** CLIP ViT-B/32 (Radford et al. 2021), at the commit that adds the safetensors file to the original repository. */
    public static final HubModel CLIP = new HubModel("openai/clip-vit-base-patch32",
            "b33cedfd0df4e43b8238760678fcc89e1a0d38b3", "see the model card", List.of(
            file("config.json", 4_186, "b575ef3c36f2a057fa19e221650105052d61cc9c1a972ec15019c6261ec98770"),
            file("preprocessor_config.json", 316, "910e70b3956ac9879ebc90b22fb3bc8a75b6a0677814500101a4c072bd7857bd"),
            file("vocab.json", 862_328, "5047b556ce86ccaf6aa22b3ffccfc52d391ea4accdab9c2f2407da5b742d4363"),
            file("merges.txt", 524_657, "f526393189112391ce6f9795d4695f704121ce452c3aad1f5335cc41337eba85"),
            file("model.safetensors", 605_157_884,
                    "99d28a652e6ec46629ab7047a0ac82c69b1fe11e0ce672c43af65d3a9a3fc05d")));

    /** DETR ResNet-50 (Carion et al. 2020). */
    public static final HubModel DETR = new HubModel("facebook/detr-resnet-50",
            "1d5f47bd3bdd2c4bbfa585418ffe6da5028b4c0b", "apache-2.0", List.of(
            file("config.json", 4_592, "e7bcf3992363f27717a863f14b193140ad2e41d4338ee012730e58a92cae17e6"),
            file("preprocessor_config.json", 290, "0673fea2a6d3cf92cdbab3c7426c0ecdf8a4729a2a4d5199033dcd66a2b8759b"),
            file("model.safetensors", 166_587_896,
                    "830f5e2eeaada8c8c8281779dcc8ab12833972eb8514ed0a35be6c1d4420ad81")));

    private static final String DIFFUSION = "stable-diffusion-v1-5/stable-diffusion-v1-5";
    private static final String DIFFUSION_COMMIT = "451f4fe16113bff5a5d2269ed5ad43b0592e9a14";
    private static final String DIFFUSION_LICENCE = "creativeml-openrail-m";

    private static final List<HubFile> DIFFUSION_TEXTS = List.of(
            file("scheduler/scheduler_config.json", 308, "82d05b0e688d7ea94675678646c427907419346e"),
            file("text_encoder/config.json", 617, "4d3e873ab5086ad989f407abd50fdce66db8d657"),
            file("tokenizer/merges.txt", 524_619, "76e821f1b6f0a9709293c3b6b51ed90980b3166b"),
            file("tokenizer/vocab.json", 1_059_962, "469be27c5c010538f845f518c4f5e8574c78f7c8"),
            file("unet/config.json", 743, "1a02ee8abc93e840ffbcb2d68b66ccbcb74b3ab3"),
            file("vae/config.json", 547, "55d78924fee13e4220f24320127c5f16284e13b9"));

    /** Stable Diffusion v1-5 (Rombach et al. 2022) in single precision. */
    public static final HubModel STABLE_DIFFUSION = diffusion(List.of(
            file("text_encoder/model.safetensors", 492_265_874,
                    "d008943c017f0092921106440254dbbe00b6a285f7883ec8ba160c3faad88334"),
            file("unet/diffusion_pytorch_model.safetensors", 3_438_167_540L,
                    "19da7aaa4b880e59d56843f1fcb4dd9b599c28a1d9d9af7c1143057c8ffae9f1"),
            file("vae/diffusion_pytorch_model.safetensors", 334_643_276,
                    "a2b5134f4dbc140d9c11f11cba3233099e00af40f262f136c691fb7d38d2194c")));

    /** The same in half precision: half the download, and the precision in which it is mostly used. */
    public static final HubModel STABLE_DIFFUSION_FP16 = diffusion(List.of(
            file("text_encoder/model.fp16.safetensors", 246_144_864,
                    "77795e2023adcf39bc29a884661950380bd093cf0750a966d473d1718dc9ef4e"),
            file("unet/diffusion_pytorch_model.fp16.safetensors", 1_719_125_304,
                    "c83908253f9a64d08c25fc90874c9c8aef9a329ce1ca5fb909d73b0c83d1ea21"),
            file("vae/diffusion_pytorch_model.fp16.safetensors", 167_335_342,
                    "4fbcf0ebe55a0984f5a5e00d8c4521d52359af7229bb4d81890039d2aa16dd7c")));

    private FullSizeModels() {}

    private static HubModel diffusion(List<HubFile> weights) {
        return new HubModel(DIFFUSION, DIFFUSION_COMMIT, DIFFUSION_LICENCE,
                Stream.of(DIFFUSION_TEXTS, weights).flatMap(List::stream).toList());
    }

    private static HubFile file(String path, long size, String hash) {
        return new HubFile(path, size, new ContentHash(hash));
    }
}
