"""Issues fetched again whole, whatever is stored of them: for `banmian repair`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import ClassVar

from scrapy import Request

from crawler.spider import EpaperSpider


class AgainSpider(EpaperSpider):
    """Walks named issues of a paper again; `of_days` makes the class."""

    days: ClassVar[Mapping[str, Sequence[date]]] = {}

    @classmethod
    def of_days(cls, days: Mapping[str, Sequence[date]]) -> type[AgainSpider]:
        """The spider class for these issues: slug → dates."""
        return type("AgainSpider", (cls,), {"days": days})

    async def start(self) -> AsyncIterator[Request]:
        """All of every issue, one after another."""
        now = datetime.now(UTC)
        days = sorted(self.days.get(self.paper.slug, ()))
        self.asked |= set(days)
        for day in days:
            for request in self.requests_for(day, self.look_up(day, now)):
                yield request
            await self.turns.caught_up(self.crawler.engine)
