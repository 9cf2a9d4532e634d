"""`banmian show`: an article in every form, with what is known of it, and its bytes as the site sent them."""

import json
from pathlib import Path

import pytest
from lxml import etree, html

from tests.support.builders import DAY, PAPER
from tests.support.corpora import MIRROR, NEXT_DAY, STORY, fill
from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, issue_of, newsstand

FIRST, AGAIN = f"{PAPER}-{DAY}-36001", f"{MIRROR}-{NEXT_DAY}-9001"
TEI = {"t": "http://www.tei-c.org/ns/1.0"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with the invented corpus."""
    desk = Desk.at(tmp_path_factory.mktemp("reader"))
    fill(desk.db)
    return desk


def test_an_article_is_shown_with_what_is_known_of_it(desk: Desk) -> None:
    shown = desk.run("show", FIRST).stdout
    assert STORY in shown
    for line in (
        "公益时报 2023-10-17, 第1042期, 01版 头版",
        "also on:      02",
        f"also printed: {AGAIN} 舊書桌",
    ):
        assert line in shown
    assert "at byte 4000, SHA-256" in shown
    assert f"{FIRST} 标题36001 (the first print)" in desk.run("show", AGAIN).stdout
    assert "versions:     2: banmian diff" in desk.run("show", f"{PAPER}-{DAY}-36002").stdout


def test_the_json_is_a_row_of_a_release_and_what_is_known_besides(desk: Desk) -> None:
    document = desk.json("show", AGAIN)
    assert document == json.loads(desk.run("show", AGAIN, "--as", "json").stdout)
    assert list(document)[:3] == ["cite_id", "paper", "paper_name"]
    assert document["body"] == STORY
    assert document["reprint_of"] == FIRST
    assert document["prints"] == [FIRST, f"{MIRROR}-{NEXT_DAY}-9002"]
    assert [each["revision"] for each in document["versions"]] == [1]


def test_tei_is_valid_and_a_page_of_html_is_whole(desk: Desk) -> None:
    document = etree.fromstring(desk.run("show", FIRST, "--as", "tei").stdout.encode())
    schema = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "tei.rng"))
    schema.assertValid(document)
    assert len(document.findall(".//t:div[@type='article']", TEI)) == 1
    page = html.document_fromstring(desk.run("show", f"{PAPER}-{DAY}-36003", "--as", "html").stdout)
    assert page.findtext(".//h1") == "=1+1"
    assert page.findtext(".//article/p[last()]").startswith("石桥镇的旧渡口")
    assert desk.run("show", AGAIN, "--script", "hant").stdout.count("舊書桌擦了") == 6


def test_an_unknown_article_gets_the_near_ones(desk: Desk) -> None:
    said = desk.run("show", f"{PAPER}-{DAY}-36011", code=2).stderr
    assert f"did you mean {FIRST}" in said


def test_the_bytes_are_those_the_site_sent(tmp_path: Path) -> None:
    paper = Newspaper(pages=1, articles=1)
    desk = Desk.at(tmp_path)
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", str(DAY))
        printed = issue_of(paper, DAY).pages[0].articles[0]
    done = desk.attempt("show", f"{paper.slug}-{DAY}-{printed.source_id}", "--bytes")
    assert done.returncode == 0
    assert "<html" in done.stdout.lower()
    assert "no bytes of" not in done.stderr
