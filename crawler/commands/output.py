"""How commands speak: tables on a terminal, plain lines elsewhere, one JSON document with --json."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.errors import StorageError, UsageError

# C0 and C1 control characters (tab and line feed apart) and Unicode's controls of direction.
_STEERING = dict.fromkeys(
    {*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    - {0x09, 0x0A}
)

_ENDS = 1000
"""Bytes at the beginning and the end of a file that say what it is."""


def print_json(value: Any) -> None:
    """Prints one JSON document on stdout; dates as 2023-10-17."""
    utf8 = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"  # elsewhere escapes lose nothing
    json.dump(value, sys.stdout, ensure_ascii=not utf8, indent=1, default=str)
    sys.stdout.write("\n")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """Prints a table on a terminal, elsewhere tab-separated lines with the columns' names first."""
    if sys.stdout.isatty():
        from rich.table import Table  # a terminal is worth loading it
        from rich.text import Text

        from crawler.commands.terminal import Pager

        table = Table(*columns, title=title or None, title_justify="left")
        for row in rows:
            table.add_row(*(Text(printable(cell)) for cell in row))  # text of newspapers is no markup
        Pager().print(table)
        return
    print("\t".join(columns))
    for row in rows:
        print("\t".join(printable(cell).replace("\t", " ").replace("\n", " ") for cell in row))


def print_fields(columns: Sequence[str], rows: Iterable[object]) -> None:
    """`print_rows` for objects whose attributes have the columns' names."""
    print_rows(columns, ([getattr(row, name) for name in columns] for row in rows))


def cells(row: object, columns: Sequence[str]) -> list[Any]:
    """The attributes of these names for a table of numbers: fractions with two decimal places."""
    values = [getattr(row, name) for name in columns]
    return [f"{value:.2f}" if isinstance(value, float) else value for value in values]


@contextmanager
def printing() -> Iterator[None]:
    """Around the printing of a result: a reader who leaves early (`| head`) does not change the exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        discard_output()


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Around the writing of a file. Raises StorageError, which names the file, where that is impossible."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"{file} cannot be written: {error.strerror or error}") from error


def check_replaceable(file: Path, mark: str) -> None:
    """Before a file is written: it must be new, empty or of this command.

    What the command wrote earlier bears `mark` in its first or last 1000 bytes. Raises UsageError.
    """
    with writing(file):
        if file.is_dir():
            raise UsageError(f"{file} is a directory: name a file")
        if not file.is_file():  # new, or a device: there is nothing to lose
            return
        with file.open("rb") as found:
            ends = found.read(_ENDS)
            found.seek(max(0, file.stat().st_size - _ENDS))
            ends += found.read(_ENDS)
    if ends and mark.encode() not in ends:
        raise UsageError(f"{file} exists and is not what this command writes: name another file")


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


def printable(cell: object) -> str:
    """A value as text for a terminal: what would steer it or turn the direction of writing is left out."""
    return "" if cell is None else str(cell).translate(_STEERING)
