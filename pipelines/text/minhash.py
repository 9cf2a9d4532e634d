"""Signatures of texts: how much two texts have in common, estimated from a few bytes of each.

MinHash by one-permutation hashing (Li, Owen, Zhang 2012) over character 3-grams: every 3-gram is hashed
once, the hashes fall into `BINS` bins, and a bin keeps its smallest. An empty bin takes over the value of
another one, which of them is a fixed order of its own (Shrivastava 2017), so that two texts with the same
3-grams borrow alike. The share of equal values estimates the Jaccard index of the two sets of 3-grams.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SIGNATURE_VERSION = 1
"""Raised with every change of `signature`: two versions have nothing in common (`banmian dedup`)."""

BINS = 96
"""Values in a signature."""

LEAST = 40
"""Letters and digits a text needs for a signature: of shorter ones only equal ones are one text."""

_AT_ONCE = 64
"""Texts whose 3-grams a processor's cache holds."""

_VALUE = np.uint64(0x3FFF)
"""14 bits are kept of a value: three and the number of a band fit six bytes, as SQLite keeps integers."""

_ODD = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_30, _27, _31, _21, _42 = (np.uint64(n) for n in (30, 27, 31, 21, 42))
_32, _LOW, _BINS, _HIGHEST = (np.uint64(n) for n in (32, 2**32 - 1, BINS, 2**64 - 1))
_STARTS = np.array([-(-(n << 64) // BINS) for n in range(BINS)], dtype=np.uint64)
_ORDERS = np.stack([np.random.Generator(np.random.PCG64(n)).permutation(BINS) for n in range(BINS)])


def code_points(text: str) -> npt.NDArray[np.uint64]:
    """The characters of a text as numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)


def shingles(points: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The 3-grams at each place of a text (`code_points`) as numbers, equal only for equal 3-grams.

    Three characters: two are common to unrelated texts, four are lost four at a time when one is changed.
    """
    grams: npt.NDArray[np.uint64] = points[:-2] | points[1:-1] << _21 | points[2:] << _42
    return grams


def signature(letters: str) -> bytes:
    """`BINS` values, two bytes each (little-endian), of a text's `keys.letters`; b"" for fewer than LEAST."""
    if len(letters) < LEAST:
        return b""
    hashes = _mixed(shingles(code_points(letters)))
    hashes.sort()
    edges = np.empty(BINS + 1, dtype=np.int64)
    edges[:BINS] = hashes.searchsorted(_STARTS)
    edges[BINS] = len(hashes)
    first, full = edges[:-1], edges[1:] > edges[:-1]
    values = (hashes.take(first, mode="clip") & _VALUE).astype("<u2")
    if not full.all():
        empty = (~full).nonzero()[0]
        orders = _ORDERS[empty]
        values[empty] = values[orders[np.arange(len(empty)), full[orders].argmax(axis=1)]]
    return bytes(values.tobytes())


def signatures(texts: Sequence[str]) -> list[bytes]:
    """`signature` of many texts at once, which takes a third of the time."""
    long = [text for text in texts if len(text) >= LEAST]
    parts = (long[start : start + _AT_ONCE] for start in range(0, len(long), _AT_ONCE))
    found = (values.tobytes() for part in parts for values in _values(part))
    return [next(found) if len(text) >= LEAST else b"" for text in texts]


def _values(texts: Sequence[str]) -> npt.NDArray[np.uint16]:
    """The values of texts long enough, a row each."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    is_within = np.ones(int(lengths.sum()) - 2, dtype=np.bool_)
    ends = lengths.cumsum()[:-1]
    is_within[ends - 1] = is_within[ends - 2] = False  # 3-grams of two texts
    hashes = _mixed(shingles(code_points("".join(texts)))[is_within])
    places = np.repeat(np.arange(len(texts)) * BINS, lengths - 2)
    high, low = hashes >> _32, hashes & _LOW
    places += (high * _BINS + (low * _BINS >> _32) >> _32).astype(np.int64)  # hash · BINS / 2⁶⁴
    least = np.full(len(texts) * BINS, _HIGHEST, dtype=np.uint64)
    np.minimum.at(least, places, hashes)
    full = np.zeros((len(texts), BINS), dtype=np.bool_)
    full.ravel()[places] = True
    values = (least & _VALUE).astype("<u2").reshape(-1, BINS)
    rows, bins = np.nonzero(~full)
    orders = _ORDERS[bins]
    lenders = orders[np.arange(len(rows)), full[rows[:, None], orders].argmax(axis=1)]
    values[rows, bins] = values[rows, lenders]
    return values


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Numbers spread evenly over 64 bits (the finalizer of SplitMix64: Steele, Lea, Flood 2014)."""
    mixed = numbers + _ODD[0]
    mixed ^= mixed >> _30
    mixed *= _ODD[1]
    mixed ^= mixed >> _27
    mixed *= _ODD[2]
    mixed ^= mixed >> _31
    return mixed
