"""Issues read by several processes while one stores them, in the order of their dates."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from typing import Any

from crawler.paper import Paper, load
from crawler.replay import ReplayedIssue, pipelines_of_the_crawl, replay_issue
from storage.captures import IssueRecords, Record
from storage.items import Capture

_AHEAD = 2
"""Issues a process has waiting."""
_LOADED = (__name__, "crawler.platforms.families", "pipelines.normalize", "pipelines.fingerprint")
"""What every process needs, loaded once and for all of them where the system can fork."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Processes that replay issues; without a pool, this one does."""

    jobs: int = 1
    pool: ProcessPoolExecutor | None = None


@contextmanager
def readers(jobs: int) -> Iterator[Readers]:
    """So many processes, this one where it is one."""
    if jobs < 2:
        yield Readers()
        return
    context: Any = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(list(_LOADED))
    with ProcessPoolExecutor(jobs, context, _begin, (dict(os.environ),)) as pool:
        pool.submit(pipelines_of_the_crawl)  # they start while this process opens the database
        yield Readers(jobs, pool)


def _begin(environment: dict[str, str]) -> None:
    """A process starts: in the environment of now, whenever the server it comes from was started."""
    os.environ.clear()
    os.environ.update(environment)


def replayed(
    paper: Paper, issues: Iterable[tuple[date, IssueRecords]], readers: Readers
) -> Iterator[tuple[date, IssueRecords, Callable[[], ReplayedIssue]]]:
    """Each issue with its responses and what gives the issue replayed, in the order they come.

    Where there are more processes, they replay while the caller is at work on what came before. What is given
    raises ProfileError as `replay_issue` does.
    """
    if readers.pool is None:
        pipelines = pipelines_of_the_crawl()
        for day, responses in issues:
            yield day, responses, partial(replay_issue, paper, day, sound(responses), pipelines)
        return
    left = iter(issues)
    waiting: deque[tuple[date, IssueRecords, Future[ReplayedIssue]]] = deque()
    while True:
        for day, responses in islice(left, readers.jobs * _AHEAD - len(waiting)):
            future = readers.pool.submit(_replay, paper.slug, day, sound(responses))
            waiting.append((day, responses, future))
        if not waiting:
            return
        day, responses, future = waiting.popleft()
        yield day, responses, future.result


def sound(responses: IssueRecords) -> list[tuple[Capture, Record]]:
    """The responses that can be read."""
    return [(capture, record) for capture, record in responses if isinstance(record, Record)]


def _replay(slug: str, day: date, responses: list[tuple[Capture, Record]]) -> ReplayedIssue:
    return replay_issue(load(slug), day, responses, pipelines_of_the_crawl())
