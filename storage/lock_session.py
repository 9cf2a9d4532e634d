"""The connection to a server that holds all locks of this process: they end with it, and it says whose."""

from __future__ import annotations

import datetime as dt
import os
import socket
from contextlib import suppress
from time import monotonic

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from storage.database import direct_engine, explain

_CHECKED_EVERY = 1.0
_OWNER = "banmian {pid} {since} {host}"
"""Name of the session, which every user of the server may read; 63 bytes at most."""
_OWNER_OF = sa.text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended(:name, 0)"
)

_sessions: dict[tuple[int, str], Session] = {}
"""Process and address → the session of the locks that are held."""


class Session:
    """A connection to the server itself, held while this process holds a lock there."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = direct_engine(engine)
        self.held: set[str] = set()
        self._checked = monotonic()
        self.is_lost = False
        try:
            self.connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            since = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            name = _OWNER.format(pid=os.getpid(), since=since, host=socket.gethostname())
            named = sa.func.set_config("application_name", name.encode()[:63].decode(errors="ignore"), False)
            self.connection.execute(sa.select(named))
        except SQLAlchemyError as error:
            raise explain(error, self.engine.url) from error

    def take(self, slug: str) -> bool:
        """Take the lock of a paper; False where another run holds it, this process's own among them."""
        if slug in self.held:
            return False
        try:
            taken = self.connection.execute(sa.select(sa.func.pg_try_advisory_lock(_key(slug)))).scalar_one()
        except SQLAlchemyError as error:
            self.is_lost = True
            raise explain(error, self.engine.url) from error
        if taken:
            self.held.add(slug)
        return bool(taken)

    def owner_of(self, slug: str) -> dict[str, object]:
        """Who holds the lock of a paper: pid, since (UTC), host; {} where that is not known."""
        try:
            name = self.connection.execute(_OWNER_OF, {"name": _name(slug)}).scalar()
        except SQLAlchemyError as error:
            raise explain(error, self.engine.url) from error
        words = str(name).split(" ", 3)
        if len(words) < 4 or words[0] != "banmian":
            return {}
        return {"pid": words[1], "since": words[2].replace("Z", "+00:00"), "host": words[3]}

    def is_alive(self) -> bool:
        """Whether the connection is; asked at most once a second."""
        if self.is_lost or monotonic() - self._checked < _CHECKED_EVERY:
            return not self.is_lost
        try:
            self.connection.execute(sa.select(1))
        except SQLAlchemyError:  # another connection takes its place at the next statement, without the locks
            self.is_lost = True
        self._checked = monotonic()
        return not self.is_lost

    def give_back(self, slug: str) -> None:
        """Give back the lock of a paper."""
        self.held.discard(slug)
        if not self.is_lost:
            with suppress(SQLAlchemyError):  # the server went away, and the lock with it
                self.connection.execute(sa.select(sa.func.pg_advisory_unlock(_key(slug))))
        self.close_unused()

    def close_unused(self) -> None:
        """End the connection where it holds no lock: back in the pool it would bear this session's name."""
        if self.held or self.connection.closed:
            return
        _forget(self)
        if not self.connection.invalidated:
            self.connection.invalidate()
        self.connection.close()


def session_of(engine: sa.Engine) -> Session:
    """The session of this process on an engine's server, made where there is none. Raises StorageError."""
    key = (os.getpid(), direct_engine(engine).url.render_as_string(hide_password=False))
    session = _sessions.get(key)
    if session is None or session.is_lost:
        session = _sessions[key] = Session(engine)
    return session


def _forget(session: Session) -> None:
    for key in [key for key, one in _sessions.items() if one is session]:
        del _sessions[key]


def _name(slug: str) -> str:
    return f"banmian crawl {slug}"


def _key(slug: str) -> sa.ColumnElement[int]:
    return sa.func.hashtextextended(_name(slug), 0)
