"""How an article is written: the row itself, its revisions, its pictures, its second ids."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, select

from storage.items import TEXT_FIELDS, Outcome
from storage.models import table
from storage.reprints import aliases, clusters, index
from storage.writer.rows import capture_id_of, change, insert, insert_all, note, resolve, update
from storage.writer.stored import Article, article_row, image_rows, is_same, seen_at

_ARTICLES, _ALIASES, _IMAGES = table("articles"), table("aliases"), table("images")
_ISSUES, _REVISIONS, _CAPTURES, _PROBLEMS = (
    table("issues"),
    table("revisions"),
    table("captures"),
    table("problems"),
)

_SHRUNK = 2
"""A text that many times shorter than the stored one is a stub (a paywall, a broken page), not an edit."""

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

_REVISIONS_OF = (
    select(_REVISIONS)
    .join(_CAPTURES, _CAPTURES.c.id == _REVISIONS.c.capture_id)
    .where(_REVISIONS.c.article_id == bindparam("id"), _CAPTURES.c.sha256 == bindparam("sha256"))
)


def store_article(connection: Connection, issue_id: int, item: Article) -> Outcome:
    """Store an article: a new row, a new revision of one, a second id of a text, or nothing."""
    seen = seen_at(item)
    row = {"issue_id": issue_id, **article_row(item)}
    if item.content_key is not None:
        clusters.lock(connection)
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
        return _again(connection, probe.stored, row, item, seen, capture_id)
    if probe.alike is not None and item.content_key is not None:
        twin = aliases.twin(connection, issue_id, item.content_key)
        if twin is not None:
            return _double(connection, twin, row, item, capture_id, known=probe.alias_of == twin)
    if probe.alias_of is not None:
        aliases.part(connection, issue_id, item.source_id)
    article_id = insert(
        connection,
        _ARTICLES,
        {**row, "revision": 1, "first_seen": seen, "last_seen": seen, "capture_id": capture_id},
    )
    _store_images(connection, article_id, item, fresh=True)
    if item.content_key is not None and probe.alike is not None:
        clusters.join(connection, item.content_key, row["cite_id"])
    elif item.content_key is not None:
        touched = index.enter(connection, item.content_key, item.signature, item.body_hans)
        clusters.regroup_all(connection, touched)
    return "new"


def _again(
    connection: Connection,
    article_id: int,
    row: dict[str, Any],
    item: Article,
    seen: dt.datetime,
    capture_id: int | None,
) -> Outcome:
    """The article is stored already: it is the same, another, a stub, or one from before."""
    before = connection.execute(_ARTICLE, {"id": article_id}).one()
    replayed = seen <= before.last_seen
    corrected = replayed and before.revision > 1 and _correct_revisions(connection, article_id, row, item)
    if not is_same(item, before):
        if seen >= before.last_seen and row["char_count"] * _SHRUNK < before.char_count:
            if not replayed:
                update(connection, _ARTICLES, article_id, {"last_seen": seen, "withdrawn_at": None})
            detail = f"{row['char_count']} characters, earlier {before.char_count}: the fuller text stands"
            return note(connection, item, "shrunk", detail, seen, capture_id)
        if replayed:
            return "changed" if corrected else "same"
    outcome = _renew(connection, before, row, item, seen, capture_id)
    return "changed" if corrected else outcome


def _correct_revisions(connection: Connection, article_id: int, row: dict[str, Any], item: Article) -> bool:
    """Replayed bytes of earlier versions: their text as it is read now. Other old bytes tell nothing new."""
    if item.capture is None:
        return False
    key = {"id": article_id, "sha256": item.capture.sha256}
    texts = {name: row[name] for name in TEXT_FIELDS}
    revisions = connection.execute(_REVISIONS_OF, key).all()
    changed = [change(connection, _REVISIONS, revision, texts) for revision in revisions]
    return any(changed)


def _renew(
    connection: Connection,
    before: sa.Row[Any],
    row: dict[str, Any],
    item: Article,
    seen: dt.datetime,
    capture_id: int | None,
) -> Outcome:
    """What arrived last, or anew from the same bytes: keep what it was, where the site changed it."""
    article_id = before.id
    differing = {name: value for name, value in row.items() if getattr(before, name) != value}
    if before.withdrawn_at is not None and before.withdrawn_at < seen:
        differing["withdrawn_at"] = None
    images = _store_images(connection, article_id, item, fresh=False)
    outcome: Outcome = "changed" if differing or images else "same"
    # Other text from the same bytes is another parser, not another article.
    same_bytes = is_same(item, before)
    if not same_bytes and not differing.keys().isdisjoint(TEXT_FIELDS):
        old = {name: getattr(before, name) for name in (*TEXT_FIELDS, "revision", "capture_id")}
        insert(connection, _REVISIONS, {**old, "article_id": article_id, "seen_at": before.last_seen})
        differing["revision"] = before.revision + 1
    if outcome == "changed" and capture_id is not None and seen >= before.last_seen:
        differing["capture_id"] = capture_id
    if "content_key" in differing:
        differing |= {"cluster": None, "reprint_of": None}
    if seen > before.last_seen:
        differing["last_seen"] = seen
    if differing:
        update(connection, _ARTICLES, article_id, differing)
    if "content_key" in differing:
        clusters.exchange(connection, before.content_key, item)
    return outcome


def withdraw(connection: Connection, paper: str, date: dt.date, source_id: str, seen: dt.datetime) -> Outcome:
    """See `Archive.withdraw`; nothing where no such article is stored, or where it was seen since."""
    issue = select(_ISSUES.c.id).where(_ISSUES.c.paper == paper, _ISSUES.c.date == date)
    return _withdraw(connection, _ARTICLES.c.issue_id.in_(issue) & (_ARTICLES.c.source_id == source_id), seen)


def withdraw_at(connection: Connection, issue_id: int, url: str, seen: dt.datetime) -> Outcome | None:
    """Withdraw the article of that address; None when the issue has no article there."""
    articles = select(_ARTICLES.c.id).where(_ARTICLES.c.issue_id == issue_id, _ARTICLES.c.url == url)
    seconds = select(_ALIASES.c.article_id).where(_ALIASES.c.issue_id == issue_id, _ALIASES.c.url == url)
    if connection.execute(articles).first() is None:
        # One of two addresses of a text has gone: the text stands under the other.
        return None if connection.execute(seconds).first() is None else "same"
    return _withdraw(connection, _ARTICLES.c.id.in_(articles.scalar_subquery()), seen)


def _withdraw(connection: Connection, which: sa.ColumnElement[bool], seen: dt.datetime) -> Outcome:
    done = connection.execute(
        sa.update(_ARTICLES)
        .where(which, _ARTICLES.c.last_seen < seen, _ARTICLES.c.withdrawn_at.is_(None))
        .values(withdrawn_at=seen)
    )
    return "changed" if done.rowcount else "same"


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
    aliases.part(connection, row["issue_id"], item.source_id)  # it may have been the double of another
    chosen = aliases.alias(connection, row["issue_id"], article_id, item.source_id, row["cite_id"], item.url)
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
