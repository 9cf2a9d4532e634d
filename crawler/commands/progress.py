"""The progress bar of every command."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)


def progress(unit: str, *, hidden: bool = False, transient: bool = False) -> Progress:
    """Bars on stderr that count `unit` (`bytes` with their speed); a context manager.

    Nothing is shown where stderr is no terminal, or where the command wants it hidden (`--json`); then
    `disable` of the result is true. A transient bar is gone when the work is done.
    """
    count: list[ProgressColumn] = (
        [DownloadColumn(), TransferSpeedColumn()]
        if unit == "bytes"
        else [MofNCompleteColumn(), TextColumn(unit)]
    )
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *count,
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=transient,
        disable=hidden or not sys.stderr.isatty(),
    )
