"""`banmian crawl`: fetch every issue the database lacks."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from crawler.commands.output import archive_directory, database_url, print_json, print_rows
from crawler.dates import DateError, parse_day, parse_span
from crawler.paper import Paper, load
from crawler.run import Outcome, run_spiders
from storage import ledger
from storage.archive import Archive
from storage.database import open_engine
from storage.ledger import IssueStatus

COMPLETE, UNFINISHED, BLOCKED, STORAGE_FAILED = 0, 1, 4, 5


def crawl(
    slugs: Annotated[
        list[str], typer.Argument(metavar="SLUG...", help="Papers to crawl (see `banmian papers`).")
    ],
    date: Annotated[str | None, typer.Option(metavar="DATE", help="One issue: 2023-10-17.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Backfill from this date …")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="… to this date (today if absent).")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Backfill from the first issue.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Crawl every issue the database lacks.

    Without dates: from the newest complete issue to today, or on an empty database the newest issue there is.
    The same command run again fetches only what is still lacking.
    """
    if date and (since or until or all):
        raise DateError("--date stands alone: leave out --since, --until and --all")
    if all and (since or until):
        raise DateError("--all stands alone: leave out --since and --until")
    if date:
        since = until = parse_day(date, "--date").isoformat()
    parse_span(since, until)
    papers = [load(slug) for slug in dict.fromkeys(slugs)]
    sys.exit(crawl_papers(papers, since, until, all, as_json=json))


def crawl_papers(
    papers: list[Paper], since: str | None, until: str | None, everything: bool, *, as_json: bool
) -> int:
    """Runs the spiders, records the run, prints what is complete and what is not; returns the exit code."""
    arguments = {key: value for key, value in (("since", since), ("until", until)) if value}
    if everything:
        arguments["all"] = "1"
    with Archive(database_url()) as archive:
        run = archive.start_run(
            ["banmian", "crawl", *(paper.slug for paper in papers), *_as_options(arguments)]
        )
        progress = _progress_bars() if sys.stderr.isatty() and not as_json else None
        with progress or nullcontext():
            outcomes = run_spiders(papers, database_url(), archive_directory(), arguments, progress)
        rows = [row for outcome in outcomes for row in _asked_rows(outcome)]
        code = exit_code(outcomes, rows)
        counts = {key: sum(outcome.counts[key] for outcome in outcomes) for key in outcomes[0].counts}
        archive.finish_run(run, counts, code)
    if as_json:
        print_json(
            {"exit_code": code, "requests": counts["requests"], "issues": [asdict(row) for row in rows]}
        )
    else:
        print_result(rows, counts["requests"])
    return code


def exit_code(outcomes: list[Outcome], rows: list[IssueStatus]) -> int:
    """The contract's exit code of a run: how its spiders ended and what their issues are now."""
    if any(outcome.reason in ("", "storage_failed") for outcome in outcomes):
        return STORAGE_FAILED
    if any(row.state == "blocked" for row in rows):
        return BLOCKED
    if any(row.state in ("partial", "missing") for row in rows) or any(
        o.reason != "finished" for o in outcomes
    ):
        return UNFINISHED
    return COMPLETE


def print_result(rows: list[IssueStatus], requests: int) -> None:
    """What the run leaves: a row an issue."""
    if rows:
        print_rows(
            ["paper", "date", "state", "pages", "articles", "missing"],
            [[row.paper, row.date, row.state, row.pages, row.articles, row.missing] for row in rows],
        )
    done = sum(row.state in ("complete", "no_issue") for row in rows)
    print(
        f"{requests} requests; {done} of {len(rows)} issues complete"
        if rows
        else f"nothing to do; {requests} requests"
    )
    if done < len(rows):
        print("`banmian gaps` says what is lacking and why; the same command goes on where this one stopped.")


def _asked_rows(outcome: Outcome) -> list[IssueStatus]:
    if not outcome.asked:
        return []
    days: list[date] = sorted(outcome.asked)
    engine = open_engine(database_url())
    rows = ledger.status(
        engine, papers=[outcome.slug], since=days[0], until=days[-1], expected={outcome.slug: days}
    )
    engine.dispose()
    return [row for row in rows if row.date in outcome.asked]


def _as_options(arguments: dict[str, str]) -> list[str]:
    return ["--all" if key == "all" else f"--{key}={value}" for key, value in arguments.items()]


def _progress_bars() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("issues"))
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=Console(stderr=True))
