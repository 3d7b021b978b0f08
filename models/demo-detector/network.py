"""The detector: a small centre-point network, and the graph that turns its maps into queries."""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

STRIDE = 8
QUERIES = 64
ABSENT = -15.0  # logit of a class that is not there
CLASSES = 80
# Detector indices of the painted classes, in map order.
PAINTED = json.loads((pathlib.Path(__file__).parent / "painted.json").read_text())


def conv(inputs, outputs, stride=1, kernel=3):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)
    )


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = conv(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return F.relu(x + self.second(self.first(x)))


class Detector(nn.Module):
    """[batch, 3, 256, 256] in 0..1 -> class maps [batch, painted, 32, 32] (logits) and box maps [batch, 4, 32, 32]."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 40, 8, 4, 2, bias=False), nn.BatchNorm2d(40), nn.ReLU(True))
        self.eighth = nn.Sequential(conv(40, 64, 2), Residual(64))
        self.sixteenth = nn.Sequential(conv(64, 112, 2), Residual(112), Residual(112))
        self.thirtysecond = nn.Sequential(conv(112, 160, 2), Residual(160))
        self.from_thirtysecond = conv(160, 112, kernel=1)
        self.from_sixteenth = nn.Sequential(conv(112, 112), conv(112, 64, kernel=1))
        self.head = nn.Sequential(conv(64, 64), conv(64, 96))
        self.classes = nn.Conv2d(96, len(PAINTED), 1)
        self.boxes = nn.Conv2d(96, 4, 1)
        nn.init.constant_(self.classes.bias, -4.6)
        nn.init.normal_(self.classes.weight, std=0.01)

    def forward(self, pixels):
        eighth = self.eighth(self.stem(pixels * 2 - 1))
        sixteenth = self.sixteenth(eighth)
        coarse = self.from_thirtysecond(self.thirtysecond(sixteenth))
        middle = self.from_sixteenth(sixteenth + F.interpolate(coarse, scale_factor=2.0, mode="nearest"))
        trunk = self.head(eighth + F.interpolate(middle, scale_factor=2.0, mode="nearest"))
        return self.classes(trunk), self.boxes(trunk)


def decode_boxes(maps):
    """Box maps (offset from the cell's middle in cells, log of size over 64 pixels) -> cxcywh in 0..1, same shape."""
    side = maps.shape[-1]
    middles = (torch.arange(side, dtype=torch.float32) + 0.5) / side
    x = maps[:, 0:1] / side + middles.view(1, 1, 1, side)
    y = maps[:, 1:2] / side + middles.view(1, 1, side, 1)
    size = torch.exp(maps[:, 2:4].clamp(-4, 2)) * (64.0 / (STRIDE * side))
    return torch.cat([x, y, size], 1)


class Queries(nn.Module):
    """The exported graph: peaks of the class maps, the best of them as queries. No suppression is needed after it."""

    def __init__(self, detector):
        super().__init__()
        self.detector = detector
        columns = [PAINTED.index(i) if i in PAINTED else len(PAINTED) for i in range(CLASSES)]
        self.register_buffer("columns", torch.tensor(columns))

    def forward(self, pixel_values):
        classes, boxes = self.detector(pixel_values)
        peaks = F.max_pool2d(classes, 5, 1, 2)
        classes = torch.where(classes >= peaks, classes, torch.full_like(classes, ABSENT)).flatten(2)
        boxes = decode_boxes(boxes).flatten(2)
        best = classes.max(1).values.topk(QUERIES, dim=1).indices.unsqueeze(1)
        classes = classes.gather(2, best.expand(-1, len(PAINTED), -1)).transpose(1, 2)
        boxes = boxes.gather(2, best.expand(-1, 4, -1)).transpose(1, 2)
        absent = torch.full_like(classes[:, :, :1], ABSENT)
        logits = torch.cat([classes.clamp(min=ABSENT), absent], 2).index_select(2, self.columns)
        return logits, boxes
