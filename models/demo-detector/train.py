"""Trains the detector on the scenes of scenes.ts: python3 train.py <scenes folder> <checkpoint> [--minutes 30].

The checkpoint is written again and again, so that export.py can be run at any time.
"""

import argparse
import time

import numpy as np
import torch
from torch.nn import functional as F

from data import SIDE, load
from network import PAINTED, STRIDE, Detector

CELLS = SIDE // STRIDE
HELD_OUT = 400
INDEX = {name: row for row, name in enumerate(PAINTED)}


def targets(batch):
    """Per picture objects -> class maps in 0..1 that fall off with the distance to a centre, box maps, box weights."""
    heat = np.zeros((len(batch), len(PAINTED), CELLS, CELLS), np.float32)
    boxes = np.zeros((len(batch), 4, CELLS, CELLS), np.float32)
    weight = np.zeros((len(batch), 1, CELLS, CELLS), np.float32)
    for i, objects in enumerate(batch):
        for name, _, x1, y1, x2, y2 in objects:
            cx, cy = (x1 + x2) / 2 / STRIDE, (y1 + y2) / 2 / STRIDE
            left, top = max(int(cx) - 3, 0), max(int(cy) - 3, 0)
            right, bottom = min(int(cx) + 4, CELLS), min(int(cy) + 4, CELLS)
            dx = (cx - np.arange(left, right) - 0.5)[None, :]
            dy = (cy - np.arange(top, bottom) - 0.5)[:, None]
            # The cell whose middle is nearest is at most 0.71 cells away: it is asked for 1, the others for less.
            near = np.minimum(1, 1.3 * np.exp(-(dx**2 + dy**2) / 2))
            area = (slice(top, bottom), slice(left, right))
            spot = heat[i, INDEX[int(name)]][area]
            np.maximum(spot, near, out=spot)
            mine = (near > 0.25) & (near > weight[i, 0][area])
            size = np.log([max(x2 - x1, 1) / 64, max(y2 - y1, 1) / 64])
            for row, value in enumerate((dx + 0 * dy, dy + 0 * dx, size[0], size[1])):
                boxes[i, row][area] = np.where(mine, value, boxes[i, row][area])
            weight[i, 0][area] = np.where(mine, near, weight[i, 0][area])
    return torch.from_numpy(heat), torch.from_numpy(boxes), torch.from_numpy(weight)


def augment(pixels, objects, random):
    """Mirrors, swaps channels (any object may have any colour), changes contrast and brightness, adds noise."""
    objects = [o.copy() for o in objects]
    x = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div_(255)
    for i in range(len(objects)):
        if random.random() < 0.5:
            x[i] = x[i].flip(2)
            objects[i][:, [2, 4]] = SIDE - objects[i][:, [4, 2]]
        if random.random() < 0.4:
            x[i] = x[i][torch.from_numpy(random.permutation(3))]
        if random.random() < 0.5:
            x[i] = x[i] * random.uniform(0.75, 1.2) + random.uniform(-0.1, 0.1)
        if random.random() < 0.25:
            x[i] += torch.randn_like(x[i]) * random.uniform(0, 0.06)
    return x.clamp_(0, 1), objects


def losses(outputs, wanted):
    (classes, boxes), (heat, box, weight) = outputs, wanted
    classes, boxes = classes.float(), boxes.float()
    gap = (classes.sigmoid() - heat).abs().detach()
    found = (gap**2 * F.binary_cross_entropy_with_logits(classes, heat, reduction="none")).sum()
    placed = ((boxes - box).abs() * weight).sum() / weight.sum()
    return found / (heat > 0.95).sum().clamp(min=1), placed


@torch.no_grad()
def exact(model, pixels, objects):
    """The share of pictures in which every class is found as often as it was painted, at a score of 0.5."""
    model.eval()
    right = 0
    for start in range(0, len(objects), 50):
        x = torch.from_numpy(pixels[start : start + 50]).permute(0, 3, 1, 2).float().div_(255)
        classes, _ = model(x.contiguous(memory_format=torch.channels_last))
        peaks = (classes >= F.max_pool2d(classes, 5, 1, 2)) & (classes > 0)
        for found, truth in zip(peaks.sum((2, 3)), objects[start : start + 50]):
            painted = np.bincount([INDEX[int(n)] for n in truth[:, 0]], minlength=len(PAINTED))
            right += int((found.numpy() == painted).all())
    return right / len(objects)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("scenes")
    options.add_argument("checkpoint")
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--rate", type=float, default=2e-3)
    options.add_argument("--start", help="a checkpoint to go on from")
    options = options.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(2)
    random = np.random.default_rng(1)
    pixels, objects = load(options.scenes)
    train = len(objects) - HELD_OUT

    model, average = Detector(), Detector()
    if options.start:
        model.load_state_dict(torch.load(options.start)["model"])
    average.load_state_dict(model.state_dict())
    model = model.to(memory_format=torch.channels_last)
    decayed = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0}]
    optimizer = torch.optim.AdamW(groups, lr=options.rate)

    began = saved = time.time()
    seen = step = 0
    logged = np.zeros(2)
    while (done := (time.time() - began) / (options.minutes * 60)) < 1:
        rate = options.rate * min(1, (step + 1) / 200) * (0.5 + 0.5 * np.cos(np.pi * done))
        for group in optimizer.param_groups:
            group["lr"] = rate
        if seen % train + options.batch > train or step == 0:
            order = random.permutation(train)
        at = seen % train
        picked = np.sort(order[at : at + options.batch])
        x, batch = augment(pixels[picked], [objects[i] for i in picked], random)
        model.train()
        with torch.cpu.amp.autocast():
            outputs = model(x.contiguous(memory_format=torch.channels_last))
        found, placed = losses(outputs, targets(batch))
        optimizer.zero_grad()
        (found + 2 * placed).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
        optimizer.step()
        step, seen = step + 1, seen + len(picked)
        decay = min(0.998, step / (step + 10))
        for mean, now in zip(average.state_dict().values(), model.state_dict().values()):
            if mean.dtype.is_floating_point:
                mean.lerp_(now, 1 - decay)
            else:
                mean.copy_(now)
        logged = 0.98 * logged + 0.02 * np.array([found.item(), placed.item()])
        if step % 100 == 0:
            speed = seen / (time.time() - began)
            print(f"{seen} pictures, {speed:.0f}/s, {done:.0%}, found {logged[0]:.3f}, placed {logged[1]:.4f}", flush=True)
        if time.time() - saved > 150:
            save(model, average, seen, pixels, objects, options.checkpoint)
            saved = time.time()
    save(model, average, seen, pixels, objects, options.checkpoint)


def save(model, average, seen, pixels, objects, checkpoint):
    score = exact(average, pixels[-HELD_OUT:], objects[-HELD_OUT:])
    print(f"saved after {seen} pictures; held-out pictures counted exactly: {score:.3f}", flush=True)
    torch.save({"model": average.state_dict(), "pictures": seen}, checkpoint)


if __name__ == "__main__":
    main()
