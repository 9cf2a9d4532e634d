"""Options that several commands have, each with one help text, and what they select."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from storage.selection import Selection

Dedup = Literal["none", "exact", "near"]
"""As `storage.selection.Dedup`, which a command that needs no database does not load."""
Unit = Literal["character", "word"]
"""As `storage.search.Unit`."""

Since = Annotated[
    str | None, typer.Option(metavar="DATE", help="Earliest issue date; 2023 is its first day.")
]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Latest issue date; 2023 is its last day.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Slugs = Annotated[
    list[str] | None, typer.Argument(metavar="[SLUG]...", help="Papers (default: all that are stored).")
]
OnlyPapers = Annotated[
    list[str] | None, typer.Option("--paper", metavar="PAPER", help="Only this paper, by slug or name.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Only what needs a person.")]
PageNames = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only pages of that name (版名), * matches anything; repeatable."),
]
Authors = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only articles by this author; repeatable.")
]
WithoutPrints = Annotated[
    Dedup,
    typer.Option("--dedup", help="Every print, or only the first of equal (exact) or alike (near) texts."),
]
WholeWords = Annotated[
    bool,
    typer.Option("--whole-words", help="Latin words and numbers only as a whole: AI, not SAID."),
]
Whole = Annotated[
    bool,
    typer.Option("--whole", help="This is the only archive: what is said to be in another is lost."),
]

Match = Annotated[str, typer.Option(metavar="QUERY", help="Only articles that `search` finds by this.")]
Units = Annotated[
    Unit,
    typer.Option(help="Items counted: characters, or words (jieba, extra `words`)."),
]
Rows = Annotated[int, typer.Option(min=0, help="Rows shown; 0 for all.")]


def selection_of(
    papers: Sequence[str] | None,
    since: str | None,
    until: str | None,
    page_names: Sequence[str] | None,
    authors: Sequence[str] | None = None,
    dedup: Dedup = "none",
    match: str = "",
) -> Selection:
    """What --paper, --since, --until, --page-name, --author, --dedup and --match select. Raises DateError."""
    from storage.selection import Selection, parse_span  # a command without one does not load the database

    first, last = parse_span(since, until)
    names, writers = tuple(page_names or ()), tuple(authors or ())
    return Selection(tuple(papers or ()), first, last, names, match, dedup=dedup, authors=writers)
