"""Options that several commands have, each with one help text, and what they select."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.selection import Selection

Since = Annotated[str | None, typer.Option(metavar="DATE", help="Earliest issue date.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Latest issue date.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Slugs = Annotated[
    list[str] | None, typer.Argument(metavar="[SLUG]...", help="Papers (default: all that are stored).")
]
OnlyPapers = Annotated[list[str] | None, typer.Option(metavar="SLUG", help="Only this paper; repeatable.")]
PageNames = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only pages of that name (版名), * matches anything; repeatable."),
]
Authors = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only articles by this author; repeatable.")
]
WholeWords = Annotated[
    bool,
    typer.Option("--whole-words", help="Latin words and numbers only as a whole: AI, not SAID."),
]


def selection_of(
    papers: Sequence[str] | None,
    since: str | None,
    until: str | None,
    page_names: Sequence[str] | None,
    authors: Sequence[str] | None = None,
) -> Selection:
    """What --paper, --since, --until, --page-name and --author select. Raises DateError."""
    from crawler.plan import parse_span  # a command without a selection does not load the database
    from storage.selection import Selection

    first, last = parse_span(since, until)
    return Selection(tuple(papers or ()), first, last, tuple(page_names or ()), authors=tuple(authors or ()))
