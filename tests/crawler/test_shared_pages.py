"""Real saved pages, read exactly; skipped where they are not at hand (they are not part of the project)."""

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.document import Document, read_document
from crawler.platforms.recognition import recognise

PAGES = Path(__file__).parents[3] / "shared" / "pages"
FOUNDER = (
    "founder_old__ctnews_zhongguo_lvyou_bao__page_2017-10-13_node_1.html",
    "founder_old__jxnews_jiangxi_ribao__page_2017-10-09_node_187.html",
)
NBS = "founder_nbs__people_renmin_ribao__page_2017-10-16_nbs_01.html"

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


def test_the_page_navigation_of_a_saved_nbs_page_is_read() -> None:
    navigation = PLATFORMS["founder_nbs"].with_overrides({}).pages(document(NBS))
    truth = expected(NBS)
    assert [page.number for page in navigation.pages] == [f"{n:02}" for n in range(1, truth["n_pages"] + 1)]
    assert navigation.pages[0].url == truth["url"]
    assert navigation.pages[1].url.rpartition("/")[2] == truth["next_page"]
    assert str(navigation.printed_date) == truth["date"]
    assert navigation.number == truth["issue_no"]
    assert navigation.previous_issue == truth["prev_issue_href"]


def test_the_title_list_of_a_saved_nbs_page_is_read() -> None:
    page = document(NBS)
    printed = PLATFORMS["founder_nbs"].with_overrides({}).articles(page)
    truth = expected(NBS)
    assert [[place.source_id, place.title] for place in printed.placements] == truth["articles"]
    assert (printed.number, printed.name) == (truth["page_no"], truth["page_name"])
    assert str(printed.printed_date) == truth["date"]
    assert printed.pdf_url == page.absolute(truth["pdf"])
    assert printed.image_url == page.absolute(truth["image"])
    assert sum(len(place.area or ()) for place in printed.placements) == truth["areas"]


@pytest.mark.parametrize(("name", "family"), [*((name, "founder") for name in FOUNDER), (NBS, "founder_nbs")])
def test_a_saved_page_is_recognised_as_its_family(name: str, family: str) -> None:
    assert recognise(document(name)) == family
