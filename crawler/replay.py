"""From archived bytes to items: what the crawl made of them, or what a better parser makes of them now.

The bytes of an issue are read in the order they came, by the same functions as in the crawl. What a record
was asked for is known from the navigations replayed before it, by its address; where none names it (the
front page is damaged), from what the record itself says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pkgutil import resolve_name

from crawler import settings
from crawler.absence import Listed
from crawler.answer import BUGS, Answer, read
from crawler.days import listed_by
from crawler.days.elsewhere import at_its_day
from crawler.guess import Reader
from crawler.paper import Paper
from crawler.problems import bug_of
from crawler.wanted import Wanted, WantedIssue, wanted_of
from pipelines.items import ArticleItem, IssueItem, Item, PageItem, UnreadItem
from storage.captures import Record
from storage.items import Capture

Replayed = Sequence[tuple[Capture, Record]]
"""The responses of one issue in the order they came."""


@dataclass(slots=True)
class ReplayedIssue:
    """What the bytes of one issue say."""

    items: list[Item | UnreadItem] = field(default_factory=list)
    """To be stored, in this order."""
    unknown: list[str] = field(default_factory=list)
    """Records of which neither a navigation nor they themselves say what they were asked for, in words."""
    lists: list[Listed] = field(default_factory=list)
    """What the site itself lists, in the order it came."""
    neighbours: dict[date, str] = field(default_factory=dict)
    """Other issues that it names: date → the address of the front page that was named first."""

    @property
    def unproved(self) -> bool:
        """Whether there is an issue, and nothing says which day it is of."""
        issues = [item for item in self.items if isinstance(item, IssueItem)]
        dated = any(
            item.dated if isinstance(item, PageItem) else item.printed_date == item.date
            for item in self.items
            if isinstance(item, (PageItem, ArticleItem))
        )
        return bool(issues) and issues[-1].unproved and not dated


def replay_issue(
    paper: Paper,
    day: date,
    replayed: Replayed,
    pipelines: Sequence[Callable[[Item], Item]],
    stands_under: Callable[[PageItem], date | None] = lambda page: None,
    guessing: bool = True,
) -> ReplayedIssue:
    """What the responses of an issue say now.

    `pipelines` turn an item into what is kept (`pipelines_of_the_crawl`); `stands_under` as of `at_its_day`;
    without `guessing` what the profile cannot read stays unread. Raises ProfileError where the paper's
    profile does not cover that day.
    """
    issue = ReplayedIssue()
    named: dict[str, Wanted] = {}
    reading = Reader(paper).read if guessing else partial(read, paper)
    again = {(record.purpose.asked, record.attempt) for _, record in replayed if record.purpose}
    for capture, record in replayed:
        wanted = _wanted(paper, record, day, named)
        before = len(issue.items)
        if wanted is None:
            issue.unknown.append(
                f"{capture.warc} at byte {capture.offset}: nobody knows what it was asked for"
            )
        elif not _was_tried_again(record, again):
            answer = Answer.of_record(record, capture)
            found = reading(wanted, answer)
            found = at_its_day(paper, wanted, answer, found, stands_under, lambda: issue.unproved)
            named.update((promised.url, promised) for promised in found.promised)
            for each in found.issues:
                issue.neighbours.setdefault(each.day, each.url)
            issue.items += [_kept(paper, wanted, item, pipelines) for item in found.items]
            if (listed := listed_by(wanted, answer, found)) is not None:
                issue.lists.append(listed)
        if len(issue.items) == before:
            issue.items.append(UnreadItem(paper.slug, day, capture))
    return issue


@cache
def pipelines_of_the_crawl() -> list[Callable[[Item], Item]]:
    """The item pipelines of the settings, in their order, without the one that stores."""
    names = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    return [resolve_name(name)().process_item for name in names if name != "pipelines.store.StorePipeline"]


def _wanted(paper: Paper, record: Record, day: date, named: dict[str, Wanted]) -> Wanted | None:
    """What the record was asked for; its own word for it where no replayed navigation names its address.

    Where it has none (another program's record of the same site), the profile knows the front page.
    """
    if record.purpose is None:
        return None
    asked = record.purpose.asked
    said, found = wanted_of(record.purpose.role, day, asked), named.get(asked)
    if said is None and asked == paper.era(day).front_page_url(day):
        return WantedIssue(day, asked)
    return found if found is not None and (said is None or type(found) is type(said)) else said


def _was_tried_again(record: Record, again: set[tuple[str, int]]) -> bool:
    assert record.purpose is not None
    return record.status >= 400 and (record.purpose.asked, record.attempt + 1) in again


def _kept(paper: Paper, wanted: Wanted, item: Item, pipelines: Sequence[Callable[[Item], Item]]) -> Item:
    try:
        for pipeline in pipelines:
            item = pipeline(item)
    except BUGS as error:
        return bug_of(paper, wanted, error, item.capture)
    return item
