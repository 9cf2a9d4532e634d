"""What the pages ask of the database beside what the other rooms answer: neighbours, places, bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, func, select

from storage.database import reading
from storage.items import CAPTURE_FIELDS, Capture
from storage.models import table
from storage.order import first_place

_PAPERS, _ISSUES, _PAGES, _PLACEMENTS = map(table, ("papers", "issues", "pages", "placements"))
_ARTICLES, _REVISIONS, _CAPTURES = map(table, ("articles", "revisions", "captures"))
_HAS_PAGES = func.coalesce(_ISSUES.c.page_count, 1) != 0
"""An issue that promised no page is a day without one."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A capture with its number in the database."""

    id: int
    capture: Capture


@dataclass(frozen=True, slots=True)
class Front:
    """The front page of an issue, for a newsstand of one day."""

    paper: str
    paper_name: str
    script: str
    date: dt.date
    edition: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands on a page."""

    sequence: int
    number: str
    name: str
    position: int


def neighbours(engine: Engine, paper: str, day: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The days of the issues before and after that day that have pages."""
    this = (_ISSUES.c.paper == paper, _HAS_PAGES)
    before = select(func.max(_ISSUES.c.date)).where(*this, _ISSUES.c.date < day).scalar_subquery()
    after = select(func.min(_ISSUES.c.date)).where(*this, _ISSUES.c.date > day).scalar_subquery()
    with reading(engine) as connection:
        row = connection.execute(select(before.label("before"), after.label("after"))).one()
    return row.before, row.after


def guessed_pages(engine: Engine, paper: str, day: dt.date, edition: str) -> frozenset[int]:
    """The pages of an issue (their sequences) that only the generic reader understood."""
    found = (
        select(_PAGES.c.sequence)
        .join(_ISSUES, _ISSUES.c.id == _PAGES.c.issue_id)
        .where(_ISSUES.c.paper == paper, _ISSUES.c.date == day, _ISSUES.c.edition == edition)
        .where(_PAGES.c.read_by != "")
    )
    with reading(engine) as connection:
        return frozenset(connection.execute(found).scalars())


def fronts(engine: Engine, day: dt.date) -> list[Front]:
    """The issues of all papers of that day that have pages, by paper and edition."""
    with reading(engine) as connection:
        return list(fronts_of(connection, day).values())


def fronts_of(connection: Connection, day: dt.date) -> dict[int, Front]:
    """The same by the number of the issue in the database."""
    # Paper by paper, because the index of issues begins with the paper.
    found = (
        select(
            _ISSUES.c.id, _PAPERS.c.slug, _PAPERS.c.name, _PAPERS.c.script, _ISSUES.c.date, _ISSUES.c.edition
        )
        .join(_ISSUES, _ISSUES.c.paper == _PAPERS.c.slug)
        .where(_ISSUES.c.date == day, _HAS_PAGES)
    )
    rows = sorted(connection.execute(found), key=lambda row: (row.slug, row.edition))
    return {number: Front(*front) for number, *front in rows}


def days_around(engine: Engine, day: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The nearest days before and after with an issue of any paper."""
    this = (_ISSUES.c.paper == _PAPERS.c.slug, _HAS_PAGES)
    # Paper by paper, because the index of issues begins with the paper.
    before = select(func.max(_ISSUES.c.date)).where(*this, _ISSUES.c.date < day).correlate(_PAPERS)
    after = select(func.min(_ISSUES.c.date)).where(*this, _ISSUES.c.date > day).correlate(_PAPERS)
    of_papers = select(
        before.scalar_subquery().label("before"), after.scalar_subquery().label("after")
    ).select_from(_PAPERS)
    with reading(engine) as connection:
        rows = connection.execute(of_papers).all()
    return (
        max((row.before for row in rows if row.before is not None), default=None),
        min((row.after for row in rows if row.after is not None), default=None),
    )


def places(engine: Engine, cite_id: str) -> list[Place]:
    """Every place an article is printed, in print order."""
    found = (
        select(_PAGES.c.sequence, _PAGES.c.number, _PAGES.c.name, _PLACEMENTS.c.position)
        .select_from(_ARTICLES)
        .join(_PAGES, _PAGES.c.issue_id == _ARTICLES.c.issue_id)
        .join(
            _PLACEMENTS,
            (_PLACEMENTS.c.page_id == _PAGES.c.id) & (_PLACEMENTS.c.source_id == _ARTICLES.c.source_id),
        )
        .where(_ARTICLES.c.cite_id == cite_id)
        .order_by(_PAGES.c.sequence, _PLACEMENTS.c.position)
    )
    with reading(engine) as connection:
        return [Place(*row) for row in connection.execute(found)]


def further_parts(engine: Engine, cite_id: str) -> list[str]:
    """The cite_ids of the parts on later pages in which a story goes on, in print order."""
    issue = select(_ARTICLES.c.issue_id).where(_ARTICLES.c.cite_id == cite_id)
    found = select(_ARTICLES.c.cite_id, first_place().label("place")).where(
        _ARTICLES.c.issue_id.in_(issue), _ARTICLES.c.continues == cite_id
    )
    with reading(engine) as connection:
        return [part for part, _ in sorted(connection.execute(found), key=lambda row: row.place or 0)]


def capture(engine: Engine, number: int) -> Stored | None:
    """The capture of that number."""
    return _one(engine, _CAPTURES.c.id == number)


def captured_article(engine: Engine, cite_id: str, revision: int | None = None) -> Stored | None:
    """The bytes an article, or one of its earlier versions, was read from."""
    named = select(_ARTICLES.c.capture_id).where(_ARTICLES.c.cite_id == cite_id)
    if revision is not None:
        earlier = (
            select(_REVISIONS.c.capture_id)
            .join(_ARTICLES, _ARTICLES.c.id == _REVISIONS.c.article_id)
            .where(_ARTICLES.c.cite_id == cite_id, _REVISIONS.c.revision == revision)
        )
        named = sa.union_all(earlier, named.where(_ARTICLES.c.revision == revision))  # type: ignore[assignment]
    return _one(engine, _CAPTURES.c.id.in_(named))


def captured(engine: Engine, paper: str, urls: Collection[str]) -> dict[str, Stored]:
    """Address → the newest good answer from there, of pictures and files: no row was read from these."""
    found = captured_together(engine, {(paper, url) for url in urls})
    return {url: stored for (_, url), stored in found.items()}


def captured_together(engine: Engine, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], Stored]:
    """The same of several papers: (paper, address) → its newest good answer."""
    urls = {url for _, url in wanted if url}
    if not urls:
        return {}
    good = (_CAPTURES.c.issue_id.is_(None), _CAPTURES.c.url.in_(urls), _CAPTURES.c.status == 200)
    statement = _STORED.where(*good).order_by(_CAPTURES.c.fetched_at)
    with reading(engine) as connection:
        rows = connection.execute(statement).all()
    # A paper's records stand in its own directory.
    of_papers = ((row.warc.partition("/")[0], row) for row in rows)
    return {(paper, row.url): _stored(row) for paper, row in of_papers if (paper, row.url) in wanted}


_STORED: sa.Select[Any] = select(_CAPTURES.c.id, *(_CAPTURES.c[name] for name in CAPTURE_FIELDS))


def _one(engine: Engine, *where: sa.ColumnElement[bool]) -> Stored | None:
    with reading(engine) as connection:
        row = connection.execute(_STORED.where(*where).limit(1)).one_or_none()
    return None if row is None else _stored(row)


def _stored(row: sa.Row[Any]) -> Stored:
    return Stored(row.id, Capture(*(getattr(row, name) for name in CAPTURE_FIELDS)))
