"""Small items for tests of storage (the texts are invented), and the whole database as values."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from pipelines.items import (
    ArticleItem,
    ImageItem,
    IssueItem,
    PageItem,
    Placement,
    ProblemItem,
    PromisedPage,
)
from storage.items import Capture
from storage.models import Base

PAPER = "gongyishibao"
DAY = dt.date(2023, 10, 17)
NOON = dt.datetime(2023, 10, 17, 4, 0, tzinfo=dt.UTC)
SITE = "http://paper.test/html/2023-10/17"


def hours(count: int) -> dt.datetime:
    """That many hours after NOON."""
    return NOON + dt.timedelta(hours=count)


def capture(number: int, *, at: dt.datetime = NOON, sha256: str | None = None, url: str = SITE) -> Capture:
    """The place of the `number`-th record of an imagined WARC file."""
    digest = sha256 or f"{number:064x}"
    return Capture(url, at, 200, f"{PAPER}/{PAPER}-2023-10.warc.gz", number * 1000, 900, digest)


def promised(count: int) -> tuple[PromisedPage, ...]:
    """A page navigation of `count` pages."""
    return tuple(
        PromisedPage(n, f"{n:02}", "头版" if n == 1 else f"第{n}版面", f"{SITE}/node_{n}.htm")
        for n in range(1, count + 1)
    )


def issue(count: int = 2, **fields: Any) -> IssueItem:
    """An issue that promises `count` pages."""
    values: dict[str, Any] = {
        "paper": PAPER,
        "date": DAY,
        "edition": "",
        "url": f"{SITE}/node_1.htm",
        "number": "1042",
        "page_count": count,
        "pages": promised(count),
        **fields,
    }
    return IssueItem(**values)


def placements(*source_ids: str) -> tuple[Placement, ...]:
    """A title list of these articles."""
    return tuple(
        Placement(n, source_id, f"标题{source_id}", f"{SITE}/content_{source_id}.htm", None)
        for n, source_id in enumerate(source_ids, 1)
    )


def page(sequence: int, *source_ids: str, **fields: Any) -> PageItem:
    """The page `sequence` with a title list of these articles."""
    values: dict[str, Any] = {
        "paper": PAPER,
        "date": DAY,
        "edition": "",
        "sequence": sequence,
        "number": f"{sequence:02}",
        "name": "头版",
        "url": f"{SITE}/node_{sequence}.htm",
        "image_url": None,
        "pdf_url": None,
        "placements": placements(*source_ids),
        **fields,
    }
    return PageItem(**values)


def article(source_id: str, key: str | None = None, **fields: Any) -> ArticleItem:
    """An article; equal `key` means equal text (by default a text of its own)."""
    values: dict[str, Any] = {
        "paper": PAPER,
        "date": DAY,
        "edition": "",
        "source_id": source_id,
        "url": f"{SITE}/content_{source_id}.htm",
        "headline": f"标题{source_id}",
        "body": "虚构的正文。\n第二段。",
        "authors": ("张三",),
        "headline_hans": f"标题{source_id}",
        "body_hans": "虚构的正文。\n第二段。",
        "script": "hans",
        "char_count": 10,
        "content_key": key or f"key-{source_id}",
        **fields,
    }
    return ArticleItem(**values)


def image(position: int, caption: str = "图为现场。") -> ImageItem:
    """A picture."""
    return ImageItem(position, f"{SITE}/res/{position}.jpg", caption, "李四 摄")


def problem(url: str = f"{SITE}/node_1.htm", kind: str = "not_found", **fields: Any) -> ProblemItem:
    """A promise that was not kept."""
    values: dict[str, Any] = {"paper": PAPER, "date": DAY, "detail": "404", **fields}
    return ProblemItem(url=url, kind=kind, **values)


FILLED = [table for table in Base.metadata.sorted_tables if table.name != "meta"]
"""The tables that storing fills; `meta` says by which version."""


def dump(engine: sa.Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that is filled, in the order of its key."""
    with engine.connect() as connection:
        return {
            table.name: [
                dict(row)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in FILLED
        }


def rows(engine: sa.Engine, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of every row of a table, sorted."""
    of = Base.metadata.tables[table]
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(sa.select(*(of.c[name] for name in columns))))


def empty(engine: sa.Engine) -> None:
    """Delete every row: an empty database in a millisecond."""
    with engine.begin() as connection:
        for table in reversed(FILLED):
            connection.execute(sa.delete(table))
