"""Trains words, projector and decoder: python3 train.py <folder> <eye> <checkpoint> [--minutes 25].

The folder holds what pictures.ts and sequences.ts wrote. The eye looks at every picture once; its evidence is kept
there too. The checkpoint is written again and again, so that export.py can be run at any time.
"""

import argparse
import io
import json
import pathlib
import time

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

from network import CLASSES, COLORS, REGIONS, WIDTH, Eye, Judge, vocabulary

HEADER = 23
WIDTHS = {"skill": 112, "story": 144}
# Weights of what is only trained on the side: grades and verdicts, counts, colours, relations, sides, and whether a
# region has the right colour and is asked about.
ASIDE = torch.tensor([2.0, 4.0, 1.0, 1.0, 2.0, 4.0, 4.0])
BATCHES = {"skill": 80, "story": 48}


def look(folder, eye_file):
    """Evidence of every picture, [n, REGIONS, EVIDENCE]."""
    kept = folder / "evidence.npy"
    if kept.exists():
        return np.load(kept)
    eye = Eye()
    eye.load_state_dict(torch.load(eye_file)["eye"])
    eye.eval()
    evidence = []
    with torch.no_grad():
        for path in sorted(folder.glob("[0-9]*.json")):
            scenes = json.loads(path.read_text())
            with open(path.with_suffix(".bin"), "rb") as pictures:
                for start in range(0, len(scenes), 50):
                    batch = [
                        np.asarray(Image.open(io.BytesIO(pictures.read(scene["bytes"]))).convert("RGB"))
                        for scene in scenes[start : start + 50]
                    ]
                    x = torch.from_numpy(np.stack(batch)).permute(0, 3, 1, 2).float() / 255
                    evidence.append(eye(x.contiguous(memory_format=torch.channels_last)).numpy())
    evidence = np.concatenate(evidence)
    np.save(kept, evidence)
    print(f"looked at {len(evidence)} pictures", flush=True)
    return evidence


def read(folder, kind, which="[0-9]*"):
    files = sorted(folder.glob(f"{kind}{which}.i32"))
    return np.concatenate([np.fromfile(file, np.int32).reshape(-1, HEADER + WIDTHS[kind]) for file in files])


def regions(rows, evidence, words):
    """For every picture's regions, -1 standing for none: whether its text asks about their class (1, 0), whether their
    colour is the one asked for (1, 0), which that is, which relation they have as placed or target, and, for the later
    of the two, how they really stand; and how many regions the first two classes have."""
    image, class_words, color_words, relation_words = words
    asked = np.zeros((len(rows), 3, REGIONS, 5), np.float32) - 1
    counts = np.zeros((len(rows), 3, 2), np.int64) - 1
    for i, row in enumerate(rows):
        tokens, begin = row[HEADER:], 0
        for j in range(3):
            picture, end = row[2 + j], row[5 + j]
            if picture < 0:
                break
            text, begin = tokens[begin : end - REGIONS], end
            seen = evidence[picture]
            classes, colors = seen[:, :CLASSES].argmax(1), seen[:, CLASSES : CLASSES + COLORS].argmax(1)
            strong = seen[:, :CLASSES].max(1) > 0.4
            asked[i, j, :, 0] = 0
            named_at = [at for at, token in enumerate(text) if token in class_words]
            for k, at in enumerate(named_at):
                mine = strong & (classes == class_words[text[at]])
                asked[i, j, mine, 0] = 1
                counts[i, j, k] = min(mine.sum(), 5)
                named = [color_words[word] for word in text[max(at - 2, 0) : at] if word in color_words]
                if named:
                    asked[i, j, mine, 1] = colors[mine] == named[-1]
                    asked[i, j, mine, 2] = named[-1]
            relation = [relation_words[word] for word in text if word in relation_words]
            if relation:
                placed, target = (strong & (classes == class_words[text[at]]) for at in named_at)
                asked[i, j, placed, 3], asked[i, j, target, 3] = relation[0], 4 + relation[0]
                if placed.sum() == target.sum() == 1:
                    a, b = placed.argmax(), target.argmax()
                    dx, dy = seen[a, -4:-2] - seen[b, -4:-2]
                    asked[i, j, max(a, b), 4] = (0 if dx < 0 else 1) if abs(dx) > abs(dy) else (2 if dy < 0 else 3)
    return torch.from_numpy(asked), torch.from_numpy(counts)


