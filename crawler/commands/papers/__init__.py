"""`banmian papers`: lists the newspapers that have a profile, adds one, notes which are proved.

`listing` prints them, `gazetteer` searches and groups them, `add` makes a profile for an address, `prove`
writes into the profiles what a sweep has proved.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from crawler.commands.loading import Commands

__all__ = ["papers"]


def command_of(name: str) -> Any:
    """The function of a command."""
    if name == "add":
        from crawler.commands.papers.add import add

        return add
    if name == "prove":
        from crawler.commands.papers.prove import prove

        return prove
    from crawler.commands.papers.listing import list_papers

    return list_papers


class ListByDefault(TyperGroup):
    """A group of commands; words that do not begin with one of them go to its command `list`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands = Commands(("list", "add", "prove"), command_of)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts `list` before words that do not begin with a command."""
        if not args or args[0] not in (*self.commands, "--help"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


papers = typer.Typer(
    cls=ListByDefault,
    help="List the newspapers: papers [WORD]... [--json]; add one: papers add URL; papers prove REPORT.",
)
