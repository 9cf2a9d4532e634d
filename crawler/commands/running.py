"""What commands that write a paper share: its lock, and a bar that counts its issues."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import ExitStack

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from crawler.commands.output import archive_directory
from crawler.paper import Paper
from storage.lock import Locked, PaperLock
from storage.writer import Writer

logger = logging.getLogger("banmian")


def lock_papers(locks: ExitStack, papers: Iterable[Paper], archive: Writer) -> list[Paper]:
    """The papers nobody else is at work on, locked until `locks` closes; the log says who is at others."""
    free: list[Paper] = []
    for paper in papers:
        try:
            locks.enter_context(PaperLock(paper.slug, archive_directory(), archive.engine))
        except Locked as error:
            logger.error("%s", error)
        else:
            free.append(paper)
    return free


def issue_bars() -> Progress:
    """Bars that count issues, on stderr, with the time that is left."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("issues"))
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=Console(stderr=True))
