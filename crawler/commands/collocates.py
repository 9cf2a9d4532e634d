"""`banmian collocates`: what stands near a word more often than by chance."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import Annotated, Any

import typer

from crawler.commands.choosing import selecting
from crawler.commands.options import Json, Rows, Units, WholeWords
from crawler.commands.output import cells, print_json, print_rows
from crawler.commands.places import opened
from storage.errors import UsageError
from storage.search import WINDOW, Collocate, Collocates, Measure, Window
from storage.search import collocates as counted
from storage.selection import Selection

FARTHEST = 20
"""Items of a window on a side."""
_COLUMNS = ("item", "f", "f_xy", "ll", "pmi", "logdice", "t", "left", "right")


@selecting()
def collocates(
    selection: Selection,
    word: Annotated[str, typer.Argument(help="A word, or any query of `banmian search`.")],
    window: Annotated[
        str,
        typer.Option(metavar="N|sentence", help=f"Items on a side (1 to {FARTHEST}), or the sentence."),
    ] = str(WINDOW),
    unit: Units = "character",
    by: Annotated[Measure, typer.Option(help="The measure that orders the rows.")] = "ll",
    least: Annotated[int, typer.Option(min=1, help="Occurrences near the word that a row needs.")] = 2,
    positions: Annotated[bool, typer.Option("--positions", help="Also how often at each distance.")] = False,
    limit: Rows = 50,
    whole_words: WholeWords = False,
    json: Json = False,
) -> None:
    """List what stands near a word more often than by chance: log-likelihood, PMI, logDice, t."""
    around = read_window(window)
    with opened() as engine:
        found = counted(
            engine,
            word,
            selection,
            unit=unit,
            window=around,
            by=by,
            least=least,
            limit=limit or None,
            whole_words=whole_words,
        )
    if json:
        print_json(as_document(found, positions))
        return
    distances = [n for n in range(-around, around + 1) if n] if positions and around != "sentence" else []
    print_rows(
        [*_COLUMNS, *(f"L{-n}" if n < 0 else f"R{n}" for n in distances)],
        ([*cells(row, _COLUMNS), *(row.positions.get(n, 0) for n in distances)] for row in found.rows),
    )
    print(
        f"{found.occurrences:,} occurrences in {found.articles:,} articles; {found.tokens:,} items in all, "
        f"{found.window_tokens:,} near it; {found.tokenizer}",
        file=sys.stderr,
    )


def read_window(text: str) -> Window:
    """The window in an option. Raises UsageError."""
    if text == "sentence":
        return "sentence"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= FARTHEST:
        raise UsageError(f"--window: {text!r} is neither a number from 1 to {FARTHEST} nor `sentence`")
    return int(text)


def as_document(found: Collocates, positions: bool) -> dict[str, Any]:
    """What --json prints."""
    known = {each.name: getattr(found, each.name) for each in fields(found) if each.name != "rows"}
    return {**known, "rows": [_as_json(row, positions) for row in found.rows]}


def _as_json(row: Collocate, positions: bool) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _COLUMNS}
    measures = {name: round(value, 4) for name, value in values.items() if isinstance(value, float)}
    return {**values, **measures, **({"positions": row.positions} if positions else {})}
