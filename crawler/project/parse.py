"""`scrapy parse URL --spider SLUG`: the address says what is wanted there; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scrapy.commands import parse
from scrapy.http import Response
from twisted.internet.defer import Deferred

from crawler.paper import Paper, today
from crawler.spider import EpaperSpider
from crawler.trial.templates import day_in
from crawler.wanted import WantedArticle, WantedIssue


class Command(parse.Command):
    """Reads one answer of a paper, and prints what is found there."""

    def run_callback(
        self, response: Response, callback: Callable[..., Any], cb_kwargs: dict[str, Any] | None = None
    ) -> Deferred[Any]:
        """Tells the spider what was asked for; requests that follow (`--depth`) say so themselves."""
        assert self.spidercls is not None
        assert issubclass(self.spidercls, EpaperSpider)
        asked = cb_kwargs or {"wanted": wanted_at(self.spidercls.paper, response.url)}
        return super().run_callback(response, callback, asked)


def wanted_at(paper: Paper, url: str) -> WantedIssue | WantedArticle:
    """What an address leads to: an article where its family knows an article's id in it, else a page with the
    navigation of its issue. The day is the one in the address, else today. Raises ProfileError."""
    day = day_in(url) or today()
    era = paper.era(day)
    found = era.platform.article_id.search(url)
    if found and url != era.front_page_url(day):
        return WantedArticle(day, found[1], url)
    return WantedIssue(day, url)
