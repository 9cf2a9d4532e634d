"""Traditional → simplified for search and keys, simplified → traditional for export. Kept text is never
folded."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import opencc

FOLD_VERSION = 3
"""Raised with every change of `fold`: keys made with another version do not compare."""

Variant = Literal["s2t", "s2tw", "s2twp", "s2hk", "s2hkp"]

PrintScript = Literal["printed", "hans", "hant", "hant-hk", "hant-opencc"]
"""printed: as the paper has it; hans: simplified; hant: traditional, chosen by word, in the standard forms
of Taiwan; hant-hk: in those of Hong Kong; hant-opencc: in OpenCC's own."""

FORMS: dict[PrintScript, Variant] = {"hant": "s2tw", "hant-hk": "s2hk", "hant-opencc": "s2t"}
"""How each traditional script is made."""
_REGIONS: dict[Variant, str] = {"s2tw": "t2tw", "s2twp": "t2tw", "s2hk": "t2hk", "s2hkp": "t2hk"}
_HONG_KONG = str.maketrans("羣峯啓", "群峰啟")
"""Forms that OpenCC leaves and newspapers of Hong Kong do not print."""
_DAYS_LATER = ("天后", "天後", "(?<=[0-9０-９两几半数])天后")
"""After a number of days, not the Queen of Heaven: her temple is a word of its own (3天后, 3座天后宫)."""
_DATA = files("pipelines.text").joinpath("data")


@cache
def _converter(config: str) -> opencc.OpenCC:
    import opencc  # its tables are loaded where something is converted

    return opencc.OpenCC(config)


@cache
def _own() -> str:
    """The configuration of `fold`: its tables are data of this program, so that no update of OpenCC changes
    keys."""
    return str(_DATA.joinpath("fold.json"))


@cache
def _unsettled() -> frozenset[str]:
    """Characters that folding changes unless a word keeps them: one that is left may go the next time."""
    every = "\n".join(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x323B0))))
    pairs = zip(every, _convert(_own(), every), strict=True)
    return frozenset(before for before, after in pairs if before != after)


def fold(text: str) -> str:
    """`text` in simplified characters; lone surrogates pass unchanged.

    By word, variant forms among them (data/fold_*.txt), then 著 and 乾 by context. Words that the two
    scripts print differently (座標, 坐标) come out alike. Folding twice changes nothing.
    """
    if text.isascii():
        return text
    folded = _folded_once(text)
    while folded != text and not _unsettled().isdisjoint(folded):
        text, folded = folded, _folded_once(folded)
    return folded


def _folded_once(text: str) -> str:
    folded = _convert(_own(), text)
    if "著" in folded or "乾" in folded:
        from pipelines.text.two_words import dry, particles  # patterns most commands never need

        folded = dry(particles(folded))
    return folded


def to_hant(text: str, variant: Variant = "s2tw") -> str:
    """Simplified `text` in traditional characters: the forms of Taiwan, of Hong Kong (`s2hk`) or OpenCC's own
    (`s2t`); `s2twp` and `s2hkp` also choose the words of Taiwan and Hong Kong."""
    compounds, pattern = _compounds()
    written = "".join(
        _in_forms(compounds[part], variant) if place % 2 else _convert(variant, part)
        for place, part in enumerate(pattern.split(text))
    )
    return written.translate(_HONG_KONG) if variant in ("s2hk", "s2hkp") else written


@cache
def _compounds() -> tuple[dict[str, str], re.Pattern[str]]:
    """Words OpenCC takes for others, with their traditional form, and what finds them."""
    lines = _DATA.joinpath("hant_words.txt").read_text("utf-8").splitlines()
    words = dict(line.split("\t") for line in lines if line and not line.startswith("#"))
    hans, hant, pattern = _DAYS_LATER
    alternatives = "|".join((*sorted(words, key=len, reverse=True), pattern))
    firsts = "".join(sorted({word[0] for word in (*words, hans)}))
    return words | {hans: hant}, re.compile(f"((?=[{firsts}])(?:{alternatives}))")


@lru_cache(maxsize=4096)
def _in_forms(word: str, variant: Variant) -> str:
    return _convert(_REGIONS[variant], word) if variant in _REGIONS else word


def _convert(config: str, text: str) -> str:
    try:
        return str(_converter(config).convert(text))
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8: convert what stands between.
        return "".join(c if "\ud800" <= c <= "\udfff" else str(_converter(config).convert(c)) for c in text)


def in_script(folded: str, script: PrintScript) -> str:
    """A folded text in that script (printed: as it is)."""
    return to_hant(folded, FORMS[script]) if script in FORMS else folded


@lru_cache(maxsize=4096)
def convert_line(text: str, script: PrintScript) -> str:
    """A short text in another script; the names of pages, papers and people come again and again."""
    return text if script == "printed" else in_script(fold(text), script)
