"""A few pages of every newspaper: one look at each, the hosts side by side, a host's papers in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.paper import Paper
from crawler.plan import Limits
from crawler.run import host_groups, outcome_of, run_in_turn
from crawler.spider import EpaperSpider
from crawler.trial.fetch import Bench, Fetched, arguments_of, bench

SAMPLE = Limits(pages=2, articles=2)
"""What is looked at of an issue: with robots.txt seven requests, and those for days without an issue."""
SIDE_BY_SIDE = 8
"""Hosts that are asked at the same time."""
DAYS_BACK = 8
"""On how many days a paper's newest issue is looked for: a weekly has one among them."""
Ended = Callable[[Paper, Fetched | None], None]
"""Is told of each paper as it ends; None: it could not even begin."""


class SweepSpider(EpaperSpider):
    """A spider that does not look for the newest issue for long."""

    def search_on(self) -> Iterator[Request]:
        """Asks for the latest day that is left, of the last few."""
        if self.search:
            del self.search.left[:-DAYS_BACK]
        yield from super().search_on()


@dataclass(slots=True)
class Sweep:
    """The look at many papers."""

    place: Bench
    groups: Iterator[list[Paper]]
    """The papers that are left, those that share a host together."""
    day: date | None
    """The issue's; None: each paper's newest."""
    ended: Ended
    fault: OSError | None = None
    """Why what was seen cannot be told any more."""

    def go_on(self) -> None:
        """Begins with the next group, and goes from group to group until none is left."""
        waiting: list[Paper] = []

        def runs() -> Iterator[tuple[Crawler, dict[str, str]]]:
            while self.fault is None and (group := next(self.groups, None)) is not None:
                waiting.extend(group)
                while waiting:
                    crawler = self.place.crawler(waiting[0], SweepSpider)
                    yield crawler, arguments_of(self.day, SAMPLE)
                    outcome = outcome_of(waiting[0].slug, crawler)
                    if outcome.reason == "shutdown" or self.fault is not None:
                        return
                    paper = waiting.pop(0)
                    self.tell(paper, self.place.fetched(paper, outcome, SAMPLE))

        def failed(_: BaseException) -> None:
            for paper in waiting:  # those of its host with it: its host may be the reason
                self.tell(paper, None)
            self.go_on()

        run_in_turn(self.place.process, runs(), failed)

    def tell(self, paper: Paper, fetched: Fetched | None) -> None:
        """Says how it ended; what cannot be written ends the sweep."""
        try:
            self.ended(paper, fetched and replace(fetched, day=fetched.day or self.day))
        except OSError as error:
            self.fault = error


def sweep(papers: Sequence[Paper], day: date | None, ended: Ended) -> None:
    """Looks at the issue of a day, or the newest, of every paper and tells of each as it ends.

    Once in a process. Raises OSError where `ended` did.
    """
    with bench(patient=True) as place:
        work = Sweep(place, iter(host_groups(papers)), day, ended)
        for _ in range(SIDE_BY_SIDE):
            work.go_on()
        place.process.start()
    if work.fault is not None:
        raise work.fault
