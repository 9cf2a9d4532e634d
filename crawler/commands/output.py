"""How commands speak: tables on a terminal, plain lines elsewhere, one JSON document with --json."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table

from storage.database import existing


def database_url() -> str:
    """The database of this command (global option --db); a command that writes makes one where none is."""
    return os.environ["BANMIAN_DB"]


def existing_database() -> str:
    """The same for a command that only reads: a database must be there. Raises NoDatabase."""
    return existing(database_url())


def archive_directory() -> str:
    """The directory of the WARC files (global option --archive)."""
    return os.environ["BANMIAN_ARCHIVE"]


def print_json(value: Any) -> None:
    """One JSON document on stdout; dates as 2023-10-17."""
    utf8 = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"  # elsewhere escapes lose nothing
    json.dump(value, sys.stdout, ensure_ascii=not utf8, indent=1, default=str)
    sys.stdout.write("\n")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """A table on a terminal, tab-separated lines elsewhere (the columns' names first)."""
    if sys.stdout.isatty():
        table = Table(*columns, title=title or None, title_justify="left")
        for row in rows:
            table.add_row(*(_shown(cell) for cell in row))
        Pager().print(table)
        return
    print("\t".join(columns))
    for row in rows:
        print("\t".join(_shown(cell).replace("\t", " ").replace("\n", " ") for cell in row))


class Pager(Console):
    """A console that leaves the end of its reader (`| head`) to `crawler.cli`."""

    def on_broken_pipe(self) -> None:
        """Called by rich, which would end the command with exit code 1."""
        raise BrokenPipeError


@contextmanager
def told() -> Iterator[None]:
    """Prints a result in it: that nobody reads it to its end (`| head`) does not change the exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        discard_output()


def ready_output() -> None:
    """Lets standard output take any text: what its encoding cannot show becomes `?`."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: `>&-`
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (open to the end)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def discard_output() -> None:
    """Lets what is still to be printed go nowhere, so that the interpreter's last flush does not fail."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def _shown(cell: Any) -> str:
    return "" if cell is None else str(cell)
