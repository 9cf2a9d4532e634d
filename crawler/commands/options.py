"""Options that several commands have, each with one help text."""

from __future__ import annotations

from typing import Annotated

import typer

Since = Annotated[str | None, typer.Option(metavar="DATE", help="Earliest issue date.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Latest issue date.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
OnlyPapers = Annotated[list[str] | None, typer.Option(metavar="SLUG", help="Only this paper; repeatable.")]
PageNames = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only pages of that name, * for anything; repeatable."),
]
Authors = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only articles by this author; repeatable.")
]
WholeWords = Annotated[
    bool, typer.Option("--whole-words", help="Latin words and numbers as wholes: AI not in SAID.")
]
