"""The budget of every host, as all processes see it: whose turn it is, the delay, a pause, a host given up.

`MachineBudgets` are files of this user on this machine, whatever database and archive a run has.
`SharedBudgets` are rows of a PostgreSQL, for every machine that crawls into it, by the server's clock.
`Budgets` asks both; `crawler.download` decides what to do.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from filelock import lock_descriptor, unlock_descriptor
from sqlalchemy.exc import DBAPIError

from storage.database import explain, reading
from storage.errors import StorageError

LEASE = 15.0
"""Seconds a turn in a database is held unless it is renewed: so long a process that died keeps it."""
LEFT_ALONE = 3600.0
"""Seconds for which workers leave a host alone that refuses or fails and does not say itself how long."""
_LOOK_AGAIN = 0.05
"""Seconds after which to ask again for a turn that another process holds."""
_BEHIND = 0.02
"""So many seconds later than other machines the one that asked a host last asks again: so they take turns.
Else one may be the first again and again, and the others get no turn until it has ended."""
_LONGEST = 3600.0
"""No wait is longer, whatever a file says: the clock of a machine may be set back."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a host may not be asked now."""

    seconds: float = 0.0
    """After so long it is worth trying again."""
    given_up: tuple[str, str] | None = None
    """Kind and sentence: another run that is at work on it gave the host up."""


class Budgets:
    """The budgets by which a process asks hosts; without an engine only those of the machine.

    A host's turn is taken (`take`), kept while the request is out (`keep`, now and then) and given back.
    Every method raises StorageError when files or database cannot be used.
    """

    def __init__(self, engine: sa.Engine | None = None) -> None:
        self.machine = MachineBudgets(directory())
        self.shared = None if engine is None else SharedBudgets(engine)

    def take(self, host: str, delay: float) -> Wait | None:
        """Takes the turn of a host, to be asked with that delay: None; or says how long to wait."""
        behind = _BEHIND if self.shared is not None and delay else 0.0
        wait = self.machine.take(host, delay + behind)
        if wait is None and self.shared is not None:
            try:
                wait = self.shared.take(host, delay)
            except StorageError:
                self.machine.drop(host)
                raise
            if wait is not None:
                self.machine.drop(host)
        if wait is None:
            self.machine.mark(host, delay)
        return wait

    def keep(self, host: str) -> None:
        """Renews the lease of a turn: to be called several times in LEASE seconds."""
        if self.shared is not None:
            self.shared.keep(host)

    def give_back(self, host: str, delay: float, ago: float, pause: float = 0.0) -> None:
        """Ends a turn whose request was sent `ago` seconds before; nobody asks for `pause` seconds."""
        self.machine.give_back(host, delay, ago, pause)
        if self.shared is not None:
            self.shared.give_back(host, delay, ago, pause)

    def note_crawl_delay(self, host: str, seconds: float) -> None:
        """What the host's robots.txt wishes, for the other machines; `delay` has to say it as well."""
        if self.shared is not None:
            self.shared.note_crawl_delay(host, seconds)

    def give_up(self, host: str, kind: str, why: str, seconds: float = LEFT_ALONE) -> None:
        """All runs of now ask the host no more, and workers not for so long."""
        self.machine.give_up(host, kind, why)
        if self.shared is not None:
            self.shared.give_up(host, kind, why, seconds)


# --- this machine ----------------------------------------------------------------------------------------


def directory() -> Path:
    """Where the processes of this user agree on turns: $BANMIAN_TURNS, else ~/.cache/banmian/hosts.

    Without a home that can be written it is a directory of the user's among the temporary ones.
    """
    if given := os.environ.get("BANMIAN_TURNS"):
        return Path(given)
    with suppress(OSError, RuntimeError):
        home = Path.home() / ".cache" / "banmian" / "hosts"
        home.mkdir(parents=True, exist_ok=True)
        if os.access(home, os.W_OK):
            return home
    return Path(tempfile.gettempdir()) / f"banmian-hosts-{getattr(os, 'getuid', lambda: 'user')()}"


@dataclass(frozen=True, slots=True)
class State:
    """What the file of a host says; times are of the machine's clock, seconds since 1970."""

    asked_at: float = 0.0
    next_at: float = 0.0
    quiet_until: float = 0.0
    given_up_at: float = 0.0
    kind: str = ""
    because: str = ""


