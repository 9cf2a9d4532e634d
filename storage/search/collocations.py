"""What stands near a word more often than by chance (docs/instruments.md has the formulas and sources)."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine

from storage.search.frequencies import texts
from storage.search.measures import Table, log_dice
from storage.search.query import holds, read_query, wanted
from storage.search.sql import tune
from storage.search.tokens import ItemCounts, Token, Unit, tokenizer_name, tokens
from storage.selection import Selection, snapshot

Window = int | Literal["sentence"]
"""So many items on either side of the word, within a paragraph; or the sentence it stands in."""
Measure = Literal["ll", "pmi", "logdice", "t", "f_xy"]

WINDOW = 5
_SENTENCE = re.compile(r"[^。！？!?…；;\n]+")
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Collocate:
    """An item near the word."""

    item: str
    f: int
    """How often it stands in all texts of the selection."""
    f_xy: int
    """How often near the word; what stands near two of its occurrences counts once, for the nearer one."""
    ll: float
    """Log-likelihood, G²."""
    pmi: float
    """Pointwise mutual information, in bits."""
    logdice: float
    """LogDice."""
    t: float
    """T score."""
    left: int
    """How often of f_xy it stands left of the word."""
    right: int
    """How often right of it."""
    positions: dict[int, int]
    """Distance (-1 the item before the word, 1 the one behind it) → how often; empty for whole sentences."""


@dataclass(frozen=True, slots=True)
class Collocates:
    """The collocates of a word."""

    word: str
    """The query as it was asked."""
    unit: Unit
    tokenizer: str
    """What split the texts, with its version."""
    window: Window
    articles: int
    """Articles it stands in."""
    occurrences: int
    """How often it stands there: f_x."""
    tokens: int
    """Items of all texts of the selection: N."""
    window_tokens: int
    """Items near the word."""
    rows: tuple[Collocate, ...]
    """The items that are nearer to it than by chance."""


def collocates(
    engine: Engine,
    word: str,
    selection: Selection,
    *,
    unit: Unit = "character",
    window: Window = WINDOW,
    by: Measure = "ll",
    least: int = 2,
    limit: int | None = None,
    whole_words: bool = False,
) -> Collocates:
    """The items that stand near a word (any query of `search`) more often than by chance, by a measure.

    Of the selection papers, dates, page names, authors, `match` and `dedup` count; all its texts are read.
    Items with `f_xy` below `least` are left out. Raises QueryError, MissingExtra (words without jieba),
    UnknownPaper and StorageError.
    """
    asked = read_query(word, whole_words=whole_words)
    terms = wanted(asked)
    name = tokenizer_name(unit)
    everything = ItemCounts(unit)
    near: Counter[tuple[str, int]] = Counter()
    articles = occurrences = 0
    with snapshot(engine) as connection:
        tune(connection)
        for both in texts(connection, selection):
            everything.add("\n".join(both))
            if not holds(asked, both):
                continue
            articles += 1
            for field, text in enumerate(both):
                nodes = sorted({span for term in terms for span in term.spans(both, field)})
                occurrences += len(nodes)
                near.update(_near(text, nodes, unit, window))
    everywhere = everything.total()
    measured = (occurrences, near.total(), everywhere.total())
    rows = [row for row in _rows(near, everywhere, window, *measured) if row.f_xy >= least]
    rows.sort(key=lambda row: (-getattr(row, by), -row.f_xy, row.item))
    n, inside = measured[2], measured[1]
    return Collocates(word, unit, name, window, articles, occurrences, n, inside, tuple(rows[:limit]))


def _near(
    text: str, nodes: Sequence[tuple[int, int]], unit: Unit, window: Window
) -> Iterator[tuple[str, int]]:
    """Every item near one of the nodes with its distance to the nearest one (left of it below 0)."""
    reach, segments = (sys.maxsize, _SENTENCE) if window == "sentence" else (window, _PARAGRAPH)
    if not nodes:
        return
    for segment in segments.finditer(text):
        first, last = segment.span()
        here = [(max(start, first), min(end, last)) for start, end in nodes if start < last and end > first]
        if here:
            found = _items(text, (first, last), here, unit, reach)
            for place, distance in sorted(_distances(found, here, min(reach, len(found))).items()):
                yield found[place].item, distance


def _items(
    text: str, segment: tuple[int, int], nodes: Sequence[tuple[int, int]], unit: Unit, reach: int
) -> list[Token]:
    """The items of a segment of the text; of characters only those around the nodes, if these are enough."""
    first, last = segment
    margin = 3 * reach + 20
    low, high = max(first, nodes[0][0] - margin), min(last, nodes[-1][1] + margin)
    if unit == "word":
        low, high = first, last  # what a word is depends on all that stands around it
    found = [Token(item, low + start, low + end) for item, start, end in tokens(text[low:high], unit)]
    before = sum(1 for token in found if token.end <= nodes[0][0])
    behind = sum(1 for token in found if token.start >= nodes[-1][1])
    if (low > first and before <= reach) or (high < last and behind <= reach):
        return [Token(item, first + at, first + end) for item, at, end in tokens(text[first:last], unit)]
    return found


def _distances(found: Sequence[Token], nodes: Sequence[tuple[int, int]], reach: int) -> dict[int, int]:
    """Place of an item outside the nodes, within reach → its distance to the nearest node, in items."""
    starts, ends = [token.start for token in found], [token.end for token in found]
    spans = [(bisect_right(ends, start), bisect_left(starts, end)) for start, end in nodes]
    distances: dict[int, int] = {}
    for before, behind in spans:  # of the items of a span the last is before - 1, the next one behind
        for distance in range(1, reach + 1):
            for place, signed in ((behind + distance - 1, distance), (before - distance, -distance)):
                if 0 <= place < len(found) and distance < abs(distances.get(place, reach + 1)):
                    distances[place] = signed
    for before, behind in spans:
        for place in range(before, behind):
            distances.pop(place, None)
    return distances


def _rows(
    near: Counter[tuple[str, int]],
    everywhere: Counter[str],
    window: Window,
    occurrences: int,
    inside: int,
    total: int,
) -> Iterator[Collocate]:
    positions: dict[str, dict[int, int]] = {}
    for (item, distance), count in sorted(near.items(), key=lambda row: row[0][1]):
        positions.setdefault(item, {})[distance] = count
    for item, places in positions.items():
        f, f_xy = everywhere[item], sum(places.values())
        cell = Table(f_xy, f, inside, total)
        if f_xy <= cell.expected:
            continue
        left = sum(count for distance, count in places.items() if distance < 0)
        measures = (cell.log_likelihood, cell.pmi, log_dice(f_xy, occurrences, f), cell.t)
        yield Collocate(item, f, f_xy, *measures, left, f_xy - left, {} if window == "sentence" else places)
