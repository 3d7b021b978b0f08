"""Writes tiny ONNX files with the inputs and outputs of the real detectors and of CLIP.

    /usr/bin/python3 models/recipes/contracts/make.py

The real files are hundreds of megabytes. These have the same tensor names, types and shapes, and so little inside
that a test can say what must come out:

detectors  look at the mean colour of each quarter of the picture, one query a quarter, and see nothing in the
           rest of the queries. Red raises "apple", green "broccoli", blue "toothbrush" (the last class of all,
           which a mistaken softmax loses), each by its own amount, so that a white quarter is all three at once.
colours    compare the mean colour of the picture with ten reference colours.
CLIP       vision: the mean colour. Text: the sum of one vector per token up to the end-of-text token, where a
           colour's word has the colour as its vector and every other word has none.

Deterministic: the same onnx package writes the same bytes.
"""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OUT = Path(__file__).parents[3] / "test/fixtures/onnx"

# In GenEval's order. The values are the demo's, roughly what people call so.
COLORS = {
    "red": (0.85, 0.1, 0.1), "orange": (1.0, 0.55, 0.0), "yellow": (1.0, 0.9, 0.1), "green": (0.1, 0.6, 0.2),
    "blue": (0.1, 0.25, 0.85), "purple": (0.5, 0.1, 0.6), "pink": (1.0, 0.6, 0.75), "brown": (0.5, 0.3, 0.1),
    "black": (0.05, 0.05, 0.05), "white": (0.97, 0.97, 0.97),
}
APPLE, BROCCOLI, TOOTHBRUSH = 47, 50, 79
# COCO's own numbering, which DETR keeps: apple 53, broccoli 56, toothbrush 90; 91 is "no object".
APPLE_91, BROCCOLI_91, TOOTHBRUSH_91, NO_OBJECT = 53, 56, 90, 91
CLIP_MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
CLIP_STD = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)


def constant(name, values, dtype=np.float32):
    return numpy_helper.from_array(np.asarray(values, dtype), name)


def save(name, nodes, inputs, outputs, weights, external=False):
    graph = helper.make_graph(nodes, name, inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="assay-contracts")
    model.ir_version = 8
    onnx.checker.check_model(model)
    path = OUT / f"{name}.onnx"
    options = {}
    if external:
        data = path.with_suffix(".onnx_data")
        data.unlink(missing_ok=True)  # onnx appends to a file that is there
        options = dict(save_as_external_data=True, location=data.name, size_threshold=500)
    onnx.save_model(model, str(path), **options)  # a Path would put the external data elsewhere
    print(f"{path.name:32} {path.stat().st_size:7,} bytes")


