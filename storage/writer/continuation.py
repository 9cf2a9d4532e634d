"""Stories that go on on a later page (下转): two articles of one headline, the second names the first.

Asked after every change of an issue, of what is stored: the order in which pages and articles arrive does not
matter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from storage import driver
from storage.models import table

_ARTICLES, _PAGES, _PLACEMENTS = table("articles"), table("pages"), table("placements")

_PAGE = r"\s*(?:本报)?\s*第?\s*[A-Za-z]{0,2}[\d０-９一二三四五六七八九十]{1,4}\s*版\s*[)）】\]]?"
_ON = re.compile(rf"[（(\[【▶►▲\s]*下?[转轉]{_PAGE}")
_FROM = re.compile(rf"[（(\[【▶►▲\s]*[上紧緊]?接{_PAGE}")
_SIGNS = re.compile(r"[\W_]+")
_LEAST_HEADLINE = 5
"""Signs of a headline that may speak for itself: 图片新闻 stands on many pages."""
_LEAST_TEXT = 40
"""Characters of each part where no mark says that it goes on: a slogan stands on many pages, too."""
_EDGE = 80
"""Characters at the end and the beginning of a text in which a mark stands."""

_HEADLINES = select(_ARTICLES.c.id, _ARTICLES.c.headline, _ARTICLES.c.continues).where(
    _ARTICLES.c.issue_id == bindparam("issue")
)
_PARTS = (
    select(
        _ARTICLES.c.id,
        _ARTICLES.c.cite_id,
        _ARTICLES.c.headline,
        _ARTICLES.c.char_count,
        func.substr(_ARTICLES.c.body, 1, _EDGE).label("begins"),
        func.substr(_ARTICLES.c.body, func.length(_ARTICLES.c.body) - _EDGE + 1).label("ends"),
        func.min(_PAGES.c.sequence).label("sequence"),
    )
    .select_from(_ARTICLES)
    .join(_PAGES, _PAGES.c.issue_id == _ARTICLES.c.issue_id)
    .join(
        _PLACEMENTS,
        (_PLACEMENTS.c.page_id == _PAGES.c.id) & (_PLACEMENTS.c.source_id == _ARTICLES.c.source_id),
    )
    .where(_ARTICLES.c.id.in_(bindparam("ids", expanding=True)))
    .group_by(_ARTICLES.c.id)
    .order_by("sequence", _ARTICLES.c.id)
)


def link(connection: Connection, issue_id: int) -> None:
    """Sets `articles.continues` of an issue as its pages and texts are stored now."""
    alike: dict[str, list[int]] = defaultdict(list)
    before: dict[int, str | None] = {}
    for row in driver.ask(connection, _HEADLINES, issue=issue_id):
        alike[headline_key(row.headline)].append(row.id)
        before[row.id] = row.continues
    after: dict[int, str] = {}
    for key, ids in alike.items():
        if key and len(ids) > 1:
            parts = driver.ask(connection, _PARTS, ids=ids)
            after |= dict(_continued(key, parts))
    for number, standing in before.items():
        if after.get(number) != standing:
            connection.execute(
                update(_ARTICLES).where(_ARTICLES.c.id == number).values(continues=after.get(number))
            )


@lru_cache(maxsize=4096)  # asked again for every page of an issue
def headline_key(headline: str) -> str:
    """What the headlines of two parts have in common: neither signs nor the mark that points to a page."""
    return _SIGNS.sub("", _FROM.sub("", _ON.sub("", headline)))


def _continued(key: str, parts: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """Of articles of one headline, in print order: a part's number and the cite_id of the first part."""
    if not parts:
        return
    first, last = parts[0], parts[0]
    for part in parts[1:]:
        if part.sequence <= last.sequence:
            continue
        marked = _ON.search(f"{last.headline}\n{last.ends}") or _FROM.search(
            f"{part.headline}\n{part.begins}"
        )
        next_page = part.sequence == last.sequence + 1
        told = len(key) >= _LEAST_HEADLINE and min(last.char_count, part.char_count) >= _LEAST_TEXT
        if marked or (next_page and told):
            yield part.id, first.cite_id
        else:
            first = part
        last = part
