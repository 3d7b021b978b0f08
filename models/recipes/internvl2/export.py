"""Exports an InternVL2 checkpoint to the three graphs that Assay runs, with a manifest that pins them.

    python export.py --checkpoint MMIE/MMIE-Score --revision COMMIT --out OUT/internvl2-4b-mmie    the published one
    /usr/bin/python3 export.py --tiny --out OUT/internvl2-tiny                                     a tiny random one

The published one wants transformers 4.37.2, torch 2, and 40 GB of memory in float32; `--dtype fp16` wants a GPU.
Beside the graphs it writes reference.json, which `node compare.ts OUT/...` holds our runtime against.
README.md says what of this has been run.
"""

import argparse
import hashlib
import json
import re
from pathlib import Path

import onnx
import torch

import graphs
from reference import write_reference

FILES = {"vision": "vision_encoder", "embed": "embed_tokens", "decoder": "decoder_model_merged"}


def load_published(checkpoint, revision, dtype):
    """The model, its tokenizer.json as text, how to make ids, and what its manifest says of text."""
    from transformers import AutoConfig, AutoModel, AutoTokenizer

    source = dict(revision=revision, trust_remote_code=True)
    config = AutoConfig.from_pretrained(checkpoint, **source)
    config.vision_config.use_flash_attn = False
    config.llm_config.attn_implementation = config.llm_config._attn_implementation = "eager"
    model = AutoModel.from_pretrained(checkpoint, config=config, torch_dtype=torch.float32, **source).eval()
    if dtype == "fp16":
        model = model.half().cuda()  # on a CPU, torch has no half-precision layer norm to trace
    tokenizer = AutoTokenizer.from_pretrained(checkpoint, use_fast=True, **source)
    slow = AutoTokenizer.from_pretrained(checkpoint, use_fast=False, **source)  # what the official script uses
    starts = slow("a").input_ids[0] == slow.bos_token_id
    text = {
        "imageToken": "<IMG_CONTEXT>", "imageStart": "<img>", "imageEnd": "</img>",
        "padToken": slow.pad_token or slow.eos_token,
        **({"bosToken": slow.bos_token} if starts else {}),
        "stop": sorted({slow.convert_ids_to_tokens(token) for token in stop_ids(model, slow)}),
    }
    turns = turns_of(model)
    encode = lambda whole: slow(whole, add_special_tokens=False).input_ids  # noqa: E731
    return model, tokenizer.backend_tokenizer.to_str(), encode, text, (slow.bos_token if starts else "") + turns


def stop_ids(model, tokenizer):
    named = getattr(model.conv_template, "stop_token_ids", None) or []
    return [*named, tokenizer.eos_token_id, *tokenizer(model.conv_template.sep.strip(), add_special_tokens=False).input_ids[-1:]]


def turns_of(model):
    """The conversation the checkpoint brings, with {words} where the user speaks: system, user, assistant."""
    conversation = model.conv_template.copy()
    conversation.system_message = model.system_message
    conversation.append_message(conversation.roles[0], "{words}")
    conversation.append_message(conversation.roles[1], None)
    return conversation.get_prompt()


def load_tiny():
    import tiny
    from tiny_tokenizer import SPECIALS, tokenizer

    words = tokenizer()
    words["model"]["merges"] = []  # one token a character, so that `encode` below needs no library
    vocabulary = words["model"]["vocab"]
    model = tiny.random_model(seed=11, spread=4.0, mixing=3.0, vocab=len(vocabulary), image_size=56, layers=3, vision_layers=2)
    text = {
        "imageToken": "<IMG_CONTEXT>", "imageStart": "<img>", "imageEnd": "</img>", "padToken": "<pad>",
        "bosToken": "<s>", "stop": ["<|end|>"],
    }
    turns = "<s><|system|>\nno<|end|><|user|>\n{words}<|end|><|assistant|>\n"

    def encode(whole):
        ids = []
        while whole:
            special = next((name for name in SPECIALS if whole.startswith(name)), None)
            plain = {" ": "\u0120", "\n": "\u010a"}.get(whole[0], whole[0])
            ids.append(vocabulary[special or plain])
            whole = whole[len(special) if special else 1 :]
        return ids

    return model, json.dumps(words), encode, text, turns


def template_of(turns):
    """A Jinja template that says `turns` for one message of the user, with the caller's system message if there is one."""
    before, after = turns.split("{words}")
    system = re.match(r"(.*\n)(.*)(<\|(?:im_)?end\|>.*)", before, re.DOTALL)
    if system:
        own = "{% if messages[0].role == 'system' %}" + PARTS.format("messages[0]") + "{% else %}"
        before = verbatim(system[1]) + own + verbatim(system[2]) + "{% endif %}" + verbatim(system[3])
    else:
        before = verbatim(before)
    said = "{% for message in messages %}{% if message.role == 'user' %}" + PARTS.format("message") + "{% endif %}{% endfor %}"
    return before + said + verbatim(after)


