"""`banmian schedule`: papers that workers crawl every morning they appear."""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import Annotated

import typer

from crawler.commands.choosing import Choice, choosing
from crawler.commands.exits import Exit, complain
from crawler.commands.options import Json
from crawler.commands.output import print_json, print_rows
from crawler.commands.places import database_url
from crawler.keys import ProfileError
from crawler.paper import load
from crawler.work import engine_of, mornings, note_mornings, take_back_mornings
from pipelines.text.plain import did_you_mean
from storage.errors import UsageError

AT = "07:30"


@choosing(Annotated[list[str] | None, typer.Argument(metavar="[SLUG]...", help="Papers to crawl.")])
def schedule(
    papers: Choice,
    at: Annotated[str, typer.Option(metavar="HH:MM", help="Time of day in China.")] = AT,
    remove: Annotated[bool, typer.Option("--remove", help="Crawl these no more.")] = False,
    json: Json = False,
) -> None:
    """Have papers crawled by the workers on the days they appear; without papers: list them.

    Each is then a periodic task of the workers: `banmian crawl SLUG`, once, by one of them.
    """
    if remove and not papers:
        raise UsageError("--remove takes papers off: name them, or --all-papers for every one")
    by_name = remove and not papers.narrowed and papers.named
    # What is taken off by its name may have no profile any more.
    usable, faults = papers.load() if papers and not by_name else ([], [])
    if faults and not usable:
        raise faults[0].error
    for fault in faults:
        complain(fault.error)
    engine = engine_of(database_url(), create=True)
    if remove:
        slugs = by_name or [paper.slug for paper in usable]
        require_mornings(slugs, mornings(engine), all_of_them=bool(by_name))
        take_back_mornings(engine, slugs)
    elif usable:
        note_mornings(engine, usable, at)
    found = mornings(engine)
    engine.dispose()
    rows = [(slug, at, days_of(slug)) for slug, at in found.items()]
    if json:
        print_json([{"paper": slug, "at": at, "days": days} for slug, at, days in rows])
    else:
        print_rows(["paper", "at", "days"], [(slug, at, ",".join(days)) for slug, at, days in rows])
    sys.exit(Exit.UNFINISHED if faults else Exit.COMPLETE)


def require_mornings(slugs: Collection[str], noted: Collection[str], *, all_of_them: bool) -> None:
    """Raises UsageError where papers to be taken off have no morning: one of them, or none has one."""
    missing = [slug for slug in slugs if slug not in noted]
    if missing and all_of_them:
        advice = did_you_mean(missing[0], noted, "`banmian schedule` lists the papers that are")
        raise UsageError(f"{missing[0]} is not scheduled, nothing was taken off: {advice}")
    if len(missing) == len(slugs):
        raise UsageError("none of these papers is scheduled: `banmian schedule` lists those that are")


def days_of(slug: str) -> tuple[str, ...]:
    """The weekdays a paper appears on; none where its profile is gone or cannot be used."""
    try:
        return load(slug).days
    except ProfileError:
        return ()
