"""`banmian crawl`: fetch every issue the database lacks."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

import crawler.download.handler  # noqa: F401  # first: what Scrapy calls deprecated looks at all that is loaded
from crawler import ping as monitor
from crawler.commands.account import PaperResult, broken, gaps_of, overall, remembered, result_of
from crawler.commands.choosing import Choice, Fault, choosing
from crawler.commands.exits import Exit, complain
from crawler.commands.loading import keep_loaded
from crawler.commands.logs import log_to
from crawler.commands.metrics import check_metrics, write_metrics
from crawler.commands.options import Json
from crawler.commands.output import print_json, printing
from crawler.commands.places import archive_directory, database_url, lock_papers
from crawler.commands.plans import Span, print_plans
from crawler.commands.progress import progress
from crawler.commands.status import SETTLED, fitting_grain, print_status
from crawler.days.alarms import alarm_of
from crawler.download.bounds import DISK_FULL, SETTINGS, Bounds
from crawler.paper import Paper, today
from crawler.plan import nothing_because, uncrawled, wanted_dates
from crawler.run import LOCK_LOST, Outcome, run_spiders
from storage import ledger
from storage.errors import StorageError
from storage.ledger import IssueStatus, Media, lacking_media, usual_articles
from storage.selection import DateError, parse_day, parse_span
from storage.writer import Writer

FEW = 0.5
"""Below this share of the usual number of articles an issue is suspicious."""
logger = logging.getLogger("banmian")


@choosing(
    Annotated[list[str] | None, typer.Argument(metavar="[SLUG]...", help="Papers to crawl.")], required=True
)
def crawl(
    papers: Choice,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="One issue: 2023-10-17.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Backfill from this date …")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="… to this date (today if absent).")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Backfill from the first issue.")] = False,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Days without an issue again, too (with dates).")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be fetched.")] = False,
    media: Annotated[
        Media, typer.Option(help="Archive pictures of articles (images), of pages and PDFs too (all).")
    ] = "none",
    ping: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Tell a monitor: URL/start, then URL or URL/fail; {slug}: a paper."),
    ] = None,
    metrics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the state of these papers for Prometheus.")
    ] = None,
    max_time: Annotated[str, typer.Option(metavar="TIME", help="End after 90m, 2h …")] = "",
    max_requests: Annotated[str, typer.Option(metavar="N", help="End after so many requests.")] = "",
    hours: Annotated[
        str, typer.Option(metavar="H-H", help="Ask only from hour to hour in China: 22-6.")
    ] = "",
    min_free: Annotated[
        str, typer.Option(metavar="SIZE", envvar="BANMIAN_MIN_FREE", help="End before less is free.")
    ] = "1GB",
    quiet: Annotated[
        bool,
        typer.Option("--quiet", help="Print only what is new and needs a person, and again after a week."),
    ] = False,
    json: Json = False,
) -> None:
    """Crawl every issue the database lacks.

    Without dates: every day since the newest complete issue or the first such run; at first the newest issue.
    The same command run again fetches only what is still lacking.
    """
    if date is not None and (since or until or all):
        raise DateError("--date stands alone: leave out --since, --until and --all")
    if all and (since or until):
        raise DateError("--all stands alone: leave out --since and --until")
    if date is not None:
        since = until = parse_day(date, "--date").isoformat()
    span = Span(*parse_span(since, until), everything=all, recheck=recheck)
    if recheck and span.is_cron:
        raise DateError("--recheck needs dates: name --date, --since and --until, or --all")
    bounds = {
        SETTINGS["max_time"]: max_time,
        SETTINGS["max_requests"]: max_requests,
        SETTINGS["hours"]: hours,
        SETTINGS["min_free"]: min_free,
    }
    Bounds.read(bounds)
    if metrics is not None:
        check_metrics(metrics)
    address = monitor.check(ping) if ping else None
    usable, faults = papers.load()
    if dry_run:
        if faults and not usable:
            raise faults[0].error
        for fault in faults:
            complain(fault.error)
        print_plans(usable, span, as_json=json)
        sys.exit(Exit.UNFINISHED if faults else Exit.COMPLETE)
    slugs = [*(paper.slug for paper in usable), *(fault.slug for fault in faults)]
    monitor.tell(address, slugs, lambda _: ("start", ""))
    try:
        if not usable and len(faults) == 1:
            raise faults[0].error
        result = crawl_papers(usable, faults, span, media, bounds, hidden=json or quiet, quiet=quiet)
        if metrics is not None:
            try:
                write_metrics(metrics, slugs, result.papers)
            except StorageError:
                show(result, as_json=json, quiet=quiet)  # the crawl itself is done
                raise
    except BaseException as error:
        said = str(error) or type(error).__name__
        monitor.tell(address, slugs, lambda _: ("fail", said))
        raise
    codes = {one.paper: one.exit_code for one in result.papers}
    monitor.tell(address, slugs, lambda slug: ended(codes.get(slug, result.exit_code)))
    show(result, as_json=json, quiet=quiet)
    sys.exit(result.exit_code)


def show(result: Result, *, as_json: bool, quiet: bool) -> None:
    """Prints the result of a run: a document, what needs a person, or all of it."""
    with printing():
        if as_json:
            print_json(asdict(result))
        elif quiet:
            for one in result.papers:
                if one.to_be_said:
                    print(one.line)
        else:
            print_result(result)


def ended(code: Exit) -> tuple[str, str]:
    """Event and body of the ping that says how a run ended."""
    return "fail" if code else "", f"exit code {int(code)}"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a run, as `--json` prints it."""

    exit_code: Exit
    requests: int
    """Requests that were sent."""
    issues: list[IssueStatus]
    """The issues asked for, as they are now."""
    notes: list[str]
    """A sentence for each paper of which no issue was asked for: why."""
    papers: list[PaperResult]
    """How it ended for each paper."""


