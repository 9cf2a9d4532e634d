"""`banmian schedule`: papers that workers crawl every morning they appear."""

from __future__ import annotations

import sys
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
    usable, faults = papers.load() if papers else ([], [])
    if faults and not usable:
        raise faults[0].error
    for fault in faults:
        complain(fault.error)
    engine = engine_of(database_url(), create=True)
    if remove:
        take_back_mornings(engine, [paper.slug for paper in usable])
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


def days_of(slug: str) -> tuple[str, ...]:
    """The weekdays a paper appears on; none where its profile is gone or cannot be used."""
    try:
        return load(slug).days
    except ProfileError:
        return ()
