"""Passages reused inside longer texts: a quoted communiqué, a paragraph of an agency in a report.

As passim does it (Smith, Cordell and Mullen 2015), with characters for words: n-grams that few texts have
are seeds, texts that share several are aligned around them (Smith and Waterman 1981), and what is long enough
is a passage; passages that overlap in a text are one. Of each text the first print is read, and two texts
of which both are mostly the passage are none: they are one text, or one form, as `likeness` decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import Engine

from pipelines.text.keys import letters
from pipelines.text.minhash import code_points
from storage.database import reading
from storage.models import table
from storage.order import RANK, Rank
from storage.reprints.likeness import WHOLE
from storage.reprints.seeds import REACH, Pairs, fingerprints, shared

LEAST = 40
"""Letters that a passage has in common at least."""
LONGEST = 4_000
"""Letters of a passage at most: what is longer is cut."""
_MATCH, _OTHER, _GAP = 2, -3, -3
"""Points of a local alignment: for a letter in common, for an exchanged one, for one more or less."""

_ISSUES, _ARTICLES = table("issues"), table("articles")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A passage where it stands in a text."""

    cite_id: str
    """Of the first print of the text."""
    paper: str
    date: dt.date
    headline: str
    start: int
    """Its first letter and the one behind its last, counted in letters and digits of the folded body"""
    end: int
    """(as `pipelines.text.keys.letters` has them)."""
    share: float
    """Share of the text that is the passage, 0…1."""
    text: str
    """These letters."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with every text it stands in, in the order of print."""

    places: tuple[Place, ...]


def passages(source: Engine, papers: Collection[str] = (), *, least: int = LEAST) -> list[Passage]:
    """The passages of at least `least` letters, by their first print; with `papers` those of theirs.

    All texts are read: the letters and the seeds of all are in memory, about 5 kB for a text of 700 letters.
    """
    statement = (
        sa.select(_ARTICLES.c.headline, _ARTICLES.c.body_hans, _ISSUES.c.paper, *RANK)
        .select_from(_ARTICLES.join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id))
        .where(_ARTICLES.c.reprint_of.is_(None))
    )
    rows = []
    with reading(source) as connection:
        for row in connection.execution_options(yield_per=500).execute(statement):
            rows.append((Rank.of(row), row.paper, row.headline, letters(row.body_hans)))
        printed = _printed_by(connection, papers) if papers else None
    rows.sort()
    texts = [text for *_, text in rows]
    found = []
    for group in _groups(aligned(texts, least=least)):
        places = []
        for number, (start, end) in sorted(group):
            rank, paper, headline, text = rows[number]
            share = (end - start) / len(text)
            where = (rank.cite_id, paper, rank.date, headline)
            places.append(Place(*where, start, end, share, text[start:end]))
        if printed is None or any(place.cite_id in printed for place in places):
            found.append(Passage(tuple(places)))
    return found


def aligned(texts: Sequence[str], *, least: int = LEAST) -> Iterator[tuple[int, Span, int, Span]]:
    """Every two texts, given by their letters, with a passage in common, and where it stands in each.

    The numbers of the texts (the smaller first) with first letter and end; `least` letters are in common.
    """
    for one, other, places in shared([fingerprints(_points(text)) for text in texts]):
        here, there = _points(texts[one]), _points(texts[other])
        for low, high in _chains(places):
            margin = REACH + least
            starts = [max(int(place) - margin, 0) for place in low]
            ends = [min(int(high[n]) + margin, starts[n] + LONGEST) for n in (0, 1)]
            spans = _local(here[starts[0] : ends[0]], there[starts[1] : ends[1]], least)
            if spans is None:
                continue
            mine, theirs = ((at + a, at + b) for at, (a, b) in zip(starts, spans, strict=True))
            if min((mine[1] - mine[0]) / len(here), (theirs[1] - theirs[0]) / len(there)) < WHOLE:
                yield one, mine, other, theirs


