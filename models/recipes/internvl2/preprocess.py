"""InternVL's way with pictures, as its model card gives it: the reference that src/media/tiles.ts is held against."""

import numpy as np

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


def closest_grid(width, height, side, max_tiles):
    """(columns, rows). The order of grids with one area is that of a Python set, as in the original."""
    aspect = width / height
    grids = {
        (i, j) for n in range(1, max_tiles + 1) for i in range(1, n + 1) for j in range(1, n + 1) if i * j <= max_tiles
    }
    best, nearest = (1, 1), float("inf")
    for grid in sorted(grids, key=lambda grid: grid[0] * grid[1]):
        difference = abs(aspect - grid[0] / grid[1])
        if difference < nearest:
            best, nearest = grid, difference
        elif difference == nearest and width * height > 0.5 * side * side * grid[0] * grid[1]:
            best = grid
    return best


def tiles(image, side, max_tiles):
    """float32 [tiles, 3, side, side]; the whole picture is the last tile when there are several."""
    from PIL import Image

    columns, rows = closest_grid(*image.size, side, max_tiles)
    whole = image.resize((side * columns, side * rows), Image.BICUBIC)
    boxes = [(c * side, r * side, (c + 1) * side, (r + 1) * side) for r in range(rows) for c in range(columns)]
    cut = [whole.crop(box) for box in boxes]
    if len(cut) > 1:
        cut.append(image.resize((side, side), Image.BICUBIC))
    pixels = np.stack([np.asarray(tile, np.float32) / 255 for tile in cut])
    return ((pixels - MEAN) / STD).transpose(0, 3, 1, 2)
