"""The mirror's damage forwards: any clean simplified text → the text a mirror would serve, and where
what is damaged.

Every stage of `pipelines.text.restoration.mirror` is a switch here; chance comes from the seed alone. The
annotation lists are the observed ones (light, medium, heavy); `more` adds other characters of stage 1,
as lists of real mirrors go on.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.text.restoration import mirror
from pipelines.text.restoration.evidence import COMMON
from tests.support import channel

LIGHT = "鄉發業數規統協聯現區創內續態環監戰穩達優"
MEDIUM = LIGHT + "權導產農網鎮據結調礎務衛醫領關經質擔當進構標轉術應認學獻團訓節養運準蘊強"
HEAVY = "".join(sorted(COMMON))
LEVELS = {"heavy": HEAVY, "medium": MEDIUM, "light": LIGHT, "cuts only": ""}


@dataclass(frozen=True)
class Mirror:
    """One mirror site: what it annotates and how it tears."""

    annotated: str = HEAVY
    cut: float = 0.8
    """Probability that a match of a mark's bytes is cut."""
    marks: str = "！，；：？"
    lost: str = "?"
    swallow: bool = True
    commas: float = 0.0
    """Probability of an extra half-width comma before a mark."""
    fold: bool = True
    letters: bool = False
    """Whether full-width letters and digits are folded too, not only punctuation."""
    query: bool = True
    """Whether ？ is folded after `?` as well."""
    twice: bool = True
    """Whether the annotated text is decoded and encoded again before it is cut, as a later pass would."""
    blanks: bool = False
    """Whether a lead byte swallows a space as it does any other ASCII character."""


@dataclass(frozen=True)
class Span:
    """Observed characters [start, end) stand for the original's [low, high); torn: more than an
    annotation."""

    start: int
    end: int
    low: int
    high: int
    torn: bool


@dataclass(frozen=True)
class Damaged:
    """What the mirror serves, its traditional text before the damage, and the damaged spans."""

    text: str
    original: str
    source: str
    """The simplified text it was made of."""
    spans: tuple[Span, ...]
    aligned: dict[int, int]
    """Offset in `text` → offset in `original`, where a character of both begins."""
    site: Mirror
    seed: int

    def has_several_originals(self, span: Span) -> bool:
        """Whether an ASCII letter or digit of the span left no byte: with another one the same is served."""
        return any(
            damage(f"{self.source[:at]}{other}{self.source[at + 1 :]}", self.site, self.seed).text
            == self.text
            for at in range(span.low, span.high)
            if (other := _other(self.source[at]))
        )


@dataclass(frozen=True)
class _Byte:
    value: int
    source: int
    """Index of the (last) original character it comes from, -1 for an inserted byte."""
    first: bool


def level(name: str, seed: int = 0, more: int = 0) -> Mirror:
    """The mirror of a level of `LEVELS`, its list in an order of its own and `more` further characters
    on it."""
    chance = random.Random(f"{name} {seed}")
    others = sorted({t for t, c in mirror.characters().items() if c.given and c.readings} - set(HEAVY))
    listed = [*LEVELS[name], *chance.sample(others, more)]
    chance.shuffle(listed)
    return Mirror("".join(listed))


def serve(original: str, site: Mirror) -> str:
    """What `site`, cutting everywhere it can, makes of a traditional text (stages 3 to 7)."""
    chance = random.Random(0)
    return "\n".join(_line(line, replace(site, cut=1.0), chance)[0] for line in original.split("\n"))


def damage(text: str, site: Mirror, seed: int = 0) -> Damaged:
    """What `site` makes of simplified `text`; every paragraph by itself."""
    chance = random.Random(seed)
    parts: list[str] = []
    originals: list[str] = []
    spans: list[Span] = []
    aligned: dict[int, int] = {}
    at = low = 0
    for line in text.split("\n"):
        original = channel.decode(channel.encode(mirror.to_traditional(line)))
        observed, pieces, places = _line(original, site, chance)
        spans += (Span(s.start + at, s.end + at, s.low + low, s.high + low, s.torn) for s in pieces)
        aligned |= {place + at: source + low for place, source in places.items()}
        parts.append(observed)
        originals.append(original)
        at += len(observed) + 1
        low += len(original) + 1
    return Damaged("\n".join(parts), "\n".join(originals), text, tuple(spans), aligned, site, seed)


def _other(character: str) -> str:
    """Another digit for a digit, another letter for a letter of ASCII, '' for the rest."""
    if not (character.isascii() and character.isalnum()):
        return ""
    return chr(ord(character) ^ 1) if character.isdigit() else "b" if character in "aA" else "a"


