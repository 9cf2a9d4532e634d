"""Where the bytes of an article lie."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, select

from storage.database import reading
from storage.models import table

_ALIASES, _ARTICLES, _CAPTURES, _IMAGES = map(table, ("aliases", "articles", "captures", "images"))
_ISSUES, _PAGES, _REVISIONS = map(table, ("issues", "pages", "revisions"))


@dataclass(frozen=True, slots=True)
class Places:
    """An article, the ids it has, and every record of the archive it can be read from."""

    paper: str
    date: dt.date
    ids: list[tuple[str, str]]
    """Its `source_id` and `cite_id`, and those of its aliases."""
    places: list[tuple[str, int, int]]
    """File, offset and length of each record."""
    shared: list[str]
    """Addresses of records that a page, or another article, is read from as well."""


def places_of(source: Engine, cite_id: str) -> Places | None:
    """Where an article's bytes lie; None where there is no such article."""
    with reading(source) as connection:
        article = connection.execute(select(_ARTICLES).where(_ARTICLES.c.cite_id == cite_id)).one_or_none()
        if article is None:
            return None
        issue = connection.execute(select(_ISSUES).where(_ISSUES.c.id == article.issue_id)).one()
        others = connection.execute(select(_ALIASES).where(_ALIASES.c.article_id == article.id)).all()
        numbers = {article.capture_id}
        before = select(_REVISIONS.c.capture_id).where(_REVISIONS.c.article_id == article.id)
        numbers |= set(connection.execute(before).scalars())
        pictures = select(_IMAGES.c.url).where(_IMAGES.c.article_id == article.id)
        urls = {article.url, *(other.url for other in others), *connection.execute(pictures).scalars()}
        by_number = _CAPTURES.c.id.in_([number for number in numbers if number is not None])
        named = select(_CAPTURES.c.url).where(by_number)
        urls |= set(connection.execute(named).scalars())
        captures = connection.execute(select(_CAPTURES).where(by_number | _CAPTURES.c.url.in_(urls))).all()
        mine = {one.id for one in captures}
        elsewhere = select(_ARTICLES.c.url).where(
            _ARTICLES.c.capture_id.in_(mine), _ARTICLES.c.id != article.id
        )
        on_pages = select(_PAGES.c.url).where(_PAGES.c.issue_id == issue.id, _PAGES.c.url.in_(urls))
        shared = [*connection.execute(elsewhere).scalars(), *connection.execute(on_pages).scalars()]
        if "#" in article.url:  # a part of an answer
            shared.append(article.url)
    return Places(
        paper=issue.paper,
        date=issue.date,
        ids=[(article.source_id, cite_id), *((other.source_id, other.cite_id) for other in others)],
        places=[(one.warc, one.offset, one.length) for one in captures],
        shared=shared,
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """An article that was taken down."""

    cite_id: str
    removed_at: dt.datetime
    why: str
    date: dt.date
    """Of its issue."""
    source_id: str


def taken_down(
    source: Engine,
    papers: list[str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    *,
    cite_id: str | None = None,
) -> list[Taken]:
    """The articles that were taken down, of these papers (None: all) and between two dates; or that one."""
    removals = table("removals")
    columns = [removals.c[name] for name in ("cite_id", "removed_at", "why", "date", "source_id")]
    statement = select(*columns).order_by(removals.c.cite_id)
    if papers:
        statement = statement.where(removals.c.paper.in_(papers))
    if since is not None:
        statement = statement.where(removals.c.date >= since)
    if until is not None:
        statement = statement.where(removals.c.date <= until)
    if cite_id is not None:
        statement = statement.where(removals.c.cite_id == cite_id)
    with reading(source) as connection:
        return [Taken(*row) for row in connection.execute(statement)]
