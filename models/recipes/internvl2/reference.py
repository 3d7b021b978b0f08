"""What PyTorch says, written down for compare.ts: ids, logits after the prompt, and the tokens that follow."""

import json
import random

import numpy as np
import torch

from graphs import kind_of
from preprocess import closest_grid, tiles

# "exact" pictures are of one tile's size and reach the network pixel for pixel. "resized" ones also show what the
# two ways of resizing make of the answer.
CASES = [
    ("text", None, "How many apples are there?"),
    ("exact", (1, 1), "Is it red?"),
    ("exact", (1, 1), "Describe it in a few words."),
    ("resized", (1.43, 1.07), "Does it show a dog?"),
    ("resized", (0.4, 2.3), "a"),
]


def write_reference(model, out, manifest, turns, encode, new_tokens=8):
    """`turns` is the prompt with {words} where the user speaks; `encode` makes the ids of a whole prompt."""
    side, text = manifest["input"]["width"], manifest["text"]
    layout = manifest["layout"]
    cases = []
    for at, (kind, size, words) in enumerate(CASES):
        picture = size and make_picture(out / f"reference-{at}.png", [round(side * share) for share in size], seed=at)
        pixels = None if picture is None else tiles(picture, side, layout["maxTiles"])
        shown = "" if pixels is None else markup(text, layout["tokensPerImage"] * len(pixels))
        ids = encode(turns.replace("{words}", shown + words))
        logits, tokens = answer(model, ids, pixels, encode(text["imageToken"])[-1], new_tokens)
        cases.append({
            "kind": kind, "picture": picture and f"reference-{at}.png", "text": words, "ids": ids,
            "logits": [round(value, 6) for value in logits.tolist()], "tokens": tokens,
        })
    (out / "reference.json").write_text(json.dumps({"cases": cases, "grids": grids(side, layout["maxTiles"])}))


def markup(text, tokens):
    return text["imageStart"] + text["imageToken"] * tokens + text["imageEnd"]


def make_picture(path, size, seed):
    from PIL import Image

    width, height = size
    x, y = np.linspace(0, 1, width)[None, :, None], np.linspace(0, 1, height)[:, None, None]
    color = np.random.default_rng(seed).uniform(0, 6.28, (3, 3))
    waves = np.sin(x * 9 * (1 + color[0]) + color[1]) * np.cos(y * 7 + color[2])
    picture = Image.fromarray(((waves + 1) * 127.5).astype(np.uint8))
    picture.save(path)
    return picture


def answer(model, ids, pixels, image_token, new_tokens):
    """Logits after the prompt, and the likeliest tokens that follow: no cache, the whole text every time."""
    dtype, device = kind_of(model)
    ids = torch.tensor([ids], device=device)
    tokens = []
    with torch.no_grad():
        features = None if pixels is None else model.extract_feature(torch.tensor(pixels, dtype=dtype, device=device))
        for _ in range(new_tokens):
            embeds = model.language_model.get_input_embeddings()(ids).clone()
            if features is not None:
                embeds[ids == image_token] = features.reshape(-1, embeds.shape[-1])
            mask = torch.ones_like(ids)
            last = model.language_model(inputs_embeds=embeds, attention_mask=mask).logits[0, -1].float()
            if not tokens:
                first = last.cpu()
            tokens.append(int(last.argmax()))
            ids = torch.cat([ids, last.argmax()[None, None]], dim=1)
    return first, tokens


def grids(side, max_tiles, count=2000):
    chosen = random.Random(7)
    sizes = [(chosen.randint(1, 3000), chosen.randint(1, 3000)) for _ in range(count)]
    return [[*size, *closest_grid(*size, side, max_tiles)] for size in sizes]
