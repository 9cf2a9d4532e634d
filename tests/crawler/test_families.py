"""Every platform family in each of its skins, walked over HTTP and compared with what was printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from crawler.demo.newsstand import serve
from crawler.platforms import PLATFORMS
from tests.facsimile import (
    DAY,
    Family,
    PostHandler,
    aheading,
    bjnews,
    founder,
    founder_amuc,
    founder_nbs,
    founder_skins,
    hongkong,
    huaguang,
    jfdaily,
    joyhua,
    json_issues,
    mobile,
    pla,
    qpaper,
    shtml,
    singles,
    stdaily,
    systems,
    szbz,
    trs,
    uniflows,
    ymd_nnn,
)
from tests.facsimile.press import FacsimileArticle, areas
from tests.support.desk import Desk

FAMILIES: list[Family] = [
    *founder.FAMILIES,
    *founder_skins.FAMILIES,
    *founder_amuc.FAMILIES,
    *founder_nbs.FAMILIES,
    *aheading.FAMILIES,
    *huaguang.FAMILIES,
    *joyhua.FAMILIES,
    *qpaper.FAMILIES,
    *shtml.FAMILIES,
    *szbz.FAMILIES,
    *uniflows.FAMILIES,
    *ymd_nnn.FAMILIES,
    *pla.FAMILIES,
    *bjnews.FAMILIES,
    *jfdaily.FAMILIES,
    *stdaily.FAMILIES,
    *trs.FAMILIES,
    *mobile.FAMILIES,
    *hongkong.FAMILIES,
    *singles.FAMILIES,
    *systems.FAMILIES,
    *json_issues.FAMILIES,
]
PARTS = [FAMILIES[first::6] for first in range(6)]
"""A command is given two minutes, on a busy machine, too."""
EACH = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.slug))


@dataclass(frozen=True)
class Walked:
    """What a crawl of all families left."""

    desk: Desk
    url: str

    def rows(self, family: Family, query: str) -> list[dict[str, Any]]:
        """The rows of a query with `{paper}` in it."""
        return self.desk.rows(query.format(paper=f"'{family.slug}'"))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    home = tmp_path_factory.mktemp("families")
    desk = Desk.at(home)
    sites = {f"/{family.slug}": partial(family.find, family.issue) for family in FAMILIES}
    with serve(sites, handler=PostHandler) as stand:
        for family in FAMILIES:
            (home / "papers" / f"{family.slug}.toml").write_text(family.profile(stand.url), encoding="utf-8")
        for some in PARTS:
            desk.run("crawl", *(family.slug for family in some), "--date", str(DAY), code=None)
        yield Walked(desk, stand.url)


def test_every_platform_has_a_facsimile() -> None:
    assert {family.platform for family in FAMILIES} == PLATFORMS.keys() - {"generic"}


@EACH
def test_its_pages_are_stored_as_printed(walked: Walked, family: Family) -> None:
    base = f"{walked.url}/{family.slug}/"
    assert walked.rows(family, "SELECT kind, url, detail FROM problems WHERE paper = {paper}") == []
    stored = walked.rows(
        family,
        "SELECT p.* FROM pages p JOIN issues ON issues.id = issue_id WHERE issues.paper = {paper} "
        "ORDER BY sequence",
    )
    assert [row["number"] for row in stored] == [page.number for page in family.issue.pages]
    for row, page in zip(stored, family.issue.pages, strict=True):
        assert row["name"] == (page.name if "page_name" in family.prints else "")
        picture = family.picture_url and base + family.picture_url(family.issue, page)
        pdf = family.pdf_url and base + family.pdf_url(family.issue, page)
        assert row["image_url"] == (picture if "page_image" in family.prints else None)
        assert row["pdf_url"] == (pdf if "page_pdf" in family.prints else None)


@EACH
def test_its_title_lists_are_stored_as_printed(walked: Walked, family: Family) -> None:
    for sequence, page in enumerate(family.issue.pages, start=1):
        placements = walked.rows(
            family,
            "SELECT placements.* FROM placements JOIN pages ON pages.id = page_id JOIN issues ON issues.id = "
            f"issue_id WHERE issues.paper = {{paper}} AND sequence = {sequence} ORDER BY position",
        )
        assert [(place["source_id"], place["title"]) for place in placements] == [
            (article.source_id, article.title) for article in page.articles
        ]
        if "areas" in family.prints:
            drawn = areas(page)
            for place in placements:
                polygons = [[[float(x), float(y)] for x, y in shape] for shape in drawn[place["source_id"]]]
                assert json.loads(place["area"]) == polygons
        else:
            assert all(place["area"] is None for place in placements)


@EACH
def test_its_articles_are_stored_as_printed(walked: Walked, family: Family) -> None:
    printed = {article.source_id: article for page in family.issue.pages for article in page.articles}
    stored = walked.rows(
        family, "SELECT a.* FROM articles a JOIN issues ON issues.id = issue_id WHERE issues.paper = {paper}"
    )
    assert {row["source_id"] for row in stored} == printed.keys()
    for row in stored:
        article = printed[row["source_id"]]
        assert row["headline"] == article.headline
        assert row["body"] == "\n".join(article.paragraphs)
        for name in ("kicker", "subhead", "byline"):
            assert row[name] == (getattr(article, name) if name in family.prints else ""), name
        if "byline" in family.prints:
            assert json.loads(row["authors"]) == list(article.authors)
        assert_pictures_as_printed(walked, family, row["id"], article)


def assert_pictures_as_printed(
    walked: Walked, family: Family, article_id: int, article: FacsimileArticle
) -> None:
    images = walked.desk.rows(f"SELECT * FROM images WHERE article_id = {article_id} ORDER BY position")
    if "images" not in family.prints:
        assert images == []
        return
    assert family.image_url is not None
    base = f"{walked.url}/{family.slug}/"
    addresses = [base + family.image_url(family.issue, image) for image in article.images]
    assert [image["url"] for image in images] == addresses
    for image, drawn in zip(images, article.images, strict=True):
        expected = (drawn.caption, drawn.credit) if "captions" in family.prints else ("", "")
        assert (image["caption"], image["credit"]) == expected


@pytest.fixture(scope="module")
def rebuilt(walked: Walked, tmp_path_factory: pytest.TempPathFactory) -> Walked:
    desk = Desk(walked.desk.home, f"sqlite:///{tmp_path_factory.mktemp('rebuilt') / 'again.db'}")
    for some in PARTS:
        desk.run("rebuild", *(family.slug for family in some), code=None)
    return Walked(desk, walked.url)


@EACH
def test_what_is_archived_gives_the_same_rows_again(walked: Walked, rebuilt: Walked, family: Family) -> None:
    articles = (
        "SELECT cite_id, a.url, headline, kicker, subhead, byline, body, content_key FROM articles a "
        "JOIN issues ON issues.id = issue_id WHERE issues.paper = {paper} ORDER BY cite_id"
    )
    pages = (
        "SELECT p.url, p.name FROM pages p JOIN issues ON issues.id = issue_id WHERE issues.paper = {paper}"
    )
    assert rebuilt.rows(family, articles) == walked.rows(family, articles) != []
    assert rebuilt.rows(family, pages) == walked.rows(family, pages)


def test_every_archived_byte_is_pointed_to_by_a_row(walked: Walked) -> None:
    walked.desk.run("verify")
