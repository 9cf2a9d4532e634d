"""Text that was encoded twice: UTF-8 read as Latin or GBK, or GBK read as Latin, and saved so.

æ¸…æ²³ and 娓呮渤 are 清河 that a program took for windows-1252 and for GBK. That can be undone, but for the
bytes it lost; these come out as U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.text.readings import GB, LATIN, ORDINARY, REPLACEMENT, UTF8, mean_price

_STRETCH = re.compile("[^<>\n]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN_BYTES = {
    character: byte
    for byte in range(0x80, 0x100)
    for character in {bytes((byte,)).decode(LATIN, "ignore"), chr(byte)}
    if character
}
# 锛 and 銆 are what most Chinese punctuation becomes.
_GBK_TRACE = re.compile("[锛銆]")
_LATIN_TRACE = re.compile("[\x80-\xff][\x80-\xff\u0152-\u02dc\u2013-\u2122€]{2}")
_LOST = re.compile(f"{REPLACEMENT}+")  # of three bytes one is lost, then the others are no text either
_MOST_LOST = 0.5


def maybe_doubled(content: bytes, text: str) -> bool:
    """Whether UTF-8 content, whose text is `text`, has traces of double encoding; in next to no time."""
    return b"\xc3" in content or "锛" in text


def undoubled(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and original of every stretch between tags that was encoded twice."""
    for stretch in _STRETCH.finditer(text):
        observed = stretch.group()
        if observed.isascii():
            continue
        if original := _undone(observed):
            yield *stretch.span(), original


def _undone(observed: str) -> str:
    """What the stretch was before, '' where it is sound or cannot be read."""
    candidates: list[str] = []
    if _GBK_TRACE.search(observed):
        candidates.append(_bytes_of_gbk(observed).decode(UTF8, "replace"))
    if _LATIN_TRACE.search(observed):
        code = _bytes_of_latin(observed)
        candidates += [code.decode(UTF8, "replace"), code.decode(GB, "replace")] if code else []
    for original in candidates:
        original = _LOST.sub(REPLACEMENT, original)
        lost = original.count(REPLACEMENT)
        kept = original.replace(REPLACEMENT, "")
        characters = sum(one > "\x7f" for one in kept)
        if (
            _HAN.search(kept)
            and lost <= max(_MOST_LOST * characters, 1)
            and mean_price(kept) < min(ORDINARY, 0.7 * mean_price(observed))
        ):
            return original
    return ""


def _bytes_of_gbk(observed: str) -> bytes:
    """The bytes it was read from; a lost one is no byte of UTF-8."""
    return b"\xff".join(part.encode(GB, "replace") for part in observed.split(REPLACEMENT))


def _bytes_of_latin(observed: str) -> bytes:
    """The bytes it was read from, b'' where it has characters of no Latin code page."""
    code = bytearray()
    for character in observed:
        byte = 0xFF if character == REPLACEMENT else _LATIN_BYTES.get(character, ord(character))
        if byte > 0xFF:
            return b""
        code.append(byte)
    return bytes(code)