class MachineBudgets:
    """A file a host: locked while a request is out, by a lock that goes with the process."""

    _AT, _SIZE = 16, 1024  # the first byte is the lock's, which elsewhere than on Unix nobody may read

    def __init__(self, home: Path) -> None:
        self.home = home
        self.began = time.time()
        self.files: dict[str, int] = {}

    def take(self, host: str, delay: float) -> Wait | None:
        """Locks the file: None; or says how long to wait."""
        file = self._file(host)
        held = lock_descriptor(file, blocking=False)
        wait = self._wait(self._read(file), delay)
        if held and wait:
            unlock_descriptor(file)
        return wait if held or wait else Wait(_LOOK_AGAIN)

    def mark(self, host: str, delay: float) -> None:
        """Notes in a locked file that the host is asked now."""
        file, now = self.files[host], time.time()
        self._write(file, replace(self._read(file), asked_at=now, next_at=now + delay))

    def drop(self, host: str) -> None:
        """Unlocks the file; the host was not asked."""
        unlock_descriptor(self.files[host])

    def give_back(self, host: str, delay: float, ago: float, pause: float) -> None:
        """Notes when the request was sent and for how long nobody asks, and unlocks the file."""
        file, now = self.files[host], time.time()
        state = self._read(file)
        quiet = max(state.quiet_until, now + pause) if pause else state.quiet_until
        sent = now - ago
        self._write(file, replace(state, asked_at=sent, next_at=sent + delay, quiet_until=quiet))
        unlock_descriptor(file)

    def give_up(self, host: str, kind: str, why: str) -> None:
        """Notes that runs of now ask no more."""
        file = self._file(host)
        state = self._read(file)
        self._write(file, replace(state, given_up_at=time.time(), kind=kind, because=why[:200]))

    def _wait(self, state: State, delay: float) -> Wait | None:
        if state.given_up_at >= self.began:
            return Wait(given_up=(state.kind, state.because))
        now = time.time()
        left = max(state.next_at, state.asked_at + delay, state.quiet_until) - now
        return Wait(min(left, _LONGEST)) if left > 0 and state.asked_at <= now else None

    def _file(self, host: str) -> int:
        if host not in self.files:
            try:
                self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
                name = self.home / quote(host, safe="")
                self.files[host] = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                said = f"{self.home} cannot be written: {error.strerror or error}"
                raise StorageError(f"{said} (BANMIAN_TURNS names another directory)") from error
        return self.files[host]

    def _read(self, file: int) -> State:
        """What the file says; nothing where it is new, or was being written as the machine went down."""
        os.lseek(file, self._AT, os.SEEK_SET)
        try:
            return State(**json.loads(os.read(file, self._SIZE).decode()))
        except (ValueError, TypeError):
            return State()

    def _write(self, file: int, state: State) -> None:
        text = json.dumps({name: getattr(state, name) for name in State.__slots__}).ljust(self._SIZE)
        os.lseek(file, self._AT, os.SEEK_SET)
        try:
            os.write(file, text.encode())
        except OSError as error:
            said = f"{self.home} cannot be written: {error.strerror or error}"
            raise StorageError(said) from error


# --- all machines ----------------------------------------------------------------------------------------


