"""Which day an issue is of, crawled: the address that was asked for proves nothing, nor does a page that is
no newspaper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crawler.demo.newsstand import Resource
from tests.support.desk import Desk
from tests.support.newsstand import FaultyNewsstand, Newspaper, newsstand

PAPER = Newspaper(
    first=date(2023, 10, 14), last=date(2023, 10, 18), linked=False, xml=False, pages=2, articles=2
)
SPAN = ("--since", "2023-10-16", "--until", "2023-10-18")
UNDATED = re.compile(
    r"<!--enpproperty.*?enpproperty-->|2023[-/]10[-/]\d\d|2023\s*(?:年|</font>).{0,80}?日".encode(), re.DOTALL
)
NOTHING = "<html><head><title>提示</title></head><body>页面不存在</body></html>".encode()


@pytest.fixture
def desk(tmp_path: Path, database_url: str) -> Desk:
    return Desk.at(tmp_path, database_url)


def spoilt(stand: FaultyNewsstand, change: Callable[[str, Resource | None], Resource | None]) -> None:
    """The newsstand answers what `change` makes of path and resource."""
    as_printed = stand.resource
    stand.resource = lambda path: change(path, as_printed(path))  # type: ignore[method-assign]


def undated(path: str, found: Resource | None) -> Resource | None:
    """The page without any date."""
    return found and (found[0], UNDATED.sub(b"", found[1]))


def states(desk: Desk) -> dict[str, tuple[str, bool]]:
    return {row["date"][-2:]: (row["state"], row["unproved"]) for row in desk.json("status", PAPER.slug)}


def kinds(desk: Desk) -> list[tuple[str, str]]:
    return [(gap["date"][-2:], gap["kind"]) for gap in desk.json("gaps", PAPER.slug)]


def test_an_issue_that_says_its_day_nowhere_is_stored_and_listed(desk: Desk, tmp_path: Path) -> None:
    day = ("--date", "2023-10-17")
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", "2023-10-16")
        spoilt(stand, undated)
        desk.run("crawl", PAPER.slug, *day)
        assert states(desk) == {"16": ("complete", False), "17": ("complete", True)}
        assert desk.json("check", PAPER.slug, *day)["unproved"]
    again = Desk(desk.home, f"sqlite:///{tmp_path / 'again.db'}")
    again.run("rebuild")
    assert states(again) == states(desk)


def test_an_undated_issue_whose_titles_stand_under_another_day_is_that_days(
    desk: Desk, tmp_path: Path
) -> None:
    def newest(path: str, found: Resource | None) -> Resource | None:
        newest_path = re.sub(r"10/1\d/", "10/18/", path.removeprefix(f"{PAPER.prefix}/"))
        return undated(path, PAPER.site(newest_path) or found)

    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        spoilt(stand, newest)
        desk.run("crawl", PAPER.slug, "--date", "2023-10-18")
        desk.run("crawl", PAPER.slug, "--date", "2023-10-17", code=1)
        assert states(desk) == {"17": ("missing", False), "18": ("complete", True)}
        assert kinds(desk) == [("17", "other_issue")]
    again = Desk(desk.home, f"sqlite:///{tmp_path / 'again.db'}")
    again.run("rebuild")
    assert (states(again), kinds(again)) == (states(desk), kinds(desk))


def test_a_page_that_is_no_newspaper_is_an_absent_day_where_two_other_days_get_it_too(
    desk: Desk, tmp_path: Path
) -> None:
    def no_newspaper(path: str, found: Resource | None) -> Resource | None:
        return ("text/html", NOTHING) if re.search(r"10/1[467]/node_1", path) else found

    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        spoilt(stand, no_newspaper)
        desk.run("crawl", PAPER.slug, "--since", "2023-10-16", "--until", "2023-10-17", code=1)
        assert kinds(desk) == [("16", "layout_changed"), ("17", "layout_changed")]
        desk.run("crawl", PAPER.slug, "--since", "2023-10-14", "--until", "2023-10-14", code=None)
        assert kinds(desk) == [("14", "absent"), ("16", "absent"), ("17", "absent")]
        again = Desk(desk.home, f"sqlite:///{tmp_path / 'again.db'}")
        again.run("rebuild")
        assert kinds(again) == kinds(desk)
