"""From archived bytes to items: what the crawl made of them, or what a better parser makes of them now.

The bytes of an issue are read in the order they came, by the same functions as in the crawl. What a record
was asked for is known from the navigations replayed before it, by its address; where none names it (the
front page is damaged), from what the record itself says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from scrapy.utils.misc import load_object

from crawler import settings
from crawler.answer import Answer, problem_of, read
from crawler.paper import Paper
from crawler.wanted import (
    Wanted,
    WantedArticle,
    WantedCalendar,
    WantedIssue,
    WantedMedia,
    WantedPage,
    wanted_of,
)
from pipelines.items import Item, ProblemItem, UnreadItem
from storage.captures import Record
from storage.items import Capture

BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a fault of the program raises; the page becomes a problem, as in the crawl."""

Replayed = Sequence[tuple[Capture, Record]]
"""The responses of one issue in the order they came."""


@dataclass(slots=True)
class ReplayedIssue:
    """What the bytes of one issue say."""

    items: list[Item | UnreadItem] = field(default_factory=list)
    """To be stored, in this order."""
    unknown: list[str] = field(default_factory=list)
    """Records of which neither a navigation nor they themselves say what they were asked for, in words."""
    absent: ProblemItem | None = None
    """The problem of a front page that was not found, when that was the last word."""


def replay_issue(
    paper: Paper, day: date, replayed: Replayed, pipelines: Sequence[Callable[[Item], Item]]
) -> ReplayedIssue:
    """What the responses of an issue say now.

    `pipelines` turn an item into what is kept (`pipelines_of_the_crawl`). Raises ProfileError where the
    paper's profile does not cover that day.
    """
    issue = ReplayedIssue()
    named: dict[str, Wanted] = {}
    again = {(record.purpose.asked, record.attempt) for _, record in replayed if record.purpose}
    for capture, record in replayed:
        wanted = _wanted(paper, record, day, named)
        before = len(issue.items)
        if wanted is None:
            issue.unknown.append(
                f"{capture.warc} at byte {capture.offset}: nobody knows what it was asked for"
            )
        elif not _was_tried_again(record, again):
            for result in _results(paper, wanted, capture, record):
                match result:
                    case WantedPage() | WantedArticle():
                        named[result.url] = result
                    case WantedIssue() | WantedCalendar() | WantedMedia():  # replayed by its own bytes
                        pass
                    case _:
                        issue.items.append(_kept(paper, wanted, result, pipelines))
            if isinstance(wanted, WantedIssue) and len(issue.items) > before:
                last = issue.items[-1]
                missing = isinstance(last, ProblemItem) and last.kind == "not_found"
                issue.absent = last if isinstance(last, ProblemItem) and missing else None
        if len(issue.items) == before:
            issue.items.append(UnreadItem(paper.slug, day, capture))
    return issue


def pipelines_of_the_crawl() -> list[Callable[[Item], Item]]:
    """The item pipelines of the settings, in their order, without the one that stores."""
    names = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    return [load_object(name)().process_item for name in names if name != "pipelines.store.StorePipeline"]


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


def _results(paper: Paper, wanted: Wanted, capture: Capture, record: Record) -> list[Item | Wanted]:
    headers = {name.lower(): value for name, value in reversed(record.headers)}
    answer = Answer(
        url=record.url,
        status=record.status,
        body=record.body,
        content_type=headers.get("content-type", ""),
        location=headers.get("location", ""),
        capture=capture,
    )
    try:
        return list(read(paper, wanted, answer))
    except BUGS as error:
        return [_bug(paper, wanted, error, capture)]


def _kept(paper: Paper, wanted: Wanted, item: Item, pipelines: Sequence[Callable[[Item], Item]]) -> Item:
    try:
        for pipeline in pipelines:
            item = pipeline(item)
    except BUGS as error:
        return _bug(paper, wanted, error, item.capture)
    return item


def _bug(paper: Paper, wanted: Wanted, error: Exception, capture: Capture | None) -> ProblemItem:
    return problem_of(paper, wanted, "program_error", f"{type(error).__name__}: {error}", capture)
