"""The date of a page is read wherever it stands in a line of its own, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.document import read_document

URL = "http://epaper.example.cn/html/node_2.htm"
LISTS = (
    '<ul class=ul02_l><li><a href="content_1.htm"><div id=mp1>标题</div></a></ul>'
    '<a id=pageLink href="node_2.htm">第01版：要闻</a>'
)


def printed_date(markup: str) -> date | None:
    page = read_document(URL, f"<body>{LISTS}{markup}</body>".encode())
    return PLATFORMS["founder"].with_overrides({}).articles(page).printed_date


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=x1>2023年02月10日 星期五</div>",
        "<td>2023-02-10</td>",
        "<span>出版日期：2023年2月10日　星期五</span>",
        "<p><b>2023年</b>02月10日 Friday</p>",
        "<div class=y>2023年02月10日 星期五</div><div class=z>2023年2月10日</div>",
    ],
)
def test_a_date_in_an_unknown_element_is_read(markup: str) -> None:
    assert printed_date(markup) == date(2023, 2, 10)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>2023年02月10日</div><div>2023年02月11日</div>",
        "<div>截至2023年02月10日，全市夜校已有九十所。</div>",
        "<script>var day = '2023年02月10日';</script>",
        "<div><a href='../09/node_1.htm'>2023年02月09日</a></div><span>今天是2026年11月28日 星期六</span>",
    ],
    ids=["two dates", "a sentence", "a script", "another day and today"],
)
def test_what_is_no_line_of_a_date_is_none(markup: str) -> None:
    assert printed_date(markup) is None