def crawl_papers(
    papers: Sequence[Paper],
    faults: Sequence[Fault],
    span: Span,
    media: Media,
    bounds: Mapping[str, str],
    *,
    hidden: bool,
    quiet: bool = False,
) -> Result:
    """Crawls the papers no other run is at work on and records the run; `hidden` shows no bars."""
    bars = progress("issues", hidden=hidden)
    log_to(bars, quiet=quiet)
    with Writer(database_url()) as writer, ExitStack() as locks:
        free, held, taken = lock_papers(locks, papers, writer)
        results = [broken(fault.slug, str(fault.error)) for fault in faults]
        results += [PaperResult(slug, Exit.LOCKED, 0, 0, sentence) for slug, sentence in taken.items()]
        if not free:
            return Result(overall(results), 0, [], [], results)
        arguments = span.as_arguments() | ({"media": media} if media != "none" else {})
        words = [
            f"--{key}" if key in ("all", "recheck") else f"--{key}={value}"
            for key, value in arguments.items()
        ]
        slugs = [paper.slug for paper in free]
        began = datetime.now(UTC)
        run = writer.start_run(["banmian", "crawl", *slugs, *words], slugs)
        with bars:
            keep_loaded()
            outcomes = run_spiders(
                free, database_url(), archive_directory(), arguments, bars, bounds, held, run=run
            )
        rows: list[IssueStatus] = []
        for paper, outcome in zip(free, outcomes, strict=True):
            mine, one = assessed(writer, paper, outcome, span, began)
            results.append(one)
            rows += mine
        notes = [
            f"{paper.slug}: {why_nothing(writer, paper, span, media, outcome.counts['requests'])}"
            for paper, outcome in zip(free, outcomes, strict=True)
            if outcome.reason == "finished" and not outcome.asked
        ]
        counts = {key: sum(outcome.counts[key] for outcome in outcomes) for key in outcomes[0].counts}
        results = remembered(writer.engine, results, began)
        code = overall(results)
        writer.finish_run(run, counts, code, [one.as_entry() for one in results])
    return Result(code, counts["requests"], rows, notes, results)


def assessed(
    writer: Writer, paper: Paper, outcome: Outcome, span: Span, began: datetime
) -> tuple[list[IssueStatus], PaperResult]:
    """The issues a crawl asked for as they are now, and how it ended; the log warns of what looks odd."""
    rows = _asked_rows(writer, outcome)
    gaps = gaps_of(writer.engine, outcome.slug, rows)
    warn_of_few(writer, rows)
    if alarm := alarm_of(writer.engine, paper, span.since, span.until, cron=span.is_cron):
        logger.warning("%s: %s", paper.slug, alarm)
    missing = {row.date for row in rows if row.state == "missing"}
    unreachable = any(gap.kind == "unreachable" and gap.date in missing for gap in gaps)
    code = exit_code(outcome, not_accepted(writer, outcome.slug, rows), unreachable, bool(alarm))
    new = ledger.articles_since(writer.engine, outcome.slug, began)
    return rows, result_of(outcome, rows, gaps, code, new, alarm)


