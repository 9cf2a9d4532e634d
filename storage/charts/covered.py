"""What counts over time rest on: which papers, how many issues, how many complete, seen until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy import Engine

from storage import ledger
from storage.models import table
from storage.selection import Selection, snapshot, with_papers

_ARTICLES = table("articles")


@dataclass(frozen=True, slots=True)
class Covered:
    """What the database has of the papers and the time of a selection."""

    names: Mapping[str, str] = field(default_factory=dict)
    """Slug → name of its papers."""
    issues: int = 0
    """Issues that are stored or expected; days without an issue are not counted."""
    complete: int = 0
    """How many of them are complete (`ledger.status`)."""
    articles: int = 0
    """Articles that are stored of them."""
    last_seen: dt.date | None = None
    """The day (UTC) on which an article of the database was last seen; None where there is none."""

    def __str__(self) -> str:
        papers = f"{len(self.names):,} paper{'s' * (len(self.names) != 1)}"
        share = f" ({100 * self.complete / self.issues:.1f} % complete)" if self.issues else ""
        seen = f"; database of {self.last_seen}" if self.last_seen else ""
        issues = f"{self.issues:,} issue{'s' * (self.issues != 1)}"
        return f"{papers}, {issues}{share}, {self.articles:,} articles{seen}"


def covered(
    engine: Engine, selection: Selection, expected: Mapping[str, Iterable[dt.date]] | None = None
) -> Covered:
    """What there is of the papers and dates of a selection; its other conditions do not count.

    `expected`: paper → dates of which an issue should be stored. Raises UnknownPaper and StorageError.
    """
    with snapshot(engine) as connection:
        selection, known = with_papers(connection, selection)
        last = connection.execute(sa.select(sa.func.max(_ARTICLES.c.last_seen))).scalar()
    found = ledger.status(
        engine,
        papers=selection.papers or None,
        since=selection.since,
        until=selection.until,
        expected=expected,
    )
    issues = [issue for issue in found if issue.state not in ("no_issue", "absent")]
    papers = {issue.paper for issue in issues}
    return Covered(
        {slug: row.name for slug, row in sorted(known.items()) if slug in papers},
        len(issues),
        sum(issue.state == "complete" for issue in issues),
        sum(issue.articles for issue in issues),
        last.date() if last else None,
    )
