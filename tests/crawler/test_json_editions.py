"""Traps of editions in JSON, or in one page: refusals with status 200, null titles, lists of issues."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.days import calendar_of
from crawler.paper import load
from crawler.platforms import PLATFORMS, jsonrows
from crawler.platforms.base import Platform
from crawler.platforms.document import Document, LayoutChanged, read_document
from crawler.platforms.entries import read_calendar
from crawler.platforms.recognition import marks_of, recognise
from tests.facsimile import DAY, Family, bjnews, hongkong, jfdaily, mobile, pla, singles, stdaily, trs

FAMILIES: list[Family] = [
    *pla.FAMILIES,
    *bjnews.FAMILIES,
    *jfdaily.FAMILIES,
    *stdaily.FAMILIES,
    *trs.FAMILIES,
    *mobile.FAMILIES,
    *hongkong.FAMILIES,
    *singles.FAMILIES,
]
EACH = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.slug))
STDAILY = "http://a.cn/uv/article/period/periodTime?__wb_method=POST&__json=1&siteId=1"
JFDAILY = "http://a.cn/journal/2023-10-17/getJournalPage.do?page=01&code=jfrb"
TRS = "http://a.cn/reader/layout/getBmDetail.do?__wb_method=POST&bc=01&docpubtime=2023/10/17"


def platform(name: str) -> Platform:
    return PLATFORMS[name].with_overrides({})


def document(value: object, url: str = "http://a.cn/data.json") -> Document:
    return read_document(url, json.dumps(value, ensure_ascii=False).encode())


def front_page(family: Family) -> Document:
    path = family.front_page.format(date=DAY)
    resource = family.find(family.issue, path)
    assert resource is not None
    return read_document(f"http://a.cn/{family.slug}/{path}", resource[1], resource[0])


@EACH
def test_a_front_page_is_recognised_by_its_own_marks(family: Family) -> None:
    assert recognise(front_page(family)) == family.platform


@EACH
def test_no_other_family_reads_pages_and_titles_out_of_it(family: Family) -> None:
    page = front_page(family)
    for name, other in PLATFORMS.items():
        if name == family.platform or not marks_of(page, name):
            continue
        with pytest.raises(LayoutChanged):
            other.articles(page) if other.front_is_page else other.pages(page)


@pytest.mark.parametrize(
    ("name", "url", "answer", "said"),
    [
        ("stdaily", STDAILY, {"status": 500, "msg": "no access!", "obj": None}, "refused.*no access"),
        ("jfdaily", JFDAILY, {"success": False, "errorinfo": "no issue"}, "without an object: no issue"),
        ("pla", "http://a.cn/index.json", {"paperInfo": []}, "paperInfo is empty"),
        ("pla", "http://a.cn/index.json", {}, "no list of objects in paperInfo"),
        ("bjnews", "http://a.cn/html/2023/20231017/data.json", {"code": 404}, "no list of objects"),
        ("bjnews", "http://a.cn/html/2023/20231017/data.json", [], "navigation is empty"),
        ("trs", TRS.replace("bc=01&docpubtime=2023/10/17", "docPubTime=20231017"), [], "navigation is empty"),
    ],
)
def test_an_answer_without_an_issue_is_said_and_never_an_empty_issue(
    name: str, url: str, answer: object, said: str
) -> None:
    with pytest.raises(LayoutChanged, match=said):
        platform(name).pages(document(answer, url))


@pytest.mark.parametrize("name", ["pla", "bjnews", "jfdaily", "stdaily", "trs"])
def test_what_is_no_json_is_said(name: str) -> None:
    page = read_document("http://a.cn/x#page-01", "<html>系统维护</html>".encode())
    for question in (platform(name).pages, platform(name).articles):
        with pytest.raises(LayoutChanged, match="no JSON"):
            question(page)


def test_pages_are_in_the_order_of_their_weight() -> None:
    editions = [
        {"id": "c", "editionName": "第03版：副刊", "weight": 30},
        {"id": "a", "editionName": "第01版：要闻", "weight": 4},
        {"id": "b", "editionName": "第02版：综合", "weight": "20"},
    ]
    found = platform("stdaily").pages(document({"obj": {"editionList": editions}}, STDAILY))
    assert [page.number for page in found.pages] == ["01", "02", "03"]


def test_a_further_call_keeps_the_sites_key() -> None:
    found = platform("stdaily").pages(
        document({"obj": {"editionList": [{"id": "a", "editionName": "第01版：要闻"}]}}, STDAILY)
    )
    address = "http://a.cn/uv/article/article/editionId?__wb_method=POST&__json=1&id=a&siteId=1"
    assert found.pages[0].url == address


def test_a_server_that_wants_an_ajax_request_gets_one() -> None:
    assert PLATFORMS["stdaily"].headers == {"X-Requested-With": "XMLHttpRequest"}


def test_boxes_whose_title_is_null_are_no_articles() -> None:
    listed = [
        {"ZB_GUID": "1", "DOCTITLE": None},
        {"ZB_GUID": "2", "DOCTITLE": "null"},
        {"ZB_GUID": "3", "DOCTITLE": "甲"},
        {"ZB_GUID": "3", "DOCTITLE": "甲"},
        {"ZB_GUID": "4", "DOCTITLE": "广告"},
    ]
    found = platform("trs").articles(document(listed, TRS))
    assert [(place.position, place.source_id, place.title) for place in found.placements] == [(1, "3", "甲")]


def test_an_article_without_an_id_is_said() -> None:
    with pytest.raises(LayoutChanged, match="has no id: '甲'"):
        platform("trs").articles(document([{"DOCTITLE": "甲"}], TRS))


def test_a_page_that_only_has_boxes_has_no_articles() -> None:
    assert platform("trs").articles(document([{"ZB_GUID": "1", "DOCTITLE": None}], TRS)).placements == ()


@pytest.mark.parametrize(
    ("article", "whole"),
    [
        ({"articleContent": "<p>一二三四五六七八九十</p>", "wordNumber": 10}, True),
        ({"articleContent": "<p>一二三……</p>", "wordNumber": 10}, False),
        ({"articleContent": "<p>一二三四五六七八九十</p>"}, False),
        ({"articleContent": None, "wordNumber": 10}, False),
    ],
)
def test_a_text_that_is_shorter_than_its_word_count_is_looked_up_on_its_page(
    article: dict[str, object], whole: bool
) -> None:
    row = {"mainTitle": "甲", "articleHref": "20231017_A01_01_9090_21.html"} | article
    issue = [{"pageNo": "01", "pageName": "要闻", "onePageArticleList": [row]}]
    address = "http://a.cn/html/2023/20231017/data.json"
    (placement,) = platform("bjnews").articles(document(issue, f"{address}#page-01")).placements
    assert placement.source_id == "A01_01_9090_21"
    page = "http://a.cn/html/2023/20231017/20231017_01/20231017_A01_01_9090_21.html"
    assert placement.url == (f"{address}#article-A01_01_9090_21" if whole else page)


def test_pictures_that_are_json_within_json_must_be_so() -> None:
    article = {"title": "甲", "content": "乙", "pincurls": "http://a.cn/1.jpg"}
    with pytest.raises(LayoutChanged, match="pincurls is no JSON"):
        platform("jfdaily").article(document({"article": article}))


def test_pictures_within_a_text_are_the_articles() -> None:
    row = {"id": 1, "title": "甲", "content": "<p>乙</p><p><img src='1.jpg'></p><p><img src='1.jpg'></p>"}
    issue = {"paperInfo": [{"paperNumber": "01", "paperBk": "要闻", "xyList": [row]}]}
    found = platform("pla").article(document(issue, "http://a.cn/7/index.json#article-1"))
    assert ([image.url for image in found.images], found.body) == (["http://a.cn/7/1.jpg"], "乙")


SUPPLEMENTS: dict[str, object] = {
    # an edition in one answer, with the pages 01, 02 and 01 again, an article on each
    "pla": {
        "paperInfo": [
            {"paperNumber": number, "paperBk": "", "xyList": [{"id": name, "title": name}]}
            for number, name in (("01", "a"), ("02", "b"), ("01", "c"))
        ]
    },
    "bjnews": [
        {
            "pageNo": number,
            "onePageArticleList": [{"mainTitle": name, "articleHref": f"20231017_{name}.html"}],
        }
        for number, name in (("01", "a"), ("02", "b"), ("01", "c"))
    ],
}


@pytest.mark.parametrize("name", SUPPLEMENTS)
def test_pages_of_one_answer_with_equal_numbers_are_pages_of_their_own(name: str) -> None:
    family, url = platform(name), "http://a.cn/html/2023/20231017/data.json"
    pages = family.pages(document(SUPPLEMENTS[name], url)).pages
    assert [page.number for page in pages] == ["01", "02", "01"]
    assert [page.url.partition("#")[2] for page in pages] == ["page-01", "page-02", "page-01.2"]
    listed = [family.articles(document(SUPPLEMENTS[name], page.url)).placements for page in pages]
    assert [[placed.source_id for placed in each] for each in listed] == [["a"], ["b"], ["c"]]


def test_labels_of_one_page_with_equal_numbers_are_pages_of_their_own() -> None:
    lists = "".join(
        f"<a class=bluelink>第A1版</a><ul class=txtlist><li><a href=content_{name}.html>{name}</a></ul>"
        for name in "ab"
    )
    family, url = platform("takungpao"), "http://a.cn/l.html"
    pages = family.pages(read_document(url, lists.encode())).pages
    assert [page.url for page in pages] == [f"{url}#page-A1", f"{url}#page-A1.2"]
    read = [family.articles(read_document(page.url, lists.encode())).number for page in pages]
    assert read == ["A1", "A1"]


def test_labels_and_lists_that_do_not_pair_are_said() -> None:
    page = read_document(
        "http://a.cn/l.html",
        "<a class=bluelink>第A1版</a><ul class=txtlist></ul><ul class=txtlist></ul>".encode(),
    )
    with pytest.raises(LayoutChanged, match=r"1 page labels .* and 2 title lists"):
        platform("takungpao").pages(page)


def test_a_box_of_the_navigation_without_a_title_list_is_said() -> None:
    page = read_document(
        "http://a.cn/m.html#page0",
        "<div class=nav-items><div class=nav-panel-heading>第1版 头版</div></div>".encode(),
    )
    with pytest.raises(LayoutChanged, match="no title list"):
        platform("mobile").articles(page)


@pytest.mark.parametrize(
    ("body", "days"),
    [
        (b'["2023-10-16","2023-10-17"]', [16, 17]),
        (b'["2023/10/17"]', [17]),
        (b'\xef\xbb\xbfvar datelist=["20231017","20231016"];', [16, 17]),
        (b'{"2023":{"10":["20231017"]}}', [17]),
        (b'{"obj":{"dateList":["2023-10-17 00:00:00"]},"total":20231018}', [17]),
        (b'{"status":500,"msg":"no access!"}', []),
        (b"<periodlist><period><period_date>2023-10-17</period_date></period></periodlist>", [17]),
        (b"[", []),
        (b"", []),
        (b"\xff\xfe", []),
        (b"[" * 100_000, []),
    ],
)
def test_a_list_of_issues_may_be_json(body: bytes, days: list[int]) -> None:
    assert read_calendar(body) == tuple(date(2023, 10, day) for day in days)


@given(st.binary(max_size=60))
def test_no_bytes_make_a_list_of_issues_fail(body: bytes) -> None:
    assert all(isinstance(day, date) for day in read_calendar(body))


WITH_CALENDAR = [
    each for each in FAMILIES if PLATFORMS[each.platform].calendar and each.platform != "founder"
]


@pytest.mark.parametrize("family", WITH_CALENDAR, ids=lambda family: str(family.slug))
def test_a_list_of_issues_is_asked_for_where_the_site_keeps_it(
    family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{family.slug}.toml").write_text(family.profile("http://a.cn"), encoding="utf-8")
    monkeypatch.setenv("BANMIAN_PAPERS", str(tmp_path))
    wanted = calendar_of(load(family.slug), DAY)
    assert wanted is not None
    found = family.find(family.issue, wanted.url.removeprefix(f"http://a.cn/{family.slug}/"))
    if family.platform == "trs":
        assert wanted.url.endswith("/reader/layout/getSZBDate.do?__wb_method=POST&sj=2023-10")
    else:
        assert found is not None
        assert DAY in read_calendar(found[1])


def test_an_issue_a_redirect_led_to_tells_its_own_day() -> None:
    (family,) = mobile.FAMILIES
    page = front_page(family)
    moved = Document(page.url.replace("20231017", "20231016"), page.text, page.root)
    days = [platform("mobile").pages(each).address_date for each in (page, moved)]
    assert days == [date(2023, 10, 17), date(2023, 10, 16)]


def test_a_field_is_text_whatever_its_type() -> None:
    row = {"a": 7, "b": None, "c": "null", "d": True, "e": ["x"], "f": " 甲<br/>乙 "}
    assert [jsonrows.line(row, name) for name in "abcdefg"] == ["7", "", "", "", "", "甲 乙", ""]


@given(st.text())
def test_no_markup_makes_the_reader_fail(markup: str) -> None:
    assert "\n" not in jsonrows.line({"a": markup}, "a")
