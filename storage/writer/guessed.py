"""What becomes of guessed articles once their page is read by its family: those no title list names go."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import Connection, select

from pipelines.text.fingerprint import Fingerprint
from storage.models import table
from storage.reprints import clusters
from storage.writer.rows import insert_all

_ISSUES, _PAGES, _PLACEMENTS, _ARTICLES = map(table, ("issues", "pages", "placements", "articles"))
_ALIASES, _IMAGES, _REVISIONS = map(table, ("aliases", "images", "revisions"))

_LISTED = (
    select(_PLACEMENTS.c.id)
    .join(_PAGES, _PAGES.c.id == _PLACEMENTS.c.page_id)
    .where(_PAGES.c.issue_id == _ARTICLES.c.issue_id, _PLACEMENTS.c.source_id == _ARTICLES.c.source_id)
    .correlate(_ARTICLES)
    .exists()
)
_GUESSED_PAGES = (
    select(_PAGES.c.id)
    .where(_PAGES.c.issue_id == _ISSUES.c.id, _PAGES.c.read_by != "")
    .correlate(_ISSUES)
    .exists()
)


def drop_unlisted(connection: Connection, paper: str, date: dt.date) -> int:
    """Delete the guessed articles of a day that no title list names, unless a page of it is still guessed.

    Where the same text stands under another id, the `cite_id` becomes an alias of that article. Returns how
    many
    went.
    """
    issues = select(_ISSUES.c.id).where(_ISSUES.c.paper == paper, _ISSUES.c.date == date, ~_GUESSED_PAGES)
    gone = connection.execute(
        select(_ARTICLES).where(_ARTICLES.c.issue_id.in_(issues), _ARTICLES.c.read_by != "", ~_LISTED)
    ).all()
    touched: set[str] = set()
    for row in gone:
        same = (_ARTICLES.c.url == row.url) | (
            _ARTICLES.c.content_key.is_not(None) & (_ARTICLES.c.content_key == row.content_key)
        )
        here = (_ARTICLES.c.issue_id == row.issue_id, _ARTICLES.c.id != row.id)
        successor = connection.execute(
            select(_ARTICLES.c.id).where(*here, same).limit(1)
        ).scalar_one_or_none()
        for of in (_IMAGES, _REVISIONS):
            connection.execute(sa.delete(of).where(of.c.article_id == row.id))
        if successor is None:
            connection.execute(sa.delete(_ALIASES).where(_ALIASES.c.article_id == row.id))
        else:
            moved = sa.update(_ALIASES).where(_ALIASES.c.article_id == row.id)
            connection.execute(moved.values(article_id=successor))
            names = {"issue_id": row.issue_id, "source_id": row.source_id, "cite_id": row.cite_id}
            insert_all(connection, _ALIASES, [{**names, "article_id": successor, "url": row.url}])
        connection.execute(sa.delete(_ARTICLES).where(_ARTICLES.c.id == row.id))
        if row.content_key is not None:
            touched |= clusters.exchange(connection, row.content_key, Fingerprint(None, b""))
    if touched:
        clusters.regroup(connection, touched)
    return len(gone)
