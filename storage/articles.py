"""How an article is written: the row itself, its revisions, its pictures, its second ids."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, select

from storage import reprints
from storage.models import table
from storage.stored import TEXT_FIELDS, Article, Outcome, article_row, image_rows, seen_at
from storage.writing import capture_id_of, insert, insert_all, resolve, update

_ARTICLES, _ALIASES, _IMAGES = table("articles"), table("aliases"), table("images")
_REVISIONS, _CAPTURES, _PROBLEMS = table("revisions"), table("captures"), table("problems")

# All an article needs to know before it is written, in one statement of index look-ups.
_PROBE = select(
    select(_ARTICLES.c.id)
    .where(_ARTICLES.c.issue_id == bindparam("issue"), _ARTICLES.c.source_id == bindparam("source"))
    .scalar_subquery()
    .label("stored"),
    select(_ARTICLES.c.id)
    .where(_ARTICLES.c.content_key == bindparam("key"))
    .limit(1)
    .scalar_subquery()
    .label("alike"),
    select(_ALIASES.c.article_id)
    .where(_ALIASES.c.issue_id == bindparam("issue"), _ALIASES.c.source_id == bindparam("source"))
    .scalar_subquery()
    .label("alias_of"),
    select(_PROBLEMS.c.id)
    .where(_PROBLEMS.c.paper == bindparam("paper"), _PROBLEMS.c.date == bindparam("date"))
    .where(_PROBLEMS.c.url == bindparam("url"), _PROBLEMS.c.resolved_at.is_(None))
    .limit(1)
    .scalar_subquery()
    .label("problem"),
)
_ARTICLE = (
    select(
        _ARTICLES,
        select(_CAPTURES.c.sha256)
        .where(_CAPTURES.c.id == _ARTICLES.c.capture_id)
        .scalar_subquery()
        .label("sha256"),
    )
    .where(_ARTICLES.c.id == bindparam("id"))
    .with_for_update(of=_ARTICLES)
)


def store_article(connection: Connection, issue_id: int, item: Article) -> Outcome:
    """Store an article: a new row, a new revision of one, a second id of a text, or nothing."""
    seen = seen_at(item)
    row = {"issue_id": issue_id, **article_row(item)}
    reprints.lock(connection, item.content_key)
    probe = connection.execute(
        _PROBE,
        {
            "issue": issue_id,
            "source": item.source_id,
            "key": item.content_key,
            "paper": item.paper,
            "date": item.date,
            "url": item.url,
        },
    ).one()
    capture_id = capture_id_of(connection, item.capture, issue_id)
    if probe.problem is not None:
        resolve(connection, item, seen)
    if probe.stored is not None:
        return _renew(connection, probe.stored, row, item, seen, capture_id)
    if probe.alike is not None and item.content_key is not None:
        twin = reprints.twin(connection, issue_id, item.content_key)
        if twin is not None:
            return _double(connection, twin, row, item, capture_id, known=probe.alias_of == twin)
    if probe.alias_of is not None:
        reprints.part(connection, issue_id, item.source_id)
    article_id = insert(
        connection,
        _ARTICLES,
        {**row, "revision": 1, "first_seen": seen, "last_seen": seen, "capture_id": capture_id},
    )
    _store_images(connection, article_id, item, fresh=True)
    if probe.alike is not None and item.content_key is not None:
        reprints.join(connection, item.content_key, row["cite_id"])
    return "new"


def _renew(
    connection: Connection,
    article_id: int,
    row: dict[str, Any],
    item: Article,
    seen: dt.datetime,
    capture_id: int | None,
) -> Outcome:
    """The article is stored already: keep what it was, where the site changed it."""
    before = connection.execute(_ARTICLE, {"id": article_id}).one()
    differing = {name: value for name, value in row.items() if getattr(before, name) != value}
    if before.withdrawn_at is not None:
        differing["withdrawn_at"] = None
    images = _store_images(connection, article_id, item, fresh=False)
    outcome: Outcome = "changed" if differing or images else "same"
    # Other text from the same bytes is another parser, not another article.
    same_bytes = item.capture is not None and item.capture.sha256 == before.sha256
    if not same_bytes and not differing.keys().isdisjoint(TEXT_FIELDS):
        old = {name: getattr(before, name) for name in (*TEXT_FIELDS, "revision", "capture_id")}
        insert(connection, _REVISIONS, {**old, "article_id": article_id, "seen_at": before.last_seen})
        differing["revision"] = before.revision + 1
    if outcome == "changed" and capture_id is not None:
        differing["capture_id"] = capture_id
    if "content_key" in differing:
        differing |= {"cluster": None, "reprint_of": None}
    if seen > before.last_seen:
        differing["last_seen"] = seen
    if differing:
        update(connection, _ARTICLES, article_id, differing)
    if "content_key" in differing:
        reprints.regroup(connection, before.content_key)
        reprints.regroup(connection, item.content_key)
    return outcome


def _double(
    connection: Connection,
    article_id: int,
    row: dict[str, Any],
    item: Article,
    capture_id: int | None,
    *,
    known: bool,
) -> Outcome:
    """The issue has this text already under another id: one article, and the placements of both."""
    if known:
        return "same"
    reprints.part(connection, row["issue_id"], item.source_id)  # it may have been the double of another
    chosen = reprints.alias(connection, row["issue_id"], article_id, item.source_id, row["cite_id"], item.url)
    if chosen == item.source_id:  # printed first: then its wording is that of the row, too
        update(connection, _ARTICLES, article_id, {**row, "capture_id": capture_id})
        _store_images(connection, article_id, item, fresh=False)
    return "changed"


def _store_images(connection: Connection, article_id: int, item: Article, *, fresh: bool) -> bool:
    """Replace the article's pictures where they differ (a fresh article has none); whether they did."""
    after = image_rows(item.images)
    if fresh and not after:
        return False
    of = _IMAGES.c.article_id == article_id
    columns = [column for column in _IMAGES.c if column.name not in ("id", "article_id")]
    if not fresh:
        stored = connection.execute(select(*columns).where(of).order_by(_IMAGES.c.position))
        if [dict(row) for row in stored.mappings()] == after:
            return False
        connection.execute(sa.delete(_IMAGES).where(of))
    insert_all(connection, _IMAGES, [{"article_id": article_id, **row} for row in after])
    return True
