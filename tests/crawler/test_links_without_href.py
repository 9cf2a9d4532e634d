"""Links that have no href, titles that are no text, and the traps of the families that print them so."""

from __future__ import annotations

import pytest

from crawler.platforms import PLATFORMS, html
from crawler.platforms.document import Document, LayoutChanged, read_document
from crawler.platforms.entries import entry_target

BASE = "http://epaper.example.cn/yzcb/content/20231017/"


def document(markup: str, name: str = "Page01BC.htm", encoding: str = "utf-8") -> Document:
    return read_document(BASE + name, f"<html><body>{markup}</body></html>".encode(encoding))


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<a href="a.htm" onclick="gourl(\'b.htm\')">', "a.htm"),
        ('<a daoxiang="Articel01002NR.htm">', "Articel01002NR.htm"),
        ('<a href="#" alt="Articel01002NR.htm">', "Articel01002NR.htm"),
        ("<a href=\"javascript:;\" onclick=\"gourl('/shtml/hsb/20231017/vA2.shtml', '_top')\">", None),
        ("<a onclick=\"javascript:window.open('szbzA2.Html','_self');\">", "szbzA2.Html"),
        ("<a onclick=\"window.location.href='../x/y.htm'\">", "../x/y.htm"),
        ('<a title="第一版要闻" onclick="goNextPeriod()">', ""),
        ('<a href="mailto:x@example.cn">', ""),
    ],
)
def test_a_link_is_followed_wherever_its_address_stands(markup: str, address: str | None) -> None:
    link = document(f"{markup}标题</a>").all("a")[0]
    assert html.address_of(link) == ("/shtml/hsb/20231017/vA2.shtml" if address is None else address)


def test_an_entry_that_links_its_number_and_its_name_is_one_page() -> None:
    page = document(
        "<LI class=banci>[<SPAN><A href=Page01NU.htm>01</A></SPAN>]:<A href=Page01NU.htm>头版</A>"
        "<LI class=banci>[<SPAN><A href=Page02NU.htm>02</A></SPAN>]:<A href=Page02NU.htm>要闻</A>"
        "<LI class=banci><A href=Page03NU.htm>下一版</A>"
    )
    pages = html.promised_pages(page, "li.banci")
    assert [(page.number, page.name, page.url) for page in pages] == [
        ("01", "头版", BASE + "Page01NU.htm"),
        ("02", "要闻", BASE + "Page02NU.htm"),
    ]


def test_the_way_to_the_next_page_or_issue_is_no_page() -> None:
    for words in ("下一版", "上一期", "后一期 >>", "【首版】", "末页", "返回目录"):
        page = document(f'<a href="Page02BC.htm">{words}</a><a href="Page01BC.htm">第01版：头版</a>')
        assert [page.number for page in html.promised_pages(page, "a")] == ["01"]


def test_huaguang_leads_from_the_paper_to_the_issue_to_its_first_page() -> None:
    to_issue = document(
        "<META HTTP-EQUIV='REFRESH' CONTENT='0; URL=20231017/IssueIndex.htm'>", "../Paper.htm"
    )
    assert entry_target(to_issue) == BASE + "IssueIndex.htm"
    to_page = document("<META HTTP-EQUIV='REFRESH' CONTENT='0; URL=Page01BC.htm'>", "IssueIndex.htm")
    with pytest.raises(LayoutChanged):
        PLATFORMS["huaguang"].with_overrides({}).pages(to_page)
    assert entry_target(to_page) == BASE + "Page01BC.htm"


def test_a_list_of_the_issue_with_fewer_lists_than_pages_is_refused() -> None:
    page = document(
        '<div class="listdaohang"><h4><a href="Page01BC.htm">01版：要闻</a></h4><ul></ul>'
        '<h4><a href="Page02BC.htm">02版：文化</a></h4></div>'
    )
    with pytest.raises(LayoutChanged, match=r"2 page labels .* 1 lists"):
        PLATFORMS["huaguang"].with_overrides({}).articles(page)


def test_a_part_of_a_list_that_is_not_there_is_refused() -> None:
    page = document('<div class="linkto"><h4>01版：要闻</h4><ul></ul></div>', "PageArticleIndexLB.htm#07")
    with pytest.raises(LayoutChanged, match="no page 07"):
        PLATFORMS["huaguang"].with_overrides({}).articles(page)


