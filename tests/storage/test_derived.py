"""What the rows of a corpus say besides what is printed: derived columns, and the view of prints."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.credits import read_credits, read_place_and_day
from storage import Corpus, Writer
from storage.areas import shares
from storage.corpus import Article
from tests.support.builders import DAY, PAPER, capture, image, issue, page
from tests.support.corpora import fill, kept

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
BELOW = ((0.0, 10.0), (10.0, 10.0), (10.0, 40.0), (0.0, 40.0))
TRIANGLE = ((0.0, 0.0), (10.0, 0.0), (0.0, 10.0))


def test_the_share_of_a_page_is_that_of_its_polygons() -> None:
    assert shares([[SQUARE], [BELOW], None]) == [0.25, 0.75, None]
    assert shares([[TRIANGLE], [SQUARE, BELOW]]) == [0.125, 1.0]
    assert shares([((SQUARE[0], SQUARE[2]),), [BELOW]]) == [0.25, 0.75], "two corners are a rectangle"
    assert shares([None, None]) == [None, None]
    assert shares([[((5.0, 5.0),)]]) == [None], "a point has no extent"


@given(st.lists(st.none() | st.lists(st.lists(st.tuples(st.integers(), st.integers())))))
def test_a_share_is_none_or_within_one(areas: list[Any]) -> None:
    assert all(share is None or 0 <= share <= 1 for share in shares(areas))


DATELINES = [
    ("新华社北京10月15日电（记者 张三）今天开门。", "北京", dt.date(2023, 10, 15)),
    ("本报银川10月17日电（记者 李四）今天开门。", "银川", DAY),
    ("本报济南讯（记者 王五）今天开门。", "济南", None),
    ("本报讯（记者 王五）今天开门。", "", None),
    ("据新华社华盛顿12月31日电 今天开门。", "华盛顿", dt.date(2022, 12, 31)),
    ("【記者王小明台北報導】今天開門。", "台北", None),
    ("（中央社記者王小明台北17日電）今天開門。", "台北", DAY),
    ("昨天下午，青禾县开门。", "", None),
]


@pytest.mark.parametrize(("body", "place", "day"), DATELINES, ids=[case[0][:12] for case in DATELINES])
def test_place_and_day_are_those_of_the_dateline(body: str, place: str, day: dt.date | None) -> None:
    assert read_place_and_day(read_credits("", body).dateline, DAY) == (place, day)


def one(corpus: Corpus, source_id: str) -> Article:
    return corpus.article(f"{PAPER}-{DAY}-{source_id}")


def test_an_article_has_its_derived_columns(database_url: str) -> None:
    with Writer(database_url) as archive:
        archive.store_paper(PAPER, "青禾晚报", "hans", "江西")
        archive.store(issue(2, capture=capture(1)))
        listed = page(1, "1", "2", name="要闻", capture=capture(2))
        areas = zip(listed.placements, ((SQUARE,), (BELOW,)), strict=True)
        placed = tuple(replace(placement, area=area) for placement, area in areas)
        archive.store(replace(listed, placements=placed))
        wire = "新华社北京10月16日电 三条新路今天同时通车，居民都说方便。"
        archive.store(kept("1", wire, images=(image(1),), capture=capture(3)))
        archive.store(kept("2", "新的一年开始了，把好事办好。", kicker="社论", capture=capture(4)))
        archive.store(kept("3", "没有版面的稿件。", capture=capture(5)))
    with Corpus(database_url) as corpus:
        first, second, third = (one(corpus, source_id) for source_id in "123")
    assert (first.dateline_place, first.dateline_date) == ("北京", dt.date(2023, 10, 16))
    assert (first.agency, first.is_wire, first.genre, first.image_count) == ("新华社", True, "消息", 1)
    assert (first.front_page, first.page_section, first.share_of_page) == (True, "要闻", 0.25)
    assert (first.province, first.paper_kind, first.paper_level) == ("江西", "晚报", "")
    assert (second.genre, second.is_wire, second.share_of_page) == ("社论", False, 0.75)
    assert (third.front_page, third.share_of_page, third.page_section) == (None, None, "")


def test_the_view_has_a_row_a_print_and_articles_know_their_issue(database_url: str) -> None:
    fill(database_url)
    with Corpus(database_url) as corpus, corpus.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM printed")).mappings().all()
        wrong = connection.execute(
            sa.text(
                "SELECT count(*) FROM articles a JOIN issues i ON i.id = a.issue_id"
                " WHERE a.paper <> i.paper OR a.date <> i.date"
            )
        ).scalar_one()
        articles = list(corpus.articles())
    assert wrong == 0
    prints = [(row["cite_id"], row["page_number"]) for row in rows]
    expected = [
        (each.cite_id, number) for each in articles for number in (each.page_number, *each.further_pages)
    ]
    assert sorted(prints) == sorted(expected)
    assert set(rows[0]) == {
        "cite_id", "paper", "paper_name", "date", "edition", "page_number", "page_name", "sequence",
        "position", "headline", "byline", "source", "body", "share_of_page", "url",
    }  # fmt: skip
