"""`banmian enqueue`: a backfill cut into slices for workers."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Annotated

import typer

from crawler.commands.choosing import Choice, choosing
from crawler.commands.exits import Exit, complain
from crawler.commands.options import Json
from crawler.commands.output import print_fields, print_json
from crawler.commands.places import database_url
from crawler.paper import today
from crawler.plan import nothing_because, wanted_dates
from crawler.work import Put, Slice, engine_of, put, slices_of
from crawler.work.again import UNFINISHED
from crawler.work.queue import OPEN, newest_tasks
from crawler.work.slices import SIZE, host_of_tasks, parts_beside
from storage.selection import DateError, parse_span


@dataclass(frozen=True, slots=True)
class Enqueued:
    """What became of a paper's backfill."""

    paper: str
    slices: int
    """All of the span."""
    complete: int
    """Those of which nothing is lacking."""


@choosing(
    Annotated[list[str] | None, typer.Argument(metavar="[SLUG]...", help="Papers to crawl.")], required=True
)
def enqueue(
    papers: Choice,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Backfill from this date …")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="… to this date (today if absent).")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Backfill from the first issue.")] = False,
    issues: Annotated[int, typer.Option(min=1, metavar="N", help="Issues of a slice, about.")] = SIZE,
    json: Json = False,
) -> None:
    """Put a backfill into the queue of the workers, in slices of issues, the oldest first.

    What is complete, waits or is at work already is left out: the same command again adds nothing.
    """
    if all and (since or until):
        raise DateError("--all stands alone: leave out --since and --until")
    if not (all or since or until):
        raise DateError("a backfill needs dates: name --since (and --until), or --all; mornings: `schedule`")
    first, last = parse_span(since, until)
    usable, faults = papers.load()
    if faults and not usable:
        raise faults[0].error
    for fault in faults:
        complain(fault.error)
    engine = engine_of(database_url(), create=True)
    cut = {
        paper.slug: list(slices_of(paper, first or paper.earliest, last or today(), issues))
        for paper in usable
        if not paper.newest_only
    }

    lacking = {paper.slug: wanted_dates(paper, engine, first, last, everything=all) or [] for paper in usable}
    wanted = {
        slug: [one for one in cut.get(slug, ()) if any(day in one for day in days)]
        for slug, days in lacking.items()
    }
    taken: dict[str, set[date]] = {}
    slices: list[Slice] = []
    known = 0
    for task in newest_tasks(engine):
        one = task.slice
        is_wanted = any(day in one for day in lacking.get(one.paper, ()))
        if not is_wanted or task.status not in (*OPEN, *UNFINISHED):
            continue
        if task.status in UNFINISHED:
            slices.append(one)  # as it was cut: a day is in one slice, however the backfill is cut now
        taken.setdefault(one.paper, set()).update(one.dates())
    for paper in usable:
        for one in wanted[paper.slug]:
            parts = parts_beside(one, paper, taken.get(paper.slug, ()))
            rest = [part for part in parts if any(day in part for day in lacking[paper.slug])]
            slices += rest
            known += not rest
    # Of all papers together the oldest first: what is oldest is lost first, and the hosts take turns.
    slices.sort(key=lambda one: (str(one.since), one.paper))
    found = put(engine, {paper.slug: host_of_tasks(paper) for paper in usable}, [(one, 0) for one in slices])
    found = replace(found, known=found.known + known)
    engine.dispose()
    rows = [
        Enqueued(slug, len(cut.get(slug, ())), len(cut.get(slug, ())) - len(some))
        for slug, some in wanted.items()
    ]
    if json:
        print_json({"new": found.new, "known": found.known, "papers": [asdict(row) for row in rows]})
    else:
        print_enqueued(rows, found)
        for paper in usable:
            if sentence := nothing_because(paper, first, last):
                print(f"{paper.slug}: {sentence}")
    sys.exit(Exit.UNFINISHED if faults else Exit.COMPLETE)


def print_enqueued(rows: list[Enqueued], found: Put) -> None:
    """Prints a row a paper and the sum."""
    print_fields(["paper", "slices", "complete"], rows)
    slices = "1 slice" if found.new == 1 else f"{found.new} slices"
    were = "1 was" if found.known == 1 else f"{found.known} were"
    print(f"{slices} put into the queue, {were} there; `banmian worker` crawls them")
