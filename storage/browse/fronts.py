"""The front pages of all papers of a day, read together: four statements, however many papers there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, func, select

from storage.browse.archived import picture
from storage.browse.drawing import Drawing, drawn
from storage.browse.reading import Front, captured_together
from storage.items import Polygon
from storage.models import table
from storage.selection import snapshot

_PAPERS, _ISSUES, _PAGES, _PLACEMENTS = map(table, ("papers", "issues", "pages", "placements"))
_ARTICLES = table("articles")


@dataclass(frozen=True, slots=True)
class Headline:
    """What a newsstand shows of an article."""

    cite_id: str
    headline: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title on a front page, with its article where that is stored."""

    position: int
    title: str
    area: tuple[Polygon, ...]
    article: Headline | None


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front page of an issue."""

    front: Front
    is_read: bool
    """Whether its title list was read."""
    titles: tuple[Title, ...]
    drawing: Drawing | None


def front_pages(engine: Engine, day: dt.date, archive: str) -> list[FrontPage]:
    """The front pages of that day by paper and edition; without titles where page 1 was not read."""
    with snapshot(engine) as connection:
        issues = connection.execute(_ISSUES_OF_DAY.where(_ISSUES.c.date == day)).all()
        of_issues = _PAGES.c.issue_id.in_([row.id for row in issues])
        pages = connection.execute(_FIRST_PAGES.where(of_issues)).all()
        placed = connection.execute(_PLACED.where(of_issues)).all()
    pictures = {row.issue_id: row.image_url or "" for row in pages}
    titles: dict[int, list[Title]] = {}
    for row in placed:
        titles.setdefault(row.issue_id, []).append(_title(row))
    stored = captured_together(engine, {(row.paper, pictures.get(row.id, "")) for row in issues})
    found = []
    for row in issues:
        shown = picture(archive, stored.get((row.paper, pictures.get(row.id, ""))))
        listed = tuple(titles.get(row.id, ()))
        front = Front(row.paper, row.name, row.script, row.date, row.edition)
        found.append(FrontPage(front, row.id in pictures, listed, drawn(listed, shown)))
    return sorted(found, key=lambda one: (one.front.paper, one.front.edition))


def _title(row: sa.Row[Any]) -> Title:
    area = tuple(tuple((x, y) for x, y in polygon) for polygon in row.area or ())
    article = Headline(row.cite_id, row.headline) if row.cite_id is not None else None
    return Title(row.position, row.title, area, article)


# Paper by paper, because the index of issues begins with the paper.
_ISSUES_OF_DAY: sa.Select[Any] = (
    select(_ISSUES.c.id, _ISSUES.c.paper, _ISSUES.c.date, _ISSUES.c.edition, _PAPERS.c.name, _PAPERS.c.script)
    .select_from(_PAPERS.join(_ISSUES, _ISSUES.c.paper == _PAPERS.c.slug))
    .where(func.coalesce(_ISSUES.c.page_count, 1) != 0)
)
_FIRST_PAGES: sa.Select[Any] = select(_PAGES.c.issue_id, _PAGES.c.image_url).where(_PAGES.c.sequence == 1)
_PLACED: sa.Select[Any] = (
    select(
        _PAGES.c.issue_id,
        _PLACEMENTS.c.position,
        _PLACEMENTS.c.title,
        _PLACEMENTS.c.area,
        _ARTICLES.c.cite_id,
        _ARTICLES.c.headline,
    )
    .select_from(
        _PAGES.join(_PLACEMENTS, _PLACEMENTS.c.page_id == _PAGES.c.id).outerjoin(
            _ARTICLES,
            (_ARTICLES.c.issue_id == _PAGES.c.issue_id) & (_ARTICLES.c.source_id == _PLACEMENTS.c.source_id),
        )
    )
    .where(_PAGES.c.sequence == 1)
    .order_by(_PAGES.c.issue_id, _PLACEMENTS.c.position)
)
