"""How often items and runs of items stand in the texts of a selection, and which are key to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from storage.models import table
from storage.search.measures import Keyness
from storage.search.prints import repeated
from storage.search.query import read_query
from storage.search.sql import matching, tune
from storage.search.tokens import ItemCounts, Unit, joined, runs, tokenizer_name
from storage.selection import Selection, snapshot

LONGEST = 10
"""Items of a run."""
MOST = 4_000_000
"""Different runs kept while they are counted: beyond that the rarest are let go, and that is said."""

_ARTICLES = table("articles")


@dataclass(frozen=True, slots=True)
class Frequencies:
    """What was counted in a selection."""

    n: int
    """Items of a run."""
    unit: Unit
    tokenizer: str
    """What split the texts, with its version."""
    articles: int
    """Articles that were read."""
    tokens: int
    """Runs of n items in them."""
    missed: int
    """So many occurrences a count may be too low; 0 but where more than MOST different runs were met."""
    counts: Counter[str]
    """Run → how often it stands."""


@dataclass(frozen=True, slots=True)
class Ngram:
    """A run of items."""

    item: str
    f: int
    """How often it stands."""
    per_million: float
    """The same in a million runs."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """An item that one corpus has more often than another, or less often."""

    item: str
    f: int
    """How often it stands here."""
    f_against: int
    """How often in the other corpus."""
    per_million: float
    per_million_against: float
    ll: float
    """Log-likelihood, G²: how sure it is that there is a difference (3.84: 5 %, 15.13: 0.01 %)."""
    log_ratio: float
    """How large it is: 1 is twice, 2 four times as frequent here, -1 half as frequent."""
    low: float
    """The interval of 95 % around the log ratio: its low end"""
    high: float
    """and its high end."""


def texts(connection: Connection, selection: Selection) -> Iterator[tuple[str, str]]:
    """Folded headline and body of each article of a selection. Raises UnknownPaper and QueryError.

    Of the selection papers, dates, page names, authors, `match` and `dedup` count.
    """
    found = matching(connection, read_query(selection.match) if selection.match else None, selection)
    without = repeated(connection, found, selection.dedup)
    columns = (_ARTICLES.c.id, _ARTICLES.c.headline_hans, _ARTICLES.c.body_hans)
    rows: Any = connection.execution_options(yield_per=500).execute(found.of(*columns))
    for number, headline, body in rows:
        if number not in without:
            yield headline, body


def frequencies(engine: Engine, selection: Selection, *, unit: Unit = "character", n: int = 1) -> Frequencies:
    """How often each run of `n` items stands in the texts of a selection; none runs over a mark.

    Raises MissingExtra (words without jieba), UnknownPaper, QueryError and StorageError.
    """
    name = tokenizer_name(unit)
    counts: Counter[str] = Counter()
    articles = total = missed = 0
    with snapshot(engine) as connection:
        tune(connection)
        items = ItemCounts(unit)
        for both in texts(connection, selection):
            articles += 1
            if n == 1:
                items.add("\n".join(both))
                continue
            for run in runs("\n".join(both), unit):
                counts.update(_ngrams(run, n))
                total += max(len(run) - n + 1, 0)
            while len(counts) > MOST:
                missed += 1
                counts = Counter({item: count - 1 for item, count in counts.items() if count > 1})
    if n == 1:
        counts = items.total()
        total = counts.total()
    if missed:
        counts = Counter({item: count + missed for item, count in counts.items()})
    return Frequencies(n, unit, name, articles, total, missed, counts)


def ngrams(found: Frequencies, *, least: int = 1, limit: int | None = None) -> list[Ngram]:
    """The most frequent runs, equal ones in the order of their characters."""
    rows = sorted((row for row in found.counts.items() if row[1] >= least), key=lambda row: (-row[1], row[0]))
    return [Ngram(item, f, 1_000_000 * f / found.tokens) for item, f in rows[:limit]]


def keywords(
    here: Frequencies, there: Frequencies, *, least: int = 3, limit: int | None = None, negative: bool = False
) -> list[Keyword]:
    """The items that stand more often here than there (`negative`: less often), the surest first."""
    if not here.tokens or not there.tokens:
        return []
    found = []
    for item in here.counts.keys() | there.counts.keys() if negative else here.counts:
        f, against = here.counts[item], there.counts[item]
        if f + against < least:
            continue
        key = Keyness(f, against, here.tokens, there.tokens)
        if (key.log_ratio < 0) == negative and key.log_ratio:
            rates = (1_000_000 * f / here.tokens, 1_000_000 * against / there.tokens)
            measures = (key.log_likelihood, key.log_ratio, *key.interval)
            found.append(Keyword(item, f, against, *rates, *measures))
    return sorted(found, key=lambda row: (-row.ll, row.item))[:limit]


def without(whole: Frequencies, part: Frequencies) -> Frequencies:
    """What is left of a corpus without a part of it: that against which the part stands out."""
    return Frequencies(
        whole.n,
        whole.unit,
        whole.tokenizer,
        whole.articles - part.articles,
        whole.tokens - part.tokens,
        whole.missed,
        whole.counts - part.counts,
    )


def _ngrams(run: Sequence[str], n: int) -> Iterator[str] | Sequence[str]:
    join = "".join if isinstance(run, str) else joined
    return map(join, zip(*(run[start:] for start in range(n)), strict=False))
