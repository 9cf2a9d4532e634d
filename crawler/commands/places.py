"""Where a command works: its database, its archive, and the locks of the papers it writes."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from storage.database import existing, open_engine
from storage.errors import Locked

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crawler.paper import Paper
    from storage.writer import Writer

logger = logging.getLogger("banmian")


def database_url() -> str:
    """The address of the database (global option --db); a command that writes creates a missing one."""
    return os.environ["BANMIAN_DB"]


def existing_database() -> str:
    """The same for a command that only reads: nothing is created. Raises NoDatabase."""
    return existing(database_url())


def archive_directory() -> str:
    """The directory of the WARC files (global option --archive)."""
    return os.environ["BANMIAN_ARCHIVE"]


@contextmanager
def opened() -> Iterator[Engine]:
    """The database, for a command that only reads. Raises NoDatabase and StorageError."""
    engine = open_engine(existing_database())
    try:
        yield engine
    finally:
        engine.dispose()


def lock_papers(locks: ExitStack, papers: Iterable[Paper], writer: Writer) -> list[Paper]:
    """The papers nobody else is at work on, locked until `locks` closes; the log says who has the others."""
    from storage.lock import PaperLock

    free: list[Paper] = []
    for paper in papers:
        try:
            locks.enter_context(PaperLock(paper.slug, archive_directory(), writer.engine))
        except Locked as error:
            logger.error("%s", error)
        else:
            free.append(paper)
    return free