PARTS = (
    "{{% for part in {}.content %}}{{% if part.type == 'image' %}}{{{{ image_token }}}}"
    "{{% else %}}{{{{ part.text }}}}{{% endif %}}{{% endfor %}}"
)


def verbatim(text):
    """Jinja takes the line break after a tag, and at the end, away: one that belongs to a prompt is written as a value."""
    return text.replace("\n", "{{ '\\n' }}")


def in_one_file(path):
    """Weights above 2 GB live beside the graph, in one file instead of the exporter's many."""
    model = onnx.load(str(path))
    parts = {entry.value for weight in model.graph.initializer for entry in weight.external_data if entry.key == "location"}
    if not parts and model.ByteSize() < 2**31 - 2**20:
        return
    data = path.with_suffix(".onnx_data")
    data.unlink(missing_ok=True)
    onnx.save_model(model, str(path), save_as_external_data=True, location=data.name, size_threshold=1024)
    for part in parts - {data.name}:
        (path.parent / part).unlink(missing_ok=True)


def manifest_of(name, args, model, side, text, turns, files):
    return {
        "name": name, "kind": "vlm", "source": args.checkpoint or "random weights, models/recipes/internvl2/export.py --tiny",
        "revision": args.revision or "1", "licence": args.licence, "files": files,
        "input": {
            "name": "pixel_values", "layout": "nchw", "width": side, "height": side, "resize": "fill", "kernel": "cubic",
            "channels": "rgb", "scale": 1 / 255, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
        },
        "layout": {"kind": "tiles", "tokensPerImage": model.num_image_token, "maxTiles": 12, "thumbnail": True},
        "text": {**text, "template": template_of(turns.removeprefix(text.get("bosToken", "")))},
        "decoder": {**graphs.decoder_shape(model), **({"context": args.context} if args.context else {})},
    }


def report_differences(manifest):
    """The repository's manifest is believed before an exported one, so it has to say what this checkpoint is."""
    path = Path(__file__).parents[2] / manifest["name"] / "manifest.json"
    if not path.exists():
        return
    known = json.loads(path.read_text())
    for part in ("input", "layout", "text", "decoder"):
        for field in sorted({*known[part], *manifest[part]}):
            if known[part].get(field) != manifest[part].get(field):
                print(f"{part}.{field}: {known[part].get(field)!r} in {path}, {manifest[part].get(field)!r} in the checkpoint")
    if known["files"].keys() != manifest["files"].keys():
        print(f"files: {sorted(known['files'])} in {path}, {sorted(manifest['files'])} exported")


def pinned(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 24):
            digest.update(piece)
    return {"path": path.name, "sha256": digest.hexdigest(), "bytes": path.stat().st_size}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint")
    parser.add_argument("--revision")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--dtype", choices=["fp32", "fp16"], default="fp32")
    parser.add_argument("--licence", default="Apache-2.0")
    parser.add_argument("--context", type=int)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.tiny == bool(args.checkpoint):
        parser.error("say either --tiny or --checkpoint")
    if args.checkpoint and not args.revision:
        parser.error("a checkpoint needs its --revision: weights have been replaced under the same name")

    loaded = load_tiny() if args.tiny else load_published(args.checkpoint, args.revision, args.dtype)
    model, tokenizer, encode, text, turns = loaded
    side = model.image_size if args.tiny else model.config.force_image_size or model.config.vision_config.image_size
    args.out.mkdir(parents=True, exist_ok=True)
    suffix = "_fp16" if args.dtype == "fp16" else ""
    paths = {key: args.out / f"{stem}{suffix}.onnx" for key, stem in FILES.items()}
    graphs.export_vision(model, paths["vision"], side)
    graphs.export_embed(model, paths["embed"])
    graphs.export_decoder(model, paths["decoder"])
    files = {}
    for key, path in paths.items():
        in_one_file(path)
        files[key] = pinned(path)
        data = path.with_suffix(".onnx_data")
        if data.exists():
            files[f"{key}Data"] = pinned(data)
    (args.out / "tokenizer.json").write_text(tokenizer)
    files["tokenizer"] = pinned(args.out / "tokenizer.json")

    manifest = manifest_of(args.out.name, args, model, side, text, turns, files)
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    report_differences(manifest)
    write_reference(model, args.out, manifest, turns, encode)


if __name__ == "__main__":
    main()
