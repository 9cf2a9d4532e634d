"""One run a paper: a lock with owner and age that a dead process does not hold.

The lock is the operating system's (and PostgreSQL's, between machines): it goes with the process that holds
it, however that ends. The file beside it only says who holds it and since when.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.exc import SQLAlchemyError

from storage.database import StorageError, explain
from storage.errors import Locked as Locked


class PaperLock:
    """Excludes other runs of a paper on the same archive or the same database; a context manager.

    Entering raises Locked when another run is at work, StorageError when the lock cannot be written.
    """

    def __init__(self, slug: str, archive: Path | str, engine: sa.Engine) -> None:
        self.slug = slug
        self.archive = Path(archive)
        self.engine = engine
        self._held = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for directory in self._directories():
                self._lock_file(stack, directory)
            if self.engine.dialect.name == "postgresql":
                self._lock_server(stack)
            self._held = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def _directories(self) -> list[Path]:
        """Where the lock files lie: in the archive, and beside an SQLite database."""
        directories = [self.archive / "locks"]
        database = self.engine.url.database
        if self.engine.dialect.name == "sqlite" and database and database != ":memory:":
            beside = Path(f"{database}-locks")
            if beside.absolute() != directories[0].absolute():
                directories.append(beside)
        return directories

    def _lock_file(self, stack: ExitStack, directory: Path) -> None:
        lock = FileLock(directory / f"{self.slug}.lock", timeout=0)
        note = directory / f"{self.slug}.json"
        try:
            directory.mkdir(parents=True, exist_ok=True)
            stack.enter_context(lock)
            note.write_text(json.dumps(_owner()), encoding="utf-8")
        except Timeout:
            raise Locked(_sentence(self.slug, _read(note))) from None
        except OSError as error:
            raise StorageError(f"{directory} cannot be written: {error.strerror or error}") from error
        stack.callback(note.unlink, missing_ok=True)

    def _lock_server(self, stack: ExitStack) -> None:
        key = sa.func.hashtextextended(f"banmian crawl {self.slug}", 0)
        try:
            connection = stack.enter_context(
                self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            )
            if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar_one():
                raise Locked(f"{self.slug} is being crawled into this database by another machine")
            stack.callback(self._unlock_server, connection, key)
        except SQLAlchemyError as error:
            raise explain(error, self.engine.url) from error

    def _unlock_server(self, connection: sa.Connection, key: sa.ColumnElement[int]) -> None:
        """Gives the lock back before the connection returns to the pool, which would keep it."""
        try:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
        except SQLAlchemyError as error:  # the server went away, and the lock with it
            raise explain(error, self.engine.url) from error


def _owner() -> dict[str, object]:
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": dt.datetime.now(dt.UTC).isoformat()}


def _read(note: Path) -> dict[str, object]:
    """The owner's note; {} when it is just being written or removed."""
    try:
        return dict(json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _sentence(slug: str, owner: dict[str, object]) -> str:
    if not owner:
        return f"{slug} is being crawled by another run"
    since = dt.datetime.fromisoformat(str(owner["since"]))
    minutes = int((dt.datetime.now(dt.UTC) - since).total_seconds() // 60)
    return (
        f"{slug} is being crawled by process {owner['pid']} on {owner['host']} "
        f"since {since:%Y-%m-%d %H:%M} UTC ({minutes} minutes)"
    )
