"""`banmian rebuild`: every row again from the archived bytes, without network."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

import typer
from rich.progress import Progress

from crawler.answer import unpublished
from crawler.commands.options import Json, Since, Until
from crawler.commands.output import archive_directory, database_url, print_json, print_rows, told
from crawler.commands.running import issue_bars, lock_papers
from crawler.dates import parse_span
from crawler.paper import Paper, ProfileError, load, profile_files
from crawler.replay import pipelines_of_the_crawl, replay_issue
from crawler.run import log_to
from pipelines.items import ArticleItem, IssueItem, Item, PageItem, ProblemItem, UnreadItem
from storage import ledger
from storage.captures import IssueRecords, Record, issues_of, lost, papers_of, papers_of_rows
from storage.database import open_engine
from storage.items import Capture, Outcome
from storage.writer import Writer

COMPLETE, UNFINISHED, LOCKED = 0, 1, 3
COUNTED = ("issues", "pages", "articles", "new_issues", "new_articles", "changed_issues", "changed_articles")
"""What is counted of a paper, each thing once however often it was fetched."""

logger = logging.getLogger("banmian")


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild made of one paper's archive."""

    paper: str
    records: int = 0
    """Responses read."""
    found: dict[str, set[object]] = field(default_factory=lambda: {name: set() for name in COUNTED})
    """What was read, by kind; what of it the database did not have, or had differently."""
    problems: set[tuple[date, str]] = field(default_factory=set)
    """Addresses whose last answer is a problem."""
    no_issue: set[date] = field(default_factory=set)
    """Days without an issue."""
    damaged: list[str] = field(default_factory=list)
    """Records that cannot be read, and issues no profile covers, in words."""

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        problems = sum(day not in self.no_issue for day, _ in self.problems)
        counts = {name: len(found) for name, found in self.found.items()}
        return {**counts, "no_issue": len(self.no_issue), "problems": problems}

    def count(self, item: Item | UnreadItem, outcome: Outcome) -> None:
        """Takes note of an item and of what became of it; a page that changed is a change of its issue."""
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
        """Takes note of an issue or article; what is new does not count as changed, too."""
        self.found[kind].add(key)
        if outcome != "same" and key not in self.found[f"new_{kind}"]:
            self.found[f"{outcome}_{kind}"].add(key)


def rebuild(
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SLUG]...", help="Papers; all in the archive if absent.")
    ] = None,
    since: Since = None,
    until: Until = None,
    json: Json = False,
) -> None:
    """Make every row again from the archived bytes, without network.

    Into the same database (after a better parser): texts are corrected in place; revisions, first_seen and
    what no bytes tell are kept. Into an empty database (--db): it is made of the archive alone.
    """
    first, last = parse_span(since, until)
    papers = [load(slug) for slug in dict.fromkeys(slugs or known_papers())]
    sys.exit(rebuild_papers(papers, first, last, as_json=json))


def known_papers() -> list[str]:
    """The papers in the archive that have a profile; the others are named in the log."""
    engine = open_engine(database_url())
    found = sorted({*papers_of(archive_directory()), *papers_of_rows(engine)})
    engine.dispose()
    for slug in found:
        if slug not in profile_files():
            logger.warning("%s: in the archive, but there is no such profile: left alone", slug)
    return [slug for slug in found if slug in profile_files()]


def rebuild_papers(papers: Sequence[Paper], since: date | None, until: date | None, *, as_json: bool) -> int:
    """Rebuilds the papers nobody is at work on, records the run and prints its result; the exit code."""
    progress = issue_bars() if sys.stderr.isatty() and not as_json else None
    log_to(progress)
    with Writer(database_url()) as archive, ExitStack() as locks:
        free = lock_papers(locks, papers, archive)
        if papers and not free:
            if as_json:
                print_json({"exit_code": LOCKED, "papers": []})
            return LOCKED
        run = archive.start_run(["banmian", "rebuild", *(paper.slug for paper in free)])
        with progress or nullcontext():
            rebuilt = [rebuild_paper(archive, paper, since, until, progress) for paper in free]
        damaged = any(one.damaged for one in rebuilt)
        code = UNFINISHED if damaged else LOCKED if len(free) < len(papers) else COMPLETE
        archive.finish_run(run, {one.paper: one.counts for one in rebuilt}, code)
    with told():
        if as_json:
            print_json({"exit_code": code, "papers": [_as_json(one) for one in rebuilt]})
        else:
            print_result(rebuilt)
    return code


def rebuild_paper(
    archive: Writer, paper: Paper, since: date | None, until: date | None, progress: Progress | None = None
) -> Rebuilt:
    """Stores what the archived bytes of a paper say, one issue a transaction."""
    rebuilt = Rebuilt(paper.slug)
    pipelines = pipelines_of_the_crawl()
    absent: dict[date, ProblemItem] = {}
    archive.store_paper(paper.slug, paper.name, paper.script)
    issues = issues_of(archive_directory(), paper.slug, since, until)
    rebuilt.damaged += issues.unreadable
    rebuilt.damaged += lost(archive.engine, archive_directory(), paper.slug)
    bar = progress.add_task(paper.slug, total=len(issues)) if progress else None
    for day, responses in issues:
        sound = list(_sound(responses, rebuilt))
        try:
            issue = replay_issue(paper, day, sound, pipelines)
        except ProfileError as error:
            rebuilt.damaged.append(str(error))
            continue
        outcomes = archive.store_all(issue.items)
        rebuilt.damaged += issue.unknown
        rebuilt.records += len(sound)
        for item, outcome in zip(issue.items, outcomes, strict=True):
            rebuilt.count(item, outcome)
        if issue.absent is not None:
            absent[day] = issue.absent
        if progress is not None and bar is not None:
            progress.advance(bar)
        elif len(issue.items) > 0:
            logger.debug("%s %s: %d records", paper.slug, day, len(sound))
    if absent:
        rows = ledger.status(archive.engine, papers=[paper.slug], since=min(absent))
        none = list(unpublished(paper, absent, [row.date for row in rows if row.pages]))
        archive.store_all(none)
        rebuilt.no_issue.update(item.date for item in none)
    return rebuilt


def print_result(rebuilt: Sequence[Rebuilt]) -> None:
    """A line a paper, and every record that could not be read."""
    columns = [*(name for name in COUNTED if name != "pages"), "no_issue", "problems"]
    rows = [[one.paper, *(one.counts[name] for name in columns), len(one.damaged)] for one in rebuilt]
    print_rows(["paper", *columns, "damaged"], rows)
    for one in rebuilt:
        for sentence in one.damaged:
            print(f"{one.paper}: {sentence}")
    if any(one.damaged for one in rebuilt):
        print(
            "What is damaged keeps the rows it has; `banmian verify` lists the damage of the whole archive."
        )


def _as_json(one: Rebuilt) -> dict[str, object]:
    new = {state: one.counts[f"{state}_articles"] for state in ("new", "changed")}
    return {"paper": one.paper, "records": one.records, **one.counts, **new, "damaged": one.damaged}


def _sound(responses: IssueRecords, rebuilt: Rebuilt) -> Iterator[tuple[Capture, Record]]:
    for capture, record in responses:
        if isinstance(record, Record):
            yield capture, record
        else:
            rebuilt.damaged.append(str(record))
