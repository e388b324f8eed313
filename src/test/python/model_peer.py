"""The other side of ModelBenchmark: the same models in eager PyTorch, one forward at a time on request.

Reads commands from standard input, one a line, and answers each with one line:
    load MODEL FOLDER INPUTS   reads weights (FOLDER/model.safetensors) and inputs (safetensors)
    run                        one forward; answers wall seconds and processor seconds
    output FILE                writes the last result as raw float32
The first line written says what this PyTorch is. The argument is the number of threads.
"""

import ctypes
import json
import math
import os
import struct
import sys
import time

import torch
import torch.nn.functional as F


def read(path):
    """Tensors of a safetensors file (F32 and I64), copied into PyTorch's own memory."""
    types = {"F32": torch.float32, "I64": torch.int64}
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = bytearray(os.path.getsize(path) - file.tell())
        file.readinto(data)
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = torch.frombuffer(data, dtype=types[entry["dtype"]], count=math.prod(entry["shape"]), offset=begin)
            tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors


class Weights:
    """Named tensors and views of them below a prefix."""

    def __init__(self, tensors, prefix=""):
        self.tensors, self.prefix = tensors, prefix

    def __truediv__(self, child):
        return Weights(self.tensors, f"{self.prefix}{child}.")

    def __getitem__(self, name):
        return self.tensors.get(self.prefix + name)

    def linear(self, x):
        return F.linear(x, self["weight"], self["bias"])

    def conv(self, x, stride=1, padding=0):
        return F.conv2d(x, self["weight"], self["bias"], stride, padding)

    def layer_norm(self, x, eps=1e-5):
        return F.layer_norm(x, x.shape[-1:], self["weight"], self["bias"], eps)

    def group_norm(self, x, eps):
        return F.group_norm(x, 32, self["weight"], self["bias"], eps)


