"""`banmian check`: one issue looked at field by field; nothing stored, the proof noted, help offered."""

from __future__ import annotations

import ipaddress
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawler.commands.show import print_proof
from crawler.demo.newsstand import Resource, serve
from crawler.download.hosts import read_networks
from crawler.paper import load, today
from crawler.plan import Limits
from crawler.profile import profile_toml, with_proof
from crawler.trial import proof
from crawler.trial.fetch import Fetched
from crawler.trial.findings import Findings, ReadIssue, Share
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import FaultyNewsstand, Newspaper, issue_of, newsstand

DAY = date(2023, 10, 17)
PAPER = Newspaper(pages=3, articles=4, jumps=True)
ARTICLES = {
    article.source_id: article for page in issue_of(PAPER, DAY).pages for article in page.articles
}.values()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


@pytest.fixture
def stand() -> Iterator[FaultyNewsstand]:
    with newsstand(PAPER) as running:
        yield running


def check(desk: Desk, *arguments: str, code: int = 0) -> Any:
    return desk.json("check", PAPER.slug, "--date", str(DAY), *arguments, code=code)


def print_to_a_full_device(_: int) -> None:
    """Run in a fork: standard output takes nothing."""
    sys.stdout = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115 (open to the end)


def profile_of(desk: Desk) -> Path:
    return desk.home / "papers" / f"{PAPER.slug}.toml"


def test_a_sound_issue_is_reported_field_by_field_and_nothing_is_stored(
    desk: Desk, stand: FaultyNewsstand
) -> None:
    desk.subscribe(stand, PAPER)
    said = check(desk)
    assert (said["state"], said["sound"], said["date"], said["problems"]) == ("complete", True, str(DAY), [])
    assert said["pages"] == {"found": 3, "of": 3, "promised": 3}
    assert said["titles"] == 13  # the jump story is listed on two pages …
    assert said["articles"] == {"found": 12, "of": 12}  # … and one article
    for name in ("kicker", "headline", "subhead", "byline", "authors"):
        printed = sum(bool(getattr(article, name)) for article in ARTICLES)
        assert said["fields"][name] == {"found": printed, "of": 12}, name
    assert said["fields"]["pictures"]["found"] == sum(bool(article.images) for article in ARTICLES)
    assert said["fields"]["body"] == {"found": 12, "of": 12}
    assert said["fields"]["area"] == {"found": 13, "of": 13}
    for name in ("page_name", "page_image", "page_pdf"):
        assert said["fields"][name] == {"found": 3, "of": 3}, name
    assert (said["platform"], said["looks_like"]) == ("founder", "founder")
    assert said["skins"] == {"pages": {"table": 3}, "articles": {"table": 12}}
    assert said["suggestions"] == []
    assert said["requests"] == len(stand.requests) == 1 + 3 + 12  # robots.txt, pages, articles
    assert {path.name for path in desk.home.iterdir()} == {"papers", "turns", ".out", ".err"}


def test_off_a_terminal_the_report_is_lines_and_progress_is_a_line_a_page(
    desk: Desk, stand: FaultyNewsstand
) -> None:
    desk.subscribe(stand, PAPER)
    done = desk.run("check", PAPER.slug, "--date", str(DAY))
    lines = done.stdout.splitlines()
    assert lines[0] == f"{PAPER.slug} {DAY}: complete; 16 requests"
    assert {"headline\t12\t12\t100%", "page pdf\t3\t3\t100%"} <= set(lines)
    assert "platform founder: table skin fits 3 pages, table skin fits 12 articles" in lines
    assert f"{PAPER.slug} {DAY}: page 02, 5 titles" in done.stderr


def test_without_a_date_the_newest_issue_is_looked_for(desk: Desk) -> None:
    newest = today() - timedelta(days=2)
    paper = Newspaper(first=newest - timedelta(days=7), last=newest, pages=1, articles=1)
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        assert desk.json("check", paper.slug)["date"] == str(newest)