def tensor(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def quarter_boxes(queries):
    boxes = np.zeros((1, queries, 4), np.float32)
    boxes[0, :4] = [(x, y, 0.5, 0.5) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    return boxes


def detector(name, side, queries, classes, weight, bias, mean, std, mask=False, external=False):
    """logits[b, q, :] = mean colour (0..1) of quarter q @ weight + bias; queries beyond the fourth see nothing."""
    nodes = [
        helper.make_node("Mul", ["pixel_values", "std"], ["scaled"]),
        helper.make_node("Add", ["scaled", "mean"], ["colors"]),
        helper.make_node("AveragePool", ["colors"], ["quarters"], kernel_shape=[side // 2] * 2, strides=[side // 2] * 2),
        helper.make_node("Reshape", ["quarters", "to_3x4"], ["flat"]),
        helper.make_node("Transpose", ["flat"], ["rows"], perm=[0, 2, 1]),
        helper.make_node("Pad", ["rows", "to_queries"], ["all_rows"]),
        helper.make_node("MatMul", ["all_rows", "weight"], ["products"]),
        helper.make_node("Add", ["products", "bias"], ["unmasked" if mask else "logits"]),
        helper.make_node("ReduceMean", ["all_rows"], ["row_means"], axes=[2], keepdims=1),
        helper.make_node("Mul", ["row_means", "zero"], ["zeros"]),
        helper.make_node("Add", ["zeros", "quarter_boxes"], ["pred_boxes"]),
    ]
    inputs = [tensor("pixel_values", ["batch", 3, side, side])]
    weights = [
        constant("std", np.reshape(std, (1, 3, 1, 1))),
        constant("mean", np.reshape(mean, (1, 3, 1, 1))),
        constant("to_3x4", [0, 3, 4], np.int64),
        constant("to_queries", [0, 0, 0, 0, queries - 4, 0], np.int64),
        constant("weight", weight),
        constant("bias", bias),
        constant("zero", 0.0),
        constant("quarter_boxes", quarter_boxes(queries)),
    ]
    if mask:
        # A mask of anything but ones changes the answer, so a test sees that it was fed.
        nodes += [
            helper.make_node("Cast", ["pixel_mask"], ["mask"], to=TensorProto.FLOAT),
            helper.make_node("ReduceMean", ["mask"], ["mask_mean"], axes=[1, 2], keepdims=0),
            helper.make_node("Reshape", ["mask_mean", "to_bx1x1"], ["mask_share"]),
            helper.make_node("Mul", ["unmasked", "mask_share"], ["logits"]),
        ]
        inputs.append(tensor("pixel_mask", ["batch", 64, 64], TensorProto.INT64))
        weights.append(constant("to_bx1x1", [-1, 1, 1], np.int64))
    outputs = [tensor("logits", ["batch", queries, classes]), tensor("pred_boxes", ["batch", queries, 4])]
    save(name, nodes, inputs, outputs, weights, external)


def sigmoid_detector(name, side, external=False):
    weight = np.zeros((3, 80), np.float32)
    weight[0, APPLE], weight[1, BROCCOLI], weight[2, TOOTHBRUSH] = 12, 11, 10
    detector(name, side, 300, 80, weight, np.full(80, -8.0), np.zeros(3), np.ones(3), external=external)


def softmax_detector():
    weight = np.zeros((3, 92), np.float32)
    weight[0, APPLE_91], weight[1, BROCCOLI_91], weight[2, TOOTHBRUSH_91] = 12, 11, 10
    bias = np.zeros(92, np.float32)
    bias[NO_OBJECT] = 6
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    detector("detr", 64, 100, 92, weight, bias, mean, std, mask=True)


def color_classifier():
    """logit = -50 times the squared distance to the reference colour, less what all ten share."""
    colors = np.array(list(COLORS.values()), np.float32)
    nodes = [
        helper.make_node("GlobalAveragePool", ["pixel_values"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["mean_color"]),
        helper.make_node("Gemm", ["mean_color", "weight", "bias"], ["logits"]),
    ]
    weights = [constant("weight", 100 * colors.T), constant("bias", -50 * (colors**2).sum(axis=1))]
    save("colors", nodes, [tensor("pixel_values", ["batch", 3, 32, 32])], [tensor("logits", ["batch", 10])], weights)


def clip_vision():
    nodes = [
        helper.make_node("Mul", ["pixel_values", "std"], ["scaled"]),
        helper.make_node("Add", ["scaled", "mean"], ["colors"]),
        helper.make_node("GlobalAveragePool", ["colors"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["mean_color"]),
        helper.make_node("Mul", ["mean_color", "seven"], ["image_embeds"]),  # not normalised, on purpose
        helper.make_node("Reshape", ["mean_color", "to_bx1x3"], ["last_hidden_state"]),
    ]
    weights = [
        constant("std", CLIP_STD.reshape(1, 3, 1, 1)),
        constant("mean", CLIP_MEAN.reshape(1, 3, 1, 1)),
        constant("seven", 7.0),
        constant("to_bx1x3", [-1, 1, 3], np.int64),
    ]
    inputs = [tensor("pixel_values", ["batch", 3, 224, 224])]
    outputs = [tensor("image_embeds", ["batch", 3]), tensor("last_hidden_state", ["batch", 1, 3])]
    save("clip-vision", nodes, inputs, outputs, weights)


def clip_text(vocabulary):
    table = np.full((len(vocabulary), 3), 0.0, np.float32)
    for word, color in COLORS.items():
        table[vocabulary[f"{word}</w>"]] = color
    # CLIP reads its answer at the first end-of-text token, which has the highest id of all.
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"]),
        helper.make_node("CumSum", ["last_hidden_state", "axis_1"], ["sums"]),
        helper.make_node("ArgMax", ["input_ids"], ["end"], axis=1, keepdims=1),
        helper.make_node("GatherND", ["sums", "end"], ["text_embeds"], batch_dims=1),
    ]
    weights = [constant("table", table), constant("axis_1", 1, np.int64)]
    inputs = [tensor("input_ids", ["batch", "sequence"], TensorProto.INT64)]
    outputs = [tensor("text_embeds", ["batch", 3]), tensor("last_hidden_state", ["batch", "sequence", 3])]
    save("clip-text", nodes, inputs, outputs, weights)


def byte_pairs(word, merges):
    """The word's tokens: of all neighbours that may merge, the earliest taught merge first."""
    pieces = list(word[:-1]) + [f"{word[-1]}</w>"]
    while True:
        pairs = [" ".join(pair) for pair in zip(pieces, pieces[1:])]
        known = [pair for pair in merges if pair in pairs]
        if not known:
            return pieces
        at = pairs.index(known[0])
        pieces[at : at + 2] = [pieces[at] + pieces[at + 1]]


def clip_tokenizer():
    """CLIP's tokenizer.json with a vocabulary of letters and the ten colours' words."""
    letters = "abcdefghijklmnopqrstuvwxyz-'"
    tokens = list(letters) + [f"{letter}</w>" for letter in letters]
    merges = []
    for word in [*COLORS, "a", "photo", "of", "object", "colored"]:
        pieces = byte_pairs(word, merges)
        while len(pieces) > 1:  # teach one more pair, weaker than those before it, so earlier words stay whole
            merges.append(" ".join(pieces[:2]))
            tokens.append("".join(pieces[:2]))
            pieces = byte_pairs(word, merges)
    tokens = list(dict.fromkeys(tokens)) + ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {token: at for at, token in enumerate(tokens)}
    special = dict(single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
    pattern = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"
    start, end = "<|startoftext|>", "<|endoftext|>"
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": vocabulary[token], "content": token, **special} for token in (start, end)],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "NFC"},
                {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
                {"type": "Lowercase"},
            ],
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Removed", "invert": True},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True},
            ],
        },
        "post_processor": {
            "type": "RobertaProcessing",
            "sep": [end, vocabulary[end]],
            "cls": [start, vocabulary[start]],
            "trim_offsets": False,
            "add_prefix_space": False,
        },
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": end,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "</w>",
            "fuse_unk": False,
            "vocab": vocabulary,
            "merges": merges,
        },
    }
    (OUT / "clip-tokenizer.json").write_text(json.dumps(tokenizer, indent=1) + "\n")
    return vocabulary


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    sigmoid_detector("dfine", 640)  # RT-DETR's contract is the same
    sigmoid_detector("dfine-external", 640, external=True)
    softmax_detector()
    color_classifier()
    clip_vision()
    clip_text(clip_tokenizer())


if __name__ == "__main__":
    main()