def _line(original: str, site: Mirror, chance: random.Random) -> tuple[str, list[Span], dict[int, int]]:
    body = [
        _Byte(value, source, not place)
        for source, char in enumerate(original)
        for place, value in enumerate(channel.encode(char))
    ]
    for char in site.annotated:
        body = _annotate(body, char)
    if site.twice and site.lost:
        body = _again(body, site)
    raw = bytes(b.value for b in body)
    hits = [at for at in channel.cuts(raw, site.marks) if chance.random() < site.cut]
    out: list[tuple[str, int, int]] = []
    offset = 0
    for piece in channel.cut(raw, hits):
        if offset in hits and chance.random() < site.commas:
            out.append((",", offset, offset))
        out += ((c, offset + i, offset + j) for c, i, j in _decode(piece, site))
        offset += len(piece)
    text = "".join(c for c, _, _ in out)
    return (_folded(text, site) if site.fold else text), *_align(out, body, original)


_LETTERS = str.maketrans({chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F) if chr(c).isalnum()})


def _folded(text: str, site: Mirror) -> str:
    """Stage 7, as this site does it."""
    parts = [text] if site.query else re.split(r"(?<=[?])(？)", text)
    text = "".join(one if one == "？" else channel.fold_width(one) for one in parts)
    return text.translate(_LETTERS) if site.letters else text


def _again(body: list[_Byte], site: Mirror) -> list[_Byte]:
    """The bytes decoded (stage 4) and encoded again."""
    result: list[_Byte] = []
    for char, first, last in _decode(bytes(b.value for b in body), site):
        lost = char == site.lost and last - first > 1
        if lost or len(channel.encode(char)) != last - first:
            value = channel.encode(char)[0]
            result.append(_Byte(value, max(b.source for b in body[first:last]), False))
        else:
            result += body[first:last]
    return result


def _annotate(body: list[_Byte], char: str) -> list[_Byte]:
    """Stage 3 for one character, keeping track of where every byte came from."""
    key = mirror.pair(char)
    raw = bytes(b.value for b in body)
    added = [_Byte(v, -1, False) for v in channel.encode(f"({mirror.characters()[char].readings[0]})")]
    result: list[_Byte] = []
    start = 0
    while (at := raw.find(key, start)) >= 0:
        result += body[start : at + 2] + added
        start = at + 2
    return result + body[start:]


def _decode(piece: bytes, site: Mirror) -> Iterator[tuple[str, int, int]]:
    """Stage 4, every character with the bytes it came from."""
    at = 0
    while at < len(piece):
        byte, trail = piece[at], piece[at + 1] if at + 1 < len(piece) else 0
        if not 0x81 <= byte < 0xFF:
            width, whole = 1, channel.decode(piece[at : at + 1])
        elif whole := mirror.char(byte, trail):
            width = 2
        else:
            # A control character or a blank stays, and (iconv) whatever comes after the broken byte.
            swallowed = site.swallow and trail > (0x1F if site.blanks else 0x20)
            width, whole = 2 if trail >= 0x40 or swallowed else 1, site.lost
        yield whole, at, at + width
        at += width


def _align(
    out: Sequence[tuple[str, int, int]], body: Sequence[_Byte], original: str
) -> tuple[list[Span], dict[int, int]]:
    spans: list[Span] = []
    aligned: dict[int, int] = {}
    place = 0
    begun: tuple[int, int] | None = None
    expected = 0
    torn = False

    def close(at: int, source: int) -> None:
        nonlocal begun, torn
        if begun is not None:
            spans.append(Span(begun[0], at, begun[1], source, torn))
        begun, torn = None, False

    for char, first, last in out:
        if char and first < last:
            b = body[first]
            sound = b.source >= 0 and b.first and char == original[b.source] and b.source == expected
            if sound:
                close(place, expected)
                aligned[place] = expected
                expected += 1
            else:
                if begun is None:
                    begun = (place, expected)
                sources = {x.source for x in body[first:last]}
                if sources != {-1}:
                    torn = True
                expected = max(expected, *(x.source + 1 for x in body[first:last]))
        elif char and begun is None:
            begun = (place, expected)
        if not char:
            torn = True
            if begun is None:
                begun = (place, expected)
            expected = max(expected, *(x.source + 1 for x in body[first:last]))
        place += len(char)
    close(place, len(original))
    aligned[place] = len(original)
    return spans, aligned
