"""`banmian search`: full text in both scripts, as lines of a concordance."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from crawler.commands.options import Authors, Json, OnlyPapers, PageNames, Since, Until, WholeWords
from crawler.commands.output import Pager, existing_database, print_json, print_rows
from crawler.plan import parse_span
from storage.database import open_engine
from storage.search import KWIC, Found, Hit, QueryError, Sort
from storage.search import search as searched
from storage.selection import Selection, UnknownPaper

USAGE = 2
SHOWN = 20
"""Articles shown where --limit says nothing; --json has all of them."""


def search(
    query: Annotated[
        str,
        typer.Argument(
            help='What to look for: 社工站 · 慈善 公益 · (慈善 OR 公益) NOT 基金 · "social work".'
        ),
    ],
    kwic: Annotated[int, typer.Option(min=0, help="Characters shown at either side of a match.")] = KWIC,
    paper: OnlyPapers = None,
    since: Since = None,
    until: Until = None,
    page_name: PageNames = None,
    author: Authors = None,
    limit: Annotated[
        int | None, typer.Option(min=0, help=f"Articles shown; 0 all ({SHOWN}, with --json all).")
    ] = None,
    sort: Annotated[Sort, typer.Option(help="Best first, or by date.")] = "rank",
    every: Annotated[bool, typer.Option("--every", help="A line for every occurrence.")] = False,
    whole_words: WholeWords = False,
    json: Json = False,
) -> None:
    """Find texts in either script, from one character up; lines with left and right context."""
    first, last = parse_span(since, until)
    selection = Selection(
        tuple(paper or ()), first, last, tuple(page_name or ()), authors=tuple(author or ())
    )
    default = None if json else SHOWN
    engine = open_engine(existing_database())
    try:
        found = searched(
            engine,
            query,
            selection,
            kwic=kwic,
            limit=default if limit is None else limit or None,
            sort=sort,
            every=every,
            whole_words=whole_words,
        )
    except UnicodeEncodeError:
        print("banmian: the query holds bytes that are no UTF-8 text", file=sys.stderr)
        raise typer.Exit(USAGE) from None
    except (QueryError, UnknownPaper) as error:
        print(f"banmian: {error}", file=sys.stderr)
        raise typer.Exit(USAGE) from None
    finally:
        engine.dispose()
    if json:
        print_json(asdict(found))
    else:
        print_lines(found)


def print_lines(found: Found) -> None:
    """The concordance: aligned on a terminal, tab-separated elsewhere; how many there are on stderr."""
    if sys.stdout.isatty():
        Pager().print(concordance(found.hits))
    elif found.hits:
        print_rows(
            ["cite_id", "date", "page_number", "left", "match", "right"],
            [[hit.cite_id, hit.date, hit.page_number, hit.left, hit.match, hit.right] for hit in found.hits],
        )
    shown = len({hit.cite_id for hit in found.hits})
    rest = f", {shown} shown (--limit 0 for all)" if shown < found.total else ""
    print(f"{found.total:,} article{'' if found.total == 1 else 's'}{rest}", file=sys.stderr)


def concordance(hits: Sequence[Hit]) -> Table:
    """The lines with their matches below one another."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for justify in ("right", "left", "left", "left"):
        table.add_column(justify=justify, no_wrap=True)
    for hit in hits:
        left, match, right = (part.replace("\n", "¶") for part in (hit.left, hit.match, hit.right))
        page = f" {hit.page_number}版" if hit.page_number else ""
        table.add_row(left, Text(match, style="bold red"), right, Text(hit.cite_id + page, style="dim"))
    return table