def why_nothing(writer: Writer, paper: Paper, span: Span, media: Media, requests: int) -> str:
    """Why a run that ended as it should, after so many requests, fetched no issue of a paper."""
    if because := nothing_because(paper, span.since, span.until):
        return because
    lacking = wanted_dates(paper, writer.engine, span.since, span.until, span.everything, span.recheck)
    if lacking is None:
        return "no issue yet"
    if span.is_cron and uncrawled(paper, writer.engine):
        return "nothing was asked for"
    if lacking:
        return f"no issue yet of {', '.join(map(str, lacking))}"
    if span.is_cron:
        newest = ledger.newest_complete(writer.engine, paper.slug)
        said = f"nothing is lacking since its newest complete issue, {newest}"
        more = "pictures are looked for in a span only: name --since and --until, or --all"
        return said if media == "none" else f"{said}; {more}"
    first, last = max(span.since or paper.earliest, paper.earliest), min(span.until or today(), today())
    said = f"nothing is lacking of {first}" + (f" to {last}" if first < last else "")
    if media == "none":
        return said
    if requests:
        return f"{said}; its pictures were asked for"
    left = len(lacking_media(writer.engine, paper.slug, first, last, media))
    return f"{said} but {left} pictures, which could not be had" if left else f"{said}, nor of its pictures"


def warn_of_few(writer: Writer, rows: Sequence[IssueStatus]) -> None:
    """Warns of issues that look complete and have far fewer articles than those of the paper usually have."""
    few = "%s %s: only %d articles, usually %.0f: did the site change?"
    complete = [row for row in rows if row.state == "complete"]
    if not complete:
        return
    days = [row.date for row in complete]
    usual = usual_articles(writer.engine, complete[0].paper, min(days), max(days))
    for row in complete:
        expected = usual(row.date)
        if expected is not None and row.articles < FEW * expected:
            logger.warning(few, row.paper, row.date, row.articles, expected)


def not_accepted(writer: Writer, slug: str, rows: Sequence[IssueStatus]) -> list[IssueStatus]:
    """The rows of a paper whose days are not accepted as lacking."""
    accepted = ledger.spans(writer.engine, [slug], ["accepted"])
    return [row for row in rows if not any(row.date in span for span in accepted)]


def exit_code(outcome: Outcome, rows: Sequence[IssueStatus], unreachable: bool, alarmed: bool) -> Exit:
    """The contract's exit code for a paper: how its spider ended and what its issues are now."""
    if outcome.reason in ("", "storage_failed", DISK_FULL, LOCK_LOST):
        return Exit.STORAGE_FAILED
    states = {row.state for row in rows}
    if outcome.reason in ("blocked", "unreachable") or "blocked" in states or unreachable:
        return Exit.BLOCKED
    if alarmed or outcome.reason != "finished" or states & {"partial", "missing"}:
        return Exit.UNFINISHED
    return Exit.COMPLETE


def print_result(result: Result) -> None:
    """Prints one row per issue, or per month or year where there are many."""
    rows = result.issues
    if rows:
        print_status(rows, fitting_grain(rows))
        done = sum(row.state in SETTLED for row in rows)
        absent = sum(row.state == "absent" for row in rows)
        print(f"{result.requests} requests; {done} of {len(rows)} issues complete")
        if absent:
            days = "1 day has" if absent == 1 else f"{absent} days have"
            print(f"{days} no front page, and nothing proves yet that there was no issue.")
        if done + absent < len(rows):
            print("`banmian gaps` says what is lacking and why;", end=" ")
            print("the same command goes on where this one stopped.")
    elif result.exit_code != Exit.LOCKED:
        failed = any(one.exit_code == Exit.STORAGE_FAILED for one in result.papers)
        if not failed and (result.exit_code == Exit.COMPLETE or not result.requests):
            print(f"nothing to do; {result.requests} requests")
        else:
            print(f"{result.requests} requests; no issue was finished: the same command begins again")
    for note in result.notes:
        print(note)
    for one in result.papers:
        print(one.line)


def _asked_rows(writer: Writer, outcome: Outcome) -> list[IssueStatus]:
    if not outcome.asked:
        return []
    days: list[date] = sorted(outcome.asked)
    rows = ledger.status(
        writer.engine, papers=[outcome.slug], since=days[0], until=days[-1], expected={outcome.slug: days}
    )
    return [row for row in rows if row.date in outcome.asked]
