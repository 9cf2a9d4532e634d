"""`banmian status` and `banmian gaps`: what is complete, partial, missing, and why."""

from __future__ import annotations

import datetime as dt
import sys
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from sqlalchemy import Engine

from crawler.commands.choosing import Choice, choosing
from crawler.commands.exits import Exit
from crawler.commands.options import Json, Quiet, Since, Slugs, Until
from crawler.commands.output import print_fields, print_json, print_rows
from crawler.commands.places import archive_directory, existing_database, opened
from storage import ledger
from storage.errors import UsageError
from storage.items import Span
from storage.ledger import coverage
from storage.selection import parse_span, stored_slugs

if TYPE_CHECKING:  # loaded where days are reckoned: without any that were asked for nobody needs profiles
    from crawler.paper import Paper

Grain = Literal["issue", "month", "year"]
ROWS = 62
"""With more rows than these, months are shown instead of issues, then years."""
SYMBOLS: dict[ledger.State, str] = {
    "complete": "■",
    "partial": "◧",
    "missing": "□",
    "absent": "?",
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
    from crawler.commands.stale import stale_papers

    with opened() as engine:
        require_known(engine, slugs or ())
        stale = stale_papers(engine, slugs or sorted(stored_slugs(engine)), days)
    if as_json:
        print_json([asdict(one) for one in stale])
    else:
        for one in stale:
            last = f"the last is of {one.newest}" if one.newest else "there is none"
            print(f"{one.paper}: no complete issue from {one.since} on; {last}")
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
    papers: Choice,
    since: Since = None,
    until: Until = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="What lacks from --since to --until is gone for good.")
    ] = False,
    unaccept: Annotated[bool, typer.Option("--unaccept", help="Take that back.")] = False,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is accepted.")] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """List what was promised and is not there: pages and articles, with the reason and the last attempt.

    With --accept, --since, --until and --why what lacks there counts no more; --unaccept takes it back.
    --quiet leaves out what the next runs ask for of themselves: issues of the last days that nobody refuses.
    """
    first, last = parse_span(since, until)
    slugs = papers.slugs()
    if accept or unaccept:
        settle_gaps(slugs or (), first, last, why, accept=accept, unaccept=unaccept)
        return
    with opened() as engine:
        expected = expected_dates(engine, slugs, first, last)
        rows = ledger.gaps(engine, papers=slugs or None, since=first, until=last, expected=expected)
        rows = collapsed(engine, rows)
    if quiet:
        from crawler.paper import today
        from crawler.plan import SETTLES

        recent = today() - dt.timedelta(days=SETTLES)
        rows = [row for row in rows if row.date < recent or row.kind in FOR_A_PERSON]
        if not rows and not json:
            return
    if json:
        print_json([asdict(row) for row in rows])
    else:
        print_fields(["paper", "date", "kind", "detail", "source_id", "url", "last_seen"], rows)


def settle_gaps(
    slugs: Sequence[str],
    since: dt.date | None,
    until: dt.date | None,
    why: str | None,
    *,
    accept: bool,
    unaccept: bool,
) -> None:
    """Accepts what lacks in some days of one paper, or takes that back. Raises UsageError."""
    from crawler.days import note, take_back
    from storage.captures import send
    from storage.lock import PaperLock
    from storage.writer import Writer

    if accept and unaccept:
        raise UsageError("--accept or --unaccept, not both")
    if len(slugs) != 1 or since is None or until is None:
        raise UsageError("name one paper, --since and --until: what lacks between them is meant")
    if accept and not (why or "").strip():
        raise UsageError("--accept needs --why: in some years somebody will want to know")
    with Writer(existing_database()) as writer, PaperLock(slugs[0], archive_directory(), writer.engine):
        expected = expected_dates(writer.engine, slugs, since, until)

        def lacking() -> str:
            rows = ledger.gaps(writer.engine, papers=slugs, since=since, until=until, expected=expected)
            days = len({row.date for row in rows})
            return f"{days} {'day' if days == 1 else 'days'}" if days else "nothing lacks there now"

        if accept:
            said = lacking()
            span = Span(slugs[0], since, until, "accepted", (why or "").strip())
            note(writer, archive_directory(), span)
            print(f"{slugs[0]}: what lacks from {since} to {until} is accepted: {said}")
        elif take_back(writer, archive_directory(), slugs[0], since, until):
            print(f"{slugs[0]}: what lacks from {since} to {until} counts again: {lacking()}")
        else:
            print(f"{slugs[0]}: nothing was accepted from {since} to {until}")
        send(archive_directory(), slugs[0])


def collapsed(engine: Engine, rows: Sequence[ledger.Gap]) -> list[ledger.Gap]:
    """The gaps, a long row of absent days as one of them, at the place of its first day."""
    from crawler.absence import long_rows

    absent: dict[str, dict[dt.date, ledger.Gap]] = {}
    for gap in rows:
        if gap.kind == "absent":
            absent.setdefault(gap.paper, {})[gap.date] = gap
    inside: dict[tuple[str, dt.date], tuple[dt.date, ...]] = {}
    for slug, days in absent.items():
        for row in long_rows(days, ledger.published(engine, slug)):
            inside |= {(slug, day): row for day in row}
    shown = []
    for gap in rows:
        of = inside.get((gap.paper, gap.date)) if gap.kind == "absent" else None
        if of is None:
            shown.append(gap)
        elif gap.date == of[0]:
            said = f"{len(of)} publication days in a row answered 404 (to {of[-1]})"
            shown.append(replace(gap, detail=f"{said}: is the address of this era right?"))
    return shown


def expected_dates(
    engine: Engine, slugs: Sequence[str] | None, since: dt.date | None, until: dt.date | None
) -> dict[str, list[dt.date]]:
    """Paper → the days on which an issue is expected: publication days that were asked for, before today.

    Where the profile names no days, runs without dates expect one on the weekdays the paper has lately been
    printed on, and on the others when these days have been asked for at PROVED_AFTER days. A paper without a
    profile has none. Raises ProfileError for a paper that neither a profile nor the database has.
    """
    require_known(engine, slugs or ())
    asked = ledger.spans(engine, slugs or None)
    if not asked:
        return {}
    from crawler.paper import load, profile_files, today

    yesterday = today() - dt.timedelta(days=1)
    first, last = since or dt.date.min, min(until or yesterday, yesterday)
    known = profile_files()
    return {
        slug: sorted(_expected(engine, load(slug), spans, first, last))
        for slug, spans in groupby(asked, attrgetter("paper"))
        if slug in known
    }


def _expected(
    engine: Engine, paper: Paper, spans: Iterable[Span], first: dt.date, last: dt.date
) -> set[dt.date]:
    """The days of a paper's spans, from `first` to `last`, on which an issue is expected."""
    from crawler.absence import PROVED_AFTER, habit
    from crawler.paper import today

    weekdays = frozenset[int]() if paper.days_known else habit(ledger.published(engine, paper.slug), today())
    recent = today() - dt.timedelta(days=PROVED_AFTER)
    expected: set[dt.date] = set()
    for span in spans:
        days = paper.issue_dates(max(span.since, first), min(span.until, last))
        if span.kind == "cron" and paper.newest_only:
            continue  # what it does not show today was perhaps never there
        if span.kind == "cron" and weekdays:
            days = [day for day in days if day < recent or day.weekday() in weekdays]
        expected.update(days)
    return expected


def require_known(engine: Engine, slugs: Collection[str]) -> None:
    """Raises ProfileError, with near matches, for a paper that neither a profile nor the database has."""
    if not slugs:
        return
    from crawler.paper import profile_files, unknown

    known = stored_slugs(engine) | profile_files().keys()
    for slug in slugs:
        if slug not in known:
            raise unknown(slug, known)