def test_a_line_of_joyhua_is_kicker_or_subhead_by_its_place() -> None:
    for above, below in (("引题", ""), ("", "副题"), ("引题", "副题")):
        article = (
            PLATFORMS["joyhua"]
            .with_overrides({})
            .article(
                document(
                    f'<div><div class="bmnr_con_yinti">{above}</div><div class="bmnr_con_biaoti">主题</div>'
                    f'<div class="bmnr_con_yinti">{below}</div></div><div id="zoom">文</div>'
                )
            )
        )
        assert (article.kicker, article.headline, article.subhead) == (above, "主题", below)


def test_the_pages_of_joyhua_without_a_list_are_counted_to_the_last_link() -> None:
    front = document(
        '<div class="b_bot">第01版：头版</div><div class="page_bottom"><a href="index.htm">首版</a>'
        '<a href="#">上一版</a><a href="page_01.htm">下一版</a><a href="page_03.htm">末版</a></div>',
        "index.htm",
    )
    pages = PLATFORMS["joyhua"].with_overrides({}).pages(front).pages
    assert [page.url.removeprefix(BASE) for page in pages] == [
        "index.htm",
        "page_01.htm",
        "page_02.htm",
        "page_03.htm",
    ]
    assert [page.number for page in pages] == ["01", "02", "03", "04"]


@pytest.mark.parametrize(
    ("platform", "address", "source_id"),
    [
        ("joyhua", "content_79379.htm", "79379"),
        ("joyhua", "page_01_content_000.htm", "page_01_content_000"),
        ("joyhua", "index_content_003.htm", "index_content_003"),
        ("joyhua", "page_01.htm", None),
        ("shtml", "/shtml/sxrb/20160203/335337.shtml", "335337"),
        ("shtml", "vA1.shtml", None),
        ("huaguang", "ArticelA01002TB.htm", "A01002TB"),
        ("huaguang", "PageA01TB.htm", None),
        ("szbz", "/Html/szbz/20220802/szbz91717.Html", "91717"),
        ("szbz", "szbz01.Html", None),
        ("szbz", "szbzA2.Html", None),
        ("qpaper", "22392.html", "22392"),
        ("qpaper", "Qpaper_11593.html", None),
        ("uniflows", "01_64.htm", "01_64"),
        ("uniflows", "../02/default.htm", None),
        ("ymd_nnn", "../20200904_004/20200904_004_3.htm", "20200904_004_3"),
        ("ymd_nnn", "20200904_004.html", None),
    ],
)
def test_an_article_is_told_from_a_page_by_its_address(
    platform: str, address: str, source_id: str | None
) -> None:
    found = PLATFORMS[platform].article_id.search(address)
    assert (found[1] if found else None) == source_id


def test_a_page_of_ymd_nnn_knows_the_others_from_its_script() -> None:
    front = read_document(
        "https://szb.example.cn/2023/20231017/20231017_001/20231017_001.html",
        b'<script>var banciArray="001,002,A03";</script>',
    )
    pages = PLATFORMS["ymd_nnn"].with_overrides({}).pages(front).pages
    assert [(page.number, page.url.rpartition("/")[2]) for page in pages] == [
        ("01", "20231017_001.html"),
        ("02", "20231017_002.html"),
        ("A03", "20231017_A03.html"),
    ]


def test_a_line_of_properties_names_the_author_only() -> None:
    assert html.labelled("作者：张三　来源：样张晨报", "作者") == "张三"
    assert html.labelled("作者: 浏览次数:9", "作者") == ""
    assert html.labelled("来源：样张晨报", "作者") == ""


