"""Whose articles a title list names: the page's own, never those of a box with the same markup."""

from __future__ import annotations

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.document import read_document
from crawler.platforms.lists import is_article_title

URL = "http://epaper.example.cn/html/2023-10/17/node_1.htm"
ROW = "<tr><td><a href=content_{0}.htm><div id=mp{0}>标题{0}</div></a></td></tr>"
ENTRY = "<li><a href=content_{0}.htm><div id=mp{0}>标题{0}</div></a></li>"
OWN, OTHERS = ("1", "2", "3"), ("8", "9")


def page(markup: str, shown: tuple[str, ...] = OWN) -> list[str]:
    """The ids of the title list of a page whose map shows some articles."""
    areas = "".join(f'<area coords="1,1,9,1,9,9" href="content_{each}.htm">' for each in shown)
    body = f"<body><map name=PagePicMap>{areas}</map>{markup}</body>"
    printed = PLATFORMS["founder"].with_overrides({}).articles(read_document(URL, body.encode()))
    return [placement.source_id for placement in printed.placements]


def rows(ids: tuple[str, ...], entry: str = ENTRY) -> str:
    return "".join(map(entry.format, ids))


@pytest.mark.parametrize(
    "markup",
    [
        f"<ul>{rows(OWN)}</ul><div class=bm07><b>今日关注</b><ul>{rows(OTHERS)}</ul></div>",
        f"<div><ul>{rows(OTHERS)}</ul></div><h3>本版</h3><ul>{rows(OWN)}</ul>",
        f"<table>{rows(OWN, ROW)}</table><table><tr><td>今日关注</td></tr>{rows(OTHERS, ROW)}</table>",
        f"<ul class=l>{rows(OWN)}</ul><h4>今日关注</h4><ul class=l>{rows(OTHERS)}</ul>",
        "".join(
            f"<div class=l><h4>{heading}</h4>{rows(ids, ENTRY.replace('li', 'span'))}</div>"
            for heading, ids in (("本版", OWN[:1]), ("今日关注", OTHERS[:1]), ("本版", OWN[1:]))
        ),
        f"<ul class=l>{rows(OWN)}</ul><h4>导读</h4><ul class=l>{rows(OTHERS[:1])}</ul>",
    ],
)
def test_a_box_of_other_pages_articles_is_no_title_list(markup: str) -> None:
    assert page(markup) == list(OWN)


@pytest.mark.parametrize(
    "markup",
    [
        f"<ul>{rows(OWN)}</ul>",
        f"<table>{rows(OWN, ROW)}</table>",
        f"<ul>{rows(OWN[:2])}</ul><ul>{rows(OWN[2:])}</ul>",
    ],
)
def test_an_article_without_an_area_stays_in_the_list_it_stands_in(markup: str) -> None:
    assert page(markup, shown=OWN[:2]) == list(OWN)


def test_without_a_map_the_heading_of_a_box_gives_it_away() -> None:
    box = f"<div><b>今日关注</b><ul>{rows(OTHERS)}</ul></div>"
    assert page(f"<ul>{rows(OWN)}</ul>{box}", shown=()) == list(OWN)


def test_a_list_is_kept_where_everything_would_be_a_box() -> None:
    assert page(f"<div><b>今日导读</b><ul>{rows(OWN)}</ul></div>", shown=()) == list(OWN)


@pytest.mark.parametrize(
    "title",
    [
        *(
            "本版责编 林小满",
            "本版责编",
            "一版责编：林小满",
            "02版责编：林小满",
            "版面编辑：林小满",
            "责任编辑 林",
        ),
        *(
            "本版编辑：林小满",
            "公益广告",
            "公益广告：讲文明",
            "导读",
            "今日导读",
            "·导读·",
            "【公益广告】",
            "校对：林小满",
        ),
    ],
)
def test_who_made_the_page_and_what_stands_elsewhere_is_no_article(title: str) -> None:
    assert not is_article_title(title)


@pytest.mark.parametrize(
    "title",
    [
        *("责任编辑的一天", "公益广告大赛揭晓", "导读的艺术", "编辑部的故事", "编辑", "校对女工", "主编访谈"),
        *("广告里的城市：一个展览", "视觉盛宴"),
    ],
)
def test_a_headline_that_speaks_of_them_is_one(title: str) -> None:
    assert is_article_title(title)
