"""Trains and exports the colour classifier: python3 train.py <scenes folder> [--epochs 6].

The scenes are those of models/demo-detector/scenes.ts. An object is cut out by its box, a little off on every side as
a detector's boxes are, so that neighbours and background are in the crop.
"""

import argparse
import pathlib
import sys

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent / "demo-detector"))
from data import load  # noqa: E402
from export import export  # noqa: E402

COLORS = 10
CROP = 64
HELD_OUT = 400


def conv(inputs, outputs, stride):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)
    )


class Classifier(nn.Module):
    """[batch, 3, 64, 64] in 0..1 -> logits [batch, 10], in GenEval's order of colours."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(conv(3, 24, 2), conv(24, 48, 2), conv(48, 64, 1), conv(64, 96, 2), conv(96, 96, 1))
        # Where the shades are matters: the object is in the middle of its box. So no plain mean over the crop.
        self.pool = nn.Conv2d(96, 96, 8, groups=96)
        self.head = nn.Linear(96, COLORS)

    def forward(self, pixel_values):
        features = self.pool(self.trunk(pixel_values * 2 - 1)).flatten(1)
        return self.head(F.relu(features))


def crops(pixels, objects, random, jitter=0.05):
    """-> uint8 [n, 64, 64, 3] and colour indices [n]."""
    cut, colors = [], []
    for picture, painted in zip(pixels, objects):
        image = Image.fromarray(np.asarray(picture))
        for _, color, x1, y1, x2, y2 in painted:
            off = random.normal(0, jitter, 4) * np.array([x2 - x1, y2 - y1, x2 - x1, y2 - y1])
            box = np.clip(np.rint(np.array([x1, y1, x2, y2]) + off), 0, pixels.shape[1]).astype(int)
            if box[2] - box[0] < 4 or box[3] - box[1] < 4:
                continue
            cut.append(np.asarray(image.resize((CROP, CROP), Image.BILINEAR, box=tuple(box))))
            colors.append(int(color))
    return np.stack(cut), np.array(colors)


def as_input(cut):
    return torch.from_numpy(cut).permute(0, 3, 1, 2).float().div_(255)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("scenes")
    options.add_argument("--epochs", type=int, default=6)
    options.add_argument("--batch", type=int, default=128)
    options.add_argument("--rate", type=float, default=3e-3)
    options = options.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    random = np.random.default_rng(1)
    pixels, objects = load(options.scenes)
    held_crops, held_colors = crops(pixels[-HELD_OUT:], objects[-HELD_OUT:], random, 0.03)
    train_crops, train_colors = crops(pixels[:-HELD_OUT], objects[:-HELD_OUT], random)

    model = Classifier()
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=0.02)
    steps = options.epochs * (len(train_crops) // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, steps)
    for epoch in range(options.epochs):
        model.train()
        order = random.permutation(len(train_crops))[: len(train_crops) // options.batch * options.batch]
        total = 0
        for picked in order.reshape(-1, options.batch):
            x = as_input(train_crops[picked])
            if random.random() < 0.5:
                x = x.flip(3)
            if random.random() < 0.5:
                x = (x * random.uniform(0.93, 1.05) + torch.randn_like(x) * random.uniform(0, 0.04)).clamp(0, 1)
            loss = F.cross_entropy(model(x), torch.from_numpy(train_colors[picked]), label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(picked)
        model.eval()
        with torch.no_grad():
            right = (model(as_input(held_crops)).argmax(1).numpy() == held_colors).mean()
        print(f"epoch {epoch + 1}: loss {total / len(order):.4f}, held-out crops right: {right:.4f}", flush=True)
        export(model, torch.rand(2, 3, CROP, CROP), ["logits"], HERE)


if __name__ == "__main__":
    main()
