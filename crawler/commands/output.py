"""How commands speak: tables on a terminal, plain lines elsewhere, one JSON document with --json."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table


def database_url() -> str:
    """The database of this command (global option --db)."""
    return os.environ["BANMIAN_DB"]


def archive_directory() -> str:
    """The directory of the WARC files (global option --archive)."""
    return os.environ["BANMIAN_ARCHIVE"]


def print_json(value: Any) -> None:
    """One JSON document on stdout; dates as 2023-10-17."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """A table on a terminal, tab-separated lines elsewhere (the columns' names first)."""
    if sys.stdout.isatty():
        table = Table(*columns, title=title or None, title_justify="left")
        for row in rows:
            table.add_row(*(_shown(cell) for cell in row))
        Console().print(table)
        return
    print("\t".join(columns))
    for row in rows:
        print("\t".join(_shown(cell).replace("\t", " ").replace("\n", " ") for cell in row))


def _shown(cell: Any) -> str:
    return "" if cell is None else str(cell)
