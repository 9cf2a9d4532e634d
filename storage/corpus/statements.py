"""What is asked of the database for the articles of some issues: texts, places, pictures, other prints."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, select

from storage.corpus.versions import CAPTURE
from storage.models import table
from storage.order import RANK, printed

_ISSUES, _PAGES, _PLACEMENTS = map(table, ("issues", "pages", "placements"))
_ARTICLES, _IMAGES, _CAPTURES = map(table, ("articles", "images", "captures"))

_FOLDED = ("headline_hans", "body_hans")
_UNREAD = frozenset((*_FOLDED, "paper", "date", "reprint_of", "capture_id", "last_seen"))
"""Columns of `articles` that a row of a corpus has from elsewhere, or not at all."""
PLACES = printed(
    _PAGES.c.issue_id,
    _PLACEMENTS.c.source_id,
    _PAGES.c.sequence,
    _PLACEMENTS.c.position,
    _PAGES.c.number,
    _PAGES.c.name,
    _PLACEMENTS.c.share,
).where(_PAGES.c.issue_id.in_(bindparam("issues", expanding=True)))
PICTURES = (
    select(_IMAGES)
    .where(_IMAGES.c.article_id.in_(bindparam("articles", expanding=True)))
    .order_by(_IMAGES.c.position)
)
MEMBERS = (
    select(*RANK, _ARTICLES.c.cluster, _ARTICLES.c.content_key, _ISSUES.c.paper)
    .select_from(_ARTICLES)
    .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
    .where(_ARTICLES.c.cluster.in_(bindparam("clusters", expanding=True)))
)
MEMBERS_UNTIL = MEMBERS.where(_ARTICLES.c.first_seen < bindparam("end"))
"""Those first seen before that instant."""


@cache
def stored(folded: bool, guessed: bool, ended: bool) -> sa.Select[Any]:
    """Articles with their issue and the place of their bytes.

    `folded`: with headline and body in simplified script; without `guessed` none that only the generic
    reader understood; `ended`: those first seen before `end`, with the arrival of their bytes.
    """
    columns = [column for column in _ARTICLES.c if column.name not in _UNREAD]
    columns += [_ARTICLES.c[name] for name in _FOLDED if folded]
    issue = (_ISSUES.c.paper, _ISSUES.c.date, _ISSUES.c.edition, _ISSUES.c.number.label("issue_number"))
    statement = (
        select(*columns, *issue, *(CAPTURE if ended else CAPTURE[1:]))
        .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
        .outerjoin(_CAPTURES, _CAPTURES.c.id == _ARTICLES.c.capture_id)
    )
    if not guessed:
        statement = statement.where(_ARTICLES.c.read_by == "")
    return statement.where(_ARTICLES.c.first_seen < bindparam("end")) if ended else statement


@cache
def of_issues(folded: bool, guessed: bool, ended: bool) -> sa.Select[Any]:
    """`stored` of the articles of some `issues`."""
    return stored(folded, guessed, ended).where(_ARTICLES.c.issue_id.in_(bindparam("issues", expanding=True)))
