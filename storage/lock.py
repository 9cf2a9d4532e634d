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

from storage.archives import local_directory
from storage.database import StorageError
from storage.errors import Locked as Locked
from storage.lock_session import Session, session_of

LOST = "{}: the database's lock is lost (its connection ended): another run may begin, so this one ends"
"""What is said of a paper whose lock `is_held` no more."""


class PaperLock:
    """Excludes other runs of a paper on the same archive or the same database; a context manager.

    Entering raises Locked when another run is at work, StorageError when the lock cannot be written.
    """

    def __init__(self, slug: str, archive: Path | str, engine: sa.Engine) -> None:
        self.slug = slug
        self.archive = local_directory(archive)
        self.engine = engine
        self._held = ExitStack()
        self._session: Session | None = None

    def is_held(self) -> bool:
        """Whether the lock is still held; asked at most once a second.

        A lock of the operating system is; that of a server ends with its connection.
        """
        return self._session is None or self._session.is_alive()

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
        session = session_of(self.engine)
        stack.callback(session.close_unused)
        if not session.take(self.slug):
            raise Locked(_sentence(self.slug, session.owner_of(self.slug)))
        stack.callback(session.give_back, self.slug)
        self._session = session


def is_alive(pid: int) -> bool:
    """Whether there is a process of that number on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's process
        return True
    return True


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
