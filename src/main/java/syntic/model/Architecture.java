package syntic.model;

import java.util.Map;

/**
 * The architectures that are read, by the {@code model_type} of their configuration. Another one is refused by its
 * name, with what it has that is not here and what can be had instead.
 */
public enum Architecture {
    CLIP("clip", "openai/clip-vit-base-patch32, -base-patch16, -large-patch14 and other CLIPs are read; features of "
            + "another encoder come in with 'features import', the encoder itself as an ImageTextEncoder in Java"),
    CLIP_TEXT("clip_text_model", "the text_encoder of Stable Diffusion v1-4, v1-5 and of what was tuned from them is "
            + "read"),
    DETR("detr", "facebook/detr-resnet-50, -101 and what was tuned from them are read; tags of another detector come "
            + "in with a feature pack, the detector itself as an ObjectDetector in Java"),
    GPT2("gpt2", "GPT-2 of any size is read"),
    T5("t5", "T5 and FLAN-T5 of any size are read");

    /** What others have that the code for none of the above can compute. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("siglip", "SigLIP, which pools images by attention and reads SentencePiece tokens"),
            Map.entry("siglip2", "SigLIP 2, which pools images by attention and reads SentencePiece tokens"),
            Map.entry("chinese_clip", "Chinese-CLIP, whose text tower is a BERT with WordPiece tokens"),
            Map.entry("altclip", "AltCLIP, whose text tower is an XLM-RoBERTa with SentencePiece tokens"),
            Map.entry("vision-text-dual-encoder", "a pair of two other models"),
            Map.entry("clip_vision_model", "the image tower of a CLIP without its text tower"),
            Map.entry("clip_text_model", "the text tower of a CLIP without its image tower"),
            Map.entry("blip", "BLIP, whose text tower is a BERT"),
            Map.entry("blip-2", "BLIP-2, which has a querying transformer"),
            Map.entry("align", "ALIGN, whose towers are an EfficientNet and a BERT"),
            Map.entry("conditional_detr", "Conditional DETR, whose decoder attends otherwise"),
            Map.entry("deformable_detr", "Deformable DETR, which attends to sampled points of several feature maps"),
            Map.entry("dab-detr", "DAB-DETR, whose queries are boxes"),
            Map.entry("deta", "DETA, which attends to sampled points of several feature maps"),
            Map.entry("rt_detr", "RT-DETR, which has a hybrid encoder over several feature maps"),
            Map.entry("rt_detr_v2", "RT-DETR v2, which has a hybrid encoder over several feature maps"),
            Map.entry("d_fine", "D-FINE, which has a hybrid encoder over several feature maps"),
            Map.entry("table-transformer", "Table Transformer, a DETR that normalises before each layer"),
            Map.entry("yolos", "YOLOS, a vision transformer without a residual network"),
            Map.entry("owlvit", "OWL-ViT, which detects what a sentence asks for"),
            Map.entry("owlv2", "OWLv2, which detects what a sentence asks for"),
            Map.entry("grounding-dino", "Grounding DINO, which detects what a sentence asks for"),
            Map.entry("mt5", "mT5, whose vocabulary and head differ"));

    private final String type;
    private final String instead;

    Architecture(String type, String instead) {
        this.type = type;
        this.instead = instead;
    }

    /** The {@code model_type}. */
    public String type() {
        return type;
    }

    /** @throws ModelException if {@code config} says that it is another architecture */
    public void require(ConfigFile config) {
        String found = config.text("model_type", type);
        if (!found.equals(type)) {
            String known = OTHERS.getOrDefault(found, OTHERS.get(found.replaceFirst("_(text|vision)_model$", "")));
            throw config.refuse("model_type", "is '" + found + "', not '" + type + "'"
                    + (known == null ? "" : ": this is " + known) + "; " + instead);
        }
        if (!config.has("model_type") && config.has("pretrained_cfg")) {
            throw config.refuse("pretrained_cfg", "belongs to a model of timm or OpenCLIP; " + instead);
        }
    }
}
