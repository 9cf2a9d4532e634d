"""open-gram's word model, as Debian ships it for SunPinyin: the n-grams of characters it stands for.

The files are those of the package sunpinyin-data (CC BY-SA 3.0): `pydict_sc.bin` has the words, `lm_sc.t3g` a
back-off trigram of words, their probabilities as places in a table, each level an array that says where the
followers of a context begin in the next.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

RUNNING = 3e8
"""Running words the model is taken to stand for."""
LEAST = 1.0
"""N-grams rarer than this among them are left out."""
_WORDS = 2_937_736
"""Where the words begin in pydict_sc.bin, each as UTF-32 with a zero after it."""
_WORD, _PROBABILITY = 0x3FFFF, 0xFFFF

Ints = npt.NDArray[np.int64]


def words(path: Path) -> list[str]:
    """The words by number, '' for what is none (numbers, Latin words, unknown ones)."""
    text = path.read_bytes()[_WORDS:].decode("utf-32-le", "replace")
    return text.split("\0")[:-1]


def levels(path: Path) -> Iterator[tuple[Ints, npt.NDArray[np.float64], Ints]]:
    """Of words, pairs and triples: the number of each last word, its probability behind those before it, and
    where its followers begin in the next level (none for triples)."""
    data = path.read_bytes()
    sizes = np.frombuffer(data, "<u4", 4, 8).astype(int)
    table = np.frombuffer(data, "<f4", 1 << 16, 24).astype(float)
    at = 24 + 4 * ((1 << 16) + (1 << 14)) + 12 * sizes[0]
    for level, size in enumerate(sizes[1:], 1):
        fields = 3 if level < 3 else 2
        found = np.frombuffer(data, "<u4", fields * size, at).reshape(size, fields).astype(np.int64)
        at += 4 * fields * size
        followers = (found[:, 1] >> 16) | (found[:, 2] >> 25 << 16) if level < 3 else np.empty(0, np.int64)
        yield found[:, 0] & _WORD, table[found[:, 1] & _PROBABILITY], followers


def counts(folder: Path, order: int) -> tuple[dict[str, float], dict[str, float]]:
    """How often every n-gram of at most `order` characters comes in `RUNNING` words, and how often a context
    of them is followed by what the model does not name."""
    word = words(folder / "pydict_sc.bin")
    one, two, three = levels(folder / "lm_sc.t3g")
    found: defaultdict[str, float] = defaultdict(float)
    parents = np.repeat(np.arange(len(one[0]) - 1), np.diff(one[2]))
    first, second = one[0][parents], two[0][:-1]
    pairs = RUNNING * one[1][parents] * two[1][: len(parents)]
    for number, n in zip(one[0][:-1].tolist(), (RUNNING * one[1]).tolist(), strict=False):
        _add(found, (word[number],), n, order)
    for a, b, n in zip(first.tolist(), second.tolist(), pairs.tolist(), strict=False):
        if n >= LEAST:
            _add(found, (word[a], word[b]), n, order)
    ends = np.append(two[2][1 : len(parents)], len(three[0]) - 1)  # the last entry of pairs is no pair
    over = np.repeat(np.arange(len(parents)), ends - two[2][: len(parents)])
    triples = pairs[over] * three[1][: len(over)]
    for a, b, c, n in zip(
        first[over].tolist(), second[over].tolist(), three[0].tolist(), triples.tolist(), strict=False
    ):
        if n >= LEAST:
            _add(found, (word[a], word[b], word[c]), n, order)
    named: defaultdict[str, float] = defaultdict(float)
    for gram, n in found.items():
        named[gram[:-1]] += n
    return dict(found), {
        gram: n - named[gram] for gram, n in found.items() if len(gram) < order and n > named[gram]
    }


def _add(found: defaultdict[str, float], parts: tuple[str, ...], n: float, order: int) -> None:
    """Counts the n-grams that touch every one of the words."""
    if not all(parts):
        return
    text = "".join(parts)
    begins = len(parts[0]) if len(parts) > 1 else len(text)
    last = len(text) - len(parts[-1]) if len(parts) > 1 else 0
    for start in range(begins):
        for end in range(max(last, start) + 1, min(start + order, len(text)) + 1):
            found[text[start:end]] += n
