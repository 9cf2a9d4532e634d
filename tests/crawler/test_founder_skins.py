"""Which of the Founder platform's skins a page is read with."""

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.document import Document, read_document
from crawler.platforms.recognition import recognise
from tests.facsimile import DAY, Family, founder, founder_skins

FAMILIES = [*founder.FAMILIES, *founder_skins.FAMILIES]
EACH = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.slug))
FOUNDER = PLATFORMS["founder"].with_overrides({})


def document(family: Family, path: str) -> Document:
    resource = family.find(family.issue, path)
    assert resource is not None
    return read_document(f"http://a.cn/{path}", resource[1], resource[0])


def article(markup: str) -> Document:
    return read_document("http://a.cn/html/2023-10/17/content_1.htm", f"<body>{markup}</body>".encode())


@EACH
def test_a_page_in_any_skin_is_recognised_as_the_family(family: Family) -> None:
    assert recognise(document(family, family.front_page.format(date=DAY))) == "founder"


@EACH
def test_an_article_is_read_with_the_skin_it_is_printed_in(family: Family) -> None:
    names = {"list": "table"}  # two page indexes, one article
    read_with = FOUNDER.skin(document(family, "html/2023-10/17/content_5001.htm"), "headline", "body")
    assert read_with == PLATFORMS["founder"].skins[names.get(family.skin, family.skin)]


def test_an_override_of_the_headline_leaves_the_rest_to_the_table() -> None:
    platform = PLATFORMS["founder"].with_overrides({"headline": "div.bt"})
    printed = platform.article(article("<div class=bt>题</div><founder-content><p>文</p></founder-content>"))
    assert (printed.headline, printed.body) == ("题", "文")


def test_the_row_below_the_text_is_no_caption_of_a_picture_in_it() -> None:
    printed = FOUNDER.article(
        article(
            "<table><tr><td><p class=title1>题</p></td></tr><tr><td class=content_tt>"
            "<p><img src=../../../res/1.jpg></p><p>文</p></td></tr><tr><td>上一篇</td></tr></table>"
        )
    )
    assert (printed.body, [image.caption for image in printed.images]) == ("文", [""])


def test_a_second_line_below_the_headline_of_ycwb_is_the_byline_where_its_words_say_so() -> None:
    printed = FOUNDER.article(
        article(
            "<div id=list><div class=article><h2>引题</h2><h1>题</h1><h2>羊城晚报记者 张三</h2>"
            "<div class=text><p>文</p></div></div></div>"
        )
    )
    assert (printed.kicker, printed.headline, printed.subhead) == ("引题", "题", "")
    assert printed.byline == "羊城晚报记者 张三"
