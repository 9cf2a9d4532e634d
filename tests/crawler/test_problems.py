"""What cannot be kept is a problem with its reason: never a silent skip, never an empty row."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import Newspaper, issue_of, newsstand

DAY = date(2023, 10, 17)
PAPER = Newspaper()
ISSUE = issue_of(PAPER, DAY)
VICTIM = ISSUE.pages[1].articles[2].source_id
FRONT = r"/node_1\.htm"
ARTICLE = f"content_{VICTIM}"

FAULTS = [
    # fault, exit code, state, kind of the problem, articles stored
    (Fault(ARTICLE, "404"), 1, "partial", "not_found", 19),
    (Fault(ARTICLE, "500"), 1, "partial", "http_error", 19),
    (Fault(ARTICLE, "403"), 4, "blocked", "blocked", 19),
    (Fault(ARTICLE, "empty_body"), 1, "partial", "layout_changed", 19),
    (Fault(ARTICLE, "reset"), 1, "partial", "unreachable", 19),
    (Fault(ARTICLE, "half_body"), 1, "partial", "unreachable", 19),
    (Fault(ARTICLE, "layout"), 1, "partial", "layout_changed", 19),
    (Fault(ARTICLE, "other_date"), 1, "partial", "other_issue", 19),
    (Fault(ARTICLE, "empty_article"), 1, "partial", "empty", 19),
    (Fault(ARTICLE, "navigation"), 1, "partial", "navigation", 19),
    (Fault(r"/node_3\.htm", "layout"), 1, "partial", "layout_changed", 15),
    (Fault(r"/node_3\.htm", "no_title_list"), 1, "partial", "layout_changed", 15),
    (Fault(r"/node_3\.htm", "500"), 1, "partial", "http_error", 15),
    (Fault(FRONT, "layout"), 1, "missing", "layout_changed", 0),
    (Fault(FRONT, "empty_body"), 1, "missing", "layout_changed", 0),
    (Fault(FRONT, "todays_issue"), 1, "missing", "other_issue", 0),
    (Fault(FRONT, "403"), 4, "blocked", "blocked", 0),
    (Fault(FRONT, "redirect", value="http://example.com/"), 1, "missing", "outside", 0),
    (Fault(FRONT, "redirect", value="file:///etc/passwd"), 1, "missing", "outside", 0),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


@pytest.mark.parametrize(
    ("fault", "code", "state", "kind", "articles"),
    FAULTS,
    ids=[f"{fault.kind} at {fault.pattern}" for fault, *_ in FAULTS],
)
def test_a_fault_is_a_problem_with_its_reason_and_the_rest_is_kept(
    desk: Desk, fault: Fault, code: int, state: str, kind: str, articles: int
) -> None:
    with newsstand(PAPER, faults=[fault]) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", str(DAY), code=code)
    span = ("--since", str(DAY), "--until", str(DAY))
    [status] = desk.json("status", PAPER.slug, *span)
    assert (status["state"], status["articles"]) == (state, articles)
    [problem] = desk.rows("SELECT * FROM problems")
    assert (problem["kind"], problem["paper"], problem["date"]) == (kind, PAPER.slug, str(DAY))
    assert problem["detail"]
    assert kind in {gap["kind"] for gap in desk.json("gaps", PAPER.slug, *span)}


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


def test_a_paper_whose_front_pages_are_all_gone_is_missing_and_not_called_unpublished(desk: Desk) -> None:
    with newsstand(PAPER, faults=[Fault(FRONT, "404")]) as stand:
        desk.subscribe(stand, PAPER)
        span = ("--since", "2023-10-16", "--until", "2023-10-18")
        done = desk.run("crawl", PAPER.slug, *span, code=1)
        [warning] = [line for line in done.stderr.splitlines() if "WARNING" in line]
        assert "the front page of 3 days from 2023-10-16 to 2023-10-18 is not there" in warning
        assert {row["state"] for row in desk.json("status", PAPER.slug, *span)} == {"missing"}


def test_a_host_that_is_down_is_said_once_in_the_log_and_every_issue_is_a_problem(desk: Desk) -> None:
    paper = Newspaper(first=date(2023, 10, 1), last=date(2023, 10, 31))
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
    done = desk.run("crawl", paper.slug, "--since", "2023-10-01", "--until", "2023-10-31", code=4)
    assert done.stderr.count("the server refuses the connection") == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Error" not in done.stderr
    found = desk.rows("SELECT kind, detail, count(*) AS count FROM problems GROUP BY kind, detail")
    detail = "robots.txt: the server refuses the connection"
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

    with newsstand(PAPER, faults=[Fault(ARTICLE, "layout")]) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", str(DAY), code=1)
    captures = desk.rows("SELECT * FROM captures")
    assert len(captures) == 4 + 20
    for row in captures:
        record = read(desk.home / "archive", row["warc"], row["offset"], row["length"], row["sha256"])
        assert record.url == row["url"]
