"""`banmian keywords`: what one part of the corpus has more often than another."""

from __future__ import annotations

import sys
from dataclasses import asdict, fields
from typing import Annotated

import typer

from crawler.commands.choosing import selecting
from crawler.commands.ngrams import LENGTH, described, sentence
from crawler.commands.options import Json, Rows, Units, selection_of
from crawler.commands.output import cells, print_json, print_rows
from crawler.commands.places import opened
from storage.errors import UsageError
from storage.search import Keyword, frequencies, without
from storage.search import keywords as compared
from storage.selection import Selection

_COLUMNS = [field.name for field in fields(Keyword)]


@selecting()
def keywords(
    selection: Selection,
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="PAPER", help="The other corpus: this paper; repeatable (or all the rest)."),
    ] = None,
    against_since: Annotated[str | None, typer.Option(metavar="DATE", help="Its earliest issue.")] = None,
    against_until: Annotated[str | None, typer.Option(metavar="DATE", help="Its latest issue.")] = None,
    n: Annotated[int, LENGTH] = 2,
    unit: Units = "character",
    least: Annotated[int, typer.Option(min=1, help="Occurrences in both that a row needs.")] = 3,
    negative: Annotated[bool, typer.Option("--negative", help="What it has less often, instead.")] = False,
    limit: Rows = 50,
    json: Json = False,
) -> None:
    """List what one part of the corpus has more often than another: log-likelihood, log ratio."""
    dedup = selection.dedup
    if selection == Selection(dedup=dedup):
        raise UsageError("say of which part: --paper, --since, --until, --page-name, --author or --match")
    there = selection_of(against, against_since, against_until, None, None, dedup)
    is_rest = there == Selection(dedup=dedup)
    if is_rest and dedup != "none":
        raise UsageError("with --dedup say against what: --against, --against-since or --against-until")
    with opened() as engine:
        mine, others = (frequencies(engine, each, unit=unit, n=n) for each in (selection, there))
    if is_rest:
        others = without(others, mine)
    rows = compared(mine, others, least=least, limit=limit or None, negative=negative)
    if json:
        print_json({**described(mine), "against": described(others), "rows": [asdict(row) for row in rows]})
        return
    print_rows(_COLUMNS, (cells(row, _COLUMNS) for row in rows))
    print(f"{sentence(mine)}; against {sentence(others)}", file=sys.stderr)
