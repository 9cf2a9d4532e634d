"""What cannot be kept is a problem with its reason: never a silent skip, never an empty row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import Newspaper, issue_of, newsstand

DAY = date(2023, 10, 17)
PAPER = Newspaper()
FRONT = r"/node_1\.htm"
SECOND = r"/node_3\.htm"
ARTICLE = f"content_{issue_of(PAPER, DAY).pages[1].articles[2].source_id}"

FAULTS: list[tuple[str, Fault, int, str, str, int]] = [
    # where (an article, the second page or the front page), what, exit code, state, kind, articles lacking
    ("article", Fault("", "404"), 1, "partial", "not_found", 1),
    ("article", Fault("", "500"), 1, "partial", "http_error", 1),
    ("article", Fault("", "403"), 4, "blocked", "blocked", 1),
    ("article", Fault("", "empty_body"), 1, "partial", "layout_changed", 1),
    ("article", Fault("", "reset"), 1, "partial", "unreachable", 1),
    ("article", Fault("", "half_body"), 1, "partial", "unreachable", 1),
    ("article", Fault("", "layout"), 0, "complete", "guessed", 0),
    ("article", Fault("", "other_date"), 1, "partial", "other_issue", 1),
    ("article", Fault("", "empty_article"), 1, "partial", "empty", 1),
    ("article", Fault("", "navigation"), 1, "partial", "navigation", 1),
    ("page", Fault("", "layout"), 0, "complete", "guessed", 0),
    ("page", Fault("", "no_title_list"), 1, "partial", "layout_changed", 2),
    ("page", Fault("", "500"), 1, "partial", "http_error", 2),
    ("front page", Fault("", "layout"), 0, "complete", "guessed", 0),
    ("front page", Fault("", "empty_body"), 1, "missing", "layout_changed", 6),
    ("front page", Fault("", "todays_issue"), 1, "missing", "other_issue", 6),
    ("front page", Fault("", "403"), 4, "blocked", "blocked", 6),
    ("front page", Fault("", "redirect", value="http://example.com/"), 1, "missing", "outside", 6),
    ("front page", Fault("", "redirect", value="file:///etc/passwd"), 1, "missing", "outside", 6),
]
IDS = [f"{fault.kind} at the {where}{fault.value and f' to {fault.value}'}" for where, fault, *_ in FAULTS]

DAILY = Newspaper(first=DAY, last=DAY + timedelta(days=len(FAULTS)), pages=3, articles=2)
"""An issue of six articles for every fault, and a sound one at the end."""


def fault_of(number: int) -> tuple[date, Fault]:
    """The day of that fault, and the fault where it belongs: it strikes on that day only."""
    where, fault, *_ = FAULTS[number]
    day = DAILY.first + timedelta(days=number)
    victim = issue_of(DAILY, day).pages[1].articles[1].source_id
    name = {"article": f"content_{victim}", "page": SECOND, "front page": FRONT}[where].lstrip("/")
    return day, replace(fault, pattern=f"/html/{day:%Y-%m/%d}/{name}")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[dict[str, Any]]]:
    """Status, gaps and problems of a newspaper that was crawled with a fault a day."""
    desk = Desk.at(tmp_path_factory.mktemp("faults"))
    span = ("--since", str(DAILY.first), "--until", str(DAILY.last))
    with newsstand(DAILY, faults=[fault_of(number)[1] for number in range(len(FAULTS))]) as stand:
        desk.subscribe(stand, DAILY)
        desk.run("crawl", DAILY.slug, *span, code=4)  # two of the faults are refusals
    found = {command: desk.json(command, DAILY.slug, *span) for command in ("status", "gaps")}
    return {**found, "problems": desk.rows("SELECT * FROM problems")}.__getitem__


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=IDS)
def test_a_fault_is_a_problem_with_its_reason_and_the_rest_is_kept(
    crawled: Callable[[str], list[dict[str, Any]]], number: int
) -> None:
    _, _, _, state, kind, lacking = FAULTS[number]
    day = str(fault_of(number)[0])
    [status] = [row for row in crawled("status") if row["date"] == day]
    assert (status["state"], status["articles"]) == (state, 6 - lacking)
    problems = [row for row in crawled("problems") if row["date"] == day and row["resolved_at"] is None]
    assert len(problems) == 1 or kind == "guessed"  # the front page and its first page may be guessed
    assert {(problem["kind"], problem["paper"]) for problem in problems} == {(kind, DAILY.slug)}
    assert all(problem["detail"] for problem in problems)
    gaps = {gap["kind"] for gap in crawled("gaps") if gap["date"] == day}
    assert kind in gaps if lacking else not gaps


def test_the_issue_behind_all_faults_is_complete(crawled: Callable[[str], list[dict[str, Any]]]) -> None:
    assert (crawled("status")[-1]["date"], crawled("status")[-1]["state"]) == (str(DAILY.last), "complete")


ALONE = [
    pytest.param(number, id=IDS[number], marks=() if code == 4 else pytest.mark.slow)
    for number, (_, _, code, *_) in enumerate(FAULTS)
]
"""In `make test` the refusals, whose exit code is another."""


@pytest.mark.parametrize("number", ALONE)
def test_an_issue_with_one_fault_ends_with_its_exit_code(desk: Desk, number: int) -> None:
    _, _, code, state, kind, lacking = FAULTS[number]
    day, fault = fault_of(number)
    span = ("--since", str(day), "--until", str(day))
    with newsstand(DAILY, faults=[fault]) as stand:
        desk.subscribe(stand, DAILY)
        desk.run("crawl", DAILY.slug, *span, code=code)
    [status] = desk.json("status", DAILY.slug, *span)
    assert (status["state"], status["articles"]) == (state, 6 - lacking)
    assert {row["kind"] for row in desk.rows("SELECT kind FROM problems WHERE resolved_at IS NULL")} == {kind}
    gaps = {gap["kind"] for gap in desk.json("gaps", DAILY.slug, *span)}
    assert kind in gaps if lacking else not gaps


def test_a_day_between_issues_without_one_is_no_issue_and_is_not_asked_for_again(desk: Desk) -> None:
    paper = Newspaper(skipped=(DAY,))
    span = ("--since", "2023-10-16", "--until", "2023-10-18")
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        done = desk.run("crawl", paper.slug, *span)
        assert "WARNING" not in done.stderr, "a day without an issue is no cause for alarm"
        assert "2023-10-17: no issue found (HTTP 404, " in done.stderr
        states = {row["date"]: row["state"] for row in desk.json("status", paper.slug, *span)}
        assert states == {"2023-10-16": "complete", "2023-10-17": "no_issue", "2023-10-18": "complete"}
        asked = len(stand.requests)
        desk.run("crawl", paper.slug, *span)
        assert len(stand.requests) == asked


def test_a_paper_whose_front_pages_are_all_gone_is_absent_and_not_called_unpublished(desk: Desk) -> None:
    with newsstand(PAPER, faults=[Fault(FRONT, "404")]) as stand:
        desk.subscribe(stand, PAPER)
        span = ("--since", "2023-10-16", "--until", "2023-10-18")
        done = desk.run("crawl", PAPER.slug, *span, code=1)
        [warning] = [line for line in done.stderr.splitlines() if "WARNING" in line]
        assert "the front page of 3 days from 2023-10-16 to 2023-10-18 is not there" in warning
        assert {row["state"] for row in desk.json("status", PAPER.slug, *span)} == {"absent"}


def test_a_host_that_is_down_is_said_once_in_the_log_and_every_issue_is_a_problem(desk: Desk) -> None:
    paper = Newspaper(first=date(2023, 10, 1), last=date(2023, 10, 31))
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
    done = desk.run("crawl", paper.slug, "--since", "2023-10-01", "--until", "2023-10-31", code=4)
    assert done.stderr.count("the server refuses the connection") == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Error" not in done.stderr
    found = desk.rows("SELECT kind, detail, count(*) AS count FROM problems GROUP BY kind, detail")
    detail = "the server refuses the connection (its robots.txt was asked for first)"
    assert found == [{"kind": "unreachable", "detail": detail, "count": 31}]


def test_a_page_that_says_another_number_than_promised_is_refused(desk: Desk) -> None:
    with newsstand(PAPER, faults=[Fault(r"/node_4\.htm", "redirect", value="node_3.htm")]) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", str(DAY), code=1)
    [problem] = desk.rows("SELECT * FROM problems")
    assert problem["kind"] == "disagreement"
    assert "promises page 03, the page says 02" in problem["detail"]


def test_robots_txt_is_obeyed(desk: Desk) -> None:
    with newsstand(PAPER, robots="User-agent: *\nDisallow: /\n") as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", str(DAY), code=4)
        assert stand.requests == ["/robots.txt"]
    [problem] = desk.rows("SELECT kind, detail FROM problems")
    assert problem == {"kind": "blocked", "detail": "Forbidden by robots.txt"}


def test_every_body_is_archived_before_it_is_read_even_one_that_cannot_be_kept(desk: Desk) -> None:
    from storage.captures import read

    with newsstand(PAPER, faults=[Fault(ARTICLE, "empty_body")]) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", str(DAY), code=1)
    captures = desk.rows("SELECT * FROM captures")
    assert len(captures) == 4 + 20
    for row in captures:
        record = read(desk.home / "archive", row["warc"], row["offset"], row["length"], row["sha256"])
        assert record.url == row["url"]
