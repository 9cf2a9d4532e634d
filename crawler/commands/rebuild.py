"""`banmian rebuild`: makes every row again from the archived bytes, without network."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

import typer
from rich.progress import Progress
from sqlalchemy import make_url

from crawler.absence import Listed
from crawler.commands.abreast import Readers, readers, replayed, sound
from crawler.commands.choosing import Choice, choosing
from crawler.commands.exits import Exit, complain
from crawler.commands.loading import keep_loaded
from crawler.commands.logs import log_to
from crawler.commands.options import Json, Since, Slugs, Until
from crawler.commands.output import print_json, print_rows, printing
from crawler.commands.places import (
    archive_directory,
    archive_of_captures,
    database_url,
    is_there,
    lock_papers,
    opened,
)
from crawler.commands.progress import progress
from crawler.days import SPANS, replay, settle
from crawler.paper import Paper, profile_files
from crawler.replay import ReplayedIssue, pipelines_of_the_crawl, replay_issue
from pipelines.items import ArticleItem, IssueItem, Item, PageItem, ProblemItem, UnreadItem
from storage import ledger
from storage.captures import (
    absent,
    archived_papers,
    issues_of,
    notes_at,
    papers_of_captures,
)
from storage.database import file_of
from storage.errors import NothingStored, StorageError
from storage.items import Outcome
from storage.selection import parse_span
from storage.writer import Writer

COUNTED = ("issues", "pages", "articles", "new_issues", "new_articles", "changed_issues", "changed_articles")
"""What is counted for each paper; a thing that was fetched several times counts once."""

logger = logging.getLogger("banmian")


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild made of one paper's archive."""

    paper: str
    records: int = 0
    """Responses read."""
    found: dict[str, set[object]] = field(default_factory=lambda: {name: set() for name in COUNTED})
    """What was read, by kind, and which of it was new to the database or differed from what it had."""
    problems: set[tuple[date, str]] = field(default_factory=set)
    """Addresses whose last answer is a problem."""
    no_issue: set[date] = field(default_factory=set)
    """Days without an issue."""
    withheld: set[str] = field(default_factory=set)
    """Cite ids of articles that were read but were taken down: they are neither stored nor counted."""
    damaged: list[str] = field(default_factory=list)
    """Records that cannot be read, and issues no profile covers, in words."""
    elsewhere: list[str] = field(default_factory=list)
    """What another archive has, in words: its rows stay as they are."""

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        problems = sum(day not in self.no_issue for day, _ in self.problems)
        counts = {name: len(found) for name, found in self.found.items()}
        return {**counts, "no_issue": len(self.no_issue), "problems": problems}

    def count(self, item: Item | UnreadItem, outcome: Outcome) -> None:
        """Counts an item and what became of it; when a page changed, its issue changed."""
        if not isinstance(item, UnreadItem):
            self.problems.discard((item.date, item.url))
        match item:
            case IssueItem():
                self.note("issues", item.date, outcome)
            case PageItem():
                self.found["pages"].add((item.date, item.sequence))
                if outcome != "same":
                    self.note("issues", item.date, "changed")
            case ArticleItem():
                self.note("articles", (item.date, item.source_id), outcome)
            case ProblemItem():
                self.problems.add((item.date, item.url))

    def note(self, kind: str, key: object, outcome: Outcome) -> None:
        """Counts an issue or an article; a new one does not count as changed as well."""
        self.found[kind].add(key)
        if outcome != "same" and key not in self.found[f"new_{kind}"]:
            self.found[f"{outcome}_{kind}"].add(key)


