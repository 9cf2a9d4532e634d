"""`banmian ngrams`: the most frequent characters or words, or runs of several."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from crawler.commands.choosing import selecting
from crawler.commands.options import Json, Rows, Units
from crawler.commands.output import cells, print_json, print_rows
from crawler.commands.places import opened
from storage.search import LONGEST, Frequencies, frequencies
from storage.search import ngrams as listed
from storage.selection import Selection

LENGTH = typer.Option(min=1, max=LONGEST, help="Items of a run; 1 is a frequency list.")


@selecting()
def ngrams(
    selection: Selection,
    n: Annotated[int, LENGTH] = 2,
    unit: Units = "character",
    least: Annotated[int, typer.Option(min=1, help="Occurrences that a row needs.")] = 2,
    limit: Rows = 100,
    json: Json = False,
) -> None:
    """List the most frequent runs of n characters or words; with --n 1 a frequency list."""
    with opened() as engine:
        found = frequencies(engine, selection, unit=unit, n=n)
    rows = listed(found, least=least, limit=limit or None)
    if json:
        print_json({**described(found), "rows": [asdict(row) for row in rows]})
        return
    columns = ("item", "f", "per_million")
    print_rows(columns, (cells(row, columns) for row in rows))
    print(sentence(found), file=sys.stderr)


def described(found: Frequencies) -> dict[str, Any]:
    """What was counted, without the counts."""
    names = ("n", "unit", "tokenizer", "articles", "tokens", "missed")
    return {name: getattr(found, name) for name in names}


def sentence(found: Frequencies) -> str:
    """The same in words."""
    missed = f"; a count may be too high by up to {found.missed}" if found.missed else ""
    return f"{found.tokens:,} items in {found.articles:,} articles; {found.tokenizer}{missed}"
