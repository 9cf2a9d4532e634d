"""What is found, counted by paper, year, page name, author and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from storage.models import table
from storage.order import first_page
from storage.search import matching, read_query, tune
from storage.selection import Selection, snapshot

MOST = 1_000
"""So many articles are counted; of more, those that the index gives first."""
SHOWN = 8
"""Values of a facet that are named."""

_ISSUES, _PAGES, _ARTICLES = map(table, ("issues", "pages", "articles"))


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by facet: paper, year, page_name, author, source; the most frequent values first."""

    counted: int
    """How many articles were counted."""
    whole: bool
    """Whether that is all that is found."""
    values: Mapping[str, Sequence[tuple[str, int]]]


def facets(engine: Engine, query: str, selection: Selection) -> Facets:
    """Counts what a query finds in a selection. Raises QueryError, UnknownPaper, StorageError."""
    asked = read_query(query)
    columns = (_ISSUES.c.paper, _ISSUES.c.date, _ARTICLES.c.authors, _ARTICLES.c.source)
    name = first_page(_PAGES.c.name).label("page_name")
    with snapshot(engine) as connection:
        tune(connection)
        found = matching(connection, asked, selection).of(*columns, name)
        rows = connection.execute(found.limit(MOST + 1)).all()
    counts: dict[str, Counter[str]] = {
        "paper": Counter(row.paper for row in rows[:MOST]),
        "year": Counter(f"{row.date:%Y}" for row in rows[:MOST]),
        "page_name": Counter(row.page_name for row in rows[:MOST] if row.page_name),
        "author": Counter(author for row in rows[:MOST] for author in row.authors),
        "source": Counter(row.source for row in rows[:MOST] if row.source),
    }
    return Facets(
        min(len(rows), MOST),
        len(rows) <= MOST,
        {facet: _shown(facet, values) for facet, values in counts.items() if values},
    )


def _shown(facet: str, values: Counter[str]) -> Sequence[tuple[str, int]]:
    if facet == "year":
        return sorted(values.items(), reverse=True)
    return sorted(values.items(), key=lambda one: (-one[1], one[0]))[:SHOWN]