@choosing(Slugs)
def rebuild(
    papers: Choice,
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, metavar="N", help="Read the bytes with so many processes.")
    ] = 1,
    create: Annotated[
        bool, typer.Option("--create", help="Make the file --db names, if there is none.")
    ] = False,
    json: Json = False,
) -> None:
    """Make every row again from the archived bytes, without network.

    In the same database, after the parser has become better: texts are corrected in place; revisions,
    first_seen and whatever is not in the archive are kept. An empty database is filled from the
    archive alone; where --db names a file that is not there, nothing is made without --create.
    """
    first, last = parse_span(since, until)
    if is_there(database_url()):
        with opened() as engine:
            archive_of_captures(engine)
    else:
        source = context.find_root().get_parameter_source("db")
        may_be_made(is_named=source is not None and source.name == "COMMANDLINE" and not create)
    known, unknown = ([], []) if papers else known_papers()
    usable, faults = papers.load() if papers else papers.loaded(known)
    if faults and not usable:
        raise faults[0].error
    for fault in faults:
        complain(fault.error)
    code = rebuild_papers(usable, first, last, jobs, as_json=json)
    sys.exit(Exit.UNFINISHED if faults or unknown else code)


def may_be_made(*, is_named: bool) -> None:
    """Says that a new database is made of the archive. Raises StorageError where there is no archive, and
    NothingStored where the file was named by the operator (`is_named`): the name may be a wrong one."""
    if not archived_papers(archive_directory()):
        raise StorageError(
            f"nothing to rebuild: no archive at {archive_directory()}, and no database at that address"
        )
    file = file_of(make_url(database_url()))
    if file is None:
        return
    if is_named:
        raise NothingStored(
            f"there is no database at {file}, and none was made: is --db right? "
            "--create makes one of the archive"
        )
    complain(f"{file}: a new database, made of the archive")


def known_papers() -> tuple[list[str], list[str]]:
    """The papers in the archive that have a profile, and the others, which are named in the log."""
    found = set(archived_papers(archive_directory()))
    if is_there(database_url()):
        with opened() as engine:
            found |= papers_of_captures(engine)
    unknown = sorted(found - profile_files().keys())
    for slug in unknown:
        where = "is its directory in $BANMIAN_PAPERS?"
        logger.warning("%s: in the archive, but there is no such profile: left alone; %s", slug, where)
    return sorted(found - set(unknown)), unknown


def rebuild_papers(
    papers: Sequence[Paper], since: date | None, until: date | None, jobs: int = 1, *, as_json: bool
) -> Exit:
    """Rebuilds the papers no other run is at work on, records the run, prints its result.

    `jobs`: how many processes read the bytes. Returns the exit code.
    """
    keep_loaded()
    bars = progress("issues", hidden=as_json)
    log_to(bars)
    with readers(jobs) as processes, Writer(database_url()) as writer, ExitStack() as locks:
        free, _, _ = lock_papers(locks, papers, writer)
        if papers and not free:
            if as_json:
                print_json({"exit_code": Exit.LOCKED, "papers": []})
            return Exit.LOCKED
        slugs = [paper.slug for paper in free]
        run = writer.start_run(["banmian", "rebuild", *slugs], slugs)
        with bars:
            rebuilt = [rebuild_paper(writer, paper, since, until, bars, processes) for paper in free]
        whole = len(free) == len(papers) and not any(one.damaged for one in rebuilt)
        code = Exit.COMPLETE if whole else Exit.UNFINISHED
        writer.finish_run(run, {one.paper: one.counts for one in rebuilt}, code)
    with printing():
        if as_json:
            print_json({"exit_code": code, "papers": [_as_json(one) for one in rebuilt]})
        else:
            print_result(rebuilt)
    return code


def found_by_links(
    paper: Paper, neighbours: Iterable[date], archived: Iterable[date], spans: Iterable[Mapping[str, Any]]
) -> list[date]:
    """The days that a crawl asked for since an issue of another day names them: they were asked for, and are
    neither publication days nor one that somebody asked for alone."""
    alone = {span["since"] for span in spans if span["since"] == span["until"]}
    days = sorted({*neighbours} & {*archived})
    printed = set(paper.issue_dates(days[0], days[-1])) if days else set()
    return [day for day in days if day.isoformat() not in alone and day not in printed]


