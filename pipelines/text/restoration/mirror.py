"""The characters and bytes of mirrors: what `restore` must know of the channel it inverts.

A mirror turns simplified into traditional characters one by one, writes the text in GBK, puts the
pinyin of some characters behind them without regard to character boundaries, cuts at the bytes of
full-width punctuation wherever they occur, and decodes each piece as PHP's mbstring does.
docs/restore.md explains the mechanism with examples; tests/support/channel.py runs it forwards.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_USER_ZONES = ((0xAA, 0xAF, 0xA1, 0xE000), (0xF8, 0xFE, 0xA1, 0xE234), (0xA1, 0xA7, 0x40, 0xE4C6))


class Character(NamedTuple):
    """A traditional character as mirrors write it."""

    simplified: str
    given: bool
    """True when stage 1 gives this character, False for a form some other converter would give."""
    readings: tuple[str, ...]
    """Pinyin with tone marks, the one mirrors write first."""


@cache
def characters() -> Mapping[str, Character]:
    """Traditional character → `Character`, for the characters stage 1 changes (data/mirror_table.tsv)."""
    lines = files("pipelines.text").joinpath("data", "mirror_table.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[0]: Character(row[1], row[2] == "1", tuple(row[3].split())) for row in rows}


@cache
def _traditional() -> dict[int, str]:
    return {ord(c.simplified): t for t, c in characters().items() if c.given}


@cache
def _simplified() -> dict[int, str]:
    return {ord(t): c.simplified for t, c in characters().items()}


def to_traditional(text: str) -> str:
    """Stage 1: simplified → traditional, one character to one, no choice by word."""
    return text.translate(_traditional())


def to_simplified(text: str) -> str:
    """Stage 1 backwards, character by character (the language model reads simplified)."""
    return text.translate(_simplified())


@cache
def _decoding() -> dict[bytes, str]:
    """Two GBK bytes → character, with the user-defined zones as private use, as mbstring has them."""
    table: dict[bytes, str] = {}
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            pair = bytes((lead, trail))
            try:
                table[pair] = pair.decode("gbk")
            except UnicodeDecodeError:
                continue
    for first, last, low, code in _USER_ZONES:
        high = 0xA1 if low == 0x40 else 0xFF
        for lead in range(first, last + 1):
            for trail in range(low, high):
                if trail != 0x7F:
                    table[bytes((lead, trail))] = chr(code)
                    code += 1
    return table


@cache
def _encoding() -> dict[str, bytes]:
    return {char: pair for pair, char in _decoding().items()}


def pair(char: str) -> bytes:
    """The two GBK bytes of a character, empty when it is not a double-byte character of GBK or its user
    zones."""
    return _encoding().get(char, b"")


def char(lead: int, trail: int) -> str:
    """The character of two GBK bytes, empty when there is none."""
    return _decoding().get(bytes((lead, trail)), "")
