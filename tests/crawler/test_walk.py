"""The walk over real HTTP, proved field by field: every skin, every encoding, every trap."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.facsimile.press import FacsimileArticle, FacsimileIssue, Press, areas, image_path, picture_path
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import Newspaper, issue_of, newsstand

DAY = date(2023, 10, 17)
SPAN = ("--since", "2023-10-16", "--until", "2023-10-18")
PRESSES = {
    "utf8_table": Press("table"),
    "utf8_list": Press("list"),
    "gb18030_labelled_gb2312": Press("list", "gb18030", "gb2312", "text/html; charset=gb2312"),
    "gb18030_table_without_label": Press("table", "gb18030", "", "text/html"),
    "utf8_labelled_gb2312": Press("table", "utf-8", "gb2312", "text/html"),
}
TRAPS = Newspaper(gaps=(3,), empty_pages=(4,), jumps=True, first_node=58464)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


def printed_pages(issue: FacsimileIssue) -> list[tuple[int, str, str]]:
    return [(sequence, page.number, page.name) for sequence, page in enumerate(issue.pages, start=1)]


def assert_article_as_printed(row: dict[str, object], article: FacsimileArticle) -> None:
    assert row["headline"] == article.headline
    assert row["kicker"] == article.kicker
    assert row["subhead"] == article.subhead
    assert row["byline"] == article.byline
    assert row["body"] == "\n".join(article.paragraphs)
    assert json.loads(str(row["authors"])) == list(article.authors)
    assert row["dateline"] == article.dateline
    assert row["source"] == article.source
    assert row["script"] == "hans"
    assert json.loads(str(row["repairs"])) == []


@pytest.mark.parametrize("press", PRESSES.values(), ids=PRESSES)
def test_an_issue_is_stored_as_it_is_printed(desk: Desk, press: Press) -> None:
    paper = Newspaper(press=press, gaps=(3,), empty_pages=(4,), jumps=True, first_node=58464)
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", str(DAY))
    issue = issue_of(paper, DAY)
    base = f"{stand.url}{paper.prefix}/"
    pages = desk.rows("SELECT * FROM pages ORDER BY sequence")
    assert [(row["sequence"], row["number"], row["name"]) for row in pages] == printed_pages(issue)
    for row, page in zip(pages, issue.pages, strict=True):
        assert row["image_url"] == base + picture_path(issue, page, "_b.jpg")
        assert row["pdf_url"] == base + picture_path(issue, page, ".pdf")
        placements = desk.rows(f"SELECT * FROM placements WHERE page_id = {row['id']} ORDER BY position")
        assert [place["source_id"] for place in placements] == [
            article.source_id for article in page.articles
        ]
        assert [place["title"] for place in placements] == [article.headline for article in page.articles]
        shapes = {place["source_id"]: json.loads(place["area"]) for place in placements}
        assert shapes == {
            source_id: [[list(map(float, corner)) for corner in polygon] for polygon in polygons]
            for source_id, polygons in areas(page).items()
        }
    printed = {article.source_id: article for page in issue.pages for article in page.articles}
    articles = desk.rows("SELECT * FROM articles")
    assert {row["source_id"] for row in articles} == printed.keys()
    for row in articles:
        assert_article_as_printed(row, printed[row["source_id"]])
        images = desk.rows(f"SELECT * FROM images WHERE article_id = {row['id']} ORDER BY position")
        assert [(image["url"], image["caption"], image["credit"]) for image in images] == [
            (base + image_path(issue, image.src), image.caption, image.credit)
            for image in printed[row["source_id"]].images
        ]
    assert desk.rows("SELECT * FROM problems") == []


def test_the_front_page_is_page_one_and_is_not_fetched_twice(desk: Desk) -> None:
    with newsstand(TRAPS) as stand:
        desk.subscribe(stand, TRAPS)
        desk.run("crawl", TRAPS.slug, "--date", str(DAY))
        assert stand.counts[f"{TRAPS.prefix}/html/2023-10/17/node_1.htm"] == 1
        assert stand.counts[f"{TRAPS.prefix}/html/2023-10/17/node_58464.htm"] == 0
        assert max(stand.counts.values()) == 1, "nothing is fetched twice"


def test_a_jump_story_on_two_pages_is_one_article_with_two_placements(desk: Desk) -> None:
    with newsstand(TRAPS) as stand:
        desk.subscribe(stand, TRAPS)
        desk.run("crawl", TRAPS.slug, "--date", str(DAY))
    jump = issue_of(TRAPS, DAY).pages[0].articles[0].source_id
    assert len(desk.rows(f"SELECT * FROM articles WHERE source_id = '{jump}'")) == 1
    places = desk.rows(
        "SELECT sequence FROM placements JOIN pages ON pages.id = page_id "
        f"WHERE source_id = '{jump}' ORDER BY sequence"
    )
    assert [place["sequence"] for place in places] == [1, 2]


def test_a_second_run_changes_no_row_and_fetches_nothing(desk: Desk) -> None:
    with newsstand(TRAPS) as stand:
        desk.subscribe(stand, TRAPS)
        desk.run("crawl", TRAPS.slug, *SPAN)
        before, asked = desk.dump(), len(stand.requests)
        again = desk.run("crawl", TRAPS.slug, *SPAN)
        assert desk.dump() == before
        assert len(stand.requests) == asked
    assert "nothing to do" in again.stdout


def test_a_resumed_issue_fetches_only_what_it_lacks(desk: Desk) -> None:
    paper = Newspaper()
    lost = issue_of(paper, DAY).pages[1].articles[2].source_id
    faults = [Fault(f"content_{lost}", "404")]
    with newsstand(paper, faults=faults) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", str(DAY), code=1)
        [gap] = desk.json("gaps", paper.slug, "--since", str(DAY), "--until", str(DAY))
        assert (gap["source_id"], gap["kind"]) == (lost, "not_found")
        stand.faults = ()
        asked = len(stand.requests)
        desk.run("crawl", paper.slug, "--date", str(DAY))
        assert [path for path in stand.requests[asked:] if "robots" not in path] == [
            f"{paper.prefix}/html/2023-10/17/content_{lost}.htm"
        ]
    assert desk.json("gaps", paper.slug, "--since", str(DAY), "--until", str(DAY)) == []
    assert [row["resolved_at"] is None for row in desk.rows("SELECT * FROM problems")] == [False]
