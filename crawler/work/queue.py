"""The queue: procrastinate's tables beside ours, what is put in, how the newest task of a slice stands."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from crawler.work.slices import Slice
from storage.database import explained, open_engine, open_existing, parts
from storage.errors import StorageError, UsageError
from storage.extras import MissingExtra, how_to_install

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job

QUEUE = "banmian"
"""The name of our queue: a program beside us may use the same tables for its own."""
CRAWL, TICK = "banmian.crawl", "banmian.tick"
"""The tasks: a crawl of a slice, and the look at what is to be asked for once more."""
BACKFILL, MORNING, FIRST = 0, 5, 10
"""Priorities: what the papers print today comes before what they printed, a tick before both."""
OPEN = ("todo", "doing")
"""The states of a task that waits or is at work."""
_TABLES_LOCK = 0x62616E6E


@dataclass(frozen=True, slots=True)
class Task:
    """The newest task of a slice."""

    id: int
    slice: Slice
    status: str
    """todo, doing, succeeded, failed (ended unfinished), aborted (could not begin), cancelled."""
    tries: int
    """How often the slice ended unfinished before this task."""
    ended: dt.datetime | None
    """When its status last changed."""


@dataclass(frozen=True, slots=True)
class Put:
    """What became of slices that were to be put into the queue."""

    new: int
    known: int
    """Slices that wait or are at work already."""


def engine_of(url: str, *, create: bool = False) -> sa.Engine:
    """The database of the queue. Raises UsageError where it is no PostgreSQL, MissingExtra, StorageError."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        raise UsageError(
            "workers share a PostgreSQL, and this database is SQLite: name one with --db or $BANMIAN_DB "
            "(on one machine `banmian crawl` with several papers needs no workers)"
        )
    try:
        import procrastinate  # noqa: F401
    except ImportError as error:
        name = (error.name or "procrastinate").partition(".")[0]
        raise MissingExtra(f"workers need {name}: {how_to_install(name, 'work')}") from error
    engine = open_engine(url) if create else open_existing(url)
    _make_tables(engine)
    return engine


def _make_tables(engine: sa.Engine) -> None:
    """Procrastinate's own tables, where there are none; ours may be there before or come later."""
    from procrastinate.schema import SchemaManager

    with explained(engine.url), engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TABLES_LOCK)))
        if connection.execute(sa.text("SELECT to_regclass('procrastinate_jobs')")).scalar() is None:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute(SchemaManager.get_schema())


def conninfo(url: str) -> str:
    """The address as libpq reads it."""
    return sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def app_of(url: str) -> App:
    """A procrastinate app on the database; BANMIAN_DB_DIRECT names the server behind a pooler, for LISTEN."""
    from procrastinate import App, PsycopgConnector

    address = conninfo(os.environ.get("BANMIAN_DB_DIRECT") or url)
    connector = PsycopgConnector(conninfo=address, min_size=1, max_size=3)
    return App(connector=connector, periodic_defaults={"max_delay": 24 * 3600.0})


def job_of(one: Slice, lock: str, tries: int = 0) -> Job:
    """The job that crawls a slice."""
    from procrastinate.jobs import Job

    return Job(
        queue=QUEUE,
        lock=lock,
        queueing_lock=one.key,
        task_name=CRAWL,
        priority=BACKFILL if one.since else MORNING,
        task_kwargs={**one.as_arguments(), "tries": tries},
    )


def put(engine: sa.Engine, locks: Mapping[str, str], wanted: Iterable[tuple[Slice, int]]) -> Put:
    """Puts slices, each with the tries it had, into the queue, in their order; those that wait or are at work
    are left. `locks` names the host of a paper."""
    from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
    from procrastinate.manager import JobManager

    slices = list(wanted)
    busy = _busy(engine, [one.key for one, _ in slices])
    jobs = [job_of(one, locks[one.paper], tries) for one, tries in slices if one.key not in busy]
    new = 0
    app = app_of(engine.url.render_as_string(hide_password=False))
    try:
        with app.open():
            manager: JobManager = app.job_manager
            for some in parts(jobs):
                try:
                    new += len(manager.batch_defer_jobs(list(some)))
                except AlreadyEnqueued:  # another command was faster with one of them
                    new += sum(_put_one(manager, job) for job in some)
    except ConnectorException as error:
        raise StorageError(f"the queue cannot be written: {error.__cause__ or error}") from error
    return Put(new, len(slices) - new)


def _put_one(manager: Any, job: Job) -> bool:
    from procrastinate.exceptions import AlreadyEnqueued

    try:
        manager.defer_job(job)
    except AlreadyEnqueued:
        return False
    return True


def _busy(engine: sa.Engine, keys: Collection[str]) -> set[str]:
    statement = sa.text(
        "SELECT queueing_lock FROM procrastinate_jobs "
        "WHERE queueing_lock = ANY(:keys) AND status IN ('todo', 'doing') AND task_name = :task"
    )
    found: set[str] = set()
    with explained(engine.url), engine.connect() as connection:
        for some in parts(keys):
            rows = connection.execute(statement, {"keys": list(some), "task": CRAWL})
            found.update(rows.scalars())
    return found


def newest_tasks(engine: sa.Engine) -> list[Task]:
    """The newest task of every slice, in the order they were put into the queue."""
    with explained(engine.url), engine.connect() as connection:
        rows = connection.execute(sa.text(_NEWEST), {"task": CRAWL}).all()
    return [Task(row.id, Slice.of(row.args), row.status, row.args.get("tries", 0), row.ended) for row in rows]


def forget_older(engine: sa.Engine) -> None:
    """Removes ended ticks, and ended tasks of slices that have a newer one: the queue does not grow."""
    with explained(engine.url), engine.begin() as connection:
        for statement in _FORGET:
            connection.execute(sa.text(statement), {"task": CRAWL, "tick": TICK})


_NEWEST = """
SELECT j.id, j.status, j.args, (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) AS ended
FROM (
    SELECT DISTINCT ON (queueing_lock) * FROM procrastinate_jobs
    WHERE task_name = :task ORDER BY queueing_lock, id DESC
) j ORDER BY j.id
"""
_FORGET = (
    "DELETE FROM procrastinate_jobs WHERE task_name = :tick AND status NOT IN ('todo', 'doing')",
    "DELETE FROM procrastinate_jobs old USING procrastinate_jobs new "
    "WHERE old.task_name = :task AND old.status NOT IN ('todo', 'doing') "
    "AND new.task_name = :task AND new.queueing_lock = old.queueing_lock AND new.id > old.id",
)