def attention(q, k, v, heads, mask=None):
    """[batch, tokens, width] each; the products that eager model code uses in this version of PyTorch."""
    batch, tokens, width = q.shape
    q, k, v = (x.reshape(batch, -1, heads, width // heads).transpose(1, 2).reshape(batch * heads, -1, width // heads)
               for x in (q, k, v))
    if mask is None:
        scores = torch.baddbmm(torch.empty(q.shape[0], q.shape[1], k.shape[1]), q, k.transpose(1, 2), beta=0,
                               alpha=(width // heads) ** -0.5)
    else:
        scores = torch.baddbmm(mask.expand(q.shape[0], -1, -1), q, k.transpose(1, 2), alpha=(width // heads) ** -0.5)
    mixed = torch.bmm(scores.softmax(-1), v)
    return mixed.reshape(batch, heads, tokens, -1).transpose(1, 2).reshape(batch, tokens, width)


# CLIP

def clip_encoder(w, x, layers, heads, mask=None):
    for i in range(layers):
        layer = w / f"layers.{i}"
        own = layer / "self_attn"
        a = (layer / "layer_norm1").layer_norm(x)
        mixed = attention((own / "q_proj").linear(a), (own / "k_proj").linear(a), (own / "v_proj").linear(a), heads,
                          mask)
        x = x + (own / "out_proj").linear(mixed)
        h = (layer / "mlp.fc1").linear((layer / "layer_norm2").layer_norm(x))
        x = x + (layer / "mlp.fc2").linear(h * torch.sigmoid(1.702 * h))
    return x


def clip_image(w, inputs):
    model = w / "vision_model"
    patches = (model / "embeddings.patch_embedding").conv(inputs["pixels"], 32).flatten(2).transpose(1, 2)
    first = model["embeddings.class_embedding"].expand(patches.shape[0], 1, -1)
    x = torch.cat([first, patches], 1) + model["embeddings.position_embedding.weight"]
    x = clip_encoder(model / "encoder", (model / "pre_layrnorm").layer_norm(x), 12, 12)
    return (w / "visual_projection").linear((model / "post_layernorm").layer_norm(x[:, 0]))


def clip_text(w, inputs):
    model, ids = w / "text_model", inputs["ids"]
    x = F.embedding(ids, model["embeddings.token_embedding.weight"]) + model["embeddings.position_embedding.weight"]
    mask = torch.full((77, 77), torch.finfo(torch.float32).min).triu(1)
    x = (model / "final_layer_norm").layer_norm(clip_encoder(model / "encoder", x, 12, 8, mask))
    return (w / "text_projection").linear(x[torch.arange(len(ids)), ids.argmax(1)])


# Latent diffusion

def residual(w, x, time_vector, eps):
    h = (w / "conv1").conv(F.silu((w / "norm1").group_norm(x, eps)), 1, 1)
    if time_vector is not None:
        h = h + (w / "time_emb_proj").linear(time_vector)[:, :, None, None]
    h = (w / "conv2").conv(F.silu((w / "norm2").group_norm(h, eps)), 1, 1)
    return (x if w["conv_shortcut.weight"] is None else (w / "conv_shortcut").conv(x)) + h


def attend(w, x, source, heads):
    mixed = attention((w / "to_q").linear(x), (w / "to_k").linear(source), (w / "to_v").linear(source), heads)
    return (w / "to_out.0").linear(mixed)


def spatial_transformer(w, x, text):
    batch, channels, height, width = x.shape
    tokens = (w / "proj_in").conv((w / "norm").group_norm(x, 1e-6))
    tokens = tokens.permute(0, 2, 3, 1).reshape(batch, height * width, channels)
    block = w / "transformer_blocks.0"
    normed = (block / "norm1").layer_norm(tokens)
    tokens = tokens + attend(block / "attn1", normed, normed, 8)
    tokens = tokens + attend(block / "attn2", (block / "norm2").layer_norm(tokens), text, 8)
    value, gate = (block / "ff.net.0.proj").linear((block / "norm3").layer_norm(tokens)).chunk(2, -1)
    tokens = tokens + (block / "ff.net.2").linear(value * F.gelu(gate))
    tokens = tokens.reshape(batch, height, width, channels).permute(0, 3, 1, 2).contiguous()
    return (w / "proj_out").conv(tokens) + x


def unet(w, inputs):
    x, text = inputs["latents"], inputs["text"]
    frequencies = torch.exp(-math.log(10000) * torch.arange(160, dtype=torch.float32) / 160)
    angles = torch.full((len(x), 1), 500.0) * frequencies
    t = (w / "time_embedding.linear_1").linear(torch.cat([angles.cos(), angles.sin()], -1))
    t = F.silu((w / "time_embedding.linear_2").linear(F.silu(t)))
    x = (w / "conv_in").conv(x, 1, 1)
    kept = [x]
    for level in range(4):
        block = w / f"down_blocks.{level}"
        for layer in range(2):
            x = residual(block / f"resnets.{layer}", x, t, 1e-5)
            if level < 3:
                x = spatial_transformer(block / f"attentions.{layer}", x, text)
            kept.append(x)
        if level < 3:
            x = (block / "downsamplers.0.conv").conv(x, 2, 1)
            kept.append(x)
    mid = w / "mid_block"
    x = residual(mid / "resnets.0", x, t, 1e-5)
    x = residual(mid / "resnets.1", spatial_transformer(mid / "attentions.0", x, text), t, 1e-5)
    for level in range(4):
        block = w / f"up_blocks.{level}"
        for layer in range(3):
            x = residual(block / f"resnets.{layer}", torch.cat([x, kept.pop()], 1), t, 1e-5)
            if level > 0:
                x = spatial_transformer(block / f"attentions.{layer}", x, text)
        if level < 3:
            x = (block / "upsamplers.0.conv").conv(F.interpolate(x, scale_factor=2.0, mode="nearest"), 1, 1)
    return (w / "conv_out").conv(F.silu((w / "conv_norm_out").group_norm(x, 1e-5)), 1, 1)


def vae_attention(w, x):
    batch, channels, height, width = x.shape
    tokens = (w / "group_norm").group_norm(x, 1e-6).reshape(batch, channels, -1).transpose(1, 2)
    seen = attend(w, tokens, tokens, 1)
    return x + seen.transpose(1, 2).reshape(x.shape)


def vae(w, inputs):
    x = (w / "post_quant_conv").conv(inputs["latents"])
    w = w / "decoder"
    x = residual(w / "mid_block.resnets.0", (w / "conv_in").conv(x, 1, 1), None, 1e-6)
    x = residual(w / "mid_block.resnets.1", vae_attention(w / "mid_block.attentions.0", x), None, 1e-6)
    for level in range(4):
        block = w / f"up_blocks.{level}"
        for layer in range(3):
            x = residual(block / f"resnets.{layer}", x, None, 1e-6)
        if level < 3:
            x = (block / "upsamplers.0.conv").conv(F.interpolate(x, scale_factor=2.0, mode="nearest"), 1, 1)
    return (w / "conv_out").conv(F.silu((w / "conv_norm_out").group_norm(x, 1e-6)), 1, 1)


# DETR

def frozen(w, x, stride=1, padding=0):
    norm = w / "normalization"
    scale = norm["weight"] * (norm["running_var"] + 1e-5).rsqrt()
    shift = norm["bias"] - norm["running_mean"] * scale
    return (w / "convolution").conv(x, stride, padding) * scale[:, None, None] + shift[:, None, None]


def resnet50(w, x):
    x = F.max_pool2d(F.relu(frozen(w / "embedder.embedder", x, 2, 3)), 3, 2, 1)
    for stage, depth in enumerate([3, 4, 6, 3]):
        for i in range(depth):
            layer = w / f"encoder.stages.{stage}.layers.{i}"
            stride = 2 if i == 0 and stage > 0 else 1
            y = F.relu(frozen(layer / "layer.0", x))
            y = F.relu(frozen(layer / "layer.1", y, stride, 1))
            y = frozen(layer / "layer.2", y)
            x = F.relu(y + (frozen(layer / "shortcut", x, stride) if i == 0 else x))
    return x


def detr_positions(height, width):
    def waves(length):
        angles = torch.arange(1, length + 1) / (length + 1e-6) * 2 * math.pi
        angles = angles[:, None] / 10000 ** (2 * (torch.arange(128) // 2) / 128)
        return torch.stack([angles[:, 0::2].sin(), angles[:, 1::2].cos()], 2).flatten(1)
    y, x = waves(height)[:, None].expand(-1, width, -1), waves(width)[None].expand(height, -1, -1)
    return torch.cat([y, x], 2).reshape(1, height * width, 256)


def detr_attend(w, query, key, value):
    mixed = attention((w / "q_proj").linear(query), (w / "k_proj").linear(key), (w / "v_proj").linear(value), 8)
    return (w / "out_proj").linear(mixed)


def detr_rest(w, x):
    return (w / "final_layer_norm").layer_norm(x + (w / "fc2").linear(F.relu((w / "fc1").linear(x))))


def detr(w, inputs):
    model = w / "model"
    x = (model / "input_projection").conv(resnet50(model / "backbone.conv_encoder.model", inputs["pixels"]))
    places = detr_positions(*x.shape[2:])
    x = x.flatten(2).transpose(1, 2)
    for i in range(6):
        layer = model / f"encoder.layers.{i}"
        seen = detr_attend(layer / "self_attn", x + places, x + places, x)
        x = detr_rest(layer, (layer / "self_attn_layer_norm").layer_norm(x + seen))
    memory, queries = x, model["query_position_embeddings.weight"][None]
    x = torch.zeros_like(queries)
    for i in range(6):
        layer = model / f"decoder.layers.{i}"
        seen = detr_attend(layer / "self_attn", x + queries, x + queries, x)
        x = (layer / "self_attn_layer_norm").layer_norm(x + seen)
        found = detr_attend(layer / "encoder_attn", x + queries, memory + places, memory)
        x = detr_rest(layer, (layer / "encoder_attn_layer_norm").layer_norm(x + found))
    x = (model / "decoder.layernorm").layer_norm(x)
    box = x
    for i in range(3):
        box = (w / f"bbox_predictor.layers.{i}").linear(box)
        box = F.relu(box) if i < 2 else box.sigmoid()
    return torch.cat([(w / "class_labels_classifier").linear(x), box], 2)


def mapped_blas():
    """The libraries of matrix products that this process has loaded, by their files."""
    torch.ones(2, 2) @ torch.ones(2, 2)
    with open("/proc/self/maps") as maps:
        return sorted({os.path.realpath(line.split()[-1]) for line in maps if "libopenblas" in line or "libblas" in line})


MODELS = {"clip image": clip_image, "clip text": clip_text, "unet": unet, "vae": vae, "detr": detr}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.set_grad_enabled(False)
    print(json.dumps({"python": sys.version.split()[0], "torch": torch.__version__, "threads": torch.get_num_threads(),
                      "blas": "MKL" if torch.backends.mkl.is_available() else mapped_blas(),
                      "build": torch.__config__.show()}), flush=True)
    loaded = None, None
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split("\t")
        if command == "load":
            model, folder, inputs = arguments
            if loaded[0] != folder:
                loaded = None, None
                loaded = folder, Weights(read(f"{folder}/model.safetensors"))
            forward, given = MODELS[model], read(inputs)
            print("loaded", flush=True)
        elif command == "run":
            wall, processor = time.perf_counter(), time.process_time()
            result = forward(loaded[1], given)
            print(time.perf_counter() - wall, time.process_time() - processor, flush=True)
        elif command == "output":
            flat = result.contiguous()
            with open(arguments[0], "wb") as file:
                file.write(ctypes.string_at(flat.data_ptr(), 4 * flat.numel()))
            print("written", flush=True)


main()
