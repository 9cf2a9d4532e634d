"""`banmian search`: full text in both scripts, as lines of a concordance."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.options import (
    Authors,
    Json,
    OnlyPapers,
    PageNames,
    Since,
    Until,
    WholeWords,
    selection_of,
)
from crawler.commands.output import print_fields, print_json, printable
from crawler.commands.places import opened
from storage.search import KWIC, Found, Hit, Sort
from storage.search import search as searched

if TYPE_CHECKING:
    from rich.table import Table

SHOWN = 20
"""Articles shown without --limit; with --json all of them."""


def search(
    query: Annotated[
        str,
        typer.Argument(
            help='What to look for: 社工站 · 慈善 公益 · (慈善 OR 公益) NOT 基金 · "social work".'
        ),
    ],
    kwic: Annotated[int, typer.Option(min=0, help="Characters shown on either side of a match.")] = KWIC,
    paper: OnlyPapers = None,
    since: Since = None,
    until: Until = None,
    page_name: PageNames = None,
    author: Authors = None,
    limit: Annotated[
        int | None, typer.Option(min=0, help=f"Articles shown; 0 for all (default {SHOWN}; with --json all).")
    ] = None,
    sort: Annotated[Sort, typer.Option(help="Best first, or by date.")] = "rank",
    every: Annotated[bool, typer.Option("--every", help="A line for every occurrence.")] = False,
    whole_words: WholeWords = False,
    json: Json = False,
) -> None:
    """Find texts in either script, from one character up; lines with left and right context."""
    selection = selection_of(paper, since, until, page_name, author)
    default = None if json else SHOWN
    with opened() as engine:
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
    if json:
        print_json(asdict(found))
    else:
        print_lines(found)


def print_lines(found: Found) -> None:
    """Prints the lines, aligned on a terminal, elsewhere tab-separated; on stderr the number of articles."""
    if sys.stdout.isatty():
        from crawler.commands.terminal import Pager

        Pager().print(concordance(found.hits))
    elif found.hits:
        print_fields(["cite_id", "date", "page_number", "left", "match", "right"], found.hits)
    shown = len({hit.cite_id for hit in found.hits})
    rest = f", {shown} shown (--limit 0 for all)" if shown < found.total else ""
    print(f"{found.total:,} article{'' if found.total == 1 else 's'}{rest}", file=sys.stderr)


def concordance(hits: Sequence[Hit]) -> Table:
    """The lines as a table with the matches below one another."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    for justify in ("right", "left", "left", "left"):
        table.add_column(justify=justify, no_wrap=True)
    for hit in hits:
        left, match, right = (printable(part.replace("\n", "¶")) for part in (hit.left, hit.match, hit.right))
        page = f" {hit.page_number}版" if hit.page_number else ""
        table.add_row(
            Text(left), Text(match, style="bold red"), Text(right), Text(hit.cite_id + page, style="dim")
        )
    return table
