"""`banmian archive`: the files of the archive looked after."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from crawler.commands.options import Json
from crawler.commands.output import print_fields, print_json
from crawler.commands.places import archive_directory, existing_database
from storage.archives import checked, is_remote, local_directory
from storage.captures import adoption, archived_papers, send, take_ids, take_in
from storage.errors import UsageError
from storage.lock import PaperLock
from storage.writer import Writer

archive = typer.Typer(no_args_is_help=True, help="Look after the archive.")


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was found of a paper, and what became of it."""

    paper: str
    records: int
    """Responses in the archive."""
    attached: int
    """Rows that lead to their bytes again."""
    merged: int
    """Rows that stood twice for one record: one is left."""
    orphans: int
    """Responses without a row."""


@archive.callback()
def looked_after() -> None:
    """Look after the archive."""


def is_same(other: str, home: str) -> bool:
    """Whether two names are those of one archive."""
    if is_remote(other) or is_remote(home):
        return other.rstrip("/") == home.rstrip("/")
    return os.path.exists(home) and os.path.samefile(other, home)


@archive.command()
def adopt(
    other: Annotated[
        str,
        typer.Argument(metavar="[DIR]", help="Another archive, whose files are copied into this one."),
    ] = "",
    json: Json = False,
) -> None:
    """Lead rows to their bytes where files were renamed, moved or merged; with DIR, take its files in first.

    A record is known by its address, its instant and its digest. A file of DIR that has no id of its archive
    in its name gets one. DIR stays as it is.
    """
    home, other = archive_directory(), checked(other)
    papers = archived_papers(other or home)
    if not papers:
        raise UsageError(f"there is no archive at {other or home}")
    taking = bool(other) and not is_same(other, home)
    with Writer(existing_database()) as writer:
        run = writer.start_run(["banmian", "archive", "adopt", *([other] if other else [])], papers)
        done = []
        for slug in papers:
            with PaperLock(slug, home, writer.engine):
                if taking:
                    take_in(home, other, slug)
                send(home, slug)
                found = adoption(writer.engine, home, slug)
                writer.attach(found)
            done.append(Adopted(slug, found.records, len(found.moves), len(found.same), found.orphans))
        if taking:
            take_ids(home, other)
        counts = {one.paper: {"attached": one.attached, "merged": one.merged} for one in done}
        writer.finish_run(run, counts, os.EX_OK)
    if json:
        print_json({"exit_code": os.EX_OK, "papers": [asdict(one) for one in done]})
        return
    print_fields(["paper", "records", "attached", "merged", "orphans"], done)
    if any(one.orphans for one in done):
        print("orphans are responses no row points to: `banmian rebuild` makes their rows")


@archive.command()
def move(json: Json = False) -> None:
    """Move up what runs that were killed left in the spool of this machine, for an archive such as s3://….

    Each crawl of a paper does so itself, for that paper.
    """
    home = archive_directory()
    waiting = archived_papers(local_directory(home)) if is_remote(home) else []
    counts = {}
    with Writer(existing_database()) as writer:
        for slug in waiting:
            with PaperLock(slug, home, writer.engine):
                counts[slug] = send(home, slug)
    if json:
        print_json({"exit_code": os.EX_OK, "papers": counts})
    else:
        print(f"{sum(counts.values())} files of {len(counts)} papers moved to {home}")
