"""What the original of a damaged place can be: characters by lead byte, by trail byte, by reading."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from pipelines.text.restoration.lm import Alternatives, Floats, alternatives, model, normal
from pipelines.text.restoration.mirror import char, characters, pair, to_simplified, to_traditional

LOST = "□"
"""Stands for an ASCII character of which nothing is left, a digit as a rule (GB/T 15834's missing
character)."""

PAIRED = frozenset("“”《》‘’（）")
STOPS = frozenset("，。、；：！？")

DROPPED = "\ufdd1"
"""Written by `restore` where a decoder may have dropped something, for want of a question mark."""

UNUSUAL = -4.0
"""Log prior of a form that stage 1 of the mirror does not give."""


@cache
def vocabulary() -> dict[str, float]:
    """Characters an original can have, with the log prior of their form (0 where stage 1 gives it)."""
    forms = {to_traditional(simplified): 0.0 for simplified in model().characters}
    for traditional, known in characters().items():
        if known.simplified in model().number:
            forms.setdefault(traditional, 0.0 if known.given else UNUSUAL)
    return {c: prior for c, prior in forms.items() if (pair(c) or c.isascii()) and c != LOST}


@cache
def common() -> frozenset[str]:
    """The characters most texts are made of, as mirrors print them."""
    return frozenset(map(to_traditional, model().characters[:2500]))


class Group(NamedTuple):
    """The characters that have one of their two bytes in common."""

    printed: str
    seen: str
    """As the language model reads them."""
    among: Alternatives
    priors: Floats
    """Log priors of their forms."""
    marks: list[int]
    """Where among them stops, quotation and title marks stand."""


@cache
def _by_byte(position: int) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = {}
    for c in vocabulary():
        if len(pair(c)) == 2:
            groups.setdefault(pair(c)[position], []).append(c)
    return groups


@cache
def by_byte(position: int, byte: int) -> Group | None:
    """The characters with `byte` as their lead byte (position 0) or trail byte (1), None for none."""
    characters = _by_byte(position).get(byte)
    if characters is None:
        return None
    seen = "".join(map(read, characters))
    priors = np.array([vocabulary()[c] for c in characters])
    marks = [at for at, c in enumerate(characters) if c in STOPS or c in PAIRED]
    return Group("".join(characters), seen, alternatives(seen), priors, marks)


@cache
def originals() -> list[str]:
    """Two bytes, as one number (lead << 8 | trail) → the character of an original that has them, or ''."""
    found = [""] * (1 << 16)
    for c in vocabulary():
        if both := pair(c):
            found[both[0] << 8 | both[1]] = c
    return found


@lru_cache(maxsize=1 << 14)
def letter(character: str) -> tuple[str, float]:
    """A character as the language model reads it, and the log prior of its form."""
    return read(character), vocabulary().get(character, 0.0)


@lru_cache(maxsize=1 << 14)
def bytes_seen(observed: str) -> bytes:
    """The two bytes of a character in a shifted run; an ASCII one may be full-width, folded by the mirror."""
    return pair(chr(ord(observed) + 0xFEE0) if "!" <= observed <= "~" else observed)


@cache
def annotated(reading: str) -> tuple[tuple[str, int, int], ...]:
    """The characters a mirror would annotate with `reading`, each with its lead and its trail byte."""
    return tuple((c, *pair(c)) for c in by_reading().get(reading, ""))


@cache
def leads_of(reading: str) -> frozenset[int]:
    """The lead bytes of the characters a mirror would annotate with `reading`."""
    return frozenset(lead for _, lead, _ in annotated(reading))


@cache
def by_reading() -> dict[str, str]:
    """Pinyin → the traditional characters a mirror would annotate so."""
    found: dict[str, str] = {}
    for traditional, known in characters().items():
        for reading in known.readings:
            found[reading] = found.get(reading, "") + traditional
    return found


@cache
def _gaps() -> dict[int, frozenset[int]]:
    """Lead byte → trail bytes, themselves lead bytes, with which it is no character of GBK."""
    leads = range(0x81, 0xFF)
    found = {lead: frozenset(trail for trail in leads if not char(lead, trail)) for lead in leads}
    return {lead: trails for lead, trails in found.items() if trails}


@cache
def undefined(carry: int) -> list[tuple[str, frozenset[int]]]:
    """Characters that begin with the byte `carry` and end with a lead byte that, before certain bytes (which
    come with them), is no character of GBK."""
    whole = ((char(carry, lead), trails) for lead, trails in _gaps().items())
    return [(c, trails) for c, trails in whole if c in vocabulary()]


@cache
def leads_before(trail: int) -> frozenset[int]:
    """The lead bytes of the characters that end with `trail`."""
    return frozenset(lead for lead in range(0x81, 0xFF) if char(lead, trail) in vocabulary())


def known_straddle(observed: str, reading: str) -> bool:
    """Whether `reading` can belong to a character that begins with the second byte of `observed`."""
    return len(pair(observed)) == 2 and any(
        pair(c)[0] == pair(observed)[1] for c in by_reading().get(reading, "")
    )


def has_reading(character: str, reading: str) -> bool:
    """Whether a mirror can have written `reading` behind `character`."""
    known = characters().get(character)
    return known is not None and reading in known.readings


@lru_cache(maxsize=1 << 14)
def read(character: str) -> str:
    """A printed character as the language model reads it."""
    return "0" if character == LOST else normal(to_simplified(character))
