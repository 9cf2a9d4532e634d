"""What the database has of some articles of an issue, before they are written: a few statements a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, func, literal_column, select

from storage import driver
from storage.items import IMAGE_FIELDS, ArticleItem
from storage.models import table

_ARTICLES, _ALIASES, _IMAGES = table("articles"), table("aliases"), table("images")
_CAPTURES, _PROBLEMS = table("captures"), table("problems")

# All that has to be known before articles of an issue are written, by index look-ups: (what, name, number).
_ISSUE: sa.BindParameter[Any] = bindparam("issue")
_IDS: sa.BindParameter[Any] = bindparam("ids", expanding=True)
_LOOK_UP = sa.union_all(
    select(literal_column("'row'").label("what"), _ARTICLES.c.source_id.label("name"), _ARTICLES.c.id).where(
        _ARTICLES.c.issue_id == _ISSUE, _ARTICLES.c.source_id.in_(_IDS)
    ),
    select(literal_column("'alias'"), _ALIASES.c.source_id, _ALIASES.c.article_id).where(
        _ALIASES.c.issue_id == _ISSUE, _ALIASES.c.source_id.in_(_IDS)
    ),
    select(literal_column("'text'"), _ARTICLES.c.content_key, func.min(_ARTICLES.c.id))
    .where(_ARTICLES.c.issue_id == _ISSUE, _ARTICLES.c.content_key.in_(bindparam("keys", expanding=True)))
    .group_by(_ARTICLES.c.content_key),
    select(literal_column("'problem'"), _PROBLEMS.c.url, _PROBLEMS.c.id).where(
        _PROBLEMS.c.paper == bindparam("paper"),
        _PROBLEMS.c.date == bindparam("date"),
        _PROBLEMS.c.url.in_(bindparam("urls", expanding=True)),
        _PROBLEMS.c.resolved_at.is_(None),
    ),
)
_ROWS = (
    select(
        _ARTICLES,
        select(_CAPTURES.c.sha256)
        .where(_CAPTURES.c.id == _ARTICLES.c.capture_id)
        .scalar_subquery()
        .label("sha256"),
    )
    .where(_ARTICLES.c.id.in_(_IDS))
    .with_for_update(of=_ARTICLES)
)
PICTURES = select(_IMAGES).where(_IMAGES.c.article_id.in_(_IDS)).order_by(_IMAGES.c.position)


@dataclass(slots=True)
class Known:
    """What the database has of some articles of an issue."""

    rows: dict[str, Any] = field(default_factory=dict)
    """source_id → the row of the article, with the `sha256` of the bytes it was read from."""
    aliases: dict[str, int] = field(default_factory=dict)
    """Second source_id → number of the article that keeps its text."""
    texts: dict[str, int] = field(default_factory=dict)
    """content_key → number of the article of the issue with that text."""
    problems: set[str] = field(default_factory=set)
    """Addresses with an open problem."""
    images: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """Number of an article → the rows of its pictures."""
    written: set[str] = field(default_factory=set)
    """source_ids and content_keys of which this is no longer true, for they were written since."""

    def state_of(self, item: ArticleItem) -> Literal["new", "known", "written"]:
        """new: neither its id nor its text is in the issue; written: what this says of it is true no more."""
        if item.source_id in self.written or item.content_key in self.written:
            return "written"
        known = item.source_id in self.rows or item.source_id in self.aliases
        return "known" if known or item.content_key in self.texts else "new"


def look_up(connection: Connection, issue_id: int, items: Sequence[ArticleItem]) -> Known:
    """What is stored of these articles of one issue, and of their texts, pictures and problems."""
    known = Known()
    asked = {
        "issue": issue_id,
        "ids": [item.source_id for item in items],
        "keys": [item.content_key for item in items if item.content_key is not None],
        "urls": [item.url for item in items],
        "paper": items[0].paper,
        "date": items[0].date,
    }
    stored = []
    for what, name, number in driver.ask(connection, _LOOK_UP, **asked):
        match what:
            case "row":
                stored.append(number)
            case "alias":
                known.aliases[name] = number
            case "text":
                known.texts[name] = number
            case _:
                known.problems.add(name)
    if stored:
        known.rows = {row.source_id: row for row in driver.ask(connection, _ROWS, ids=stored)}
        for image in driver.ask(connection, PICTURES, ids=stored):
            known.images.setdefault(image.article_id, []).append(picture(image))
    return known


def picture(row: Any) -> dict[str, Any]:
    """A row of `images` without its numbers: what can be compared with a picture that arrives."""
    return {name: getattr(row, name) for name in IMAGE_FIELDS}
