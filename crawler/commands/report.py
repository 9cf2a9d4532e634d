"""`banmian report`: what is stored and what is missing, as one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.choosing import Choice, choosing
from crawler.commands.options import OnlyPapers, Since
from crawler.commands.output import check_replaceable, writing
from crawler.commands.places import opened
from crawler.commands.status import expected_dates
from crawler.paper import today
from storage.extras import altair
from storage.report import gather, page
from storage.selection import parse_span


@choosing(OnlyPapers)
def report(
    papers: Choice,
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="The page; an earlier one is replaced.")],
    since: Since = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Latest issue date (today).")] = None,
) -> None:
    """Draw coverage, counts, gaps, reprints, damage and problems: one page that needs no network."""
    check_replaceable(out, "<title>banmian report")
    first, last = parse_span(since, until)
    slugs = papers.slugs()
    altair()
    with opened() as engine:
        gathered = gather(
            engine,
            last or today(),
            papers=slugs or (),
            since=first,
            expected=expected_dates(engine, slugs, first, last),
        )
    written = page(gathered)
    with writing(out):
        out.write_text(written, encoding="utf-8")
    print(f"{out}: {len(gathered.names)} papers, {gathered.articles:,} articles, {len(gathered.gaps):,} gaps")
