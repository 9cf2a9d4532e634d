"""One issue after another: the next is asked for when nothing of the one before is on its way any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from scrapy.core.engine import ExecutionEngine

from crawler.wanted import WantedIssue

LOOK_UP = 1.0
"""Seconds after which somebody who waits looks whether Scrapy dropped a request on its way."""
_T = TypeVar("_T")


class Turns:
    """The issues whose turn has not come, and how many requests are on their way."""

    def __init__(self) -> None:
        self.waiting: dict[date, WantedIssue | None] = {}
        """Issue date → the front page a link led to; None: by its usual address."""
        self.out = 0
        self._returned = asyncio.Event()

    def came_back(self) -> None:
        """Notes that a request has its answer, and that all that follows from it is asked for."""
        self.out -= 1
        self._returned.set()

    async def next(self, engine: ExecutionEngine | None) -> tuple[date, WantedIssue | None] | None:
        """The earliest issue that waits, when its turn has come; None when none waits any more."""
        await self.caught_up(engine)
        if not self.waiting:
            return None
        day = min(self.waiting)
        return day, self.waiting.pop(day)

    async def caught_up(self, engine: ExecutionEngine | None) -> None:
        """Returns when all that was asked for has come, or failed."""
        while self.out > 0:
            self._returned.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._returned.wait(), LOOK_UP)
                continue
            if engine is not None and _is_idle(engine):
                self.out = 0  # Scrapy dropped what had an endless address


def answering(method: Callable[..., Iterator[_T]]) -> Callable[..., Iterator[_T]]:
    """A spider's callback or errback that notes, at its end, that the request came back."""

    @wraps(method)
    def noting(self: Any, *args: Any, **kwargs: Any) -> Iterator[_T]:
        try:
            yield from method(self, *args, **kwargs)
        finally:
            self.turns.came_back()

    return noting


def _is_idle(engine: ExecutionEngine) -> bool:
    """Whether Scrapy itself has nothing to do but to ask for more."""
    slot, scraping = engine._slot, engine.scraper.slot
    busy = engine.downloader.active or (scraping is not None and not scraping.is_idle())
    return not busy and (slot is None or not slot.scheduler.has_pending_requests())
