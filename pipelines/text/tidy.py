"""Layout left in the characters: controls, indents, letter-spaced words."""

import re
from collections.abc import Iterator

from pipelines.text.restoration.repair import Repair, Restored, apply, compose

_NONCHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_CONTROLS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b\u2060\ud800-\udfff\ufdd0-\ufdef"
) + _NONCHARACTERS
_CONTROL = re.compile(f"[{_CONTROLS}]+")
_INDENT = re.compile(
    "(?:(?<=\n)|^)[ \t]*[\u3000\xa0][\u3000\xa0 \t]*|[ \t]*[\u3000\xa0][\u3000\xa0 \t]*(?=\n|$)"
    "|(?<=[。！？”’》）…：；.!?)])[ \t]*[\u3000\xa0][\u3000\xa0 \t]+"
)
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_SPACED = re.compile(f"(?:(?<=\\s)|^){_HAN}(?:[ \u3000\xa0]{{1,4}}{_HAN}){{1,7}}(?=\\s|$)")
_BLANKS = re.compile("[ \u3000\xa0]+")
_UNTIDY = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\u200b\u2060\u3000\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe-\U0010ffff]"
)
"""What may be untidy, told quickly: nearly all characters of a text are none of these."""


def tidy(text: str, headline: bool = False) -> Restored:
    """`text` without characters no text has, indents as paragraph boundaries.

    Control characters, NUL, noncharacters, lone surrogates, byte order marks and zero-width spaces go.
    A run of blanks with a U+3000 or U+00A0 in it begins a paragraph: at a line's start or end it goes,
    after the end of a sentence it becomes a line feed; elsewhere it stays. With `headline`,
    letter-spaced words (李　明, 社 论) are joined. The repairs are as `restore` gives them.
    """
    if not (headline and " " in text) and not _UNTIDY.search(text):
        return Restored(text)
    repairs: tuple[Repair, ...] = ()
    kept = text
    for make in (_controls, _indents, _joins if headline else _nothing):
        made = tuple(make(kept))
        repairs = compose(text, repairs, made)
        kept = apply(kept, made)
    return Restored(kept, repairs)


def _nothing(text: str) -> Iterator[Repair]:
    yield from ()


def _controls(text: str) -> Iterator[Repair]:
    for found in _CONTROL.finditer(text):
        yield Repair(found.start(), found.end(), found[0], "", "control", 1.0)


def _indents(text: str) -> Iterator[Repair]:
    for found in _INDENT.finditer(text):
        before = text[found.start() - 1] if found.start() else "\n"
        inside = before != "\n" and found.end() < len(text) and text[found.end()] != "\n"
        yield Repair(found.start(), found.end(), found[0], "\n" if inside else "", "indent", 1.0)


def _joins(text: str) -> Iterator[Repair]:
    for word in _SPACED.finditer(text):
        for found in _BLANKS.finditer(word[0]):
            start = word.start() + found.start()
            yield Repair(start, start + len(found[0]), found[0], "", "spacing", 0.95)
