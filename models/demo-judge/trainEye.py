"""Teaches the eye colours on the detector's training scenes: python3 trainEye.py <scenes> <checkpoint> [--minutes 4].

The detector inside stays as it is.
"""

import argparse
import sys
import time

import numpy as np
import torch
from torch.nn import functional as F

from network import DETECTOR, Eye

sys.path.insert(0, str(DETECTOR))
from data import SIDE, load  # noqa: E402

HELD_OUT = 400
CELL = 8


def centres(objects):
    """Cells round the centre of every object -> picture, cell index and colour."""
    rows = []
    for i, each in enumerate(objects):
        for _, color, x1, y1, x2, y2 in each:
            x, y = int((x1 + x2) / 2 / CELL), int((y1 + y2) / 2 / CELL)
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    if 0 <= x + dx < 32 and 0 <= y + dy < 32:
                        rows.append((i, (y + dy) * 32 + x + dx, int(color), dx == dy == 0))
    return torch.tensor(rows)


def at_centres(eye, x, objects):
    _, _, colors = eye.maps(x.permute(0, 3, 1, 2).float() / 255)
    rows = centres(objects)
    return colors.flatten(2).transpose(1, 2)[rows[:, 0], rows[:, 1]], rows


def main():
    options = argparse.ArgumentParser()
    options.add_argument("scenes")
    options.add_argument("checkpoint")
    options.add_argument("--minutes", type=float, default=4)
    options = options.parse_args()
    torch.manual_seed(1)
    random = np.random.default_rng(1)
    pixels, objects = load(options.scenes)
    train = len(objects) - HELD_OUT
    eye = Eye().train()
    trained = [p for p in eye.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=3e-3, weight_decay=0.01)
    began, step = time.time(), 0
    while (done := (time.time() - began) / (options.minutes * 60)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = 3e-3 * min(1, (step + 1) / 50) * (0.5 + 0.5 * np.cos(np.pi * done))
        picked = np.sort(random.choice(train, 32, replace=False))
        logits, rows = at_centres(eye, torch.from_numpy(pixels[picked]), [objects[i] for i in picked])
        loss = F.cross_entropy(logits, rows[:, 2])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        if step % 50 == 0:
            print(f"{step} steps, {done:.0%}, loss {loss.item():.4f}", flush=True)
    eye.eval()
    right = []
    with torch.no_grad():
        for start in range(train, len(objects), 50):
            logits, rows = at_centres(eye, torch.from_numpy(pixels[start : start + 50]), objects[start : start + 50])
            right += ((logits.argmax(1) == rows[:, 2])[rows[:, 3] == 1]).tolist()
    print(f"held-out colours right: {np.mean(right):.4f} of {len(right)}; {step * 32} pictures")
    torch.save({"eye": eye.state_dict(), "pictures": step * 32}, options.checkpoint)


if __name__ == "__main__":
    main()