def test_a_site_without_any_issue_is_asked_for_two_weeks_and_its_address_doubted(desk: Desk) -> None:
    with newsstand(PAPER, faults=[Fault("node_1", "404")]) as stand:
        desk.subscribe(stand, PAPER)
        said = desk.run("check", PAPER.slug, code=1).stdout
        assert len(stand.requests) == 1 + 14  # robots.txt, front pages
    assert f"{PAPER.slug} {today()}: missing; 15 requests" in said
    assert "no issue in the last 14 publication days: is this the right address?: http://" in said
    assert f"{today():%Y-%m/%d}/node_1.htm" in said


def test_a_sound_issue_on_this_machine_proves_a_facsimile_and_that_is_noted_with_the_date(
    desk: Desk, stand: FaultyNewsstand
) -> None:
    desk.subscribe(stand, PAPER)
    file = profile_of(desk)
    before = "# mine\n" + file.read_text(encoding="utf-8")
    file.write_text(before, encoding="utf-8")
    noted = check(desk)["proof"]
    assert noted == {"proof": "facsimile", "checked": str(today()), "file": str(file), "written": True}
    after = file.read_text(encoding="utf-8")
    assert after.startswith("# mine\n")
    assert tomllib.loads(after) == tomllib.loads(before) | {"proof": "facsimile", "checked": today()}
    check(desk)
    assert file.read_text(encoding="utf-8") == after


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("words", [(), ("--json",)], ids=["text", "json"])
def test_a_report_that_cannot_be_printed_notes_nothing(
    desk: Desk, stand: FaultyNewsstand, words: tuple[str, ...]
) -> None:
    desk.subscribe(stand, PAPER)
    before = profile_of(desk).read_text(encoding="utf-8")
    desk.run("check", PAPER.slug, "--date", str(DAY), *words, code=5, prepare=print_to_a_full_device)
    assert profile_of(desk).read_text(encoding="utf-8") == before


def test_a_proof_is_never_lowered(desk: Desk, stand: FaultyNewsstand) -> None:
    desk.subscribe(stand, PAPER, proof="live")
    before = profile_of(desk).read_text(encoding="utf-8")
    assert check(desk)["proof"] is None
    assert profile_of(desk).read_text(encoding="utf-8") == before


def test_only_the_first_pages_are_fetched_when_asked_and_prove_nothing(
    desk: Desk, stand: FaultyNewsstand
) -> None:
    desk.subscribe(stand, PAPER)
    said = check(desk, "--pages", "2")
    assert (said["state"], said["proof"]) == ("complete", None)
    assert said["pages"] == {"found": 2, "of": 2, "promised": 3}
    assert said["articles"] == {"found": 8, "of": 8}
    assert not [path for path in stand.requests if path.endswith("node_4.htm")]


FAULTS = [
    ([Fault("content_.*0300", "404")], 1, "partial", "not_found"),
    ([Fault("content_.*0300", "layout")], 1, "partial", "layout_changed"),
    ([Fault("node_3", "404")], 1, "partial", "not_found"),
    ([Fault("node_1", "404")], 1, "missing", "absent"),
    ([Fault("html", "403")], 4, "blocked", "blocked"),
    ([Fault("html", "captcha")], 4, "blocked", "blocked"),
]


@pytest.mark.parametrize(("faults", "code", "state", "kind"), FAULTS)
def test_what_is_lacking_is_a_state_a_sentence_and_an_exit_code(
    desk: Desk, faults: list[Fault], code: int, state: str, kind: str
) -> None:
    with newsstand(PAPER, faults=faults) as stand:
        desk.subscribe(stand, PAPER)
        before = profile_of(desk).read_text(encoding="utf-8")
        said = check(desk, code=code)
    assert (said["state"], said["exit_code"], said["sound"], said["proof"]) == (state, code, False, None)
    assert kind in {problem["kind"] for problem in said["problems"]}
    assert all(problem["detail"] for problem in said["problems"])
    assert profile_of(desk).read_text(encoding="utf-8") == before