def rebuild_paper(
    writer: Writer,
    paper: Paper,
    since: date | None,
    until: date | None,
    progress: Progress | None = None,
    processes: Readers | None = None,
) -> Rebuilt:
    """Stores what the archived bytes of a paper say, each issue in one transaction."""
    rebuilt = Rebuilt(paper.slug)
    lists: list[Listed] = []
    neighbours: dict[date, str] = {}
    writer.store_paper(paper.slug, paper.name, paper.script, paper.province)
    issues = issues_of(archive_directory(), paper.slug, since, until)
    notes, damaged = notes_at(archive_directory(), issues.notes)
    rebuilt.damaged += damaged
    writer.recall(notes.get("forgotten", ()))
    taken = ledger.taken_down(writer.engine, [paper.slug], since, until)
    gone = {(one.date, one.source_id): one.cite_id for one in taken}
    rebuilt.damaged += issues.unreadable
    for away in absent(writer.engine, archive_directory(), paper.slug):
        (rebuilt.damaged if away.where == "lost" else rebuilt.elsewhere).append(away.sentence)
    bar = progress.add_task(paper.slug, total=len(issues)) if progress else None

    def store(day: date, records: int, issue: ReplayedIssue) -> None:
        outcomes = writer.store_all(issue.items)
        writer.drop_guessed(paper.slug, day)
        rebuilt.damaged += issue.unknown
        rebuilt.records += records
        for item, outcome in zip(issue.items, outcomes, strict=True):
            if isinstance(item, ArticleItem) and (item.date, item.source_id) in gone:
                rebuilt.withheld.add(gone[item.date, item.source_id])
            else:
                rebuilt.count(item, outcome)
        lists.extend(issue.lists)
        for named, url in issue.neighbours.items():
            neighbours.setdefault(named, url)
        if progress is not None and bar is not None:
            progress.advance(bar)
        elif len(issue.items) > 0:
            logger.debug("%s %s: %d records", paper.slug, day, records)

    unproved: list[tuple[datetime, date]] = []
    for read in replayed(paper, issues, processes or Readers()):
        rebuilt.damaged += read.damaged
        if read.replayed is not None and read.replayed.unproved and read.first is not None:
            unproved.append((read.first, read.day))
        elif read.replayed is not None:
            store(read.day, read.records, read.replayed)
    # Where nothing says which of two equal issues is of its day, it is the one that came first.
    stands_under = partial(ledger.stands_under, writer.engine)
    for _, day in sorted(unproved):
        responses = sound(issues.of(day))
        issue = replay_issue(paper, day, responses, pipelines_of_the_crawl(), stands_under)
        store(day, len(responses), issue)
    for day in found_by_links(paper, neighbours, issues.days, notes.get(SPANS, ())):
        writer.announce(paper.slug, day, neighbours[day])
    rebuilt.no_issue.update(item.date for item in settle(writer, paper, lists))
    replay(writer, paper.slug, notes.get(SPANS, ()))
    return rebuilt


def print_result(rebuilt: Sequence[Rebuilt]) -> None:
    """Prints one row per paper, and every record that could not be read."""
    columns = [*(name for name in COUNTED if name != "pages"), "no_issue", "problems"]
    rows = [[one.paper, *(one.counts[name] for name in columns), len(one.damaged)] for one in rebuilt]
    print_rows(["paper", *columns, "damaged"], rows)
    for one in rebuilt:
        if one.withheld:
            print(f"{one.paper}: taken down and not stored again: {', '.join(sorted(one.withheld))}")
        for sentence in one.damaged + one.elsewhere:
            print(f"{one.paper}: {sentence}")
    if any(one.damaged for one in rebuilt):
        print(
            "What is damaged keeps the rows it has; `banmian verify` lists the damage of the whole archive."
        )


def _as_json(one: Rebuilt) -> dict[str, object]:
    new = {state: one.counts[f"{state}_articles"] for state in ("new", "changed")}
    said = {"withheld": sorted(one.withheld), "damaged": one.damaged, "elsewhere": one.elsewhere}
    return {"paper": one.paper, "records": one.records, **one.counts, **new, **said}
