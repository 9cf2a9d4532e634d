"""`banmian crawl`: fetch every issue the database lacks."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated

import typer

from crawler import ping as monitor
from crawler.commands.ledger import fitting_grain, print_status
from crawler.commands.options import Json
from crawler.commands.output import archive_directory, database_url, print_json, print_rows
from crawler.commands.running import issue_bars, lock_papers
from crawler.dates import DateError, parse_day, parse_span
from crawler.paper import Paper, load
from crawler.plan import Plan, plan
from crawler.run import Outcome, log_to, run_spiders
from storage import ledger
from storage.archive import Archive
from storage.coverage import usual_articles
from storage.database import StorageError
from storage.ledger import IssueStatus
from storage.media import Media

COMPLETE, UNFINISHED, LOCKED, BLOCKED, STORAGE_FAILED = 0, 1, 3, 4, 5
FEW = 0.5
"""Below this share of the usual number of articles an issue is suspicious."""
logger = logging.getLogger("banmian")


@dataclass(frozen=True, slots=True)
class Span:
    """Which issues are asked for."""

    since: date | None
    until: date | None
    everything: bool

    def as_arguments(self) -> dict[str, str]:
        """The spider arguments that say the same."""
        arguments = {"since": self.since and str(self.since), "until": self.until and str(self.until)}
        return {key: value for key, value in arguments.items() if value} | (
            {"all": "1"} if self.everything else {}
        )


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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be fetched.")] = False,
    media: Annotated[
        Media, typer.Option(help="Archive pictures of articles (images), of pages and PDFs too (all).")
    ] = "none",
    ping: Annotated[
        str | None, typer.Option(metavar="URL", help="Tell a monitor: URL/start, then URL or URL/fail.")
    ] = None,
    json: Json = False,
) -> None:
    """Crawl every issue the database lacks.

    Without dates: from the newest complete issue to today, or on an empty database the newest issue there is.
    The same command run again fetches only what is still lacking.
    """
    if date is not None and (since or until or all):
        raise DateError("--date stands alone: leave out --since, --until and --all")
    if all and (since or until):
        raise DateError("--all stands alone: leave out --since and --until")
    if date is not None:
        since = until = parse_day(date, "--date").isoformat()
    span = Span(*parse_span(since, until), everything=all)
    address = monitor.check(ping) if ping else None
    papers = [load(slug) for slug in dict.fromkeys(slugs)]
    if dry_run:
        print_plans(papers, span, as_json=json)
        return
    monitor.ping(address, "start")
    try:
        code = crawl_papers(papers, span, media, as_json=json)
    except StorageError as error:
        monitor.ping(address, "fail", str(error))
        raise
    monitor.ping(address, "fail" if code else "", f"exit code {code}")
    sys.exit(code)


def crawl_papers(papers: Sequence[Paper], span: Span, media: Media, *, as_json: bool) -> int:
    """Crawls the papers nobody else crawls, records the run and prints its result; the exit code."""
    progress = issue_bars() if sys.stderr.isatty() and not as_json else None
    log_to(progress)
    with Archive(database_url()) as archive, ExitStack() as locks:
        free = lock_papers(locks, papers, archive)
        if not free:
            return LOCKED
        arguments = span.as_arguments() | ({"media": media} if media != "none" else {})
        words = [f"--{key}" if key == "all" else f"--{key}={value}" for key, value in arguments.items()]
        run = archive.start_run(["banmian", "crawl", *(paper.slug for paper in free), *words])
        with progress or nullcontext():
            outcomes = run_spiders(free, database_url(), archive_directory(), arguments, progress)
        rows = [row for outcome in outcomes for row in _asked_rows(archive, outcome)]
        for row in rows:
            warn_of_few(archive, row)
        code = exit_code(outcomes, rows, any_unreachable(archive, rows))
        if code == COMPLETE and len(free) < len(papers):
            code = LOCKED
        counts = {key: sum(outcome.counts[key] for outcome in outcomes) for key in outcomes[0].counts}
        archive.finish_run(run, counts, code)
    if as_json:
        issues = [asdict(row) for row in rows]
        print_json({"exit_code": code, "requests": counts["requests"], "issues": issues})
    else:
        print_result(rows, counts["requests"])
    return code


def warn_of_few(archive: Archive, row: IssueStatus) -> None:
    """Warns when an issue that looks complete has far fewer articles than the paper's issues usually have."""
    usual = usual_articles(archive.engine, row.paper, row.date) if row.state == "complete" else None
    if usual is not None and row.articles < FEW * usual:
        logger.warning(
            "%s %s: only %d articles, usually %.0f: did the site change?",
            row.paper,
            row.date,
            row.articles,
            usual,
        )


