"""Scenes written by scenes.ts, as arrays."""

import io
import json
import pathlib

import numpy as np
from PIL import Image

SIDE = 256


def load(folder):
    """-> pixels uint8 [n, 256, 256, 3] (kept on disk) and per picture an array [objects, 6] of class, colour, box."""
    folder = pathlib.Path(folder)
    shards = [(path, json.loads(path.read_text())) for path in sorted(folder.glob("*.json"))]
    objects = [np.array(scene["objects"], np.float32).reshape(-1, 6) for _, scenes in shards for scene in scenes]
    decoded = folder / "pixels.u8"
    if not decoded.exists() or decoded.stat().st_size != len(objects) * SIDE * SIDE * 3:
        decode(shards, decoded)
    return np.memmap(decoded, np.uint8, "r", shape=(len(objects), SIDE, SIDE, 3)), objects


def decode(shards, target):
    with open(target, "wb") as out:
        for path, scenes in shards:
            with open(path.with_suffix(".bin"), "rb") as pictures:
                for scene in scenes:
                    out.write(np.asarray(Image.open(io.BytesIO(pictures.read(scene["bytes"]))).convert("RGB")).tobytes())
