"""`banmian status` and `banmian gaps`: what is complete, partial, missing, and why."""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Annotated, Literal

import typer
from sqlalchemy import Engine

from crawler.commands.choosing import Choice, choosing
from crawler.commands.exits import Exit
from crawler.commands.options import Json, Quiet, Since, Slugs, Until
from crawler.commands.output import print_fields, print_json, print_rows
from crawler.commands.places import opened
from crawler.commands.stale import stale_papers
from crawler.paper import ProfileError, load, profile_files, today
from crawler.plan import SETTLES, parse_span
from storage import ledger
from storage.database import reading
from storage.ledger import coverage
from storage.selection import Selection, stored_papers

Grain = Literal["issue", "month", "year"]
ROWS = 62
"""With more rows than these, months are shown instead of issues, then years."""
SYMBOLS: dict[ledger.State, str] = {
    "complete": "■",
    "partial": "◧",
    "missing": "□",
    "blocked": "⊘",
    "no_issue": "·",
}
"""The calendar's symbol of each state."""
FOR_A_PERSON = ("blocked", "layout_changed", "program_error", "outside")
"""Kinds of gaps that asking again does not close."""
SETTLED = ("complete", "no_issue")
"""States that need nobody."""
BEGINS: dict[str, Callable[[dt.date], dt.date]] = {
    "month": partial(dt.date.replace, day=1),
    "year": partial(dt.date.replace, month=1, day=1),
}
"""First day of the period a date is in."""
PERIOD = {"month": "{:%Y-%m}", "year": "{:%Y}"}
"""How a period is written."""


