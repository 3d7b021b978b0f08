"""Writes the three graphs and their digests into manifest.json: python3 export.py <eye> <checkpoint>."""

import hashlib
import json
import pathlib
import sys

import torch
from torch import nn

from network import HEAD, HEADS, LAYERS, REGIONS, WIDTH, Eye, Judge, vocabulary

OPSET = 17
FOLDER = pathlib.Path(__file__).parent


class Vision(nn.Module):
    def __init__(self, eye, projector):
        super().__init__()
        self.eye, self.projector = eye, projector

    def forward(self, pixel_values):
        return self.projector(self.eye(pixel_values))


class Merged(nn.Module):
    """The decoder with its cache as a flat list: key and value of every layer in turn."""

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, inputs_embeds, attention_mask, position_ids, *past):
        pairs = [past[i : i + 2] for i in range(0, len(past), 2)]
        logits, cache, _ = self.decoder(inputs_embeds, attention_mask, position_ids, pairs)
        return (logits, *(tensor for pair in cache for tensor in pair))


def main(eye_file, checkpoint):
    eye = Eye()
    eye.load_state_dict(torch.load(eye_file)["eye"])
    pieces, class_words, color_words = vocabulary()
    judge = Judge(len(pieces), class_words, color_words)
    trained = torch.load(checkpoint)
    judge.load_state_dict(trained["judge"])
    print(f"trained for {trained['steps']} steps")

    write(
        Vision(eye, judge.projector),
        (torch.rand(2, 3, 256, 256),),
        "vision_encoder",
        {"pixel_values": {0: "pictures"}},
        {"image_features": {0: "pictures"}},
    )
    words = {0: "batch", 1: "length"}
    example = (torch.zeros(2, 5, dtype=torch.int64),)
    write(judge.words, example, "embed_tokens", {"input_ids": words}, {"inputs_embeds": words})
    names = [f"{i}.{part}" for i in range(LAYERS) for part in ("key", "value")]
    past = [torch.rand(2, HEADS, 3, HEAD) for _ in names]
    write(
        Merged(judge.decoder),
        (torch.rand(2, 5, WIDTH), torch.ones(2, 8, dtype=torch.int64), torch.arange(3, 8).repeat(2, 1), *past),
        "decoder_model_merged",
        {
            "inputs_embeds": words,
            "attention_mask": {0: "batch", 1: "total"},
            "position_ids": words,
            **{f"past_key_values.{name}": {0: "batch", 2: "past"} for name in names},
        },
        {"logits": words, **{f"present.{name}": {0: "batch", 2: "total"} for name in names}},
    )
    pin()


def write(model, example, name, inputs, outputs):
    torch.onnx.export(
        model.eval(),
        example,
        FOLDER / f"{name}.onnx",
        opset_version=OPSET,
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes={**inputs, **outputs},
    )


def pin():
    manifest = json.loads((FOLDER / "manifest.json").read_text())
    for entry in manifest["files"].values():
        data = (FOLDER / entry["path"]).read_bytes()
        entry.update(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        print(f"{entry['path']}: {len(data)} bytes")
    manifest["layout"]["tokensPerImage"] = REGIONS
    manifest["decoder"].update(layers=LAYERS, kvHeads=HEADS, headDim=HEAD)
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
