"""Writes what Pillow and transformers make of pictures of noise, as digests that test/media holds ours against.

    python3 models/recipes/contracts/make_digests.py

It was run with Pillow 12.3 and transformers 5.24. Pillow 13 takes some pictures that are lowered by far more than they
are narrowed first down and then across, which rounds differently. The file is committed; run this only to change it.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
from PIL import Image
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil

OUT = Path(__file__).parents[3] / "test/media/fixtures/digests.json"
KERNELS = {"linear": Image.BILINEAR, "cubic": Image.BICUBIC, "lanczos": Image.LANCZOS}

# Width and height before and after.
RESIZED = [
    *[(640, 427, 336, 336), (427, 640, 336, 336), (1400, 1100, 224, 224), (300, 200, 299, 200), (300, 200, 300, 199)],
    *[(97, 61, 96, 60), (61, 97, 7, 300), (97, 61, 300, 7), (33, 65, 16, 16), (2, 2, 1, 1), (3, 3, 2, 2), (5, 5, 4, 4)],
    *[(1, 1, 5, 5), (1, 7, 3, 2), (7, 1, 2, 3), (1, 4096, 1, 1), (4096, 1, 1, 1), (4096, 3, 1, 3), (3, 4096, 3, 1)],
    # More than a hundred times as tall as wide.
    *[(7, 701, 90, 5), (7, 700, 90, 5), (2, 3000, 1, 3), (20_000, 1, 1, 1), (1, 20_000, 2, 3)],
]

# Width and height, the shorter side, and width and height of the crop.
CROPPED = [
    *[(640, 427, 336, 336, 336), (427, 640, 336, 336, 336), (641, 427, 336, 336, 336), (640, 427, 256, 224, 224)],
    *[(100, 70, 51, 64, 64), (70, 101, 33, 64, 80), (33, 40, 24, 48, 24), (40, 33, 24, 24, 48), (500, 20, 64, 64, 64)],
    *[(20, 500, 64, 64, 64), (300, 1, 16, 16, 16), (1, 300, 16, 16, 16), (3, 900, 7, 5, 5), (1, 1, 1, 4, 3)],
]

TILED = [(64, 43), (43, 64), (300, 900), (100, 10), (33, 32), (33, 77), (5, 3), (400, 101)]


def noise(width: int, height: int, seed: int) -> Image.Image:
    """Bytes of a hash of their places; of odd seeds nothing but black and white, at which bicubics overshoot."""
    bits = np.uint64(0xFFFFFFFF)
    x = (np.arange(width * height * 3, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(seed * 97 + 1)) & bits
    x ^= x >> np.uint64(15)
    x = (x * np.uint64(2246822519)) & bits
    x ^= x >> np.uint64(13)
    values = ((x >> np.uint64(8)) & np.uint64(255)).astype(np.uint8)
    if seed % 2 == 1:
        values = np.where(values > 127, 255, 0).astype(np.uint8)
    return Image.fromarray(values.reshape(height, width, 3))


def digest(pixels: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()[:16]


def resized(seed: int, width: int, height: int, to_width: int, to_height: int, kernel: str) -> dict:
    picture = noise(width, height, seed).resize((to_width, to_height), KERNELS[kernel])
    size = {"width": width, "height": height, "toWidth": to_width, "toHeight": to_height}
    return {"seed": seed, **size, "kernel": kernel, "digest": digest(np.asarray(picture))}


def cropped(seed: int, width: int, height: int, edge: int, crop_width: int, crop_height: int) -> dict:
    processor = CLIPImageProcessorPil(
        size={"shortest_edge": edge},
        crop_size={"width": crop_width, "height": crop_height},
        resample=Image.BICUBIC,
        do_rescale=False,
        do_normalize=False,
    )
    pixels = processor(noise(width, height, seed), return_tensors="np")["pixel_values"][0].transpose(1, 2, 0)
    size = {"width": width, "height": height, "edge": edge, "cropWidth": crop_width, "cropHeight": crop_height}
    return {"seed": seed, **size, "digest": digest(pixels)}


def tiled(seed: int, width: int, height: int) -> dict:
    """Tiles of 32 pixels, the longer side 128."""
    processor = SmolVLMImageProcessorPil(
        size={"longest_edge": 128},
        max_image_size={"longest_edge": 32},
        resample=Image.LANCZOS,
        do_rescale=False,
        do_normalize=False,
    )
    tiles = processor(noise(width, height, seed), return_tensors="np")["pixel_values"][0]
    digests = [digest(tile.transpose(1, 2, 0)) for tile in tiles]
    return {"seed": seed, "width": width, "height": height, "digests": digests}


def main() -> None:
    shapes = [(*shape, kernel) for kernel in KERNELS for shape in RESIZED]
    lines = {
        "resized": [resized(seed, *shape) for seed, shape in enumerate(shapes)],
        "cropped": [cropped(seed, *shape) for seed, shape in enumerate(CROPPED)],
        "tiled": [tiled(seed, *shape) for seed, shape in enumerate(TILED)],
    }
    OUT.write_text(json.dumps(lines) + "\n")


if __name__ == "__main__":
    main()