def test_a_server_that_does_not_answer_is_exit_code_4(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
    said = check(desk, code=4)
    assert (said["state"], said["problems"][0]["kind"]) == ("missing", "unreachable")


@pytest.mark.parametrize(
    "arguments", [("nobody",), (PAPER.slug, "--date", "gestern"), (PAPER.slug, "--pages", "0")]
)
def test_a_command_that_cannot_be_meant_is_exit_code_2(desk: Desk, arguments: tuple[str, ...]) -> None:
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("check", *arguments, code=2)
        assert stand.requests == []


def test_a_day_that_no_issue_can_have_is_said_without_asking(desk: Desk, stand: FaultyNewsstand) -> None:
    desk.subscribe(stand, PAPER)
    assert "no era covers 1999-01-01" in desk.run("check", PAPER.slug, "--date", "1999-01-01", code=2).stderr
    shown = desk.run("check", PAPER.slug, "--date", "2999-01-01", code=1).stdout
    assert shown == f"{PAPER.slug}: no issue found on 2999-01-01\n"
    assert stand.requests == []


SMALL = replace(PAPER, pages=2, articles=2)
"""The same newspaper, smaller: a suggestion is tried on every page of it."""


def without_comment(paper: Newspaper, path: str) -> Resource | None:
    """The paper's site, whose pages lack the vendor's comment that fills what is not found."""
    found = paper.site(path)
    return found and (found[0], re.sub(rb"<!--enpproperty.*?-->", b"", found[1], flags=re.DOTALL))


BROKEN = [
    ({"headline": "td.nothing"}, "articles", {"headline"}),
    ({"headline": "td.nothing", "body": "#nothing", "image": "img.x"}, "articles", {"headline", "body"}),
    ({"body": "#nothing", "image": "img.nothing"}, "articles", {"body"}),
    ({"title_link": "a.nothing"}, "pages", {"title_link"}),
    ({"page_link": "a.nothing"}, "pages", {"page_link"}),
    ({"area": "span.nothing"}, "area", {"area"}),
    ({"page_image": "span.nothing"}, "page_image", {"page_image"}),
    ({"lines": "td.nothing"}, "byline", {"lines"}),
]


@pytest.mark.parametrize(("wrong", "field", "names"), BROKEN)
def test_a_selector_that_finds_nothing_is_answered_with_one_that_does(
    desk: Desk, whole: bool, wrong: dict[str, str], field: str, names: set[str]
) -> None:
    paper = PAPER if whole else SMALL
    with serve({paper.prefix: partial(without_comment, paper)}) as site:
        data = tomllib.loads(paper.profile(site.url))
        data["eras"][0]["select"] = wrong
        profile_of(desk).write_text(profile_toml(data), encoding="utf-8")
        done = desk.attempt("check", PAPER.slug, "--date", str(DAY), "--json")
        said = json.loads(done.stdout)
        suggestion = next(one for one in said["suggestions"] if one["field"] == field)
        assert suggestion["select"].keys() == names
        assert suggestion["found"] > 0
        data["eras"][0]["select"] |= suggestion["select"]
        profile_of(desk).write_text(profile_toml(data), encoding="utf-8")
        mended = check(desk)
    assert mended["state"] == "complete"
    before, after = ({**one, **one["fields"]}[field]["found"] for one in (said, mended))
    assert after > before


def test_a_suggestion_is_printed_as_the_lines_of_a_profile(desk: Desk, stand: FaultyNewsstand) -> None:
    desk.subscribe(stand, PAPER)
    with profile_of(desk).open("a", encoding="utf-8") as file:
        file.write('[eras.select]\narea = "span.nothing"\n')
    shown = desk.run("check", PAPER.slug, "--date", str(DAY)).stdout
    assert "try in [eras.select], as founder has it; it finds 13 of 13 area:\narea = " in shown


def test_nothing_is_suggested_for_what_an_issue_does_not_print(desk: Desk) -> None:
    paper = Newspaper(pages=1, articles=1)  # its one article has neither kicker nor subhead nor picture
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        said = desk.json("check", paper.slug, "--date", str(DAY))
    assert said["fields"]["kicker"] == said["fields"]["pictures"] == {"found": 0, "of": 1}
    assert said["suggestions"] == []


def test_a_paper_that_moved_to_another_family_is_recognised(desk: Desk, stand: FaultyNewsstand) -> None:
    desk.subscribe(stand, PAPER)
    file = profile_of(desk)
    text = file.read_text(encoding="utf-8").replace('"founder"', '"joyhua"')
    file.write_text(text, encoding="utf-8")
    said = check(desk, code=1)
    assert (said["platform"], said["looks_like"]) == ("joyhua", "founder")
    assert [one["platform"] for one in said["suggestions"] if not one["select"]] == ["founder"]
    shown = desk.run("check", PAPER.slug, "--date", str(DAY), code=1).stdout
    assert "but the pages look like founder" in shown
    assert 'try platform = "founder"' in shown


HOSTS = [
    ("epaper.example.cn", ["8.8.8.8"], "", "live"),
    ("epaper.example.cn", ["8.8.8.8", "10.0.0.1"], "", "facsimile"),
    ("epaper.example.cn", ["10.0.0.1"], "10.0.0.0/8", "live"),
    ("epaper.example.cn", ["127.0.0.1"], "127.0.0.0/8", "facsimile"),
    ("epaper.example.cn", [], "", "facsimile"),
    ("127.0.0.1", ["127.0.0.1"], "", "facsimile"),
    ("192.168.1.5", ["192.168.1.5"], "", "facsimile"),
    ("localhost", ["8.8.8.8"], "", "facsimile"),
]


@pytest.mark.parametrize(("host", "addresses", "networks", "said"), HOSTS)
def test_only_a_server_on_the_public_internet_proves_live(
    host: str, addresses: list[str], networks: str, said: str
) -> None:
    found = [ipaddress.ip_address(address) for address in addresses]
    assert proof.proof_by(host, found, read_networks(networks)) == said


def test_a_bundled_profile_is_copied_with_its_proof_and_never_changed_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANMIAN_PAPERS", str(tmp_path))
    monkeypatch.setattr(proof, "addresses_of", lambda host: [ipaddress.ip_address("8.8.8.8")])
    bundled = load("gongyishibao")
    noted = proof.noted(bundled, DAY)
    assert noted is not None
    proof.write(bundled, noted)
    assert noted == proof.Proof("live", today(), tmp_path / "gongyishibao.toml", written=True)
    assert (load("gongyishibao").proof, bundled.proof) == ("live", "facsimile")


def test_without_a_directory_of_ones_own_nothing_is_made_and_the_two_lines_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BANMIAN_PAPERS", raising=False)
    monkeypatch.setattr(proof, "addresses_of", lambda host: [ipaddress.ip_address("8.8.8.8")])
    paper = load("gongyishibao")
    noted = proof.noted(paper, DAY)
    assert noted is not None
    proof.write(paper, noted)
    assert not noted.written
    assert load("gongyishibao").proof == "facsimile"
    none = Share(0, 0)
    found = Findings("complete", 1, none, 0, none, {}, True, (), {}, None, ReadIssue(None, (), (), (), ()))
    print_proof(Fetched(paper, DAY, (), (), Limits()), found, noted)
    shown = capsys.readouterr().out
    assert f'proof = "live"\nchecked = {today()}' in shown
    assert str(noted.file) in shown
    assert "$BANMIAN_PAPERS" in shown


def test_a_proof_is_noted_and_everything_else_of_a_profile_stays() -> None:
    head = 'name = """\nproof = "x"\n"""\nproof = "listed"  # why\n'
    text = f"{head}\n# the only era\n[[eras]]\nsince = 2011-01-04\n"
    noted = text.replace('"listed"  # why\n', f'"live"  # why\nchecked = {DAY}\n')
    assert with_proof(text, "live", DAY) == noted
    assert with_proof(noted, "live", DAY) == noted


@pytest.mark.parametrize(
    ("argument", "message"),
    [("sinse=2023-10-17", "unknown spider argument 'sinse'"), ("pages=all", "pages: 'all' is no number")],
)
def test_scrapy_crawl_names_an_argument_it_does_not_know(
    desk: Desk, stand: FaultyNewsstand, argument: str, message: str
) -> None:
    desk.subscribe(stand, PAPER)
    done = desk.scrapy("crawl", PAPER.slug, "-a", argument, code=2)
    assert message in done.stderr
    assert stand.requests == []


def test_scrapy_crawl_takes_limits_too(desk: Desk, stand: FaultyNewsstand) -> None:
    desk.subscribe(stand, PAPER)
    span = ("-a", f"since={DAY}", "-a", f"until={DAY}")
    desk.scrapy("crawl", PAPER.slug, *span, "-a", "pages=2", "-a", "articles=1", code=1)
    assert len(desk.rows("SELECT * FROM pages")) == 2
    assert len(desk.rows("SELECT * FROM articles")) == 2
