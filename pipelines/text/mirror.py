"""What a mirror does to a simplified text, stage by stage, as pure functions: the channel that
`restore` inverts.

A mirror turns simplified into traditional characters one by one, writes the text in GBK, puts the
pinyin of some characters behind them without regard to character boundaries, cuts at the bytes of
full-width punctuation wherever they occur, and decodes each piece as PHP's mbstring does.
docs/restore.md tells the mechanism with examples.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CUT_MARKS = "！，；：？、"
"""The marks at whose GBK bytes a mirror cuts (、 on some sites only)."""

FOLDED = {chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F) if not chr(c).isalnum()}
"""Full-width punctuation of the ASCII range → half-width."""

_FOLD = str.maketrans(FOLDED)
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


def encode(text: str) -> bytes:
    """Stage 2: the GBK bytes of `text`; what GBK lacks becomes `?`."""
    pairs = _encoding()
    return b"".join(char.encode() if char < "\x80" else pairs.get(char, b"?") for char in text)


def pair(char: str) -> bytes:
    """The two GBK bytes of a character, empty when it is not a double-byte character of GBK or its user
    zones."""
    return _encoding().get(char, b"")


def char(lead: int, trail: int) -> str:
    """The character of two GBK bytes, empty when there is none."""
    return _decoding().get(bytes((lead, trail)), "")


def decode(body: bytes, lost: str = "?", swallow: bool = True) -> str:
    """Stage 4: GBK bytes → text as mbstring does.

    A lead byte before a byte that cannot follow it becomes `lost` and, with `swallow`, that byte goes with it
    (control characters and spaces stay). `lost=""` is what a few sites do; `swallow=False` is iconv's way.
    """
    pairs = _decoding()
    out: list[str] = []
    i, end = 0, len(body)
    while i < end:
        byte = body[i]
        if byte < 0x81 or byte == 0xFF:
            out.append(chr(byte) if byte < 0x80 else "€" if byte == 0x80 else lost)
            i += 1
            continue
        found = pairs.get(body[i : i + 2])
        if found is not None:
            out.append(found)
            i += 2
            continue
        out.append(lost)
        trail = body[i + 1] if i + 1 < end else 0
        i += 2 if trail >= 0x40 or (swallow and trail > 0x20) else 1
    return "".join(out)


def annotate(body: bytes, annotations: Iterable[tuple[str, str]]) -> bytes:
    """Stage 3: X → X(pinyin) for every (X, pinyin) in turn, on the bytes, blind to character boundaries."""
    for character, reading in annotations:
        key = pair(character)
        body = body.replace(key, key + encode(f"({reading})"))
    return body


def cut(body: bytes, at: Sequence[int]) -> list[bytes]:
    """Stage 5: the pieces of `body` when the two bytes at each offset of `at` are cut out as a piece of
    their own."""
    pieces: list[bytes] = []
    start = 0
    for offset in at:
        if offset < start:
            continue
        pieces += [body[start:offset], body[offset : offset + 2]]
        start = offset + 2
    return [*pieces, body[start:]]


def cuts(body: bytes, marks: str = CUT_MARKS) -> list[int]:
    """The offsets in `body` where the bytes of one of `marks` stand, aligned or not."""
    return [m.start() for m in re.finditer(b"|".join(re.escape(encode(mark)) for mark in marks), body)]


def fold_width(text: str) -> str:
    """Stage 7: full-width punctuation of the ASCII range → half-width."""
    return text.translate(_FOLD)
