"""`banmian queue`: how far the workers are, what fails, and when it will be done."""

from __future__ import annotations

from dataclasses import asdict

from crawler.commands.options import Json
from crawler.commands.output import print_fields, print_json
from crawler.commands.places import database_url
from crawler.work import Progress, engine_of, progress

PAPER = ["paper", "waiting", "running", "complete", "unfinished", "given_up", "issues", "left"]
FAILURE = ["paper", "since", "until", "tries", "reason"]


def queue(json: Json = False) -> None:
    """Show the queue of the workers: slices and issues a paper, rate, what fails, when it will be done."""
    engine = engine_of(database_url())
    found = progress(engine)
    engine.dispose()
    if json:
        print_json(asdict(found))
        return
    print_fields(PAPER, found.papers)
    if found.failures:
        print_fields(FAILURE, found.failures)
    print(summary(found))


def summary(found: Progress) -> str:
    """The last line."""
    alive = "1 worker" if found.workers == 1 else f"{found.workers} workers"
    said = f"{alive}; {found.left} of {found.issues} issues left"
    if found.issues_per_hour is not None:
        said += f"; {found.issues_per_hour:g} issues an hour"
    return f"{said}, done about {found.done_at:%Y-%m-%d %H:%M} UTC" if found.done_at else said
