"""Writes what the Rust tokenizers make of difficult texts, which test/workers/tokens.test.ts holds ours against.

    python3 models/recipes/contracts/make_tokens.py

It was run with tokenizers 0.23.3. The file is committed; run this only to change it. Left out are letters that Unicode
17 added, of which Node knows and Rust's regular expressions do not, and marks later than Unicode 7 in BertNormalizer and
StripAccents.
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, models

OUT = Path(__file__).parents[3] / "test/fixtures/tokens.json"

TEXTS = [
    "Don't 1,234.50 it's I'LL  two  spaces\n\n tab\t.",
    " ½ ¾ x² ٣٤٥ Ⅷⅷ 一二三 １２ ௧௰ 𝟾🄁",
    "中文字符，測試。日本語「テキスト」한국어 𠀀𪜀",
    "ΟΔΟΣ Straße İıſ ǅ é e\u0301 ﬁ ㋿ ① \u212b",
    "a\u0085b\ufeffc\u00a0d\u3000e\u2028f\u200bg\u00adh\u1680",
    "\ufeff\u0085 both \u0085\ufeff",
    "«quote» — dash… ¿qué? $5+3=8 ^`~|<> _under_ @#*",
    "🙂👍🏽 👨\u200d👩\u200d👧 ⚡️ \u0915\u094d\u0937 नमस्ते",
    "؟،۔ ؝ \u166d \u2e43 \u1b7d",
    "▁low ▁▁ line 1▁1",
]

GPT4 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
BEHAVIORS = ["Isolated", "Removed", "MergedWithPrevious", "MergedWithNext", "Contiguous"]


def byte_level(prefix: bool, words: bool) -> dict:
    return {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": words}


def metaspace(scheme: str, splits: bool) -> dict:
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": splits}


PRE_TOKENIZERS = [
    {"type": "BertPreTokenizer"},
    {"type": "Whitespace"},
    {"type": "WhitespaceSplit"},
    {"type": "CharDelimiterSplit", "delimiter": "1"},
    {"type": "FixedLength", "length": 3},
    *[{"type": "Digits", "individual_digits": each} for each in (True, False)],
    *[byte_level(prefix, words) for prefix in (True, False) for words in (True, False)],
    *[metaspace(scheme, splits) for scheme in ("always", "first", "never") for splits in (True, False)],
    *[{"type": "Punctuation", "behavior": behavior} for behavior in BEHAVIORS],
    *[
        {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}
        for pattern in ({"Regex": GPT4}, {"Regex": r"\s+"}, {"String": "1"}, {"String": "."})
        for behavior in BEHAVIORS
        for invert in (False, True)
    ],
    {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": True}, byte_level(False, True)]},
    {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, metaspace("first", True)]},
]


def bert(clean: bool, chinese: bool, accents: bool | None, lower: bool) -> dict:
    names = ["clean_text", "handle_chinese_chars", "strip_accents", "lowercase"]
    return {"type": "BertNormalizer", **dict(zip(names, [clean, chinese, accents, lower]))}


NORMALIZERS = [
    bert(True, True, None, True),
    bert(True, False, False, False),
    bert(False, True, True, False),
    *[{"type": name} for name in ("Lowercase", "NFC", "NFD", "NFKC", "NFKD", "StripAccents")],
    {"type": "Prepend", "prepend": "▁"},
    {"type": "Replace", "pattern": {"String": "1"}, "content": "$&$1"},
    {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "},
    *[{"type": "Strip", "strip_left": left, "strip_right": right} for left, right in ((True, True), (True, False), (False, True))],
    {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Lowercase"}]},
]


def tokenizer(part: str, config: dict) -> Tokenizer:
    file = json.loads(Tokenizer(models.BPE()).to_str())
    return Tokenizer.from_str(json.dumps({**file, part: config}))


def main() -> None:
    pieces = [
        {"config": config, "pieces": [[piece for piece, _ in made.pre_tokenize_str(text)] for text in TEXTS]}
        for config in PRE_TOKENIZERS
        for made in [tokenizer("pre_tokenizer", config).pre_tokenizer]
    ]
    normalized = [
        {"config": config, "texts": [made.normalize_str(text) for text in TEXTS]}
        for config in NORMALIZERS
        for made in [tokenizer("normalizer", config).normalizer]
    ]
    OUT.write_text(json.dumps({"texts": TEXTS, "preTokenizers": pieces, "normalizers": normalized}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