def any_unreachable(archive: Archive, rows: Sequence[IssueStatus]) -> bool:
    """Whether an issue of which nothing is stored failed because its server does not answer."""
    nothing = {(row.paper, row.date) for row in rows if row.state == "missing"}
    if not nothing:
        return False
    gaps = ledger.gaps(
        archive.engine,
        papers={paper for paper, _ in nothing},
        since=min(date for _, date in nothing),
        until=max(date for _, date in nothing),
    )
    return any(gap.kind == "unreachable" and (gap.paper, gap.date) in nothing for gap in gaps)


def exit_code(outcomes: Sequence[Outcome], rows: Sequence[IssueStatus], unreachable: bool) -> int:
    """The contract's exit code of a run: how its spiders ended and what their issues are now."""
    reasons = {outcome.reason for outcome in outcomes}
    if reasons & {"", "storage_failed"}:
        return STORAGE_FAILED
    if reasons & {"blocked", "unreachable"} or any(row.state == "blocked" for row in rows) or unreachable:
        return BLOCKED
    if reasons != {"finished"} or any(row.state in ("partial", "missing") for row in rows):
        return UNFINISHED
    return COMPLETE


def print_result(rows: Sequence[IssueStatus], requests: int) -> None:
    """What the run leaves: a row an issue, or a month or year where these are many."""
    if not rows:
        print(f"nothing to do; {requests} requests")
        return
    print_status(rows, fitting_grain(rows))
    done = sum(row.state in ("complete", "no_issue") for row in rows)
    print(f"{requests} requests; {done} of {len(rows)} issues complete")
    if done < len(rows):
        print("`banmian gaps` says what is lacking and why; the same command goes on where this one stopped.")


def print_plans(papers: Sequence[Paper], span: Span, *, as_json: bool) -> None:
    """What would be fetched, a row a paper."""
    with Archive(database_url()) as archive:
        plans = [plan(paper, archive, span.since, span.until, span.everything) for paper in papers]
    if as_json:
        print_json([asdict(each) for each in plans])
        return
    columns = ["paper", "issues", "first", "last", "pages", "articles", "requests", "time"]
    print_rows(
        columns,
        [
            [
                *(each.paper, each.issues, each.first, each.last, each.pages, each.articles),
                "not known" if each.requests is None else f"about {each.requests}",
                duration(each),
            ]
            for each in plans
        ],
    )


def duration(each: Plan) -> str:
    """The estimated time of a plan in words."""
    if each.seconds is None:
        return "not known: no complete issue tells how large one is"
    minutes, hours = each.seconds / 60, each.seconds / 3600
    return f"{each.seconds:.0f} s" if minutes < 2 else f"{minutes:.0f} min" if hours < 2 else f"{hours:.1f} h"


def _asked_rows(archive: Archive, outcome: Outcome) -> list[IssueStatus]:
    if not outcome.asked:
        return []
    days: list[date] = sorted(outcome.asked)
    rows = ledger.status(
        archive.engine, papers=[outcome.slug], since=days[0], until=days[-1], expected={outcome.slug: days}
    )
    return [row for row in rows if row.date in outcome.asked]
