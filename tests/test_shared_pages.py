"""Real saved pages, read exactly; skipped where they are not at hand (they are not part of the project)."""

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.document import Document, read_document

PAGES = Path(__file__).parent.parent.parent / "shared" / "pages"
FOUNDER = (
    "founder_old__ctnews_zhongguo_lvyou_bao__page_2017-10-13_node_1.html",
    "founder_old__jxnews_jiangxi_ribao__page_2017-10-09_node_187.html",
)

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the saved pages are not at hand")


def expected(name: str) -> dict[str, Any]:
    return dict(json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))[name])


def document(name: str) -> Document:
    return read_document(expected(name)["url"], (PAGES / name).read_bytes(), "text/html")


@pytest.mark.parametrize("name", FOUNDER)
def test_the_page_navigation_of_a_saved_page_is_read(name: str) -> None:
    navigation = PLATFORMS["founder"].with_overrides({}).pages(document(name))
    truth = expected(name)
    assert [[page.number, page.url.rpartition("/")[2]] for page in navigation.pages] == truth["pages"]
    assert str(navigation.printed_date) == truth["date"]
    assert navigation.number == truth["issue_no"]
    assert navigation.previous_issue == truth["prev_issue_href"]


@pytest.mark.parametrize("name", FOUNDER)
def test_the_title_list_of_a_saved_page_is_read(name: str) -> None:
    page = document(name)
    printed = PLATFORMS["founder"].with_overrides({}).articles(page)
    truth = expected(name)
    assert [[place.source_id, place.title] for place in printed.placements] == truth["articles"]
    assert (printed.number, printed.name) == (truth["page_no"], truth["page_name"])
    assert printed.pdf_url == page.absolute(truth["pdf"])
    assert printed.image_url == page.absolute(truth["image"])
    assert all(place.area for place in printed.placements)
    assert len(page.all("map area")) == truth["areas"]
