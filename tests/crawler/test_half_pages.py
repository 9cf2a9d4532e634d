"""Half a page is no page: the whole article, or a problem, nothing between."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.answer import Answer, read
from crawler.demo.newsstand import Resource
from crawler.paper import Paper, parse_profile
from crawler.wanted import WantedArticle, WantedIssue, WantedPage
from pipelines.items import ProblemItem
from tests.crawler.test_families import EACH
from tests.facsimile import DAY, Family
from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, issue_of, newsstand

BASE = "http://stand.test"


Asked = WantedIssue | WantedPage | WantedArticle


def documents_of(family: Family) -> Iterator[tuple[Paper, Asked, Answer]]:
    """Every document of a facsimile, and what it was asked for: front page, pages, articles."""
    paper = parse_profile(family.slug, tomllib.loads(family.profile(BASE)))
    era = paper.era(DAY)
    asked: set[str] = set()
    waiting: list[Asked] = [WantedIssue(DAY, era.front_page_url(DAY))]
    while waiting:
        wanted = waiting.pop()
        path = wanted.url.removeprefix(f"{BASE}/{family.slug}/")
        found = family.find(family.issue, path)
        if found is None or wanted.url in asked:
            continue
        asked.add(wanted.url)
        answer = Answer(wanted.url, 200, found[1], found[0])
        said = read(paper, wanted, answer)
        waiting += [*said.promised, *([said.leads_to] if said.leads_to else [])]
        yield paper, wanted, answer


def assert_whole_or_a_problem(family: Family, share: int) -> None:
    """Cuts every document at every `share`-th part of its bytes."""
    for paper, wanted, answer in documents_of(family):
        whole = read(paper, wanted, answer)
        printed = [item for item in whole.items if not isinstance(item, ProblemItem)]
        assert {item.ending for item in printed} <= {""}, "a facsimile is closed, as the real pages are"
        for part in range(share):
            cut = replace(answer, body=answer.body[: len(answer.body) * part // share])
            for item in read(paper, wanted, cut).items:
                assert isinstance(item, ProblemItem) or item.ending or item in printed, (wanted.url, part)


@EACH
def test_a_document_cut_anywhere_is_the_whole_of_it_or_a_problem(family: Family) -> None:
    assert_whole_or_a_problem(family, 7)


@pytest.mark.slow
@EACH
def test_a_document_cut_at_every_hundredth_is_the_whole_of_it_or_a_problem(family: Family) -> None:
    assert_whole_or_a_problem(family, 100)


# --- crawled ---------------------------------------------------------------------------------------------

PAPER = Newspaper(first=DAY, last=DAY, pages=2, articles=3)
SPAN = ("--since", str(DAY), "--until", str(DAY))


UNCLOSED = re.compile(rb"</(?:body|html)>|<!--.*?-->", re.DOTALL | re.IGNORECASE)


def cut_at(body: bytes, mark: bytes) -> bytes:
    """A page that ends behind the first `mark` within its text."""
    return body[: body.index(mark, body.index(b"ozoom")) + len(mark)]


@pytest.fixture
def desk(tmp_path: Path, database_url: str) -> Desk:
    return Desk.at(tmp_path, database_url)


def test_a_cut_page_is_not_stored_and_is_asked_for_again(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        victim = issue_of(PAPER, DAY).pages[1].articles[1].source_id
        as_printed = stand.resource

        def resource(path: str) -> Resource | None:
            found = as_printed(path)
            if found and f"content_{victim}" in path:
                return found[0], cut_at(found[1], "。".encode())
            return found

        stand.resource = resource  # type: ignore[method-assign]
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN, code=1)
        [gap] = desk.json("gaps", PAPER.slug, *SPAN)
        assert (gap["kind"], gap["source_id"]) == ("truncated", victim)
        stand.resource = as_printed  # type: ignore[method-assign]
        desk.run("crawl", PAPER.slug, *SPAN)
    assert desk.json("gaps", PAPER.slug, *SPAN) == []
    assert desk.rows("SELECT url FROM problems WHERE resolved_at IS NULL") == []


def test_a_site_that_closes_none_of_its_pages_is_stored(desk: Desk) -> None:
    """Its first article is believed when it is asked for again: by then others are known to end likewise."""
    with newsstand(PAPER) as stand:
        as_printed = stand.resource

        def resource(path: str) -> Resource | None:
            found = as_printed(path)
            return found and (found[0], UNCLOSED.sub(b"", found[1]))

        stand.resource = resource  # type: ignore[method-assign]
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN, code=1)
        desk.run("crawl", PAPER.slug, *SPAN)
    [found] = desk.json("status", PAPER.slug, *SPAN)
    assert (found["state"], found["articles"]) == ("complete", 6)
    assert desk.rows("SELECT url FROM problems WHERE resolved_at IS NULL") == []
    stored = [row["cite_id"] for row in desk.rows("SELECT cite_id FROM articles ORDER BY cite_id")]
    desk.run("rebuild", PAPER.slug)
    assert [row["cite_id"] for row in desk.rows("SELECT cite_id FROM articles ORDER BY cite_id")] == stored
    assert desk.rows("SELECT url FROM problems WHERE resolved_at IS NULL") == []
