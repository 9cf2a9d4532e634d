"""What a page links is text from strangers: what is no address is a problem of that one link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crawler.demo.newsstand import Resource
from storage.addresses import fault_of
from tests.support.builders import DAY
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import FaultyNewsstand, Newspaper, issue_of, newsstand

PAPER = Newspaper(first=DAY, last=DAY, pages=3, articles=3)
SPAN = ("--since", str(DAY), "--until", str(DAY))
ISSUE = issue_of(PAPER, DAY)
VICTIM = ISSUE.pages[1].articles[1].source_id

SOUND = ("http://a.cn/", "https://[::1]:8080/x", "node_1.htm", "ftp://a.cn/", "", "?")
FAULTS = {
    "http://[广告]/": "bracket",
    "http://[::1/content_1.htm": "Invalid IPv6 URL",
    "http://a.cn:99999/": "Port out of range",
    "http://a.cn:http/": "Port could not be cast",
    "http://a.cn:0/": "there is no port 0",
    "http:///content_1.htm": "it names no host",
    "https://": "it names no host",
    "javascript:void(0)": "it is a script",
    "JavaScript:open()": "it is a script",
}


@pytest.mark.parametrize("url", FAULTS)
def test_what_is_no_address_is_said_in_words(url: str) -> None:
    assert fault_of(url)


@pytest.mark.parametrize("url", SOUND)
def test_what_may_be_an_address_has_no_fault(url: str) -> None:
    assert fault_of(url) == ""


BAD = "http://[广告]/content_{}.htm"
PORT = "http://127.0.0.1:99999/content_{}.htm"
PLACES: dict[str, tuple[str, str, str, str, int]] = {
    # which page, what is replaced there, by what, the problem's address, articles stored
    "title list": ("node_3", f"content_{VICTIM}.htm", BAD.format(VICTIM), BAD.format(VICTIM), 8),
    "title list, port": ("node_3", f"content_{VICTIM}.htm", PORT.format(VICTIM), PORT.format(VICTIM), 8),
    "advertisement": ("node_3", f"content_{VICTIM}.htm", "http://[广告]/", "http://[广告]/", 8),
    "navigation": (r"node_1", "node_4.htm", "http://[x/node_4.htm", "http://[x/node_4.htm", 6),
    "page picture": ("node_3", "../../../images", "http://[/images", "http://[/images/", 9),
    "previous issue": ("node_1", "../16/node_1.htm", "http://[/16/node_1.htm", "http://[/16/node_1.htm", 9),
    "picture": (f"content_{VICTIM}", "../../../images", "http://[/images", "http://[/images/", 9),
}


def misprint(stand: FaultyNewsstand, page: str, right: str, wrong: str) -> Callable[[], None]:
    """Prints a link of a page wrongly; what is given back makes it right again."""
    as_printed = stand.resource

    def resource(path: str) -> Resource | None:
        found = as_printed(path)
        if found is None or f"/{page}." not in path:
            return found
        return found[0], found[1].replace(right.encode(), wrong.encode())

    def mend() -> None:
        stand.resource = as_printed  # type: ignore[method-assign]

    stand.resource = resource  # type: ignore[method-assign]
    return mend


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


def bad_links(desk: Desk) -> list[str]:
    """The addresses of the open problems of that kind."""
    found = desk.rows("SELECT url FROM problems WHERE kind = 'bad_link' AND resolved_at IS NULL")
    return [row["url"] for row in found]


@pytest.mark.parametrize("place", PLACES)
def test_a_bad_link_is_a_problem_of_that_link_and_stays_until_it_is_right(desk: Desk, place: str) -> None:
    page, right, wrong, address, stored = PLACES[place]
    paper = replace(PAPER, first=date(2023, 10, 16)) if place == "previous issue" else PAPER
    with newsstand(paper) as stand:
        mend = misprint(stand, page, right, wrong)
        desk.subscribe(stand, paper)
        whole = stored == 9 or place == "advertisement"
        for _ in range(2 if stored < 9 else 1):
            desk.run("crawl", paper.slug, *SPAN, "--media", "all", code=None)
            [found] = desk.json("status", paper.slug, *SPAN)
            assert found["articles"] == stored
            assert [url for url in bad_links(desk) if url.startswith(address)], "it stays"
            assert desk.rows("SELECT 1 FROM problems WHERE kind = 'program_error'") == []
        if not whole:
            assert {gap["kind"] for gap in desk.json("gaps", paper.slug, *SPAN)} == {"bad_link"}
        mend()
        desk.run("crawl", paper.slug, *SPAN, "--media", "all", code=None)
        if not whole:
            [found] = desk.json("status", paper.slug, *SPAN)
            assert (found["state"], found["articles"]) == ("complete", 9)
            assert bad_links(desk) == []


@pytest.mark.parametrize(
    "location",
    ["http://[x/", "http://127.0.0.1:99999/", "javascript:alert(1)"],
    ids=["host", "port", "script"],
)
def test_a_redirect_to_no_address_is_a_problem_with_its_reason(desk: Desk, location: str) -> None:
    with newsstand(PAPER, faults=[Fault(f"content_{VICTIM}", "redirect", value=location)]) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN, code=1)
    [gap] = desk.json("gaps", PAPER.slug, *SPAN)
    assert (gap["kind"], gap["source_id"]) == ("bad_link", VICTIM), gap
    [found] = desk.json("status", PAPER.slug, *SPAN)
    assert found["articles"] == 8


def test_an_entry_page_that_leads_to_no_address_is_a_problem_with_its_reason(desk: Desk) -> None:
    entry = b'<html><meta http-equiv="refresh" content="0; url=http://[x/node_2.htm"></html>'
    with newsstand(PAPER) as stand:
        as_printed = stand.resource
        stand.resource = lambda path: (  # type: ignore[method-assign]
            ("text/html", entry) if "node_1.htm" in path else as_printed(path)
        )
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN, code=1)
    [gap] = desk.json("gaps", PAPER.slug, *SPAN)
    assert (gap["kind"], gap["url"]) == ("bad_link", "http://[x/node_2.htm")


def test_an_answer_304_is_no_page_and_says_so(desk: Desk) -> None:
    with newsstand(PAPER, faults=[Fault(f"content_{VICTIM}", "304")]) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN, code=1)
    [gap] = desk.json("gaps", PAPER.slug, *SPAN)
    assert (gap["kind"], gap["detail"]) == ("http_error", "HTTP 304: neither a page nor a place where it is")