@pytest.mark.parametrize(
    ("platform", "markup"),
    [
        (
            "huaguang",  # 南方农村报: the issue in one list, pages without an address
            '<ul class="pc_ul"><li><p>01版：头版</p><ul class="ul_1"><li><a href="Articel01002KR.htm">一'
            "</a></li></ul>"
            '</li><li><p>02版：乡村</p><ul class="ul_1"><li><a href="Articel02002KR.htm">二</a></li></ul>'
            "</li></ul>",
        ),
        (
            "huaguang",  # 桂林日报: the pages in one menu, their lists in another
            '<div class="leftmenu"><ul><li><a href="Page01BC.htm">01版：头版</a></li><li>'
            '<a href="Page02BC.htm">02版：'
            '乡村</a></li></ul></div><div class="rightmenu"><ul><li><a href="Articel01002KR.htm">一</a>'
            "</li></ul><ul>"
            '<li><a href="Articel02002KR.htm">二</a></li></ul></div>',
        ),
        (
            "huaguang",  # 法治日报
            '<ul><li class="banlist-li"><a href="Page01BC.htm">第 01版：头版</a></li><li class="banlist-li">'
            '<a href="Page02BC.htm">第 02版：乡村</a></li></ul><div class="newslist">'
            '<a href="Articel01002KR.htm">一</a></div>',
        ),
        (
            "huaguang",  # 法治日报 before
            '<td><a class="atitle" href="Page01BC.htm">01版：头版</a></td><td>'
            '<a class="atitle" href="Page02BC.htm">'
            '02版：乡村</a></td><td><a class="atitle" href="Articel01002KR.htm">一</a></td>',
        ),
        (
            "huaguang",  # sites whose lists are not known by name
            '<p><a href="Page01BC.htm">第01版：头版</a><a href="Page02BC.htm">第02版：乡村</a>'
            '<a href="Articel01002KR.htm">一</a></p>',
        ),
        (
            "joyhua",  # 甘肃科技报
            '<div class="bmdh-list"><ul><li><a class="text" href="index.htm">01版：头版</a></li><li>'
            '<a class="text" '
            'href="page_01.htm">02版：乡村</a></li></ul></div><div class="paper-item"><p>'
            '<a href="content_1.htm">一</a></p></div>',
        ),
        (
            "shtml",  # 家庭与生活报
            "<table><tr><td class=info3 onclick=\"javascript:window.open('/s/v01.shtml','_self');\">"
            "<a>01版：头版</a>"
            "</td></tr><tr><td class=info3 onclick=\"javascript:window.open('/s/v02.shtml','_self');\">"
            "<a>02版：乡村"
            '</a></td></tr></table><table><tr><td class=info1><a href="7.shtml">一</a></td></tr></table>',
        ),
        (
            "shtml",  # 半岛晨报
            '<div class="nor current"><ul><li><a href="v01.html">01版：头版</a></li><li>'
            '<a href="v02.html">02版：乡村'
            '</a></li></ul></div><div id="bm2"><ul><li><a href="7.html">一</a></li></ul></div>',
        ),
        (
            "shtml",  # sites whose lists are not known by name
            '<a href="v01.shtml">01版：头版</a><a href="v02.shtml">02版：乡村</a><a href="7.shtml">一</a>',
        ),
        (
            "qpaper",  # 当代商报
            '<div class="verpaper"><ul><li><a href="Qpaper.html">01版：头版</a></li><li>'
            '<a href="Qpaper_9.html">02版：'
            '乡村</a></li></ul></div><div class="vertitle"><ul><li><a href="7.html">一</a></li></ul></div>',
        ),
    ],
)
def test_a_skin_without_a_facsimile_site_is_read_too(platform: str, markup: str) -> None:
    page = document(markup)
    reader = PLATFORMS[platform].with_overrides({})
    pages = reader.pages(page).pages
    assert [(promised.number, promised.name) for promised in pages] == [("01", "头版"), ("02", "乡村")]
    assert len({promised.url for promised in pages}) == 2
    assert [placement.title for placement in reader.articles(page).placements] == ["一"]


@pytest.mark.parametrize(
    ("platform", "markup"),
    [
        ("huaguang", '<div class="xha-view-title"><h1>题</h1></div><div id="article_view_content">文</div>'),
        ("huaguang", '<span align="center"><strong>题</strong></span><span id="oldcontenttext">文</span>'),
        ("huaguang", '<div class="duneirong"><h3>题</h3><span id="contenttext">文</span></div>'),
        (
            "huaguang",
            '<div class="bggray"><div class="margin15"><h2>题</h2></div></div><p class="contenttext">文</p>',
        ),
        ("huaguang", '<div id="title">题</div><span class="font06">文</span>'),
        ("huaguang", '<h2>题</h2><div class="contenttext">文</div>'),
        ("huaguang", '<table><tr><td align="middle">题</td></tr></table><span id="contenttext">文</span>'),
        ("shtml", '<div class="detailCon"><h1>题</h1></div><div id="content_div">文</div>'),
        ("shtml", '<h1>题</h1><div id="art">文</div>'),
        ("shtml", '<div class="atitle"><h1>题</h1></div><div class="acon">文</div>'),
        ("shtml", '<div class="f-20">题</div><div><p align="left">文</p></div>'),
        ("shtml", '<div class="con4"><h3>题</h3><div class="con3 fgrey12"><font>文</font></div></div>'),
        ("qpaper", '<div class="papertitle">题</div><div id="content">文</div>'),
        ("uniflows", '<h2>题</h2><div id="pgcontent">文</div>'),
    ],
)
def test_the_head_and_text_of_an_article_are_found_in_every_skin(platform: str, markup: str) -> None:
    article = PLATFORMS[platform].with_overrides({}).article(document(markup, "a.htm"))
    assert (article.headline, article.body) == ("题", "文")
