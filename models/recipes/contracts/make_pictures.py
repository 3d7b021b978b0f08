"""Writes the pictures that test/media holds our decoding and resizing against, as Pillow makes them.

    /usr/bin/python3 models/recipes/contracts/make_pictures.py

Deterministic: the same Pillow writes the same bytes. The files are committed; run it only to change them.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

OUT = Path(__file__).parents[3] / "test/media/fixtures"


def scene(width: int, height: int, seed: int) -> Image.Image:
    """Gradients, hard edges, thin lines and a noisy patch: what makes resizers differ."""
    x = np.linspace(0, 255, width)[None, :]
    y = np.linspace(0, 255, height)[:, None]
    pixels = np.stack([x + 0 * y, 0 * x + y, (x + y) / 2], axis=2).astype(np.uint8)
    noise = np.random.default_rng(seed).integers(0, 256, (height // 4, width // 4, 3), dtype=np.uint8)
    pixels[: height // 4, : width // 4] = noise
    picture = Image.fromarray(pixels)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.5, height * 0.3, width * 0.8, height * 0.7), fill=(220, 30, 30))
    for i in range(0, width, 7):
        draw.line((i, height * 0.8, i + 9, height - 1), fill=(255, 255, 255))
    return picture


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    big = scene(320, 240, seed=1)
    big.save(OUT / "scene.png")
    big.resize((96, 96), Image.BILINEAR).save(OUT / "scene-96x96-linear.png")
    big.resize((96, 96), Image.BICUBIC).save(OUT / "scene-96x96-cubic.png")
    part = big.crop((20, 30, 60, 55))
    part.resize((96, 96), Image.BILINEAR).save(OUT / "scene-crop-96x96-linear.png")
    part.resize((96, 96), Image.BICUBIC).save(OUT / "scene-crop-96x96-cubic.png")
    big.resize((40, 300), Image.BICUBIC).save(OUT / "scene-40x300-cubic.png")
    big.resize((96, 96), Image.LANCZOS).save(OUT / "scene-96x96-lanczos.png")
    part.resize((96, 96), Image.LANCZOS).save(OUT / "scene-crop-96x96-lanczos.png")

    # torchvision's Resize(64), CenterCrop(64), as open_clip prepares a picture.
    wide = big.crop((20, 30, 71, 60)).resize((int(64 * 51 / 30), 64), Image.BICUBIC)
    left = round((wide.width - 64) / 2)
    wide.crop((left, 0, left + 64, 64)).save(OUT / "scene-center-64-cubic.png")

    # One picture with a transparent part, whose hidden colour PIL's convert("RGB") brings back.
    alpha = scene(40, 30, seed=2).convert("RGBA")
    alpha.putalpha(Image.linear_gradient("L").resize((40, 30)))
    alpha.save(OUT / "alpha.png")
    alpha.convert("RGB").save(OUT / "alpha-rgb.png")

    # A camera held sideways: stored lying down, shown upright.
    turned = scene(40, 30, seed=3)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(OUT / "turned.png", exif=exif)
    ImageOps.exif_transpose(Image.open(OUT / "turned.png")).convert("RGB").save(OUT / "turned-rgb.png")

    grey = scene(40, 30, seed=4).convert("L")
    grey.save(OUT / "grey.png")
    grey.convert("RGB").save(OUT / "grey-rgb.png")

    jpeg = scene(40, 30, seed=5)
    jpeg.save(OUT / "photo.jpg", quality=95, subsampling=0)
    Image.open(OUT / "photo.jpg").convert("RGB").save(OUT / "photo-rgb.png")
    jpeg.save(OUT / "photo.webp", lossless=True)
    jpeg.save(OUT / "photo.gif")


if __name__ == "__main__":
    main()
