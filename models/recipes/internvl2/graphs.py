"""Any model with InternVL2's parts as three ONNX graphs: vision_encoder, embed_tokens, decoder_model_merged.

Names and shapes are those that transformers.js and its exports share:

vision_encoder        pixel_values [tiles, 3, side, side]                             -> image_features [tiles, tokens, h]
embed_tokens          input_ids i64 [b, s]                                            -> inputs_embeds [b, s, h]
decoder_model_merged  inputs_embeds [b, s, h], attention_mask i64 [b, past + s],
                      position_ids i64 [b, s], num_logits_to_keep i64 [] (0 is all),
                      past_key_values.{i}.key / .value [b, kv heads, past, head dim]  -> logits [b, kept, vocabulary],
                                                                                         present.{i}.key / .value
"""

import inspect

import torch
from torch import nn

OPSET = 17


class Vision(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pixel_values):
        return self.model.extract_feature(pixel_values)


class Embed(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.tokens = model.language_model.get_input_embeddings()

    def forward(self, input_ids):
        return self.tokens(input_ids)


class Decoder(nn.Module):
    """`cache_dtype` is what the cache is kept in between runs; inside, the model's own type is used."""

    def __init__(self, model, cache_dtype=torch.float32, keeps_logits=True):
        super().__init__()
        self.language_model = model.language_model
        self.cache_dtype = cache_dtype
        self.keeps_logits = keeps_logits

    def forward(self, inputs_embeds, attention_mask, position_ids, num_logits_to_keep, *past):
        dtype = inputs_embeds.dtype
        pairs = [(key.to(dtype), value.to(dtype)) for key, value in zip(past[::2], past[1::2])]
        out = self.language_model.model(
            inputs_embeds=inputs_embeds,
            attention_mask=attention_mask,
            position_ids=position_ids,
            past_key_values=to_cache(pairs),
            use_cache=True,
        )
        hidden = out.last_hidden_state
        if self.keeps_logits:
            hidden = hidden[:, -num_logits_to_keep:, :]  # -0 is 0, which keeps all
        logits = self.language_model.get_output_embeddings()(hidden).float()
        return (logits, *[part.to(self.cache_dtype) for pair in to_pairs(out.past_key_values) for part in pair])


def to_cache(pairs):
    """Newer transformers want their own cache class, older ones and tiny.py tuples."""
    try:
        from transformers.cache_utils import DynamicCache
    except ImportError:
        return tuple(pairs)
    return DynamicCache.from_legacy_cache(tuple(pairs)) if hasattr(DynamicCache, "from_legacy_cache") else tuple(pairs)


def to_pairs(cache):
    return cache.to_legacy_cache() if hasattr(cache, "to_legacy_cache") else cache


def cache_names(layers, prefix):
    return [f"{prefix}.{layer}.{part}" for layer in range(layers) for part in ("key", "value")]


def decoder_shape(model):
    c = model.language_model.config
    kv_heads = getattr(c, "num_key_value_heads", None) or c.num_attention_heads
    return dict(layers=c.num_hidden_layers, kvHeads=kv_heads, headDim=c.hidden_size // c.num_attention_heads)


def export(module, args, path, inputs, outputs, dynamic):
    options = dict(
        input_names=inputs, output_names=outputs, dynamic_axes=dynamic, opset_version=OPSET, do_constant_folding=True
    )
    if "dynamo" in inspect.signature(torch.onnx.export).parameters:
        options["dynamo"] = False  # the tracer is what this was written for
    with torch.no_grad():
        torch.onnx.export(module.eval(), args, str(path), **options)


def export_vision(model, path, side):
    dtype, device = kind_of(model)
    tiles = torch.randn(2, 3, side, side, dtype=dtype, device=device)
    dynamic = {"pixel_values": {0: "tiles"}, "image_features": {0: "tiles"}}
    export(Vision(model), (tiles,), path, ["pixel_values"], ["image_features"], dynamic)


def export_embed(model, path):
    _, device = kind_of(model)
    ids = torch.zeros(2, 3, dtype=torch.long, device=device)
    axes = {0: "batch", 1: "sequence"}
    export(Embed(model), (ids,), path, ["input_ids"], ["inputs_embeds"], {"input_ids": axes, "inputs_embeds": axes})


def export_decoder(model, path, cache_dtype=None, keeps_logits=True):
    """Traced with a cache that holds something: both an empty and a full one then run through the same graph."""
    dtype, device = kind_of(model)
    cache_dtype = cache_dtype or dtype
    shape, hidden = decoder_shape(model), model.language_model.config.hidden_size
    batch, sequence, before = 2, 3, 4
    past = [
        torch.randn(batch, shape["kvHeads"], before, shape["headDim"], dtype=cache_dtype, device=device)
        for _ in range(2 * shape["layers"])
    ]
    args = (
        torch.randn(batch, sequence, hidden, dtype=dtype, device=device),
        torch.ones(batch, before + sequence, dtype=torch.long, device=device),
        torch.arange(before, before + sequence, device=device).expand(batch, -1).contiguous(),
        torch.tensor(1, device=device),
        *past,
    )
    pasts, presents = (cache_names(shape["layers"], prefix) for prefix in ("past_key_values", "present"))
    inputs = ["inputs_embeds", "attention_mask", "position_ids", "num_logits_to_keep", *pasts]
    dynamic = {
        "inputs_embeds": {0: "batch", 1: "sequence"},
        "attention_mask": {0: "batch", 1: "total"},
        "position_ids": {0: "batch", 1: "sequence"},
        "logits": {0: "batch", 1: "kept"},
        **{name: {0: "batch", 2: "past"} for name in pasts},
        **{name: {0: "batch", 2: "total"} for name in presents},
    }
    export(Decoder(model, cache_dtype, keeps_logits), args, path, inputs, ["logits", *presents], dynamic)


def kind_of(model):
    weight = next(model.language_model.parameters())
    return weight.dtype, weight.device