def batch(rows, evidence, words):
    lengths, starts, pictures, ends = rows[:, 0], rows[:, 1], rows[:, 2:5], rows[:, 5:8]
    length = lengths.max()
    tokens = torch.from_numpy(rows[:, HEADER : HEADER + length].astype(np.int64))
    places = torch.arange(length)
    answer = (places >= torch.from_numpy(starts)[:, None]) & (places < torch.from_numpy(lengths)[:, None])
    labels = torch.from_numpy(rows[:, 8:HEADER].reshape(-1, 3, 5).astype(np.int64))
    seen = torch.from_numpy(evidence[pictures[pictures >= 0]])
    return tokens, answer, seen, torch.from_numpy(ends.astype(np.int64)), labels, regions(rows, evidence, words)


def run(judge, data, image):
    tokens, answer, seen, ends, labels, (asked, counts) = data
    places = torch.arange(tokens.shape[1]).expand_as(tokens)
    embeds = judge.embed(tokens, seen, image)
    logits, _, inner = judge.decoder(embeds, torch.ones_like(tokens), places)
    logits = logits.float()
    wanted = torch.where(answer, tokens, torch.full_like(tokens, -100))[:, 1:]
    said = F.cross_entropy(logits[:, :-1].flatten(0, 1), wanted.flatten(), ignore_index=-100, reduction="sum")
    at_end = inner[-2].gather(1, ends.clamp(min=0).unsqueeze(-1).expand(-1, -1, WIDTH))
    known = judge.knows(at_end).float()
    grades = of_asked(known[..., :12].reshape(-1, 3), labels[..., :4])
    verdict = of_asked(known[..., 12:].reshape(-1, 6), labels[..., 4])
    known = (grades + verdict) / (labels >= 0).sum()
    counted = of_asked(judge.counts(at_end).float().reshape(-1, 6), counts) / (counts >= 0).sum()
    at_regions = tokens == image
    told, wanted = judge.asked(inner[2][at_regions]).float().unbind(1), asked[ends >= 0].reshape(-1, 5).unbind(1)
    early, late = inner[1][at_regions], inner[2][at_regions]
    hue = F.cross_entropy(judge.hue(early).float(), wanted[2].long(), ignore_index=-1)
    role = F.cross_entropy(judge.role(early).float(), wanted[3].long(), ignore_index=-1)
    side = F.cross_entropy(judge.side(late).float(), wanted[4].long(), ignore_index=-1)
    is_colored = wanted[1] >= 0
    found = F.binary_cross_entropy_with_logits(told[0], wanted[0])
    colored = F.binary_cross_entropy_with_logits(told[1][is_colored], wanted[1][is_colored])
    right = (logits[:, :-1].argmax(-1) == tokens[:, 1:]) | ~answer[:, 1:]
    return said / len(tokens), torch.stack([known, counted, hue, role, side, colored, found]), right.all(1)


def of_asked(logits, labels):
    return F.cross_entropy(logits, labels.reshape(-1), ignore_index=-1, reduction="sum")


