"""The character language model that chooses between originals the bytes allow: what it is stands in
docs/restore.md."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate

import numpy as np
import numpy.typing as npt

ORDER = 4
"""Characters in the longest n-gram."""

BITS = 13
"""Bits of a character number in an n-gram key."""
_LAST = (1 << BITS) - 1

EDGE = "\n"
"""Stands for the beginning and the end of a paragraph."""

FLOOR = -17.0
"""Log probability of a character the model does not have."""

STEP = 1 / 12
"""Log probabilities are kept as one byte, in steps of this size (nats)."""

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]

_WIDE = str.maketrans(",:;?!()", "，：；？！（）")
_DIGIT = re.compile("[0-9]")
_LATIN = re.compile("[A-Za-z]")


def normal(simplified: str) -> str:
    """Simplified text as the model reads it: wide punctuation, every digit 0, every Latin letter a."""
    return _LATIN.sub("a", _DIGIT.sub("0", simplified.translate(_WIDE)))


@dataclass(frozen=True, slots=True)
class Model:
    """Sorted n-gram keys with their log probabilities and the log back-off weights of n-grams as
    contexts, by order."""

    characters: str
    number: dict[str, int]
    keys: tuple[Ids, ...]
    logs: tuple[Floats, ...]
    one_key: tuple[memoryview, ...]
    """The keys again, for looking up one at a time (three times as fast)."""
    one_log: tuple[memoryview, ...]
    """Their log probabilities for one at a time."""
    one_backoff: tuple[memoryview, ...]


@cache
def model() -> Model:
    """The model that ships with the package (0.1 s, some 20 MB)."""
    with files("pipelines.text").joinpath("data", "model.npz").open("rb") as file, np.load(file) as data:
        characters = str(data["characters"])
        keys = tuple(_keys(data[f"near{n}"], data[f"far{n}"]) for n in range(1, ORDER + 1))
        logs = tuple(data[f"logs{n}"] * -STEP for n in range(1, ORDER + 1))
        backoffs = tuple(data[f"backoffs{n}"] * -STEP for n in range(1, ORDER))
    return Model(
        characters,
        {c: i for i, c in enumerate(characters, 1)},
        keys,
        logs,
        tuple(key.data for key in keys),
        tuple(log.data for log in logs),
        tuple(backoff.data for backoff in backoffs),
    )


def _keys(near: npt.NDArray[np.uint16], far: Ids) -> Ids:
    steps = near.astype(np.int64)
    steps[near == 0xFFFF] = far
    return np.cumsum(steps)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Characters of which one stands at a place, as `scores` weighs them."""

    numbers: Ids
    """Every one's place among the model's different characters."""
    places: npt.NDArray[np.int16]
    """The model's number of a character → its place there, -1 for a character that is none of them."""
    known: npt.NDArray[np.bool_]
    """Which of them the model has."""
    alone: Floats
    """Their log probabilities in no context."""


def alternatives(characters: Sequence[str]) -> Alternatives:
    """`characters` as `scores` reads them; the model need not have them all."""
    number = model().number
    different = dict.fromkeys(characters)
    place = {character: at for at, character in enumerate(different)}
    places = np.full(1 << BITS, -1, dtype=np.int16)
    for character, at in place.items():
        places[number.get(character, 0)] = at
    places[0] = -1
    return Alternatives(
        np.array([place[c] for c in characters], dtype=np.int64),
        places,
        np.array([c in number for c in different]),
        np.array([score("", c) for c in different]),
    )


@lru_cache(maxsize=1 << 16)
def _contexts(history: str) -> tuple[tuple[int, float], ...]:
    """(key, log weight of leaving it) of the contexts that `history` ends with, longest first, the
    empty one last."""
    lm = model()
    number = lm.number
    found: list[tuple[int, float]] = []
    key = 0
    shift = 0
    for n in range(min(len(history), ORDER - 1)):
        key += number.get(history[-1 - n], 0) << shift
        shift += BITS
        view = lm.one_key[n]
        at = bisect_left(view, key)
        if at == len(view) or view[at] != key:
            break
        found.append((key, lm.one_backoff[n][at]))
    return (*reversed(found), (0, 0.0))


def scores(history: str, among: Alternatives) -> Floats:
    """log P(character | history) for every one `among` which the character is; history is `normal` text, its
    last `ORDER` - 1 count."""
    lm = model()
    contexts = _contexts(history[1 - ORDER :])
    lefts = list(accumulate((weight for _, weight in contexts), initial=0.0))
    result = np.where(among.known, lefts[-2] + among.alone, FLOOR)
    # From the shortest context to the longest: what a longer one knows stands for what shorter ones say.
    for n, (key, left) in enumerate(zip([key for key, _ in contexts[-2::-1]], lefts[-3::-1], strict=True), 1):
        view = lm.one_key[n]
        low = bisect_left(view, key << BITS)
        high = bisect_left(view, (key + 1) << BITS, low)
        at = among.places[lm.keys[n][low:high] & _LAST]
        known = at >= 0
        result[at[known]] = left + lm.logs[n][low:high][known]
    return result[among.numbers]


@lru_cache(maxsize=1 << 17)
def score(history: str, character: str) -> float:
    """log P(character | history) for one character; history no longer than `ORDER` - 1."""
    lm = model()
    number = lm.number.get(character, 0)
    if not number:
        return FLOOR
    contexts = _contexts(history)
    left = 0.0
    for n, (key, weight) in zip(range(len(contexts) - 1, -1, -1), contexts, strict=True):
        wanted = (key << BITS) + number
        view = lm.one_key[n]
        at = bisect_left(view, wanted)
        if at < len(view) and view[at] == wanted:
            return left + lm.one_log[n][at]
        left += weight
    return FLOOR
