"""Traps of the families that descend from Founder's first system: 翔宇 (amuc), nbs, Aheading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.platforms import PLATFORMS
from crawler.platforms.article import read_text
from crawler.platforms.base import Platform, Skin
from crawler.platforms.document import Document, LayoutChanged, read_document
from crawler.platforms.entries import read_calendar
from crawler.platforms.html import written_text
from crawler.platforms.recognition import recognise
from tests.facsimile import DAY, Family, aheading, founder_amuc, founder_nbs

FAMILIES = [*founder_amuc.FAMILIES, *founder_nbs.FAMILIES, *aheading.FAMILIES]
BASE = "http://paper.example.org/"
BLOCKS = Skin(body="#ozoom", image="img", headline="h1", captions="block")


def document(markup: str, path: str = "") -> Document:
    return read_document(BASE + path, f"<html><body>{markup}</body></html>".encode())


def printed(family: Family, path: str) -> Document:
    found = family.find(family.issue, path)
    assert found is not None, path
    return read_document(BASE + path, found[1], found[0])


def platform(name: str) -> Platform:
    return PLATFORMS[name].with_overrides({})


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.slug))
def test_every_page_and_article_is_recognised_as_its_family(family: Family) -> None:
    reader = platform(family.platform)
    front_page = printed(family, family.front_page.format(date=DAY))
    pages = [printed(family, page.url.removeprefix(BASE)) for page in reader.pages(front_page).pages]
    listed = chain.from_iterable(reader.articles(page).placements for page in pages)
    articles = [printed(family, place.url.removeprefix(BASE)) for place in listed]
    assert {recognise(each) for each in [front_page, *pages, *articles]} == {family.platform}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.slug))
def test_a_front_page_that_stands_at_another_issues_address_has_that_issues_date(family: Family) -> None:
    path = family.front_page.format(date=DAY)
    body = printed(family, path).text
    for form in ("%Y年%m月%d日", "%Y-%m-%d"):
        body = body.replace(f"{DAY:{form}}", "")
    elsewhere = path.replace("2023", "2022")
    front_page = read_document(BASE + elsewhere, body.encode())
    assert platform(family.platform).pages(front_page).address_date == DAY.replace(year=2022)


@pytest.mark.parametrize(
    ("address", "source_id"),
    [
        ("../../../content/202310/17/content_36001.html", "36001"),
        ("../../../con/202310/17/c36001.html", "36001"),
        ("../../../c/202310/17/content_36001.html", "36001"),
        ("../../../con/202310/17/c_36001.html", "36001"),
        ("con36001.html", "36001"),
        ("c36001.htm", "36001"),
        ("col01.html", None),
        ("colA01.html", None),
        ("node_A01.html", None),
        ("l01.html", None),
        ("../../../content/202310/17/index.html", None),
    ],
)
def test_an_article_of_the_newer_system_is_known_by_its_address(address: str, source_id: str | None) -> None:
    found = PLATFORMS["founder_amuc"].article_id.search(address)
    assert (found and found[1]) == source_id


@pytest.mark.parametrize(
    ("address", "source_id"),
    [
        ("content_87647_1969088.htm", "1969088"),
        ("content_1969088.htm?v=1", "1969088"),
        ("node_87647.htm", None),
    ],
)
def test_an_article_of_aheading_is_known_by_the_second_number(address: str, source_id: str | None) -> None:
    found = PLATFORMS["aheading"].article_id.search(address)
    assert (found and found[1]) == source_id


def test_a_page_that_its_own_list_of_the_issue_lacks_is_an_error() -> None:
    family = next(each for each in founder_amuc.FAMILIES if each.skin == "tree")
    page = printed(family, family.front_page.format(date=DAY))
    moved = read_document(page.url.replace("A001", "C009"), page.text.encode())
    with pytest.raises(LayoutChanged, match="not in its own list"):
        platform("founder_amuc").articles(moved)


def test_a_list_with_titles_in_the_page_map_only_is_read_from_it() -> None:
    page = document(
        '<ul><li class="layout-catalogue-item"><a href="node_1.htm">第01版：头版</a></li></ul>'
        '<div class="pic-box fl"><img usemap="#m" src="a.jpg"><map name="m">'
        '<area class="paperarea" title="渡口来了新船工" coords="0,0,9,0,9,9" href="content_7.htm">'
        "</map></div>"
    )
    (place,) = platform("founder_amuc").articles(page).placements
    assert (place.source_id, place.title) == ("7", "渡口来了新船工")
    assert place.area == (((0.0, 0.0), (9.0, 0.0), (9.0, 9.0)),)


def test_the_comment_fills_what_the_page_does_not_print_and_yields_to_what_it_prints() -> None:
    article = document(
        '<h2 id="Title">渡口来了新船工</h2><p id="Author">陈一帆</p><div id="ozoom"><p>船到了。</p></div>'
        "<!--enpproperty <title>旧题</title><author>旧署名</author><introtitle>河边故事</introtitle>"
        "/enpproperty-->"
    )
    read = platform("founder_amuc").article(article)
    assert (read.kicker, read.headline, read.byline) == ("河边故事", "渡口来了新船工", "陈一帆")


def test_an_article_without_any_headline_is_an_error() -> None:
    for name in ("founder_amuc", "founder_nbs", "aheading"):
        with pytest.raises(LayoutChanged, match="no headline"):
            platform(name).article(document('<div id="ozoom"><p>船到了。</p></div>'))


def captions(markup: str, image: str = "img") -> list[tuple[str, str]]:
    _, images = read_text(document(markup), replace(BLOCKS, image=image))
    return [(image.caption, image.credit) for image in images]


def test_a_caption_is_what_stands_beside_the_picture_alone() -> None:
    apart = '<h1>题</h1><div><img src="1.jpg"><p>渡口。陈一帆 摄</p></div><div id="ozoom">船到了。</div>'
    assert captions(apart) == [("渡口。", "陈一帆")]


def test_two_pictures_in_one_block_have_the_captions_behind_them() -> None:
    together = (
        '<h1>题</h1><div><img src="1.jpg"><p>渡口。</p><img src="2.jpg"><img src="3.jpg">新船。</div>'
        '<div id="ozoom">船到了。</div>'
    )
    assert captions(together) == [("渡口。", ""), ("", ""), ("新船。", "")]


def test_a_picture_beside_the_text_without_a_block_has_no_caption() -> None:
    beside = '<div><h1>题</h1><img src="1.jpg"><div id="ozoom"><p>船到了。</p></div></div>'
    assert captions(beside) == [("", "")]


def test_a_caption_within_the_text_is_no_part_of_it_but_a_paragraph_with_a_picture_is() -> None:
    table = "<table><tr><td><img src=1.jpg></td></tr><tr><td>渡口。</td></tr></table>"
    text, images = read_text(
        document(
            f'<h1>题</h1><div id="ozoom"><p>船到了。</p>{table}<p><img src=2.jpg>人也到了。</p>'
            '<p><img src="3.jpg"><img src="4.jpg"><span>天亮了。</span></p></div>'
        ),
        BLOCKS,
    )
    assert text == "船到了。\n人也到了。\n天亮了。"
    assert [image.caption for image in images] == ["渡口。", "", "", ""]


def test_a_page_with_neither_text_nor_picture_is_an_error() -> None:
    with pytest.raises(LayoutChanged, match="neither a place for the text"):
        read_text(document("<h1>题</h1>"), BLOCKS)


@given(st.lists(st.sampled_from(["<img src=a.jpg>", "<p>甲</p>", "<table><tr><td><img src=b.jpg>乙"])))
def test_reading_a_text_never_fails_where_there_is_a_place_for_it(pieces: list[str]) -> None:
    read_text(document(f'<div id="ozoom">{"".join(pieces)}</div>'), BLOCKS)


@pytest.mark.parametrize(
    ("script", "title"),
    [
        ('document.write(view("渡口来了新船工  "))', "渡口来了新船工"),
        ('document.write(view("渡口来了<br>新船工"))', "渡口来了新船工"),
        ('document.write(view("A<BR/>B"))', "A B"),
        ("document.write('渡口来了新船工')", "渡口来了新船工"),
        ('document.write(view("他说\\"好\\"（图）"))', '他说"好"（图）'),
        ('document.write(view("<font color=red>渡口</font>来了"))', "渡口来了"),
        ('document.write(view(""))', ""),
        ("alert('渡口')", ""),
    ],
)
def test_a_title_that_a_script_writes_is_read(script: str, title: str) -> None:
    link = document(f"<a href=x><script>{script}</script></a>").all("a")[0]
    assert written_text(link) == title


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("作者：(陈一帆)&nbsp;&nbsp;&nbsp;渡口的新船。", ("渡口的新船。", "陈一帆")),
        ("作者：(陈一帆 摄)&nbsp;渡口的新船。", ("渡口的新船。", "陈一帆")),
        ("作者：()&nbsp;渡口的新船。", ("渡口的新船。", "")),
        ("渡口的新船。", ("渡口的新船。", "")),
    ],
)
def test_aheading_prints_the_photographer_before_the_caption(caption: str, expected: tuple[str, str]) -> None:
    article = document(
        '<table class="wz"><tr><td class="font01">渡口</td></tr></table><table id="newspic"><tr><td>'
        f'<img src="1.jpg"></td></tr><tr><td>{caption}</td></tr></table><div id="ozoom"><p>船到了。</p></div>'
    )
    (image,) = platform("aheading").article(article).images
    assert (image.caption, image.credit) == expected


@pytest.mark.parametrize(
    "calendar",
    [
        "<periodlist><period id='17'><period_date>2023-10-17</period_date></period>{}</periodlist>",
        "<list><period><period_date>2023-10-17</period_date><front_page>node_2.htm</front_page></period>{}</list>",
        "<navi><item><date>2023-10-17</date><url>html/2023-10/17/node_1.htm</url></item>{}</navi>",
        "<navi><item date='2023-10-17' url='html/2023-10/17/node_1.htm'/>{}</navi>",
        "<navi><item date='17' url='html/2023-10/17/node_1.htm'/>{}</navi>",
        "<papers><paper><papperID>1</papperID><paperDate>2023/10/17</paperDate><layouts/></paper>{}</papers>",
    ],
)
def test_a_calendar_is_read_in_each_form(calendar: str) -> None:
    declared = '<?xml version="1.0" encoding="utf-8"?>' + calendar.format("<!-- 2023-10-18 -->")
    assert read_calendar(declared.encode()) == (date(2023, 10, 17),)


@pytest.mark.parametrize("body", [b"", b"   ", b"404 not found", b"<html><body>2023-10-17</body></html>"])
def test_what_is_no_calendar_lists_no_issue(body: bytes) -> None:
    assert read_calendar(body) == ()
