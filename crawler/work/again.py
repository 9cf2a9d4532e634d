"""Which unfinished slices are asked for once more, and when; what is lacking of them the ledger knows."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa

from crawler.keys import ProfileError
from crawler.paper import Paper, load
from crawler.work.queue import Task, forget_older, newest_tasks, put
from crawler.work.slices import Slice, host_of_tasks
from storage.budgets import left_alone

LONGEST = dt.timedelta(days=1)
"""The pause between two tries is the interval of the ticks, doubled with every try, this at most."""
MOST_TRIES = 10
"""After so many tries nobody asks any more: `banmian queue` names the slice, `banmian enqueue` asks anew."""
UNFINISHED = ("failed", "aborted")
logger = logging.getLogger("banmian")


def due(
    tasks: Sequence[Task], now: dt.datetime, interval: dt.timedelta, may_be_asked: Callable[[Slice], bool]
) -> Iterator[tuple[Slice, int]]:
    """The slices to be put into the queue again and their tries; `may_be_asked` has the last word.

    A task that could not even begin (its host is left alone, another run has the paper) is no try.
    """
    for task in tasks:
        if task.status not in UNFINISHED:
            continue
        tries = task.tries + (task.status == "failed")
        if tries >= MOST_TRIES:
            continue
        pause = min(LONGEST, interval * 2 ** max(0, tries - 1))
        if task.ended is not None and now - task.ended < pause:
            continue
        if may_be_asked(task.slice):
            yield task.slice, tries


def look(engine: sa.Engine, interval: dt.timedelta) -> int:
    """Puts what is due into the queue again; how many slices that were."""
    papers: dict[str, Paper] = {}

    def may_be_asked(one: Slice) -> bool:
        try:
            paper = papers.setdefault(one.paper, load(one.paper))
        except ProfileError as error:
            logger.warning("%s: %s", one, error)
            return False
        return not left_alone(engine, [host_of_tasks(paper)])

    again = list(due(newest_tasks(engine), _now(engine), interval, may_be_asked))
    locks = {slug: host_of_tasks(paper) for slug, paper in papers.items()}
    found = put(engine, locks, again)
    forget_older(engine)
    return found.new


def _now(engine: sa.Engine) -> dt.datetime:
    """By the clock that `ended` is of."""
    with engine.connect() as connection:
        now: dt.datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return now
