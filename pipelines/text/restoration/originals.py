"""What the original of a damaged place can be: characters by lead byte, by trail byte, by reading."""

from functools import cache, lru_cache

import numpy as np

from pipelines.text.restoration.lm import Floats, Ids, ids, model, normal
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


@cache
def by_byte(position: int) -> dict[int, tuple[str, str, Ids, Floats, list[int]]]:
    """Lead byte (position 0) or trail byte (1) → the characters that have it.

    They come as printed, as the language model reads them, with the model's numbers and their log priors, and
    where among them stops, quotation and title marks stand.
    """
    groups: dict[int, list[str]] = {}
    for c in vocabulary():
        if len(pair(c)) == 2:
            groups.setdefault(pair(c)[position], []).append(c)
    return {
        byte: (
            "".join(group),
            "".join(map(read, group)),
            ids([read(c) for c in group]),
            np.array([vocabulary()[c] for c in group]),
            [at for at, c in enumerate(group) if c in STOPS or c in PAIRED],
        )
        for byte, group in groups.items()
    }


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
