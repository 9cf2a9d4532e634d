"""Traditional → simplified for search and keys, simplified → traditional for export. Kept text is never
folded."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import opencc

FOLD_VERSION = 1
"""Raised with every change of `fold`: keys made with another version do not compare."""

Variant = Literal["s2t", "s2tw", "s2twp", "s2hk", "s2hkp"]

PrintScript = Literal["printed", "hans", "hant"]
"""printed: as the paper has it; hans: simplified; hant: traditional, chosen by word."""

# Traditional script prints 著 for two words: 着, which t2s leaves alone, and the one of these.
_WRITE = re.compile(
    "(?<![名原专论编译巨土合拙遗旧新显卓昭所近主校撰较彰炳执馨而])"
    "(?<![，。；、\n](?=著有))著(?![名述称者录译]|作[^家]|书立|于[今世])"
)


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


@cache
def _variants() -> dict[int, str]:
    """Variant forms (異體字) that t2s leaves as they are, names' own characters (昇, 濬, 龢) not among
    them."""
    lines = files("pipelines.text").joinpath("data", "variants.txt").read_text("utf-8").splitlines()
    return {ord(line[0]): line[1] for line in lines if not line.startswith("#")}


def fold(text: str) -> str:
    """`text` in simplified characters (OpenCC t2s, then variants and 著); lone surrogates pass unchanged."""
    if text.isascii():
        return text
    return _WRITE.sub("着", _convert("t2s", text).translate(_variants()))


def to_hant(text: str, variant: Variant = "s2t") -> str:
    """`text` in traditional characters; `s2twp` and `s2hk` also choose the words and forms of Taiwan
    and Hong Kong."""
    return _convert(variant, text)


def _convert(config: str, text: str) -> str:
    try:
        return str(_converter(config).convert(text))
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8: convert what stands between.
        return "".join(c if "\ud800" <= c <= "\udfff" else str(_converter(config).convert(c)) for c in text)


@lru_cache(maxsize=4096)
def convert_line(text: str, script: PrintScript) -> str:
    """A short text in another script; the names of pages, papers and people come again and again."""
    return text if script == "printed" else fold(text) if script == "hans" else to_hant(fold(text))
