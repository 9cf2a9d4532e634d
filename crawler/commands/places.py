"""Where a command works: its database, its archive, and the locks of the papers it writes."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from storage.database import existing, open_existing
from storage.errors import Locked, NothingStored, UsageError, without_passwords

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crawler.paper import Paper
    from storage.lock import PaperLock
    from storage.writer import Writer

logger = logging.getLogger("banmian")


def database_url() -> str:
    """The address of the database (global option --db); a command that writes creates a missing one."""
    return os.environ["BANMIAN_DB"]


def existing_database() -> str:
    """The same for a command that only reads: nothing is created. Raises NoDatabase."""
    return existing(database_url())


def is_there(url: str) -> bool:
    """Whether there is a database with tables at an address. Raises NoDatabase where it cannot be one."""
    try:
        existing(url)
    except NothingStored:
        return False
    return True


def archive_directory() -> str:
    """The directory of the WARC files (global option --archive)."""
    return os.environ["BANMIAN_ARCHIVE"]


def archive_of_captures(source: Engine) -> str:
    """The archive, for a command that compares it with the database. Raises UsageError where it is not there
    though the database names captures: its name may be misspelt, and nothing of it is lost."""
    from storage.captures import is_archive, papers_of_captures

    archive = archive_directory()
    if not is_archive(archive) and papers_of_captures(source):
        raise UsageError(
            f"there is no archive at {without_passwords(archive)}: is --archive right? "
            "Where all of it is lost, name an empty directory, and `banmian repair` fetches it again"
        )
    return archive


@contextmanager
def opened() -> Iterator[Engine]:
    """The database, for a command that only reads. Raises NoDatabase and StorageError."""
    engine = open_existing(database_url())
    try:
        yield engine
    finally:
        engine.dispose()


def lock_papers(
    locks: ExitStack, papers: Iterable[Paper], writer: Writer
) -> tuple[list[Paper], dict[str, PaperLock], dict[str, str]]:
    """The papers nobody else is at work on, locked until `locks` closes, and their locks; and of the others
    a sentence that says who has them, which the log says, too."""
    from storage.lock import PaperLock

    free: list[Paper] = []
    held: dict[str, PaperLock] = {}
    taken: dict[str, str] = {}
    for paper in papers:
        lock = PaperLock(paper.slug, archive_directory(), writer.engine)
        try:
            locks.enter_context(lock)
        except Locked as error:
            logger.error("%s", error)
            taken[paper.slug] = str(error)
        else:
            free.append(paper)
            held[paper.slug] = lock
    return free, held, taken
