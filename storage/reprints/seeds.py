"""Seeds of passages: n-grams that two texts share, found without comparing every text with every other.

Of all n-grams of a text those are kept that have the smallest hash within some window (winnowing: Schleimer,
Wilkerson and Aiken 2003): two texts that have GRAM + WINDOW - 1 letters in a row in common share a seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

GRAM, WINDOW = 8, 6
"""Letters of a seed, and places of which one is kept: 13 letters in a row are always found."""
CROWDED = 100
"""A seed of more texts says nothing: a name of an office, a phrase of all speeches."""
LEAST_SEEDS = 2
"""Seeds that two texts must share to be aligned."""
REACH = 40
"""Letters between two seeds of one passage at most."""

Pairs = npt.NDArray[np.int64]
"""Two columns: a place in one text, a place in the other."""
Seeds = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]

_ODD = np.uint64(0x9E3779B97F4A7C15)


def fingerprints(points: npt.NDArray[np.uint32]) -> Seeds:
    """The seeds of a text, given by its letters as numbers: their hashes and where they begin."""
    count = len(points) - GRAM + 1
    if count < 1:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(GRAM):
        hashes = (hashes ^ points[place : place + count]) * _ODD
        hashes ^= hashes >> np.uint64(32)
    if count <= WINDOW:
        places = np.array([int(hashes.argmin())])
    else:
        windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
        places = np.unique(windows.argmin(axis=1) + np.arange(len(windows)))
    return hashes[places], places.astype(np.int64)


def shared(seeds: Sequence[Seeds]) -> Iterator[tuple[int, int, Pairs]]:
    """Every two texts with enough seeds in common, by number, and where these stand in either."""
    if not seeds:
        return
    sizes = [len(hashes) for hashes, _ in seeds]
    hashes, places = (np.concatenate(each) for each in zip(*seeds, strict=True))
    texts = np.repeat(np.arange(len(seeds), dtype=np.int64), sizes)
    order = np.lexsort((texts, hashes))
    hashes, places, texts = hashes[order], places[order], texts[order]
    starts = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])) if len(hashes) else np.zeros(0, int)
    lengths = np.diff(np.append(starts, len(hashes)))
    few = np.repeat((lengths > 1) & (lengths <= CROWDED), lengths)
    hashes, places, texts = hashes[few], places[few], texts[few]
    ones, others = [], []
    here = np.arange(len(hashes))
    for away in range(1, CROWDED):
        here = here[here + away < len(hashes)]
        here = here[hashes[here] == hashes[here + away]]
        if not len(here):
            break
        kept = here[texts[here] != texts[here + away]]
        ones.append(kept)
        others.append(kept + away)
    if not ones:
        return
    one, other = np.concatenate(ones), np.concatenate(others)
    pair = texts[one] * len(seeds) + texts[other]
    order = np.argsort(pair, kind="stable")
    pair, one, other = pair[order], one[order], other[order]
    edges = np.append(np.flatnonzero(np.append(True, pair[1:] != pair[:-1])), len(pair))
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if end - start >= LEAST_SEEDS:
            found = np.stack([places[one[start:end]], places[other[start:end]]], axis=1)
            yield int(texts[one[start]]), int(texts[other[start]]), found
