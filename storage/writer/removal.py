"""Articles taken down: their rows go, and neither a crawl nor a rebuild brings them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, select

from pipelines.text.fingerprint import Fingerprint
from storage.errors import UsageError
from storage.items import ArticleItem, Item, PageItem, UnreadItem
from storage.models import table
from storage.reprints import clusters
from storage.writer.rows import insert

_ARTICLES, _ALIASES, _CAPTURES, _ISSUES = map(table, ("articles", "aliases", "captures", "issues"))
_PAGES, _PLACEMENTS, _PROBLEMS, _REMOVALS = map(table, ("pages", "placements", "problems", "removals"))
_OF_ARTICLE = (table("images"), table("revisions"), _ALIASES)

Removed = dict[tuple[str, dt.date], set[str]]
"""Paper and date → the ids of the articles taken down."""


def removed(connection: Connection) -> Removed:
    """All that was taken down."""
    found: Removed = {}
    for row in connection.execute(select(_REMOVALS.c.paper, _REMOVALS.c.date, _REMOVALS.c.source_id)):
        found.setdefault((row.paper, row.date), set()).add(row.source_id)
    return found


def screened(item: Item | UnreadItem, gone: Removed) -> Item | UnreadItem:
    """An item without what was taken down: of an article its bytes' place, of a page its other titles."""
    if not isinstance(item, ArticleItem | PageItem) or not (ids := gone.get((item.paper, item.date))):
        return item
    if isinstance(item, PageItem):
        return replace(item, placements=tuple(one for one in item.placements if one.source_id not in ids))
    if item.source_id in ids and item.capture is not None:
        return UnreadItem(item.paper, item.date, item.capture)
    return item


def take_down(connection: Connection, cite_id: str, why: str, places: Sequence[tuple[str, int, int]]) -> None:
    """Remove the rows of an article, and those of the captures at these places. Raises UsageError."""
    article = connection.execute(select(_ARTICLES).where(_ARTICLES.c.cite_id == cite_id)).one_or_none()
    if article is None:
        raise UsageError(f"there is no article {cite_id!r}")
    issue = connection.execute(select(_ISSUES).where(_ISSUES.c.id == article.issue_id)).one()
    others = connection.execute(select(_ALIASES).where(_ALIASES.c.article_id == article.id)).all()
    gone = [(article.source_id, cite_id), *((other.source_id, other.cite_id) for other in others)]
    for source_id, cited in gone:
        _remember(
            connection,
            {
                "paper": issue.paper,
                "date": issue.date,
                "source_id": source_id,
                "cite_id": cited,
                "why": why,
                "removed_at": dt.datetime.now(dt.UTC),
                "bytes": [list(place) for place in places],
            },
        )
    for of in _OF_ARTICLE:
        connection.execute(sa.delete(of).where(of.c.article_id == article.id))
    connection.execute(sa.delete(_ARTICLES).where(_ARTICLES.c.id == article.id))
    ids = [source_id for source_id, _ in gone]
    mine = select(_PAGES.c.id).where(_PAGES.c.issue_id == issue.id)
    named = _PLACEMENTS.c.source_id.in_(ids) | _PLACEMENTS.c.listed_id.in_(ids)
    connection.execute(sa.delete(_PLACEMENTS).where(_PLACEMENTS.c.page_id.in_(mine), named))
    for warc, offset, _ in places:
        here = (_CAPTURES.c.warc == warc) & (_CAPTURES.c.offset == offset)
        numbers = select(_CAPTURES.c.id).where(here)
        pointing = sa.update(_PROBLEMS).where(_PROBLEMS.c.capture_id.in_(numbers))
        connection.execute(pointing.values(capture_id=None))
        connection.execute(sa.delete(_CAPTURES).where(here))
    clusters.regroup(connection, clusters.exchange(connection, article.content_key, Fingerprint(None, b"")))


def recall(connection: Connection, notes: Sequence[Mapping[str, object]]) -> None:
    """Note what the archive's notes say was taken down, as far as it is not known."""
    for note in notes:
        values: dict[str, Any] = dict(note)
        values["date"] = dt.date.fromisoformat(values["date"])
        values["removed_at"] = dt.datetime.fromisoformat(values["removed_at"])
        _remember(connection, values)


def _remember(connection: Connection, values: Mapping[str, Any]) -> None:
    known = select(_REMOVALS.c.id).where(_REMOVALS.c.cite_id == values["cite_id"])
    if connection.execute(known).one_or_none() is None:
        insert(connection, _REMOVALS, values)
