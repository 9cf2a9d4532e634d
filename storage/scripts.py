"""Texts in the script a reader asks for.

How characters are converted the pipelines know; storage imports nothing of theirs and names their module by
dotted string, as Scrapy's settings name pipelines: the texts of a release are folded as the stored ones were.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from typing import Literal, cast

Script = Literal["printed", "hans", "hant"]
"""printed: as the paper has it; hans: simplified; hant: traditional, chosen by word."""

CONVERTERS = "pipelines.text.fold"


def fold(text: str) -> str:
    """Simplified characters, as `articles.body_hans` has them."""
    return _converter("fold")(text)


def to_hant(text: str) -> str:
    """Traditional characters of a simplified text."""
    return _converter("to_hant")(text)


@lru_cache(maxsize=4096)
def convert_line(text: str, script: Script) -> str:
    """A short text in another script; the names of pages, papers and people come again and again."""
    return text if script == "printed" else fold(text) if script == "hans" else to_hant(fold(text))


@cache
def _converter(name: str) -> Callable[[str], str]:
    return cast(Callable[[str], str], getattr(import_module(CONVERTERS), name))
