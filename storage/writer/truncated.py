"""Half a page is no page: whether what stands in a document that is not closed is whole nevertheless."""

from __future__ import annotations

import re

import sqlalchemy as sa
from sqlalchemy import Connection, select

from storage.items import ArticleItem, IssueItem, Item, PageItem, ProblemItem, UnreadItem
from storage.models import table
from storage.writer.capture import capture_id, seen_at
from storage.writer.problem import note

_PROBLEMS = table("problems")
_MID_WAY = re.compile(r"^within html/body/.* behind text$|script$")
"""Ends that no template has: within a tag, or within a text that stands in an element of its own."""


def judged(connection: Connection, item: Item | UnreadItem) -> Item | UnreadItem:
    """The item, or the problem `truncated` in its place.

    A document that is not closed is believed where another of the paper ends likewise: then it is the site
    that closes none. Each leaves its problem, so that the first one is believed when it is asked for again;
    that of a document that is believed is closed.
    """
    if not isinstance(item, (IssueItem, PageItem, ArticleItem)) or not item.ending:
        return item
    problem = ProblemItem(
        item.paper, item.date, item.url, "truncated", f"the page ends {item.ending}", item.capture
    )
    seen = seen_at(item)
    note(connection, problem, problem.kind, problem.detail, seen, capture_id(connection, item.capture, None))
    of_paper = (_PROBLEMS.c.paper == item.paper, _PROBLEMS.c.kind == "truncated")
    likewise = select(_PROBLEMS.c.id).where(*of_paper, _PROBLEMS.c.url != item.url)
    likewise = likewise.where(_PROBLEMS.c.detail == problem.detail).limit(1)
    if _MID_WAY.search(item.ending) or connection.execute(likewise).first() is None:
        return problem
    connection.execute(
        sa.update(_PROBLEMS)
        .where(*of_paper, _PROBLEMS.c.date == item.date, _PROBLEMS.c.url == item.url)
        .where(_PROBLEMS.c.resolved_at.is_(None))
        .values(resolved_at=seen)
    )
    return item
