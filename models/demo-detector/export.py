"""Writes model.onnx and its digest into manifest.json: python3 export.py <checkpoint>."""

import hashlib
import pathlib
import re
import sys

import torch

from network import Detector, Queries

OPSET = 17


def export(model, example, names, folder):
    """An ONNX file with a free batch size, and its sha256 and size in the manifest beside it."""
    file = folder / "model.onnx"
    axes = {name: {0: "batch"} for name in ("pixel_values", *names)}
    torch.onnx.export(
        model, example, file, opset_version=OPSET, input_names=["pixel_values"], output_names=names, dynamic_axes=axes
    )
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    manifest = folder / "manifest.json"
    text = re.sub(r'"sha256": "[^"]*"', f'"sha256": "{digest}"', manifest.read_text())
    manifest.write_text(re.sub(r'"bytes": \d+', f'"bytes": {file.stat().st_size}', text))
    print(f"{file.name}: {file.stat().st_size} bytes, sha256 {digest}")


if __name__ == "__main__":
    detector = Detector()
    checkpoint = torch.load(sys.argv[1])
    detector.load_state_dict(checkpoint["model"])
    print(f"trained on {checkpoint['pictures']} pictures")
    graph = Queries(detector).eval()
    export(graph, torch.rand(2, 3, 256, 256), ["logits", "pred_boxes"], pathlib.Path(__file__).parent)
