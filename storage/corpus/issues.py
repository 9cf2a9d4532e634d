"""An issue as it was printed: its pages, their title lists, their articles."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, func, select

from storage.corpus.articles import those
from storage.corpus.values import Article, Issue, Page, Placement
from storage.models import table
from storage.selection import Selection, with_papers

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")
_ARTICLES = table("articles")


def read_issue(
    connection: Connection, selection: Selection, day: dt.date, edition: str, page: int | None = None
) -> Issue:
    """The issue of that day of the one paper selected, with the articles selected.

    With `page`, the sequence of one: the title lists and articles of other pages are left out.
    Raises UnknownPaper, and LookupError when nothing of it is stored.
    """
    selection, papers = with_papers(connection, selection)
    [paper] = selection.papers
    this = (_ISSUES.c.paper == paper, _ISSUES.c.date == day, _ISSUES.c.edition == edition)
    row = connection.execute(select(_ISSUES).where(*this)).one_or_none()
    if row is None:
        what = f"nothing is stored of {paper} {day} {edition}".rstrip()
        raise LookupError(what + _nearest(connection, paper, day))
    of_issue = [_ARTICLES.c.issue_id == row.id]
    if page is not None:
        # What stands on no page of the issue belongs to it nevertheless.
        listed = select(_PLACEMENTS.c.source_id).join(_PAGES).where(_PAGES.c.issue_id == row.id)
        here = listed.where(_PAGES.c.sequence == page)
        of_issue.append(_ARTICLES.c.source_id.in_(here) | _ARTICLES.c.source_id.not_in(listed))
    found = those(connection, selection, *of_issue)
    by_id = {article.cite_id: article for article in found}
    ids = connection.execute(
        select(_ARTICLES.c.source_id, _ARTICLES.c.cite_id).where(_ARTICLES.c.issue_id == row.id)
    )
    of_source = {source_id: by_id[cite_id] for source_id, cite_id in ids if cite_id in by_id}
    pages = _pages(connection, row, of_source, page)
    placed = {one.article.cite_id for page in pages for one in page.placements if one.article is not None}
    return Issue(
        paper=paper,
        paper_name=papers[paper].name,
        date=row.date,
        edition=row.edition,
        number=row.number,
        page_count=row.page_count,
        url=row.url,
        pages=pages,
        unplaced=tuple(article for article in found if article.cite_id not in placed),
    )


def _pages(
    connection: Connection, issue: sa.Row[Any], articles: dict[str, Article], only: int | None
) -> tuple[Page, ...]:
    listed: dict[int, list[Placement]] = {}
    of_issue = _PAGES.c.issue_id == issue.id
    shown = of_issue if only is None else of_issue & (_PAGES.c.sequence == only)
    for row in connection.execute(
        select(_PLACEMENTS)
        .join(_PAGES, _PAGES.c.id == _PLACEMENTS.c.page_id)
        .where(shown)
        .order_by(_PLACEMENTS.c.position)
    ):
        area = tuple(tuple((x, y) for x, y in polygon) for polygon in row.area or ())
        placement = Placement(row.position, row.title, row.url, area, articles.get(row.source_id))
        listed.setdefault(row.page_id, []).append(placement)
    pages = {
        row.sequence: Page(
            row.sequence, row.number, row.name, row.url, row.image_url, row.pdf_url,
            tuple(listed.get(row.id, ())), is_read=True,
        )
        for row in connection.execute(select(_PAGES).where(of_issue))
    }  # fmt: skip
    for one in issue.promised:
        unread = Page(
            one["sequence"], one["number"], one["name"], one["url"], None, None, placements=(), is_read=False
        )
        pages.setdefault(unread.sequence, unread)
    return tuple(pages[sequence] for sequence in sorted(pages))


def _nearest(connection: Connection, paper: str, day: dt.date) -> str:
    known = _ISSUES.c.paper == paper
    before, after = connection.execute(
        select(
            select(func.max(_ISSUES.c.date)).where(known, _ISSUES.c.date < day).scalar_subquery(),
            select(func.min(_ISSUES.c.date)).where(known, _ISSUES.c.date > day).scalar_subquery(),
        )
    ).one()
    around = [str(date) for date in (before, after) if date is not None]
    return f"; the nearest issues are those of {' and '.join(around)}" if around else ""
