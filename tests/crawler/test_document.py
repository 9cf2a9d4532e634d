"""Pages as values: text as a browser breaks it, CDATA headlines, hidden parts."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.platforms.document import (
    LayoutChanged,
    compile_css,
    joined,
    line_of,
    paragraphs_of,
    read_document,
)
from crawler.platforms.enpproperty import read_enpproperty
from crawler.platforms.html import read_issue_number, read_polygon
from crawler.platforms.lists import is_article_title

URL = "http://epaper.example.cn/html/2023-10/17/content_1.htm"


def body_of(markup: str) -> str:
    document = read_document(URL, f"<html><body><div id=ozoom>{markup}</div></body></html>".encode())
    return paragraphs_of(document.all("#ozoom")[0])


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<P>　　第一段。</P><P>　　第二段。</P>", "第一段。\n第二段。"),
        ("<div>第一段。</div>\n<div>第二段。</div>", "第一段。\n第二段。"),
        ("<font>&nbsp;&nbsp;第一段。<br>　　第二段。</font>", "第一段。\n第二段。"),
        ("<p>前<b>粗</b>后<i>斜</i>。</p>", "前粗后斜。"),
        ("<p>第一段<p>第二段", "第一段\n第二段"),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>", "甲\t乙\n丙\t丁"),
        ("<p>正文</p><script>var a='不是正文';</script><style>p{}</style><!-- 也不是 -->", "正文"),
        ("一行\n 换行不是段落", "一行 换行不是段落"),
        ("", ""),
    ],
)
def test_paragraphs_end_where_a_browser_breaks_the_line(markup: str, text: str) -> None:
    assert body_of(markup) == text


def test_a_headline_in_cdata_is_not_lost_as_a_comment() -> None:
    page = read_document(URL, "<founder-title><![CDATA[甲<乙>&丙]]></founder-title>".encode())
    assert page.first_text("founder-title") == "甲<乙>&丙"


def test_an_empty_page_is_no_page() -> None:
    with pytest.raises(LayoutChanged, match="an empty page"):
        read_document(URL, b"  ")


def test_a_broken_selector_is_named() -> None:
    with pytest.raises(ValueError, match="'td\\[' is no CSS selector"):
        compile_css("td[")


@pytest.mark.parametrize(
    "css",
    [
        "td.b",
        ".a.b",
        "#x",
        "div#x, p",
        "p, .a, #x",
        ".a b.a, #none p, .none",
        "td:has(> .b), div:not(.a)",
        "p.a + p, [id^='x'], founder-content",
    ],
)
def test_what_is_looked_up_is_what_a_walk_over_the_page_finds(css: str) -> None:
    page = read_document(
        URL,
        b"<div id=x class='a\tb'><p class=a>1<p class='b  a'><b class=a><p>2</b></div><founder-content>"
        b"<table><td class=b><i class=b>3</i></td><td class=B>4</table><div id=x>5</div></founder-content>",
    )
    assert page.all(css) == compile_css(css)(page.root)
    assert page.all(css)


@pytest.mark.parametrize("base", [URL, "http://a.cn", "http://a.cn//x//y/../z?q=/1#f", "a:b", ""])
@pytest.mark.parametrize(
    "href", ["content_2.htm", "../a/./b.htm?x=1", "//h/c", "/c", "?q", "#f", "..", "", "j:f(0)/g", "http://h"]
)
def test_an_address_is_joined_as_a_browser_does(base: str, href: str) -> None:
    assert joined(base, href) == urljoin(base, href)


def test_the_vendors_comment_is_read_without_its_markup() -> None:
    page = read_document(
        URL,
        "<html></html><!--enpproperty <founder-date>2023-10-17 00:00:00</founder-date><author></author>"
        "<title><![CDATA[甲 &amp; 乙]]></title> /enpproperty-->".encode(),
    )
    assert read_enpproperty(page) == {"date": "2023-10-17 00:00:00", "author": "", "title": "甲 & 乙"}


@pytest.mark.parametrize(
    ("coords", "corners"),
    [
        ("5,72,228,72,228,207", ((5, 72), (228, 72), (228, 207))),
        ("1.5,2,3,4.25", ((1.5, 2), (3, 4.25))),
        ("null", None),
        ("", None),
        ("1,2,3", None),
    ],
)
def test_an_area_is_a_polygon_or_nothing(coords: str, corners: object) -> None:
    assert read_polygon(coords) == corners


def test_an_issue_number_is_kept_as_printed() -> None:
    assert read_issue_number("总第1234期") == "1234"
    assert read_issue_number("第０８期") == "０８"
    assert read_issue_number("星期二") is None


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    page = read_document(URL, f"<p>{text}</p>".encode("utf-8", "replace"))
    assert "\n" not in line_of(page.root)


@given(st.binary())
def test_no_bytes_make_the_reader_fail(body: bytes) -> None:
    try:
        page = read_document(URL, body)
    except LayoutChanged:
        return
    read_enpproperty(page)
    assert page.first_text("a#pageLink") == "" or page.all("a#pageLink")


@pytest.mark.parametrize("title", ["", "　", "广告", "廣告", "本版责编：林小满", "责任编辑: 林小满 孙明远"])
def test_an_entry_that_names_no_article_is_none(title: str) -> None:
    assert not is_article_title(title)


@pytest.mark.parametrize("title", ["广告法施行二十年", "责编手记", "图片新闻"])
def test_an_entry_that_only_begins_like_one_is_an_article(title: str) -> None:
    assert is_article_title(title)