def _points(text: str) -> npt.NDArray[np.uint32]:
    return code_points(text).astype(np.uint32)


def _printed_by(connection: sa.Connection, papers: Collection[str]) -> set[str]:
    """The cite_ids of the first prints of all texts that one of these papers printed."""
    first = sa.func.coalesce(_ARTICLES.c.reprint_of, _ARTICLES.c.cite_id)
    statement = sa.select(first).join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
    return set(connection.execute(statement.where(_ISSUES.c.paper.in_(papers))).scalars())


def _chains(places: Pairs) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Seeds that two texts share (a row each: place here, place there), those near one another together.

    Of each chain of at least two: its smallest and its largest places.
    """
    by_diagonal = places[np.lexsort((places[:, 0], (places[:, 0] - places[:, 1]) // REACH))]
    steps = np.abs(np.diff(by_diagonal, axis=0)).max(axis=1)
    done: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    for chain in np.split(by_diagonal, np.flatnonzero(steps > REACH) + 1):
        low, high = chain.min(axis=0), chain.max(axis=0)
        inside = any(((low >= first - REACH) & (high <= last + REACH)).all() for first, last in done)
        if len(chain) > 1 and not inside:
            done.append((low, high))
            yield low, high


def _local(
    one: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32], least: int
) -> tuple[Span, Span] | None:
    """The best local alignment of two texts, if it has `least` letters in common."""
    width = len(other)
    slope = -_GAP * np.arange(1, width + 1, dtype=np.int32)
    table = np.zeros((len(one) + 1, width + 1), dtype=np.int32)
    for row, letter in enumerate(one, 1):
        above = table[row - 1]
        step = np.maximum(above[:-1] + np.where(other == letter, _MATCH, _OTHER), above[1:] + _GAP)
        # A run of gaps costs the same for each letter, so the best start of one is a running maximum.
        table[row, 1:] = np.maximum(np.maximum.accumulate(np.maximum(step, 0) + slope) - slope, 0)
    row, column = (int(place) for place in np.unravel_index(table.argmax(), table.shape))
    end, there_end, common = row, column, 0
    while table[row, column] > 0:
        score, same = table[row, column], one[row - 1] == other[column - 1]
        if score == table[row - 1, column - 1] + (_MATCH if same else _OTHER):
            common += bool(same)
            row, column = row - 1, column - 1
        elif score == table[row - 1, column] + _GAP:
            row -= 1
        else:
            column -= 1
    return ((row, end), (column, there_end)) if common >= least else None


def _groups(found: Iterator[tuple[int, Span, int, Span]]) -> list[dict[tuple[int, Span], None]]:
    """The passages, each as the texts and places it stands at: what overlaps by half in a text is one."""
    spans: dict[int, list[tuple[Span, int]]] = {}
    parent: list[int] = []

    def root(node: int) -> int:
        while parent[node] != node:
            node = parent[node]
        return node

    def node_of(text: int, span: Span) -> int:
        """The node of the places of a text that this span is one with; a new one where there is none."""
        new = len(parent)
        parent.append(new)
        for known, node in spans.setdefault(text, []):
            common = min(known[1], span[1]) - max(known[0], span[0])
            if 2 * common >= min(known[1] - known[0], span[1] - span[0]):
                parent[root(node)] = new
        spans[text].append((span, new))
        return new

    for one, mine, other, theirs in found:
        here, there = node_of(one, mine), node_of(other, theirs)
        parent[root(there)] = root(here)
    groups: dict[int, dict[int, list[Span]]] = {}
    for text, known in sorted(spans.items()):
        for span, node in known:
            groups.setdefault(root(node), {}).setdefault(text, []).append(span)
    merged = []
    for group in groups.values():
        merged.append(
            {(text, (min(at)[0], max(end for _, end in at))): None for text, at in sorted(group.items())}
        )
    return sorted(merged, key=lambda group: next(iter(group)))
