"""Polite: a newspaper's server is asked as it wishes, and left alone when it says so."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from crawler.download.pauses import MOST_FAILURES, MOST_REFUSALS, retry_after
from crawler.platforms.document import read_document
from crawler.platforms.refusal import challenge
from storage.database import open_engine
from storage.ledger import status
from tests.support.desk import Desk
from tests.support.faults import CAPTCHA, Fault
from tests.support.newsstand import FaultyNewsstand, Newspaper, issue_of, newsstand

CHALLENGES = json.loads((Path(__file__).parents[1] / "cases" / "challenges.json").read_text(encoding="utf-8"))
DAY = date(2023, 10, 17)
SMALL = Newspaper(pages=1, articles=2)
FRONT = r"/node_1\.htm"
GO = ("crawl", SMALL.slug, "--date", str(DAY))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


def problems(desk: Desk) -> set[tuple[str, str]]:
    """Kind and detail of all open problems."""
    rows = desk.rows("SELECT kind, detail FROM problems WHERE resolved_at IS NULL")
    return {(row["kind"], row["detail"]) for row in rows}


def state(desk: Desk, paper: Newspaper = SMALL) -> str:
    """The state of the issue of the day."""
    engine = open_engine(desk.db)
    [row] = status(engine, papers=[paper.slug], since=DAY, until=DAY)
    engine.dispose()
    return row.state


def test_the_user_agent_names_banmian_and_whom_to_write_to(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANMIAN_CONTACT", "https://example.org/corpus,\r\nX-Header: corpus@example.org")
    with newsstand(SMALL) as stand:
        desk.subscribe(stand, SMALL)
        desk.run(*GO)
    [agent] = stand.agents
    assert agent.startswith("banmian/")
    assert agent.endswith("(https://example.org/corpus, X-Header: corpus@example.org)")


ROBOTS = [
    # fault of robots.txt, exit code, kind and detail of the problem, how often robots.txt is asked for
    (Fault("robots", "404"), 0, None, 1),
    (Fault("robots", "403"), 0, None, 1),
    (Fault("robots", "503", times=2), 0, None, 3),
    (Fault("robots", "redirect_loop"), 0, None, 6),
    (Fault("robots", "500"), 1, ("unreachable", "robots.txt: HTTP 500"), 3),
    (Fault("robots", "429"), 4, ("blocked", "robots.txt: HTTP 429"), 3),
    (Fault("robots", "reset"), 1, ("unreachable", "the server breaks the connection off (its robots.txt"), 3),
    (Fault("robots", "endless"), 1, ("http_error", "robots.txt: the answer is larger than"), 1),
    (Fault("robots.txt$", "redirect", value="/yangzhang/robots.txt"), 0, None, 1),
]


@pytest.mark.parametrize(
    ("fault", "code", "problem", "times"),
    ROBOTS,
    ids=[f"{row[0].kind} {row[0].times or ''}" for row in ROBOTS],
)
def test_rules_that_cannot_be_read_are_no_leave_to_go_on(
    desk: Desk, fault: Fault, code: int, problem: tuple[str, str] | None, times: int
) -> None:
    with newsstand(SMALL, faults=[fault]) as stand:
        desk.subscribe(stand, SMALL)
        desk.run(*GO, code=None)
        asked = [path for path in stand.requests if path.startswith("/robots.txt")]
        assert len(asked) == times
        if problem is None:
            assert state(desk) == "complete"
        else:
            assert stand.requests == asked
            [(kind, detail)] = problems(desk)
            assert kind == problem[0]
            assert detail.startswith(problem[1])


def test_rules_for_banmian_by_name_and_rules_behind_a_redirect_are_obeyed(desk: Desk) -> None:
    rules = "User-agent: banmian\nDisallow: /yangzhang/html/2023-10/17/content_\n\nUser-agent: *\nAllow: /\n"
    with newsstand(SMALL) as stand:
        stand.faults = (
            Fault(r"robots\.txt$", "redirect", value="/rules.txt"),
            Fault("rules.txt", "says", value=rules),
        )
        desk.subscribe(stand, SMALL)
        desk.run(*GO, code=4)
        assert [path.rpartition("/")[2] for path in stand.requests] == [
            "robots.txt",
            "rules.txt",
            "node_1.htm",
        ]
    assert problems(desk) == {("blocked", "Forbidden by robots.txt")}


def test_papers_of_one_host_share_its_delay_and_one_request_is_out_at_a_time(desk: Desk) -> None:
    other = Newspaper(slug="yangzhangwan", name="样张晚报", pages=1, articles=2, seed=1)
    with newsstand(SMALL, other) as stand:
        desk.subscribe(stand, SMALL, other, delay=0.4)
        desk.run("crawl", SMALL.slug, other.slug, "--date", str(DAY))
        assert len(stand.requests) == 2 * (1 + 1 + 2)
        assert stand.most_at_once == 1
        # A connection takes its time, which is then lacking from the first wait.
        assert min(stand.waits()) >= 0.2
        assert sum(stand.waits()) >= 0.4 * (len(stand.requests) - 2)


def test_a_crawl_delay_longer_than_the_profile_s_delay_is_kept(desk: Desk) -> None:
    with newsstand(SMALL, robots="User-agent: *\nCrawl-delay: 0.5\n") as stand:
        desk.subscribe(stand, SMALL, delay=0.1)
        desk.run(*GO)
        assert len(stand.requests) == 4
        assert min(stand.waits("html")) >= 0.3


def test_a_crawl_delay_beyond_all_patience_is_a_refusal(desk: Desk) -> None:
    with newsstand(SMALL, robots="User-agent: *\nCrawl-delay: 86400\n") as stand:
        desk.subscribe(stand, SMALL)
        desk.run(*GO, code=4)
        assert stand.requests == ["/robots.txt"]
    [(kind, detail)] = problems(desk)
    assert (kind, detail.partition(",")[0]) == ("blocked", "robots.txt: Crawl-delay 86400 s")


@pytest.mark.parametrize(("code", "wish", "seconds"), [("429", "1", 1.0), ("503", "date+2", 1.0)])
def test_retry_after_pauses_the_whole_host(desk: Desk, code: str, wish: str, seconds: float) -> None:
    paper = Newspaper(pages=1, articles=5)
    with newsstand(paper, faults=[Fault("content_", code, times=1, after=1, value=wish)]) as stand:
        desk.subscribe(stand, paper)
        desk.run(*GO)
        paths = [path for _, path in stand.arrivals]
        assert len(paths) == 2 + 5 + 1
        # robots.txt, front page, one article, the refused one: and then nothing for so long.
        assert stand.waits()[3] >= seconds
        assert paths[3] in paths[4:]
    assert state(desk, paper) == "complete"


def test_a_pause_too_long_to_wait_for_is_a_refusal_and_nothing_more_is_asked(desk: Desk) -> None:
    paper = Newspaper(pages=1, articles=8)
    with newsstand(paper, faults=[Fault("content_", "503", after=2, value="3600")]) as stand:
        desk.subscribe(stand, paper)
        desk.run(*GO, code=4)
        assert len(stand.requests) == 2 + 2 + 1
        assert state(desk, paper) == "blocked"
        assert any(
            "Retry-After 3600 s: longer than the longest pause" in detail for _, detail in problems(desk)
        )
        stand.faults = ()
        desk.run(*GO)
        assert state(desk, paper) == "complete"


def test_tries_of_a_failing_page_come_after_growing_pauses(desk: Desk) -> None:
    with newsstand(SMALL, faults=[Fault(FRONT, "502")]) as stand:
        desk.subscribe(stand, SMALL, delay=0.1)
        desk.run(*GO, code=1)
        assert len(stand.requests) == 1 + 3
        first, second = stand.waits(FRONT)
        assert first >= 0.5
        assert second >= 1.0


REFUSALS = [
    Fault("content_", "403"),
    Fault("content_", "captcha"),
    Fault(
        "content_",
        "405",
        value="<html><body>由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</body></html>",
    ),
]


@pytest.mark.parametrize("fault", REFUSALS, ids=[fault.kind for fault in REFUSALS])
def test_a_host_that_refuses_three_times_in_a_row_is_not_asked_again(desk: Desk, fault: Fault) -> None:
    paper = Newspaper(pages=1, articles=12)
    with newsstand(paper, faults=[fault]) as stand:
        desk.subscribe(stand, paper)
        desk.run(*GO, code=4)
        # The third answer and the next request may cross.
        assert MOST_REFUSALS <= len(stand.requests) - 2 <= MOST_REFUSALS + 1
        assert state(desk, paper) == "blocked"
        assert desk.rows("SELECT * FROM articles") == []
        archived = desk.rows("SELECT url FROM captures WHERE url LIKE '%content%'")
        assert len(archived) >= MOST_REFUSALS
        stand.faults = ()
        desk.run(*GO)
        assert state(desk, paper) == "complete"
    assert problems(desk) == set()


def test_refusals_with_sound_pages_between_them_do_not_end_the_run(desk: Desk) -> None:
    paper = Newspaper(pages=1, articles=10)
    victims = [article.source_id for article in issue_of(paper, DAY).pages[0].articles][::2]
    with newsstand(paper, faults=[Fault(f"content_{victim}", "403") for victim in victims]) as stand:
        desk.subscribe(stand, paper)
        desk.run(*GO, code=4)
    assert len(desk.rows("SELECT * FROM articles")) == 5


def test_other_papers_of_a_host_that_refuses_are_not_asked_for_either(desk: Desk) -> None:
    first, second = (
        Newspaper(slug=slug, name=name, pages=1, articles=5)
        for slug, name in (("yangzhang", "样张晨报"), ("yangzhangwan", "样张晚报"))
    )
    with newsstand(first, second, faults=[Fault("content_", "captcha")]) as stand:
        desk.subscribe(stand, first, second)
        desk.run("crawl", first.slug, second.slug, "--date", str(DAY), code=4)
        assert len({path.split("/")[1] for path in stand.requests}) == 2, "robots.txt and one of the papers"
    assert {state(desk, first), state(desk, second)} == {"blocked"}


@pytest.mark.parametrize("kind", ["500", "reset"])
def test_a_host_that_fails_ten_times_in_a_row_is_left_for_the_next_run(desk: Desk, kind: str) -> None:
    paper = Newspaper(pages=1, articles=20)
    with newsstand(paper, faults=[Fault("content_", kind)]) as stand:
        desk.subscribe(stand, paper)
        desk.run(*GO, code=None)
        assert len(stand.requests) == 2 + MOST_FAILURES
        assert {found for found, _ in problems(desk)} == {"unreachable"}
        assert all(detail.startswith("not asked: 10 failures in a row") for _, detail in problems(desk))
        assert state(desk, paper) == "partial"
        stand.faults = ()
        desk.run(*GO)
    assert state(desk, paper) == "complete"


def test_sigterm_in_a_long_pause_ends_the_run_at_once_and_leaves_no_problem(desk: Desk) -> None:
    with newsstand(SMALL, faults=[Fault("content_", "429", value="300")]) as stand:
        desk.subscribe(stand, SMALL)
        crawl = desk.start(*GO)
        for _ in awaiting(stand, "content_"):
            pass
        crawl.terminate()
        crawl.join(60)
    assert "Traceback" not in (desk.home / ".err").read_text(encoding="utf-8")
    assert crawl.exitcode == 1
    assert problems(desk) == set()
    assert state(desk) == "partial"


def awaiting(stand: FaultyNewsstand, part: str) -> Iterator[None]:
    """Until the newsstand has answered a request, a minute at most."""
    end = monotonic() + 60
    while not any(part in path for path in stand.requests) or stand.most_at_once == 0:
        assert monotonic() < end
        sleep(0.05)
        yield
    sleep(0.3)


def page(html: str) -> str:
    return challenge(read_document("http://127.0.0.1/", html.encode(), "text/html; charset=utf-8"))


@pytest.mark.parametrize("html", CHALLENGES["refusals"].values(), ids=CHALLENGES["refusals"])
def test_a_refusal_in_disguise_is_recognised(html: str) -> None:
    assert page(html)


@pytest.mark.parametrize("html", CHALLENGES["others"].values(), ids=CHALLENGES["others"])
def test_a_page_that_is_merely_strange_is_no_refusal(html: str) -> None:
    assert page(html) == ""


def test_a_captcha_says_which_words_gave_it_away() -> None:
    assert page(CAPTCHA.decode()) == "the page says '安全验证'"


def test_an_article_about_captchas_is_an_article_and_in_a_new_layout_a_changed_layout() -> None:
    story = "请输入验证码后继续访问，这样的安全验证读者并不陌生。" * 3
    long = "<html><body><h1>验证码为何越来越难</h1>" + f"<p>{story}</p>" * 10 + "</body></html>"
    assert page(long) == ""


def test_an_article_about_captchas_is_stored(desk: Desk) -> None:
    with newsstand(SMALL) as stand:
        words = "验证码安全验证访问过于频繁"
        issue = issue_of(SMALL, DAY)
        victim = issue.pages[0].articles[0]
        found = stand.resource(f"{SMALL.prefix}/html/2023-10/17/content_{victim.source_id}.htm")
        assert found is not None
        html = found[1].decode().replace(victim.headline, words).replace(victim.paragraphs[0], f"{words}。")
        stand.faults = (Fault(f"content_{victim.source_id}", "says", value=html),)
        desk.subscribe(stand, SMALL)
        desk.run(*GO)
    assert words in {row["headline"] for row in desk.rows("SELECT headline FROM articles")}


NOW = datetime(2023, 10, 17, 6, 0, 0, tzinfo=UTC)


def wish(value: str, sent: datetime | None = NOW) -> float | None:
    headers = {"Retry-After": value} | ({"Date": format_datetime(sent, usegmt=True)} if sent else {})
    return retry_after(Response("http://127.0.0.1/", 503, headers=headers))


@given(st.integers(0, 10**30))
def test_retry_after_in_seconds(seconds: int) -> None:
    assert wish(str(seconds)) == float(seconds)


@given(st.integers(-(10**7), 10**7))
def test_retry_after_as_a_date_is_read_by_the_server_s_own_clock(seconds: int) -> None:
    moment = NOW + timedelta(seconds=seconds)
    assert wish(format_datetime(moment, usegmt=True)) == max(0, seconds)
    assert wish(moment.strftime("%A, %d-%b-%y %H:%M:%S GMT")) == max(0, seconds)
    assert wish(moment.strftime("%a %b %d %H:%M:%S %Y")) == max(0, seconds)


@given(st.text())
def test_retry_after_may_be_anything(value: str) -> None:
    seconds = wish(value, sent=None)
    assert seconds is None or seconds >= 0