@torch.no_grad()
def held_out(judge, sets, evidence, words):
    """The share of answers whose every word is right when those before are, by kind; skills by name."""
    judge.eval()
    shares = {}
    for kind, rows in sets.items():
        rows = rows[:600]
        with torch.cpu.amp.autocast():
            parts = (rows[i : i + 100] for i in range(0, len(rows), 100))
            right = torch.cat([run(judge, batch(part, evidence, words), words[0])[2] for part in parts])
        shares[kind] = right.float().mean().item()
        if kind == "skill":
            for token in np.unique(rows[:, HEADER + 1]):
                shares[int(token)] = right[torch.from_numpy(rows[:, HEADER + 1] == token)].float().mean().item()
    judge.train()
    return shares


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("eye")
    options.add_argument("checkpoint")
    options.add_argument("--minutes", type=float, default=25)
    options.add_argument("--rate", type=float, default=2e-3)
    options.add_argument("--start", help="a checkpoint to go on from")
    options.add_argument("--threads", type=int, default=2)
    options = options.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    random = np.random.default_rng(int(time.time()) if options.start else 1)
    evidence = look(options.folder, options.eye)
    pieces, class_words, color_words = vocabulary()
    listed = class_words, color_words, [pieces[f" {word}"] for word in ("left", "right", "above", "below")]
    words = pieces["<image>"], *({word: i for i, word in enumerate(each)} for each in listed)
    names = {id: piece.strip() for piece, id in pieces.items()}
    data = {kind: read(options.folder, kind) for kind in WIDTHS}
    checks = {kind: read(options.folder, kind, "HeldOut") for kind in WIDTHS}
    print({kind: len(rows) for kind, rows in data.items()}, evidence.shape, flush=True)

    judge, average = Judge(len(pieces), class_words, color_words), Judge(len(pieces), class_words, color_words)
    if options.start:
        judge.load_state_dict(torch.load(options.start)["judge"], strict=False)
    average.load_state_dict(judge.state_dict())
    print(f"{sum(p.numel() for p in judge.parameters())} parameters", flush=True)
    decayed = [p for n, p in judge.named_parameters() if p.dim() > 1 and not n.startswith("words")]
    others = [p for n, p in judge.named_parameters() if p.dim() <= 1 or n.startswith("words")]
    groups = [{"params": decayed, "weight_decay": 0.05}, {"params": others, "weight_decay": 0}]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))

    began = saved = time.time()
    step, logged = 0, np.zeros(16)
    while (done := (time.time() - began) / (options.minutes * 60)) < 1:
        rate = options.rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * (0.5 + 0.5 * np.cos(np.pi * done)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        kind = ("skill", "story")[step % 2]
        rows = data[kind][random.integers(0, len(data[kind]), BATCHES[kind])]
        # bfloat16 where torch does it by itself: four times as fast here.
        with torch.cpu.amp.autocast():
            said, aside, right = run(judge, batch(rows, evidence, words), words[0])
        optimizer.zero_grad()
        (said + (aside * ASIDE).sum()).backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 1)
        optimizer.step()
        step += 1
        decay = min(0.995, step / (step + 10))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), judge.parameters()):
                mean.lerp_(now, 1 - decay)
        at = step % 2 * 8
        now = np.array([*aside.tolist(), right.float().mean().item()])
        logged[at : at + 8] = 0.96 * logged[at : at + 8] + 0.04 * now
        if step % 50 == 0:
            story, skill = (", ".join(f"{value:.3f}" for value in each) for each in (logged[:8], logged[8:]))
            print(f"{step} steps, {time.time() - began:.0f} s; story {story}; skill {skill}", flush=True)
        if time.time() - saved > 150:
            saved = time.time()
            keep(average, step, checks, evidence, words, names, options.checkpoint)
    keep(average, step, checks, evidence, words, names, options.checkpoint)


def keep(judge, step, checks, evidence, words, names, checkpoint):
    shares = held_out(judge, checks, evidence, words)
    told = ", ".join(f"{names.get(kind, kind)} {share:.3f}" for kind, share in shares.items())
    print(f"saved at {step}; held-out answers right: {told}", flush=True)
    torch.save({"judge": judge.state_dict(), "steps": step}, checkpoint)


if __name__ == "__main__":
    main()
