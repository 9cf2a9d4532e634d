"""`banmian report`: what is kept and what is lacking, as one page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.options import OnlyPapers, Since
from crawler.commands.output import existing_database
from crawler.commands.status import expected_dates
from crawler.paper import today
from crawler.plan import parse_span
from storage.database import StorageError, open_engine
from storage.extras import MissingExtra, altair
from storage.report import gather, page
from storage.selection import UnknownPaper

USAGE = 2


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="The page; an earlier one is replaced.")],
    paper: OnlyPapers = None,
    since: Since = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Latest issue date (today).")] = None,
) -> None:
    """Draw coverage, counts, gaps, reprints, damage and problems: one page that needs no network."""
    first, last = parse_span(since, until)
    engine = open_engine(existing_database())
    try:
        altair()
        gathered = gather(
            engine,
            last or today(),
            papers=paper or (),
            since=first,
            expected=expected_dates(engine, paper, first, last),
        )
        written = page(gathered)
    except (MissingExtra, UnknownPaper) as error:
        print(f"banmian: {error}", file=sys.stderr)
        raise typer.Exit(USAGE) from None
    finally:
        engine.dispose()
    try:
        out.write_text(written, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{out} cannot be written: {error.strerror or error}") from error
    print(f"{out}: {len(gathered.names)} papers, {gathered.articles:,} articles, {len(gathered.gaps):,} gaps")
