"""The mirror's channel forwards, stage by stage on bytes; `pipelines.text.restoration.restore` inverts it."""

import re
from collections.abc import Sequence

from pipelines.text.restoration.mirror import char, pair

CUT_MARKS = "！，；：？、"
"""The marks at whose GBK bytes a mirror cuts (、 on some sites only)."""

FOLDED = {chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F) if not chr(c).isalnum()}
"""Full-width punctuation of the ASCII range → half-width."""

_FOLD = str.maketrans(FOLDED)


def encode(text: str) -> bytes:
    """Stage 2: the GBK bytes of `text`; what GBK lacks becomes `?`."""
    return b"".join(one.encode() if one < "\x80" else pair(one) or b"?" for one in text)


def decode(body: bytes, lost: str = "?", swallow: bool = True) -> str:
    """Stage 4: GBK bytes → text as mbstring does.

    A lead byte before a byte that cannot follow it becomes `lost` and, with `swallow`, that byte goes with it
    (control characters and spaces stay). `lost=""` is what a few sites do; `swallow=False` is iconv's way.
    """
    out: list[str] = []
    i, end = 0, len(body)
    while i < end:
        byte = body[i]
        if byte < 0x81 or byte == 0xFF:
            out.append(chr(byte) if byte < 0x80 else "€" if byte == 0x80 else lost)
            i += 1
            continue
        trail = body[i + 1] if i + 1 < end else 0
        if found := char(byte, trail):
            out.append(found)
            i += 2
            continue
        out.append(lost)
        i += 2 if trail >= 0x40 or (swallow and trail > 0x20) else 1
    return "".join(out)


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
