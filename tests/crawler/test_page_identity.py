"""Which pages of an issue are one: told apart by number and address, whatever repeats."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.demo.newsstand import Resource
from crawler.platforms.lists import numbered
from tests.support.builders import DAY
from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, newsstand

SPECIAL = Newspaper(pages=3, supplement=3, articles=4, empty_pages=(53,), first_node=1)
"""01 02 03 01 02 03, the last without articles: 20 articles."""
SPAN = ("--since", str(DAY), "--until", str(DAY))

NAVIGATIONS = {
    # the entries (number, address) in order → the places of those that are pages
    "a list": ("01a 02b 03c", [0, 1, 2]),
    "a list that stands twice": ("01a 02b 03c 1a 2b 3c", [0, 1, 2]),
    "every page linked twice": ("01a 01a 02b 02b", [0, 2]),
    "a second list with an alias of the first page": ("01a 02b 03c 01x 02b 03c", [0, 1, 2]),
    "a second list with an alias of a page within": ("01a 02b 03c 01a 02x 03c", [0, 1, 2]),
    "the front page's own address": ("01a 02b 01own 02y", [0, 1, 3]),
    "a supplement": ("01a 02b 03c 01x 02y 03z", [0, 1, 2, 3, 4, 5]),
    "a supplement, and all twice": ("01a 02b 03c 01x 02y 01a 02b 03c 01x 02y", [0, 1, 2, 3, 4]),
    "a supplement of later numbers, and all twice": ("01a 02b 03c 03x 01a 02b 03c 03x", [0, 1, 2, 3]),
    "two supplements": ("01a 02b 01x 02y 01p 02q", [0, 1, 2, 3, 4, 5]),
    "more pages in the second list": ("01a 02b 01a 02b 03c", [0, 1, 4]),
}


@pytest.mark.parametrize(("entries", "pages"), NAVIGATIONS.values(), ids=NAVIGATIONS)
def test_pages_are_told_apart_by_number_and_address(entries: str, pages: list[int]) -> None:
    listed = [(entry.rstrip("abcopqrwnxyz"), "", entry.lstrip("0123456789")) for entry in entries.split()]
    found = numbered(listed, "own")
    assert [(page.number, page.name, page.url) for page in found] == [listed[place] for place in pages]
    assert [page.sequence for page in found] == list(range(1, len(pages) + 1))


def test_a_name_that_only_the_second_list_prints_is_taken() -> None:
    [page] = numbered([("01", "", "a"), ("A01", "", "b"), ("1", "头版", "a")])[:1]
    assert (page.number, page.name) == ("01", "头版")


@pytest.fixture
def desk(tmp_path: Path, database_url: str) -> Desk:
    return Desk.at(tmp_path, database_url)


PRINTED = (
    "SELECT issues.page_count, pages.sequence, pages.number, pages.url, position, listed_id, cite_id"
    " FROM issues JOIN pages ON pages.issue_id = issues.id JOIN placements ON page_id = pages.id"
    " JOIN articles ON articles.issue_id = issues.id AND articles.source_id = placements.source_id"
    " ORDER BY sequence, position"
)


def assert_rebuilt_alike(desk: Desk, home: Path, paper: Newspaper) -> None:
    """Asserts that the archive gives the same pages in the same order: here, and in an empty database."""
    stored, elsewhere = desk.rows(PRINTED), Desk.at(home, f"sqlite:///{home / 'again.db'}")
    for rebuilt in (desk, elsewhere):
        rebuilt.run("rebuild", paper.slug)
        assert rebuilt.rows(PRINTED) == stored


def test_a_supplement_that_begins_at_01_again_is_stored_whole(desk: Desk, tmp_path: Path) -> None:
    with newsstand(SPECIAL) as stand:
        desk.subscribe(stand, SPECIAL)
        desk.run("crawl", SPECIAL.slug, *SPAN)
        [found] = desk.json("status", SPECIAL.slug, *SPAN)
        assert (found["state"], found["pages"], found["articles"]) == ("complete", 6, 20)
        assert desk.json("gaps", SPECIAL.slug, *SPAN) == []
        numbers = desk.rows("SELECT number FROM pages ORDER BY sequence")
        assert [row["number"] for row in numbers] == ["01", "02", "03", "01", "02", "03"]
        asked = len(stand.requests)
        desk.run("crawl", SPECIAL.slug, *SPAN)
        assert len(stand.requests) == asked, "nothing is lacking, nothing is asked for"
    assert_rebuilt_alike(desk, tmp_path, SPECIAL)


@pytest.mark.parametrize("alias", [1, 3], ids=["the first page", "a page within"])
def test_a_page_listed_under_two_addresses_is_one_page(desk: Desk, tmp_path: Path, alias: int) -> None:
    """The alias is listed alone behind the others: nothing but its title list says which page it is."""
    paper = Newspaper(pages=4, articles=3)
    with newsstand(paper) as stand:
        as_printed, entry = (
            stand.resource,
            f"<Li><a id=pageLink href=node_77.htm>{alias:02}：别名</a></Li></UL>",
        )

        def resource(path: str) -> Resource | None:
            found = as_printed(path.replace("node_77", f"node_{alias + 1}"))
            return found and (found[0], found[1].replace(b"</UL>", entry.encode(), 1))

        stand.resource = resource  # type: ignore[method-assign]
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, *SPAN)
        [found] = desk.json("status", paper.slug, *SPAN)
        assert (found["state"], found["pages"], found["articles"]) == ("complete", 4, 12)
        asked = len(stand.requests)
        desk.run("crawl", paper.slug, *SPAN)
        assert len(stand.requests) == asked
    assert any("node_77" in path for path in stand.requests)
    assert_rebuilt_alike(desk, tmp_path, paper)
