"""Pictures and PDFs whose bytes are not archived yet. Reads only."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import sqlalchemy as sa
from sqlalchemy import Engine, select

from storage.database import reading
from storage.models import table

Media = Literal["none", "images", "all"]
"""Archived beside text: nothing, the pictures of articles, or these and pictures and PDFs of pages."""

_ISSUES, _PAGES, _ARTICLES = table("issues"), table("pages"), table("articles")
_IMAGES, _CAPTURES = table("images"), table("captures")


def lacking_media(
    source: Engine, paper: str, since: dt.date, until: dt.date, media: Media
) -> list[tuple[dt.date, str]]:
    """(issue date, address) of what was never answered for, whatever the answer was, by date."""
    span = (_ISSUES.c.paper == paper, _ISSUES.c.date.between(since, until))
    statements = []
    if media != "none":
        pictures = select(_ISSUES.c.date, _IMAGES.c.url).where(*span)
        pictures = pictures.join(_ARTICLES, _ARTICLES.c.issue_id == _ISSUES.c.id)
        statements.append(pictures.join(_IMAGES, _IMAGES.c.article_id == _ARTICLES.c.id))
    if media == "all":
        for column in (_PAGES.c.image_url, _PAGES.c.pdf_url):
            of_page = select(_ISSUES.c.date, column.label("url")).where(*span, column != "")
            statements.append(of_page.join(_PAGES, _PAGES.c.issue_id == _ISSUES.c.id))
    if not statements:
        return []
    wanted = sa.union(*statements).subquery()
    answered = select(_CAPTURES.c.url)  # by address alone: what gives no item belongs to no issue
    lacking = select(wanted.c.date, wanted.c.url).where(wanted.c.url.not_in(answered))
    with reading(source) as connection:
        return [
            (row.date, row.url) for row in connection.execute(lacking.order_by(wanted.c.date, wanted.c.url))
        ]
