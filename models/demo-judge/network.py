"""The judge's three networks: an eye that turns a picture into region tokens, word embeddings, and a causal decoder."""

import importlib.util
import json
import pathlib

import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional as F

FOLDER = pathlib.Path(__file__).parent
DETECTOR = FOLDER.parent / "demo-detector"
REGIONS = 12  # tokens of a picture
COLORS = 10
WIDTH = 128
LAYERS = 5
HEADS = 4
HEAD = WIDTH // HEADS


def detector_module():
    spec = importlib.util.spec_from_file_location("detector_network", DETECTOR / "network.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


detector = detector_module()
CLASSES = len(detector.PAINTED)
EVIDENCE = CLASSES + COLORS + 4


def frozen_detector():
    """The demo detector as its model.onnx has it: batch norms folded into the convolutions, no longer trained."""
    model = detector.Detector().eval()
    for module in list(model.modules()):
        if not isinstance(module, nn.Sequential):
            continue
        for at in range(len(module) - 1):
            if isinstance(module[at], nn.Conv2d) and isinstance(module[at + 1], nn.BatchNorm2d):
                module[at].bias = nn.Parameter(torch.zeros(module[at].out_channels))
                module[at + 1] = nn.Identity()
    graph = onnx.load(str(DETECTOR / "model.onnx")).graph
    tensors = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    nodes = [node for node in graph.node if node.op_type == "Conv"]
    convs = [module for module in model.modules() if isinstance(module, nn.Conv2d)]
    assert len(nodes) == len(convs)
    for node, conv in zip(nodes, convs):
        conv.weight.data.copy_(torch.from_numpy(tensors[node.input[1]].copy()))
        conv.bias.data.copy_(torch.from_numpy(tensors[node.input[2]].copy()))
    return model.requires_grad_(False)


class Eye(nn.Module):
    """[n, 3, 256, 256] in 0..1 -> evidence [n, REGIONS, EVIDENCE], strongest first: classes, colours, box."""

    def __init__(self):
        super().__init__()
        self.detector = frozen_detector()
        self.tint = nn.Sequential(nn.Conv2d(3, 24, 4, 4), nn.ReLU(), nn.Conv2d(24, 48, 2, 2), nn.ReLU())
        self.color = nn.Sequential(
            detector.conv(64 + 96 + 48, 64), detector.conv(64, 64), nn.Conv2d(64, COLORS, 1)
        )

    def train(self, mode=True):
        super().train(mode)
        self.detector.eval()
        return self

    def maps(self, pixels):
        """Class maps, box maps and colour maps, 32 x 32 each."""
        d = self.detector
        with torch.no_grad():
            eighth = d.eighth(d.stem(pixels * 2 - 1))
            sixteenth = d.sixteenth(eighth)
            coarse = d.from_thirtysecond(d.thirtysecond(sixteenth))
            middle = d.from_sixteenth(sixteenth + F.interpolate(coarse, scale_factor=2.0, mode="nearest"))
            trunk = d.head(eighth + F.interpolate(middle, scale_factor=2.0, mode="nearest"))
            classes, boxes = d.classes(trunk), d.boxes(trunk)
        return classes, boxes, self.color(torch.cat([eighth, trunk, self.tint(pixels * 2 - 1)], 1))

    def forward(self, pixels):
        classes, boxes, colors = self.maps(pixels)
        peaks = F.max_pool2d(classes, 5, 1, 2)
        classes = torch.where(classes >= peaks, classes, torch.full_like(classes, detector.ABSENT)).flatten(2)
        boxes = detector.decode_boxes(boxes).flatten(2)
        cells = torch.cat([classes.sigmoid(), colors.softmax(1).flatten(2), boxes], 1)
        best = classes.max(1).values.topk(REGIONS, dim=1).indices.unsqueeze(1)
        return cells.gather(2, best.expand(-1, EVIDENCE, -1)).transpose(1, 2)


class Projector(nn.Module):
    """Evidence -> region tokens in the decoder's width. A class or colour starts out looking like its word."""

    def __init__(self, class_words=None, color_words=None):
        super().__init__()
        self.classes = nn.Linear(CLASSES, WIDTH)
        self.colors = nn.Linear(COLORS, WIDTH, bias=False)
        self.rest = nn.Sequential(nn.Linear(EVIDENCE + 4 * 6, WIDTH), nn.GELU(), nn.Linear(WIDTH, WIDTH))
        if class_words is not None:
            self.classes.weight.data.copy_(class_words.t())
            self.colors.weight.data.copy_(color_words.t())

    def forward(self, evidence):
        classes, colors, boxes = evidence.split([CLASSES, COLORS, 4], -1)
        waves = [f(boxes * (3.14159265 * scale)) for scale in (1, 2, 4) for f in (torch.sin, torch.cos)]
        seen = classes.max(-1, keepdim=True).values
        rest = self.rest(torch.cat([evidence, *waves], -1))
        return self.classes(classes) + self.colors(colors) * seen + rest


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(WIDTH))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.scale


