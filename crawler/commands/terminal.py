"""A terminal, as commands that draw on one use it."""

from __future__ import annotations

from rich.console import Console


class Pager(Console):
    """A console that leaves it to `crawler.cli` what happens when its reader ends early (`| head`)."""

    def on_broken_pipe(self) -> None:
        """Instead of rich's own, which would end the command with exit code 1."""
        raise BrokenPipeError
