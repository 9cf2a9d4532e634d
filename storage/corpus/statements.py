"""What is asked of the database for the articles of some issues: their places, pictures and reprints."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from storage.models import table
from storage.order import RANK, printed

_ISSUES, _PAGES, _PLACEMENTS = map(table, ("issues", "pages", "placements"))
_ARTICLES, _IMAGES = map(table, ("articles", "images"))

UNREAD = frozenset(("headline_hans", "body_hans", "paper", "date", "reprint_of", "capture_id", "last_seen"))
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
