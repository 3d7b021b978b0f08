"""A tokenizer.json of 116 tokens in the manner of the real ones: byte-level pairs, special tokens of InternVL2."""

SPECIALS = ["<pad>", "<s>", "<|end|>", "<|user|>", "<|assistant|>", "<|system|>", "<img>", "</img>", "<IMG_CONTEXT>"]


def tokenizer():
    """Byte-level BPE: printable ASCII, space, newline, and merges for the words of tests."""
    characters = [chr(code) for code in range(33, 127)] + ["\u0120", "\u010a"]
    merges = ["y e", "ye s", "n o", "\u0120 yes", "\u0120 no", "\u0120 0", "\u0120 1", "\u0120 2", "Y e", "Ye s", "N o"]
    tokens = SPECIALS + characters + [merge.replace(" ", "") for merge in merges]
    vocabulary = {token: at for at, token in enumerate(dict.fromkeys(tokens))}
    special = dict(single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
    pattern = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": vocabulary[token], "content": token, **special} for token in SPECIALS],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False},
            ],
        },
        "post_processor": None,
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
        "model": {
            "type": "BPE", "dropout": None, "unk_token": "<pad>", "continuing_subword_prefix": "",
            "end_of_word_suffix": "", "fuse_unk": False, "vocab": vocabulary, "merges": merges,
        },
    }
