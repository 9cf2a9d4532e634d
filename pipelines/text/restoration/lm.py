"""The character language model that chooses between originals the bytes allow: what it is stands in
docs/restore.md."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from math import exp, log

import numpy as np
import numpy.typing as npt

ORDER = 4
"""Characters in the longest n-gram."""

BITS = 13
"""Bits of a character number in an n-gram key."""

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
    views: tuple[memoryview, ...]
    """The keys again, for looking up one at a time (three times as fast)."""
    logs: tuple[Floats, ...]
    backoffs: tuple[Floats, ...]


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
        tuple(key.data for key in keys),
        logs,
        backoffs,
    )


def _keys(near: npt.NDArray[np.uint16], far: Ids) -> Ids:
    steps = near.astype(np.int64)
    steps[near == 0xFFFF] = far
    return np.cumsum(steps)


def ids(characters: Sequence[str]) -> Ids:
    """The model's numbers of characters, 0 for one it does not have."""
    number = model().number
    return np.array([number.get(c, 0) for c in characters], dtype=np.int64)


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
        view = lm.views[n]
        at = bisect_left(view, key)
        if at == len(view) or view[at] != key:
            break
        found.append((key, float(lm.backoffs[n][at])))
    return (*reversed(found), (0, 0.0))


def scores(history: str, numbers: Ids) -> Floats:
    """log P(character | history) for every character number; history is `normal` text, its last `ORDER`
    - 1 count."""
    lm = model()
    contexts = _contexts(history[1 - ORDER :])
    result = np.full(len(numbers), np.nan)
    left = 0.0
    for n, (key, weight) in zip(range(len(contexts) - 1, -1, -1), contexts, strict=True):
        wanted = (key << BITS) + numbers
        at = np.minimum(lm.keys[n].searchsorted(wanted), len(lm.keys[n]) - 1)
        hit = (lm.keys[n][at] == wanted) & np.isnan(result)
        result[hit] = left + lm.logs[n][at[hit]]
        left += weight
    return np.where(np.isnan(result), FLOOR, result)


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
        view = lm.views[n]
        at = bisect_left(view, wanted)
        if at < len(view) and view[at] == wanted:
            return left + float(lm.logs[n][at])
        left += weight
    return FLOOR


SHARE = 0.2
"""Weight of what the document itself says against the model."""
KEPT = 1 << 15
"""Likelihoods kept at a time for one document."""
PRIOR = 2.0
"""Occurrences of a history in the document that weigh as much as the next shorter one."""

_NUMBER = re.compile("(?<![0-9.,])([0-9])(?=([^\n]{1,3}))")
_SPACED = re.compile("[\u4e00-\u9fff] [0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Memory:
    """What a document says in its undamaged parts: the same names, words and numbers come again."""

    grams: Mapping[str, int]
    """Counts of the 1- to 4-grams, as the model reads them."""
    digits: Mapping[str, tuple[str, float]]
    """The one to three characters behind the first digit of a number → that digit, with its share."""
    spaced: bool
    """Whether blanks stand between Chinese and numbers or Latin words."""
    known: dict[str, float] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What `likelihood` has computed."""


def remember(simplified: str) -> Memory:
    """The memory of the undamaged parts of a document, in simplified characters."""
    text = normal(simplified)
    grams: Counter[str] = Counter()
    for n in range(1, ORDER + 1):
        grams.update([text[at : at + n] for at in range(len(text) - n + 1)])
    numbers: dict[str, Counter[str]] = {}
    for digit, behind in _NUMBER.findall(simplified):
        for length in range(1, len(behind) + 1):
            numbers.setdefault(behind[:length], Counter())[digit] += 1
    digits = {}
    for behind, counts in numbers.items():
        # One character alone says enough only when it counts something: 7月, 3人.
        if len(behind) > 1 or not behind.isascii():
            digit, n = counts.most_common(1)[0]
            digits[behind] = (digit, n / (counts.total() + 0.25))
    return Memory(grams, digits, _SPACED.search(simplified) is not None)


def blend(base: float, memory: Memory, history: str, character: str) -> float:
    """log probability of `character` after `history` when the model says `base` and the document has a
    `memory`."""
    grams = memory.grams
    if not grams.get(history[-1:]):
        return base
    p = q = exp(base)
    for n in range(1, len(history) + 1):
        tail = history[-n:]
        total = grams.get(tail)
        if not total:
            break
        q = (grams.get(tail + character, 0) + PRIOR * q) / (total + PRIOR)
    return log((1 - SHARE) * p + SHARE * q)


def likelihood(memory: Memory, history: str, character: str) -> float:
    """`blend` with the model's own score as base."""
    gram = history + character
    found = memory.known.get(gram)
    if found is None:
        if len(memory.known) >= KEPT:
            memory.known.clear()
        found = memory.known[gram] = blend(score(history, character), memory, history, character)
    return found


def blended(bases: Floats, memory: Memory, history: str, characters: str) -> Floats:
    """`blend` for several characters, each with its base."""
    last = history[-1:]
    if not memory.grams.get(last):
        return bases
    # One that did not follow in the document is the less likely, by the same factor for all of them.
    result = bases + blend(0.0, memory, history, "\0")
    for at, character in enumerate(characters):
        if last + character in memory.grams:
            result[at] = blend(float(bases[at]), memory, history, character)
    return result