class SharedBudgets:
    """The rows of `hosts`. A server that was restarted meanwhile is asked a second time."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self.me = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
        [row] = self._execute("SELECT clock_timestamp() AS now", {})
        self.began = row["now"]

    def take(self, host: str, delay: float) -> Wait | None:
        """Takes the turn: None; or says how long to wait."""
        given = {"host": host, "me": self.me, "delay": delay, "lease": LEASE, "began": self.began}
        if self._execute(_TAKE, given):
            return None
        for row in self._execute(_LOOK, given):
            if row["is_given_up"]:
                return Wait(given_up=(row["given_up_kind"], row["given_up_because"]))
            return Wait(max(row["seconds"], _LOOK_AGAIN if row["is_out"] else 0.001))
        return Wait(_LOOK_AGAIN)

    def keep(self, host: str) -> None:
        """Renews the lease."""
        self._execute(_KEEP, {"host": host, "me": self.me, "lease": LEASE})

    def give_back(self, host: str, delay: float, ago: float, pause: float) -> None:
        """Ends the turn, where it is still held, and begins a pause."""
        given = {"host": host, "me": self.me, "delay": delay, "ago": ago, "pause": pause}
        self._execute(_GIVE_BACK, given)

    def note_crawl_delay(self, host: str, seconds: float) -> None:
        """What robots.txt wishes."""
        self._execute(_CRAWL_DELAY, {"host": host, "delay": seconds})

    def give_up(self, host: str, kind: str, why: str, seconds: float) -> None:
        """Notes that the host is left alone, and for how long."""
        self._execute(_GIVE_UP, {"host": host, "kind": kind, "why": why, "seconds": seconds})

    def _execute(self, statement: str, given: dict[str, Any]) -> list[dict[str, Any]]:
        for last in (False, True):
            try:
                with self.engine.connect() as connection:
                    found = connection.execute(sa.text(statement), given)
                    return [dict(row) for row in found.mappings()] if found.returns_rows else []
            except DBAPIError as error:
                if last or not error.connection_invalidated:
                    raise explain(error, self.engine.url) from error
        raise AssertionError("unreachable")


def left_alone(engine: sa.Engine, hosts: list[str]) -> str | None:
    """Why workers ask none of these hosts now, in a sentence; None where they may. Raises StorageError."""
    with reading(engine) as connection:
        row = connection.execute(sa.text(_LEFT_ALONE), {"hosts": hosts}).first()
    return f"{row.host} is left alone until {row.until:%Y-%m-%d %H:%M %Z}: {row.why}" if row else None


_NOW = "clock_timestamp()"
_GAP = "make_interval(secs => greatest(CAST(:delay AS double precision), h.crawl_delay))"
_TAKE = f"""
INSERT INTO hosts AS h (host, asked_at, next_at, in_flight_until, holder, crawl_delay)
VALUES (:host, {_NOW}, {_NOW} + make_interval(secs => :delay), {_NOW} + make_interval(secs => :lease), :me, 0)
ON CONFLICT (host) DO UPDATE SET asked_at = {_NOW}, next_at = {_NOW} + {_GAP},
    in_flight_until = {_NOW} + make_interval(secs => :lease), holder = :me
WHERE (h.in_flight_until IS NULL OR h.in_flight_until <= {_NOW} OR h.holder = :me)
    AND greatest(h.next_at, h.asked_at + {_GAP}, h.quiet_until) <= {_NOW}
    AND (h.given_up_at IS NULL OR h.given_up_at < :began)
RETURNING host
"""
_LOOK = f"""
SELECT CAST(extract(epoch FROM greatest(h.next_at, h.asked_at + {_GAP}, h.quiet_until) - {_NOW})
    AS double precision) AS seconds, coalesce(h.in_flight_until > {_NOW}, false) AS is_out,
    coalesce(h.given_up_at >= :began, false) AS is_given_up, given_up_kind, given_up_because
FROM hosts h WHERE host = :host
"""
_KEEP = f"""
UPDATE hosts SET in_flight_until = {_NOW} + make_interval(secs => :lease) WHERE host = :host AND holder = :me
"""
_GIVE_BACK = f"""
UPDATE hosts h SET holder = NULL, in_flight_until = NULL,
    asked_at = {_NOW} - make_interval(secs => :ago), next_at = {_NOW} - make_interval(secs => :ago) + {_GAP},
    quiet_until = CASE WHEN :pause > 0 THEN greatest(h.quiet_until, {_NOW} + make_interval(secs => :pause))
        ELSE h.quiet_until END
WHERE host = :host AND holder = :me
"""
_CRAWL_DELAY = "UPDATE hosts SET crawl_delay = :delay WHERE host = :host"
_GIVE_UP = f"""
UPDATE hosts SET given_up_at = {_NOW}, given_up_until = {_NOW} + make_interval(secs => :seconds),
    given_up_kind = :kind, given_up_because = :why
WHERE host = :host
"""
_LEFT_ALONE = f"""
SELECT host, given_up_until AS until, given_up_because AS why FROM hosts
WHERE host = ANY(:hosts) AND given_up_until > {_NOW} ORDER BY given_up_until DESC LIMIT 1
"""
