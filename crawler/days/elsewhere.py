"""An answer that does not say its date, and gives what stands under another date already. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crawler.answer import Answer, Found
from crawler.paper import Paper
from crawler.problems import problem_of
from crawler.wanted import Wanted, WantedPage
from pipelines.items import ArticleItem, IssueItem, PageItem


def at_its_day(
    paper: Paper,
    wanted: Wanted,
    answer: Answer,
    found: Found,
    stands_under: Callable[[PageItem], date | None],
    is_unproved: Callable[[], bool],
) -> Found:
    """What an answer says, or only a problem where nothing says which day it is of, and its title list stands
    under another date of the paper already (`stands_under`).

    `is_unproved`: whether that is so of the issue, as far as it was read before.
    """
    issue = next((item for item in found.items if isinstance(item, IssueItem)), None)
    pages = [item for item in found.items if isinstance(item, PageItem)]
    is_first = issue is not None or (isinstance(wanted, WantedPage) and wanted.promised.sequence == 1)
    if not (is_first and pages and (is_unproved() if issue is None else issue.unproved)):
        return found
    articles = (item for item in found.items if isinstance(item, ArticleItem))
    if any(page.dated for page in pages) or any(each.printed_date == wanted.day for each in articles):
        return found
    if (day := stands_under(pages[0])) is None:
        return found
    detail = f"nothing says that it is of {wanted.day}, and its title list is that of {day}"
    return Found((problem_of(paper, wanted, "other_issue", detail, answer.capture),))
