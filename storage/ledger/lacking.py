"""What a crawl of one issue still has to fetch, and what it has, so that nothing is fetched twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select

from storage.addresses import fault_of
from storage.database import reading
from storage.items import PromisedPage
from storage.ledger.settling import LOOKED_AT
from storage.ledger.status import PLACED
from storage.models import table

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")
_ARTICLES, _REMOVALS = table("articles"), table("removals")


@dataclass(frozen=True, slots=True)
class LackingArticle:
    """An article that is to be fetched."""

    source_id: str
    url: str
    title: str
    """As the title list prints it."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is to be fetched of an issue, and what is not; false when nothing is to be fetched."""

    front_page: bool = True
    """The page navigation."""
    pages: tuple[PromisedPage, ...] = ()
    """Promised pages, in print order."""
    articles: tuple[LackingArticle, ...] = ()
    """Placed articles, in print order, each once."""
    known_pages: frozenset[tuple[str, str]] = frozenset()
    """Number, as printed, and address of the pages that are stored."""
    known_articles: frozenset[str] = frozenset()
    """Ids, as the title lists name them, of the articles that are stored."""

    def __bool__(self) -> bool:
        return self.front_page or bool(self.pages) or bool(self.articles)


def lacking(
    source: Engine,
    paper: str,
    date: dt.date,
    *,
    not_since: dt.datetime | None = None,
    edition: str = "",
) -> Lacking:
    """What is to be fetched of an issue: what was promised and is not stored.

    With `not_since` (of `settling`) besides what is stored and was not looked at since that instant.
    """
    with reading(source) as connection:
        issue = connection.execute(
            select(_ISSUES.c.id, _ISSUES.c.page_count, _ISSUES.c.promised, _ISSUES.c.checked_at).where(
                _ISSUES.c.paper == paper, _ISSUES.c.date == date, _ISSUES.c.edition == edition
            )
        ).one_or_none()
        if issue is None:
            return Lacking()
        pages = connection.execute(_READ.where(_PAGES.c.issue_id == issue.id)).all()
        placed = connection.execute(_PLACED_ARTICLES.where(_PAGES.c.issue_id == issue.id)).all()
        taken_down = select(_REMOVALS.c.source_id).where(_REMOVALS.c.paper == paper, _REMOVALS.c.date == date)
        removed = frozenset(connection.execute(taken_down).scalars())
        old = []
        if not_since is not None:
            stale = _STORED.where(_ARTICLES.c.issue_id == issue.id, not_since > LOOKED_AT)
            old = list(connection.execute(stale).all())
    again = {page.sequence for page in pages if not_since is not None and page.checked_at < not_since}
    # Where a link is no address, the page it stands on is asked for: it may be right by now.
    again |= {row.sequence for row in placed if row.id is None and fault_of(row.url)}
    placed = [row for row in placed if row.id is not None or not fault_of(row.url)]
    promised = unread(issue.promised, {page.sequence for page in pages})
    wanted = [
        *(page for page in promised if not fault_of(page.url)),
        *(PromisedPage(p.sequence, p.number, p.name, p.url) for p in pages if p.sequence in again),
    ]
    articles: dict[str, LackingArticle] = {}
    for row in (*(row for row in placed if row.id is None), *old):
        articles.setdefault(row.source_id, LackingArticle(row.source_id, row.url, row.title))
    unseen = not_since is not None and (issue.checked_at is None or issue.checked_at < not_since)
    return Lacking(
        front_page=issue.page_count is None or unseen or any(fault_of(page.url) for page in promised),
        pages=tuple(sorted(wanted, key=lambda page: page.sequence)),
        articles=tuple(articles.values()),
        known_pages=frozenset((page.number, page.url) for page in pages),
        known_articles=frozenset(row.listed_id for row in placed if row.id is not None) | removed,
    )


def unread(promised: Sequence[Mapping[str, Any]], read: Collection[int]) -> list[PromisedPage]:
    """The entries of a page navigation (`issues.promised`) whose sequence is not among those read."""
    return [PromisedPage(**page) for page in promised if page["sequence"] not in read]


_READ = select(_PAGES.c.sequence, _PAGES.c.number, _PAGES.c.name, _PAGES.c.url, _PAGES.c.checked_at)
_PLACED_ARTICLES = (
    select(
        _PAGES.c.sequence,
        _PLACEMENTS.c.source_id,
        _PLACEMENTS.c.listed_id,
        _PLACEMENTS.c.url,
        _PLACEMENTS.c.title,
        _ARTICLES.c.id,
    )
    .select_from(PLACED)
    .order_by(_PAGES.c.sequence, _PLACEMENTS.c.position)
)
_STORED = select(_ARTICLES.c.source_id, _ARTICLES.c.url, _ARTICLES.c.headline.label("title")).order_by(
    _ARTICLES.c.id
)
