"""Writes tiny vision-language models with the three graphs, names and shapes of the real ones.

    /usr/bin/python3 models/recipes/vlm-contract/make.py

The real files are gigabytes. These are random InternVL2s from ../internvl2/tiny.py with 2 layers of width 32, a
vocabulary of 116 and 28-pixel tiles of 4 tokens: wrong answers, but the same arithmetic, so a test can hold cached
against uncached, batched against single, padded against not. Three decoders have the same weights:

decoder.onnx        position_ids and num_logits_to_keep, float32 cache
decoder-f16.onnx    the cache in float16, all logits
decoder-old.onnx    older exports: use_cache_branch, which must be right or the logits turn to NaN; all logits

vision-idefics3.onnx takes [1, tiles, 3, side, side] and a mask of bools, as SmolVLM's does.

Deterministic for one version of torch: the same seed makes the same weights.
"""

import json
import sys
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "internvl2"))
import graphs  # noqa: E402
import tiny  # noqa: E402
from tiny_tokenizer import tokenizer  # noqa: E402

OUT = Path(__file__).parents[3] / "test/fixtures/vlm"


def drop_input(path, name):
    """Takes an input that nothing reads out of a graph."""
    model = onnx.load(str(path))
    unread = [value for value in model.graph.input if value.name == name]
    for value in unread:
        model.graph.input.remove(value)
    onnx.save(model, str(path))


def shorten(path):
    """Names of nodes and of what flows between them are half of a file this small, and nobody reads them."""
    model = onnx.load(str(path))
    graph = model.graph
    kept = {value.name for value in [*graph.input, *graph.output]}
    short = {}

    def rename(name):
        return name if name in kept or not name else short.setdefault(name, f"v{len(short)}")

    for node in graph.node:
        node.name = ""
        node.input[:] = [rename(name) for name in node.input]
        node.output[:] = [rename(name) for name in node.output]
    for weight in graph.initializer:
        weight.name = rename(weight.name)
    del graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def make_old(source, path):
    """An export with `use_cache_branch`: true with an empty cache, or false with a full one, gives NaN."""
    model = onnx.load(str(source))
    graph = model.graph
    for node in graph.node:
        for at, output in enumerate(node.output):
            if output == "logits":
                node.output[at] = "logits_if_right"
    graph.input.append(helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1]))
    constants = [("zero_i", np.array(0, np.int64)), ("two_i", np.array(2, np.int64)), ("nan", np.array(np.nan, np.float32)),
                 ("nothing", np.array(0, np.float32))]
    graph.initializer.extend(numpy_helper.from_array(values, name) for name, values in constants)
    graph.node.extend([
        helper.make_node("Shape", ["past_key_values.0.key"], ["past_shape"]),
        helper.make_node("Gather", ["past_shape", "two_i"], ["past_length"]),
        helper.make_node("Greater", ["past_length", "zero_i"], ["has_past"]),
        helper.make_node("Xor", ["has_past", "use_cache_branch"], ["is_wrong"]),
        helper.make_node("Where", ["is_wrong", "nan", "nothing"], ["penalty"]),
        helper.make_node("Add", ["logits_if_right", "penalty"], ["logits"]),
    ])
    onnx.save(model, str(path))


def make_idefics3(source, path):
    """[1, tiles, 3, side, side] in, and pixels times mask: a mask that is not fed as ones blinds the model."""
    model = onnx.load(str(source))
    graph = model.graph
    side = 28
    for node in graph.node:
        for at, name in enumerate(node.input):
            if name == "pixel_values":
                node.input[at] = "tiles_seen"
    del graph.input[:]
    graph.input.extend([
        helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["batch", "tiles", 3, side, side]),
        helper.make_tensor_value_info("pixel_attention_mask", TensorProto.BOOL, ["batch", "tiles", side, side]),
    ])
    graph.initializer.extend([
        numpy_helper.from_array(np.array([-1, 3, side, side], np.int64), "to_tiles"),
        numpy_helper.from_array(np.array([-1, 1, side, side], np.int64), "to_masks"),
    ])
    head = [
        helper.make_node("Reshape", ["pixel_values", "to_tiles"], ["tile_pixels"]),
        helper.make_node("Cast", ["pixel_attention_mask"], ["mask_floats"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["mask_floats", "to_masks"], ["tile_masks"]),
        helper.make_node("Mul", ["tile_pixels", "tile_masks"], ["tiles_seen"]),
    ]
    for at, node in enumerate(head):
        graph.node.insert(at, node)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    words = tokenizer()
    vocabulary = len(words["model"]["vocab"])
    model = tiny.random_model(seed=4, spread=4.0, mixing=3.0, vocab=vocabulary)
    graphs.export_vision(model, OUT / "vision.onnx", side=28)
    graphs.export_embed(model, OUT / "embed.onnx")
    graphs.export_decoder(model, OUT / "decoder.onnx")
    f16, plain = OUT / "decoder-f16.onnx", OUT / "decoder-old.onnx"
    graphs.export_decoder(model, f16, cache_dtype=torch.float16, keeps_logits=False)
    graphs.export_decoder(model, plain, keeps_logits=False)
    for path in (f16, plain):
        drop_input(path, "num_logits_to_keep")
    make_old(plain, plain)
    make_idefics3(OUT / "vision.onnx", OUT / "vision-idefics3.onnx")
    (OUT / "tokenizer.json").write_text(json.dumps(words, indent=1) + "\n")
    for path in OUT.glob("*.onnx"):
        shorten(path)
    for path in sorted(OUT.iterdir()):
        print(f"{path.name:24} {path.stat().st_size:8,} bytes")


if __name__ == "__main__":
    main()
