"""One text, two ids in one issue: which id stands, and what becomes of the other.

Called within the transaction that stores the article or the page. Each result is a function of what is
stored, never of the order in which it arrived. Every function that changes something returns the content
keys of the texts that have to be grouped again (`storage.reprints.clusters.regroup`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, select

from storage import driver
from storage.models import table
from storage.order import NOWHERE, first_listed

_PAGES, _PLACEMENTS, _ARTICLES = table("pages"), table("placements"), table("articles")
_ALIASES, _TEXTS, _PAIRS = table("aliases"), table("texts"), table("pairs")

_KEPT = (
    select(_ALIASES.c.source_id.label("second"), _ARTICLES.c.source_id)
    .join(_ARTICLES, _ARTICLES.c.id == _ALIASES.c.article_id)
    .where(_ALIASES.c.issue_id == bindparam("issue"))
)
_PAIRED = select(_TEXTS.c.id).join(_PAIRS, _PAIRS.c.text_id == _TEXTS.c.id)
_GROUPED = select(_ARTICLES.c.content_key).where(
    _ARTICLES.c.issue_id == bindparam("issue"),
    _ARTICLES.c.cluster.is_not(None)
    | _PAIRED.where(_TEXTS.c.content_key == _ARTICLES.c.content_key).correlate(_ARTICLES).exists(),
)
_DOUBLED = select(_ALIASES.c.article_id).where(_ALIASES.c.issue_id == bindparam("issue")).distinct()
_GROUPED_OF = _GROUPED.where(_ARTICLES.c.source_id.in_(bindparam("ids", expanding=True)))


def kept_ids(connection: Connection, issue_id: int) -> dict[str, str]:
    """Second ids of the issue → the id under which the article stands."""
    return {row.second: row.source_id for row in driver.ask(connection, _KEPT, issue=issue_id)}


def add(
    connection: Connection, issue_id: int, article_id: int, source_id: str, cite_id: str, url: str
) -> tuple[str, set[str]]:
    """Note a second id of an article; returns the id under which the article now stands, and its text.

    That is the id printed first (page, position; then the smaller id), whichever came first. The row
    is renamed if need be; the id it had is an alias then, so that no `cite_id` ever leads nowhere.
    """
    values = {"issue_id": issue_id, "source_id": source_id, "article_id": article_id}
    connection.execute(sa.insert(_ALIASES), {**values, "cite_id": cite_id, "url": url})
    return _elect(connection, issue_id, article_id)


def drop(connection: Connection, issue_id: int, source_id: str) -> set[str]:
    """The id has a text of its own again, if it was an alias: its placements are its own."""
    this = (_ALIASES.c.issue_id == issue_id) & (_ALIASES.c.source_id == source_id)
    key = connection.execute(
        select(_ARTICLES.c.content_key).join(_ALIASES, _ALIASES.c.article_id == _ARTICLES.c.id).where(this)
    ).scalar_one_or_none()
    connection.execute(sa.delete(_ALIASES).where(this))
    _place(connection, issue_id, {source_id}, source_id)
    return set() if key is None else {key}


def placements_moved(
    connection: Connection,
    issue_id: int,
    source_ids: Collection[str] | None = None,
    kept: Mapping[str, str] | None = None,
) -> set[str]:
    """After placements of the issue moved (all, or those of `source_ids`): choose the standing ids again.

    `kept` is what `kept_ids` gives, where it was asked for just before.
    """
    touched: set[str] = set()
    for (article_id,) in () if kept == {} else driver.ask(connection, _DOUBLED, issue=issue_id):
        touched |= _elect(connection, issue_id, article_id)[1]
    if source_ids is None:
        grouped = driver.ask(connection, _GROUPED, issue=issue_id)
    else:
        grouped = driver.ask(connection, _GROUPED_OF, issue=issue_id, ids=source_ids)
    return touched | {key for (key,) in grouped if key is not None}


def _elect(connection: Connection, issue_id: int, article_id: int) -> tuple[str, set[str]]:
    """Give the article the id that is printed first among its own and its aliases."""
    row = connection.execute(
        select(_ARTICLES.c.source_id, _ARTICLES.c.cite_id, _ARTICLES.c.url, _ARTICLES.c.content_key).where(
            _ARTICLES.c.id == article_id
        )
    ).one()
    others = connection.execute(
        select(_ALIASES.c.source_id, _ALIASES.c.cite_id, _ALIASES.c.url).where(
            _ALIASES.c.issue_id == issue_id, _ALIASES.c.article_id == article_id
        )
    ).all()
    ids = {row.source_id, *(other.source_id for other in others)}
    places = {at.listed_id: at.place for at in connection.execute(first_listed(issue_id, ids))}
    best: str = min(ids, key=lambda source_id: (places.get(source_id, NOWHERE), source_id))
    if best != row.source_id:
        chosen = next(other for other in others if other.source_id == best)
        connection.execute(
            sa.update(_ALIASES)
            .where(_ALIASES.c.issue_id == issue_id, _ALIASES.c.source_id == best)
            .values(source_id=row.source_id, cite_id=row.cite_id, url=row.url)
        )
        connection.execute(
            sa.update(_ARTICLES)
            .where(_ARTICLES.c.id == article_id)
            .values(source_id=best, cite_id=chosen.cite_id, url=chosen.url)
        )
    _place(connection, issue_id, ids, best)
    return best, set() if row.content_key is None else {row.content_key}


def _place(connection: Connection, issue_id: int, listed: Collection[str], source_id: str) -> None:
    pages = select(_PAGES.c.id).where(_PAGES.c.issue_id == issue_id)
    connection.execute(
        sa.update(_PLACEMENTS)
        .where(_PLACEMENTS.c.page_id.in_(pages), _PLACEMENTS.c.listed_id.in_(listed))
        .where(_PLACEMENTS.c.source_id != source_id)
        .values(source_id=source_id)
    )
