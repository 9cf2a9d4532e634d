"""The front pages of all papers of a day, read together: four statements, however many papers there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, select

from storage.browse.archived import picture
from storage.browse.drawing import Drawing, drawn
from storage.browse.reading import Front, captured_together, fronts_of
from storage.items import Polygon
from storage.models import table
from storage.selection import snapshot

_PAGES, _PLACEMENTS, _ARTICLES = map(table, ("pages", "placements", "articles"))


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
        fronts = fronts_of(connection, day)
        of_issues = _PAGES.c.issue_id.in_(list(fronts))
        pages = connection.execute(_FIRST_PAGES.where(of_issues)).all()
        placed = connection.execute(_PLACED.where(of_issues)).all()
    pictures = {row.issue_id: row.image_url or "" for row in pages}
    titles: dict[int, list[Title]] = {}
    for row in placed:
        titles.setdefault(row.issue_id, []).append(_title(row))
    places = {number: (front.paper, pictures.get(number, "")) for number, front in fronts.items()}
    stored = captured_together(engine, set(places.values()))
    found = []
    for number, front in fronts.items():
        shown = picture(archive, stored.get(places[number]))
        listed = tuple(titles.get(number, ()))
        found.append(FrontPage(front, number in pictures, listed, drawn(listed, shown)))
    return found


def _title(row: sa.Row[Any]) -> Title:
    area = tuple(tuple((x, y) for x, y in polygon) for polygon in row.area or ())
    article = Headline(row.cite_id, row.headline) if row.cite_id is not None else None
    return Title(row.position, row.title, area, article)


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
