"""`banmian trend`: how often something is written about, over time."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.options import Authors, Json, OnlyPapers, PageNames, Since, Until, WholeWords
from crawler.commands.output import existing_database, print_json, print_rows
from crawler.plan import parse_span
from storage.database import StorageError, open_engine
from storage.extras import MissingExtra, altair
from storage.report import UnknownFormat, format_of, save
from storage.report import plot as drawn
from storage.search import By, Count, Per, QueryError
from storage.search import trend as counted
from storage.selection import Selection, UnknownPaper

USAGE = 2


def trend(
    queries: Annotated[list[str], typer.Argument(metavar="QUERY...", help="As for `banmian search`.")],
    per: Annotated[
        Per | None, typer.Option(help="Count by month or year (by itself: months where they are few).")
    ] = None,
    relative: Annotated[bool, typer.Option("--relative", help="Per million characters.")] = False,
    by: Annotated[By | None, typer.Option(help="Each paper or page name by itself.")] = None,
    paper: OnlyPapers = None,
    since: Since = None,
    until: Until = None,
    page_name: PageNames = None,
    author: Authors = None,
    whole_words: WholeWords = False,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw the curve: .html (needs no network), .svg, .png."),
    ] = None,
    json: Json = False,
) -> None:
    """Count articles and occurrences over time, of one query or several."""
    first, last = parse_span(since, until)
    selection = Selection(
        tuple(paper or ()), first, last, tuple(page_name or ()), authors=tuple(author or ())
    )
    engine = open_engine(existing_database())
    try:
        if plot is not None:  # say what is lacking before a long count, not after it
            format_of(plot)
            altair()
        counts = counted(engine, queries, selection, per=per, by=by, whole_words=whole_words)
        if plot is not None:
            write(counts, plot, relative)
    except UnicodeEncodeError:
        print("banmian: the query holds bytes that are no UTF-8 text", file=sys.stderr)
        raise typer.Exit(USAGE) from None
    except (QueryError, UnknownPaper, UnknownFormat, MissingExtra) as error:
        print(f"banmian: {error}", file=sys.stderr)
        raise typer.Exit(USAGE) from None
    finally:
        engine.dispose()
    if json:
        print_json([_as_json(each) for each in counts])
    else:
        print_counts(counts, by, relative)


def write(counts: Sequence[Count], path: Path, relative: bool) -> None:
    """Draws the curve into a file. Raises StorageError where that cannot be written."""
    try:
        save(drawn(counts, relative=relative), path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error


def print_counts(counts: Sequence[Count], by: By | None, relative: bool) -> None:
    """A row a query, group and period."""
    heads = ["query", *([by] if by else []), "period", "articles", "of", "occurrences"]
    rows = []
    for each in counts:
        row = [each.query, *([each.group] if by else []), each.period, each.articles, each.all_articles]
        rows.append([*row, each.occurrences, *([f"{each.per_million:.2f}"] if relative else [])])
    print_rows([*heads, *(["per_million"] if relative else [])], rows)


def _as_json(each: Count) -> dict[str, object]:
    return {**asdict(each), "per_million": round(each.per_million, 3)}