@choosing(Slugs)
def status(
    papers: Choice,
    since: Since = None,
    until: Until = None,
    by: Annotated[
        Grain | None, typer.Option(help="One row per issue, month or year (default: what fits on a screen).")
    ] = None,
    stale: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Name the papers without a complete issue in N publication days (exit 1).",
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Show for every issue whether it is complete, partial, missing, blocked, or was not published.

    --quiet leaves out what is complete or was not published.
    """
    slugs = papers.slugs()
    if stale is not None:
        sys.exit(print_stale(slugs, stale, as_json=json))
    first, last = parse_span(since, until)
    with opened() as engine:
        expected = expected_dates(engine, slugs, first, last)
        rows = ledger.status(engine, papers=slugs or None, since=first, until=last, expected=expected)
    if quiet:
        rows = [row for row in rows if row.state not in SETTLED]
        if not rows and not json:
            return
    if not json:
        print_status(rows, by or fitting_grain(rows))
    elif by is None or by == "issue":
        print_json([asdict(row) for row in rows])
    else:
        print_json([coverage_as_json(each, by) for each in coverage.summed(rows, BEGINS[by])])


def print_stale(slugs: Sequence[str] | None, days: int, *, as_json: bool) -> Exit:
    """Names every paper without a complete issue in its last publication days; 1 where there is one."""
    with opened() as engine:
        require_known(engine, slugs or ())
        stale = stale_papers(engine, slugs or sorted(coverage.first_known(engine)), days)
    if as_json:
        print_json([asdict(one) for one in stale])
    else:
        for one in stale:
            last = f"the last is of {one.newest}" if one.newest else "there is none"
            print(f"{one.paper}: no complete issue since {one.since}; {last}")
    return Exit.UNFINISHED if stale else Exit.COMPLETE


def coverage_as_json(each: coverage.Coverage, by: Literal["month", "year"]) -> dict[str, object]:
    """A month or year as JSON: how many issues are in each state, their pages, articles, what is missing."""
    return {
        "paper": each.paper,
        by: PERIOD[by].format(each.begins),
        "issues": each.issues,
        "states": {state: each.states.get(state, 0) for state in SYMBOLS},
        "pages": each.pages,
        "articles": each.articles,
        "missing": each.missing,
    }


def print_status(rows: Sequence[ledger.IssueStatus], grain: Grain) -> None:
    """Prints one row per issue, month or year."""
    if grain == "issue":
        print_fields(["paper", "date", "state", "pages", "articles", "missing"], rows)
    else:
        print_coverage(rows, grain)


def fitting_grain(rows: Sequence[ledger.IssueStatus]) -> Grain:
    """The finest grain whose rows fit a screen: an issue, a month or a year."""
    if len(rows) <= ROWS:
        return "issue"
    months = {(row.paper, row.date.year, row.date.month) for row in rows}
    return "month" if len(months) <= ROWS else "year"


def print_coverage(rows: Sequence[ledger.IssueStatus], grain: Grain) -> None:
    """Counts by month, with a calendar of its days, or by year."""
    monthly = grain == "month"
    days = {(row.paper, row.date): SYMBOLS[row.state] for row in rows}
    lines = []
    for each in coverage.summed(rows, BEGINS[grain]):
        line = [each.paper, PERIOD[grain].format(each.begins)]
        line += [str(each.states.get(state, "")) for state in SYMBOLS]
        line += [str(each.pages), str(each.articles), str(each.missing or "")]
        lines.append([*line, calendar_line(each.paper, each.begins, days)] if monthly else line)
    columns = ["paper", grain, *SYMBOLS, "pages", "articles", "lacking"]
    print_rows([*columns, "days"] if monthly else columns, lines)
    if monthly:
        print("  ".join(f"{symbol} {state}" for state, symbol in SYMBOLS.items()))


def calendar_line(paper: str, month: dt.date, days: Mapping[tuple[str, dt.date], str]) -> str:
    """A symbol for each day of a month, a blank where no issue is expected."""
    count = monthrange(month.year, month.month)[1]
    return "".join(days.get((paper, month.replace(day=day)), " ") for day in range(1, count + 1)).rstrip()


@choosing(Slugs)
def gaps(
    papers: Choice, since: Since = None, until: Until = None, quiet: Quiet = False, json: Json = False
) -> None:
    """List what was promised and is not there: pages and articles, with the reason and the last attempt.

    --quiet leaves out what the next runs ask for of themselves: issues of the last days that nobody refuses.
    """
    first, last = parse_span(since, until)
    slugs = papers.slugs()
    with opened() as engine:
        expected = expected_dates(engine, slugs, first, last)
        rows = ledger.gaps(engine, papers=slugs or None, since=first, until=last, expected=expected)
    if quiet:
        recent = today() - dt.timedelta(days=SETTLES)
        rows = [row for row in rows if row.date < recent or row.kind in FOR_A_PERSON]
        if not rows and not json:
            return
    if json:
        print_json([asdict(row) for row in rows])
    else:
        print_fields(["paper", "date", "kind", "detail", "source_id", "url", "last_seen"], rows)


def expected_dates(
    engine: Engine, slugs: Sequence[str] | None, since: dt.date | None, until: dt.date | None
) -> dict[str, list[dt.date]]:
    """Paper → the days on which its profile lets expect an issue.

    Without `since` a paper is expected from the first issue the database knows of; papers that were never
    crawled are expected only when named together with a span, those without a profile never. Raises
    ProfileError for a paper that neither a profile nor the database has.
    """
    require_known(engine, slugs or ())
    known = coverage.first_known(engine)
    expected: dict[str, list[dt.date]] = {}
    for slug in sorted({*(slugs or known)} & profile_files().keys()):
        start = since or known.get(slug)
        if start is not None:
            expected[slug] = load(slug).issue_dates(start, min(until or today(), today()))
    return expected


def require_known(engine: Engine, slugs: Iterable[str]) -> None:
    """Raises ProfileError, with near matches, for a paper that neither a profile nor the database has."""
    with reading(engine) as connection:
        known = {*stored_papers(connection, Selection()), *profile_files()}
    for slug in slugs:
        if slug not in known:
            near = difflib.get_close_matches(slug, known, n=3, cutoff=0.5)
            hint = f"did you mean {', '.join(near)}?" if near else "`banmian papers` lists the profiles"
            raise ProfileError(f"unknown paper {slug!r}: {hint}")
