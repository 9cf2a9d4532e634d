"""`banmian status` and `banmian gaps`: what is complete, partial, missing, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from crawler.commands.output import database_url, print_json, print_rows
from crawler.dates import parse_span
from crawler.paper import load, profile_files, today
from storage import ledger
from storage.database import open_engine

Slugs = Annotated[
    list[str] | None, typer.Argument(metavar="[SLUG]...", help="Papers; all in the database if absent.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Earliest issue date.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Latest issue date.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def status(slugs: Slugs = None, since: Since = None, until: Until = None, json: Json = False) -> None:
    """Say of every issue whether it is complete, partial, missing, blocked, or was not published."""
    first, last = parse_span(since, until)
    engine = open_engine(database_url())
    rows = ledger.status(
        engine, papers=slugs or None, since=first, until=last, expected=expected_dates(slugs, first, last)
    )
    engine.dispose()
    if json:
        fields = ("paper", "date", "state", "pages", "articles", "missing")
        print_json([{field: getattr(row, field) for field in fields} for row in rows])
        return
    print_rows(
        ["paper", "date", "state", "pages", "articles", "missing"],
        [[row.paper, row.date, row.state, row.pages, row.articles, row.missing] for row in rows],
    )


def gaps(slugs: Slugs = None, since: Since = None, until: Until = None, json: Json = False) -> None:
    """List what was promised and is not there: pages and articles, with the reason and the last attempt."""
    first, last = parse_span(since, until)
    engine = open_engine(database_url())
    rows = ledger.gaps(
        engine, papers=slugs or None, since=first, until=last, expected=expected_dates(slugs, first, last)
    )
    engine.dispose()
    if json:
        print_json([asdict(row) for row in rows])
        return
    print_rows(
        ["paper", "date", "kind", "detail", "source_id", "url", "last_seen"],
        [[row.paper, row.date, row.kind, row.detail, row.source_id, row.url, row.last_seen] for row in rows],
    )


def expected_dates(
    slugs: Sequence[str] | None, since: date | None, until: date | None
) -> dict[str, list[date]]:
    """Paper → the days an issue is to be expected on, as its profile says.

    Without `since` a paper is expected from the first issue the database knows of; papers that were never
    crawled are expected only when named together with a span.
    """
    engine = open_engine(database_url())
    known = {row.paper: row.date for row in reversed(ledger.status(engine, papers=slugs or None))}
    engine.dispose()
    expected: dict[str, list[date]] = {}
    for slug in slugs or sorted(known.keys() & profile_files().keys()):
        paper = load(slug)
        start = since or known.get(slug)
        if start is not None:
            expected[slug] = paper.issue_dates(start, min(until or today(), today()))
    return expected