def turn(x, cos, sin):
    """Rotary places: pairs of a head's first half turned by angles that grow with the place. The rest is still."""
    left, right, still = x.split([HEAD // 4, HEAD // 4, HEAD // 2], -1)
    return torch.cat([left * cos - right * sin, right * cos + left * sin, still], -1)


def turns():
    return 1000.0 ** (-torch.arange(0, 1, 4 / HEAD))


class Block(nn.Module):
    """`matches` heads start out looking for what is like the token itself: a picture's region finds its word."""

    def __init__(self, matches):
        super().__init__()
        self.before = Norm()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        nn.init.zeros_(self.qkv.bias)
        self.out = nn.Linear(WIDTH, WIDTH, bias=False)
        self.between = Norm()
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.out.weight.data.mul_(0.4)
        self.down.weight.data.mul_(0.4)
        alike = self.qkv.weight.data[: matches * HEAD].mul_(2)
        self.qkv.weight.data[WIDTH : WIDTH + matches * HEAD] = alike

    def look_back(self, head, distance):
        """Lets a head start out copying what stands so many tokens before: a number or colour to its noun."""
        rows = slice(head * HEAD, (head + 1) * HEAD)
        query, key, value = self.qkv.weight.data.view(3, WIDTH, WIDTH)[:, rows]
        query.mul_(0.2)
        key.mul_(0.2)
        bias = self.qkv.bias.data.view(3, WIDTH)[:, rows]
        pairs = HEAD // 4
        bias[1, :pairs] = 6.5
        bias[0, :pairs] = 6.5 * torch.cos(-distance * turns())
        bias[0, pairs : 2 * pairs] = 6.5 * torch.sin(-distance * turns())
        nn.init.orthogonal_(value)
        self.out.weight.data[:, rows] = value.t() * 0.7

    def forward(self, x, cos, sin, hidden, past):
        batch, length, _ = x.shape
        q, k, v = self.qkv(self.before(x)).view(batch, length, 3, HEADS, HEAD).permute(2, 0, 3, 1, 4).unbind(0)
        q, k = turn(q, cos, sin), turn(k, cos, sin)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        seen = torch.softmax(q @ k.transpose(2, 3) * HEAD**-0.5 + hidden, -1) @ v
        x = x + self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))
        return x + self.down(F.gelu(self.up(self.between(x)))), (k, v)


class Decoder(nn.Module):
    """Embeddings, a mask over past and present, places and a cache -> logits, the new cache, what every layer holds."""

    def __init__(self, vocabulary):
        super().__init__()
        self.blocks = nn.ModuleList(Block(2 if i < 3 else 0) for i in range(LAYERS))
        self.last = Norm()
        self.head = nn.Linear(WIDTH, vocabulary, bias=False)
        self.register_buffer("turns", turns())
        self.blocks[0].look_back(2, 1)
        self.blocks[0].look_back(3, 2)

    def forward(self, embeds, attention_mask, position_ids, past=None):
        length, total = embeds.shape[1], attention_mask.shape[1]
        angles = (position_ids.to(embeds.dtype).unsqueeze(-1) * self.turns).unsqueeze(1)
        cos, sin = angles.cos(), angles.sin()
        columns = torch.arange(total).unsqueeze(0)
        rows = torch.arange(length).unsqueeze(1) + (total - length)
        may = (columns <= rows).unsqueeze(0).unsqueeze(0) & (attention_mask > 0).unsqueeze(1).unsqueeze(1)
        hidden = (1.0 - may.to(embeds.dtype)) * -1e9
        x, cache, inner = embeds, [], []
        for i, block in enumerate(self.blocks):
            x, present = block(x, cos, sin, hidden, None if past is None else past[i])
            cache.append(present)
            inner.append(x)
        return self.head(self.last(x)), cache, inner


class Judge(nn.Module):
    """Everything that is trained together, on evidence that the eye has written down before."""

    def __init__(self, vocabulary, class_words, color_words):
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        nn.init.normal_(self.words.weight, std=0.3)
        table = self.words.weight.data
        self.projector = Projector(table[class_words], table[color_words])
        self.decoder = Decoder(vocabulary)
        # Only for training: which colour a region was to have, which relation as what, how the two stand to each other,
        # whether it is asked about and has the colour, and what a picture's end should
        # know: a grade for each of four skills, one of six verdicts, and how many there are of the first two classes.
        self.hue = nn.Linear(WIDTH, COLORS)
        self.role = nn.Linear(WIDTH, 8)
        self.side = nn.Linear(WIDTH, 4)
        self.asked = nn.Linear(WIDTH, 2)
        self.knows = nn.Linear(WIDTH, 4 * 3 + 6)
        self.counts = nn.Linear(WIDTH, 2 * 6)

    def embed(self, tokens, evidence, image):
        """Evidence [pictures in order of their places, REGIONS, EVIDENCE] fills the image tokens."""
        embeds = self.words(tokens)
        return embeds.masked_scatter((tokens == image).unsqueeze(-1), self.projector(evidence))


def vocabulary():
    """-> pieces, and the ids of the words that class and colour evidence start out as."""
    pieces = json.loads((FOLDER / "tokenizer.json").read_text())["model"]["vocab"]
    names = json.loads((FOLDER / "names.json").read_text())
    last = lambda name: pieces[" " + name.split(" ")[-1]]  # noqa: E731
    return pieces, *([last(name) for name in names[kind]] for kind in ("classes", "colors"))
