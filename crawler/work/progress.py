"""How far the queue is: papers, rate, what fails, when it will be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from crawler.work.again import MOST_TRIES
from crawler.work.queue import Task, newest_tasks
from storage import ledger
from storage.database import explained

WINDOW = dt.timedelta(days=1)
"""The rate is that of so long; of a younger queue since its first task began."""
_ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
_BEGAN = "SELECT min(at) FROM procrastinate_events WHERE type = 'started'"


@dataclass(frozen=True, slots=True)
class PaperQueue:
    """The queue of a paper."""

    paper: str
    waiting: int
    """Slices nobody is at work on."""
    running: int
    complete: int
    unfinished: int
    """Slices that ended unfinished and will be asked for again."""
    given_up: int
    """Slices that ended unfinished so often that only a person can help."""
    issues: int
    """Publication days in its slices."""
    left: int
    """Those in slices that are not complete."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A slice that ended unfinished."""

    paper: str
    since: dt.date | None
    until: dt.date | None
    tries: int
    ended: dt.datetime | None
    reason: str
    """Of the paper's last run, as `banmian runs` has it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the queue is."""

    workers: int
    """Alive within the last minute."""
    issues: int
    left: int
    issues_per_hour: float | None
    """None before a slice is complete."""
    done_at: dt.datetime | None
    """When all would be done at that rate, UTC."""
    papers: tuple[PaperQueue, ...]
    failures: tuple[Failure, ...]


def progress(engine: sa.Engine) -> Progress:
    """Raises StorageError when the database cannot be asked."""
    tasks = newest_tasks(engine)
    with explained(engine.url), engine.connect() as connection:
        workers = connection.execute(sa.text(_ALIVE)).scalar_one()
        began = connection.execute(sa.text(_BEGAN)).scalar_one()
        now = connection.execute(sa.text("SELECT now()")).scalar_one()
    failed = [task for task in tasks if task.status in ("failed", "aborted")]
    reasons = ledger.last_entries(engine, sorted({task.slice.paper for task in failed}))
    of: dict[str, list[Task]] = {}
    for task in tasks:
        of.setdefault(task.slice.paper, []).append(task)
    papers = tuple(paper_queue(slug, of[slug]) for slug in sorted(of))
    rate = rate_of(tasks, began, now)
    left = sum(paper.left for paper in papers)
    return Progress(
        workers=workers,
        issues=sum(paper.issues for paper in papers),
        left=left,
        issues_per_hour=None if rate is None else round(rate, 1),
        done_at=now + dt.timedelta(hours=left / rate) if rate and left else None,
        papers=papers,
        failures=tuple(
            Failure(
                task.slice.paper,
                task.slice.since,
                task.slice.until,
                tries_of(task),
                task.ended,
                reasons.get(task.slice.paper, {}).get("reason", ""),
            )
            for task in failed
        ),
    )


def paper_queue(slug: str, tasks: Iterable[Task]) -> PaperQueue:
    """Adds up the tasks of a paper."""
    counts = dict.fromkeys(("waiting", "running", "complete", "unfinished", "given_up"), 0)
    issues = left = 0
    for task in tasks:
        counts[state_of(task)] += 1
        issues += task.slice.issues
        left += task.slice.issues if task.status != "succeeded" else 0
    return PaperQueue(slug, **counts, issues=issues, left=left)


def state_of(task: Task) -> str:
    """The name of a task's state, as PaperQueue has it."""
    named = {"todo": "waiting", "doing": "running", "succeeded": "complete", "cancelled": "given_up"}
    return named.get(task.status) or ("given_up" if tries_of(task) >= MOST_TRIES else "unfinished")


def tries_of(task: Task) -> int:
    """How often its slice ended unfinished."""
    return task.tries + (task.status == "failed")


def rate_of(tasks: Iterable[Task], began: dt.datetime | None, now: dt.datetime) -> float | None:
    """Issues an hour of the slices that were completed lately."""
    since = max(now - WINDOW, began or now)
    issues = sum(
        task.slice.issues
        for task in tasks
        if task.status == "succeeded" and task.ended is not None and task.ended >= since
    )
    hours = (now - since).total_seconds() / 3600
    return issues / hours if issues and hours else None
