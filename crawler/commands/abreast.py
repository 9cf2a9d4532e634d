"""Issues read by several processes while one stores them, in the order of their dates."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing import get_context, parent_process
from pathlib import Path

from crawler.commands.exits import Exit
from crawler.paper import Paper, ProfileError, load
from crawler.replay import Replayed, ReplayedIssue, pipelines_of_the_crawl, replay_issue
from storage.captures import IssueRecords, Issues, Place, Record, records_at
from storage.errors import StorageError

_AHEAD = 2
"""Issues a process has waiting."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Processes that replay issues; without a pool, this one does."""

    jobs: int = 1
    pool: ProcessPoolExecutor | None = None


@dataclass(frozen=True, slots=True)
class ReadIssue:
    """An issue read from the archive."""

    day: date
    replayed: ReplayedIssue | None = None
    """What its responses say; None where no profile covers that day."""
    records: int = 0
    """How many of its responses can be read."""
    first: datetime | None = None
    """When the first of these came."""
    damaged: tuple[str, ...] = ()
    """What cannot be read, and why, in words."""


@contextmanager
def readers(jobs: int) -> Iterator[Readers]:
    """So many processes, this one where it is one.

    Where the system can, they are forked from this one with all that it has loaded, before it opens the
    database and starts threads. Raises StorageError where one of them is ended by somebody else.
    """
    if jobs < 2:
        yield Readers()
        return
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pipelines_of_the_crawl()  # loaded once, for all of them
    pool = ProcessPoolExecutor(jobs, context, _begin)
    try:
        with warnings.catch_warnings():
            # From Python 3.12 on it warns where a library has threads: numpy's know of forks.
            warnings.simplefilter("ignore", DeprecationWarning)
            pool.submit(pipelines_of_the_crawl)  # which starts them all
        yield Readers(jobs, pool)
    except BrokenProcessPool as error:
        raise StorageError(
            "a process that reads the archive was ended from outside, as a system does that is short of "
            "memory: run it again, with fewer --jobs; what is stored stays"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """A process begins: whoever presses Ctrl-C stops the first one, and with that, however it ends, this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_first, daemon=True).start()


def _end_with_the_first() -> None:
    if (first := parent_process()) is not None:
        first.join()
        os._exit(Exit.UNFINISHED)


def replayed(paper: Paper, issues: Issues, readers: Readers) -> Iterator[ReadIssue]:
    """The issues, in the order of their dates; where there are more processes, they read while the caller
    is at work on what came before."""
    if readers.pool is None:
        for day in issues.days:
            yield _read(paper, day, issues.of(day))
        return
    waiting: deque[Future[ReadIssue]] = deque()
    for day in issues.days:
        if len(waiting) == readers.jobs * _AHEAD:
            yield waiting.popleft().result()
        waiting.append(readers.pool.submit(_replay, paper.slug, day, issues.directory, issues.places(day)))
    while waiting:
        yield waiting.popleft().result()


def sound(responses: IssueRecords) -> Replayed:
    """The responses that can be read."""
    return [(capture, record) for capture, record in responses if isinstance(record, Record)]


def _replay(slug: str, day: date, directory: Path | str, places: Sequence[Place]) -> ReadIssue:
    return _read(load(slug), day, records_at(directory, places))


def _read(paper: Paper, day: date, responses: IssueRecords) -> ReadIssue:
    damaged = [str(record) for _, record in responses if not isinstance(record, Record)]
    whole = sound(responses)
    issue = None
    try:
        issue = replay_issue(paper, day, whole, pipelines_of_the_crawl())
    except ProfileError as error:
        damaged.append(str(error))
    first = min((capture.fetched_at for capture, _ in whole), default=None)
    return ReadIssue(day, issue, len(whole), first, tuple(damaged))
