"""The newsstand serves what it says, over real HTTP."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from parsel import Selector

from tests.facsimile.press import Press
from tests.support.faults import BOMB_SIZE, BREAKS, CHANGES, Fault
from tests.support.newsstand import Newspaper, issue_dates, issue_of, newsstand

CASES = json.loads((Path(__file__).parents[1] / "cases" / "faults.json").read_text(encoding="utf-8"))
DAY = date(2023, 10, 17)


class Answer:
    """One response: status, headers and body."""

    def __init__(self, url: str, timeout: float = 5.0, limit: int | None = None) -> None:
        """Asks once, follows nothing; raises what http.client raises."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=timeout)
        try:
            connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
            with connection.getresponse() as response:
                self.status, self.headers = response.status, response.headers
                self.body = response.read(limit) if limit else response.read()
        finally:
            connection.close()


def labels(body: bytes, encoding: str = "utf-8") -> list[str]:
    """The entries of both page lists."""
    return Selector(body.decode(encoding)).css("a#pageLink::text").getall()


def titles(body: bytes) -> list[str]:
    """The entries of the first title list."""
    return Selector(body.decode()).css("div[id^=mp]::text").getall()


PAPER = Newspaper()
FRONT = f"{PAPER.prefix}/html/2023-10/17/node_1.htm"
ISSUE = issue_of(PAPER, DAY)
ARTICLE = f"{PAPER.prefix}/html/2023-10/17/{ISSUE.pages[0].articles[0].href}"


def status(wanted: int) -> Callable[[str], None]:
    """Proves a plain status."""

    def proof(url: str) -> None:
        assert Answer(url).status == wanted

    return proof


def retry_seconds(url: str) -> None:
    """Retry-After: 3."""
    assert Answer(url).headers["Retry-After"] in {"1", "3"}


def retry_date(url: str) -> None:
    """Retry-After: a date that is not long ahead."""
    wait = parsedate_to_datetime(Answer(url).headers["Retry-After"]) - datetime.now(UTC)
    assert 0 < wait.total_seconds() <= 3


def fewer_bytes(url: str) -> None:
    """The connection ends before Content-Length."""
    with pytest.raises(http.client.IncompleteRead):
        Answer(url)


def reset(url: str) -> None:
    """RST, not an orderly end."""
    with pytest.raises(ConnectionResetError):
        Answer(url)


def too_slow(url: str) -> None:
    """A few bytes a second."""
    started = time.monotonic()
    assert len(Answer(url, limit=4).body) == 4
    assert time.monotonic() - started > 0.1


def no_end(url: str) -> None:
    """More than a page can have, and no Content-Length."""
    answer = Answer(url, limit=17 * 1024 * 1024)
    assert len(answer.body) == 17 * 1024 * 1024
    assert "Content-Length" not in answer.headers


def unfolds(url: str) -> None:
    """Little comes, much unfolds."""
    answer = Answer(url)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 100_000
    assert len(gzip.decompress(answer.body)) == BOMB_SIZE


def loops(url: str) -> None:
    """Every turn leads to the next."""
    for turn in range(1, 5):
        answer = Answer(url)
        assert (answer.status, answer.headers["Location"]) == (302, f"{FRONT}?turn={turn}")
        url = f"{url.partition('/yangzhang')[0]}{answer.headers['Location']}"


def leads_away(url: str) -> None:
    """Location is of another host."""
    answer = Answer(url)
    assert answer.status == 302
    assert urlsplit(answer.headers["Location"]).hostname in {"newsstand.example", "10.0.0.1"}


def has(pattern: str) -> Callable[[str], None]:
    """Status 200 and the pattern in the text."""

    def proof(url: str) -> None:
        answer = Answer(url)
        assert answer.status == 200
        assert re.search(pattern, answer.body.decode(), re.DOTALL)

    return proof


def lacks(word: str) -> Callable[[str], None]:
    """Status 200, some text, and nowhere the word."""

    def proof(url: str) -> None:
        body = Answer(url).body
        assert len(body) > 1000
        assert word.encode() not in body

    return proof


def counts_pages(wanted: int) -> Callable[[str], None]:
    """That many entries in each of the two page lists."""

    def proof(url: str) -> None:
        assert len(labels(Answer(url).body)) == 2 * wanted

    return proof


def other_numbers(url: str) -> None:
    """01 is gone."""
    assert labels(Answer(url).body)[0].startswith("02")


def no_titles(url: str) -> None:
    """The page list stands, the titles are gone, the areas are left."""
    body = Answer(url).body
    assert len(labels(body)) == 8
    assert titles(body) == []
    assert b"btdh" not in body


def wrongly_labelled(url: str) -> None:
    """Neither name fits the bytes."""
    answer = Answer(url)
    assert answer.headers["Content-Type"].endswith("big5")
    assert b"charset=utf-8" in answer.body
    assert labels(answer.body, "gb18030")[0] == "01： 头版"


PROOFS: dict[str, Callable[[str], None]] = {
    **{f"status {code}": status(code) for code in (304, 403, 404, 410, 500, 502)},
    "status 429, Retry-After in seconds": retry_seconds,
    "status 503, Retry-After in seconds": retry_seconds,
    "status 429, Retry-After as a date": retry_date,
    "a captcha with status 200": has("验证码"),
    "no body": has("^$"),
    "fewer bytes than promised": fewer_bytes,
    "connection reset": reset,
    "too slow": too_slow,
    "no end": no_end,
    "a small body that unfolds to 64 MiB": unfolds,
    "a redirect to itself": loops,
    "a redirect": leads_away,
    "no pageLink": lacks("pageLink"),
    "no ozoom": lacks("ozoom"),
    "the newest issue's date": has(r"2023\s+</font>.*>\s*18\s*日|founder-date>2023-10-18"),
    "fewer pages": counts_pages(2),
    "one page more": counts_pages(5),
    "other page numbers": other_numbers,
    "pages but no titles": no_titles,
    "the date of the day before": has("founder-date>2023-10-16"),
    "GB18030 under two wrong names": wrongly_labelled,
    "an altered text": has("编者更正"),
    "no text": has("<!--enpcontent--><!--/enpcontent-->"),
    "navigation as text": has("版面导航 标题导航 上一期 下一期"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}{case.get('value', '')}")
def test_each_fault_is_seen_by_a_reader(case: dict[str, str]) -> None:
    path = ARTICLE if "article" in case else FRONT
    fault = Fault(re.escape(path), case["kind"], value=case.get("value", ""))
    with newsstand(PAPER, faults=[fault]) as stand:
        PROOFS[case["seen"]](stand.url + path)


def test_every_kind_of_fault_has_a_case() -> None:
    assert {case["kind"] for case in CASES} | {"forbid"} == {*BREAKS, *CHANGES, "todays_issue"}


def test_a_fault_strikes_as_often_as_it_says() -> None:
    with newsstand(PAPER, faults=[Fault("node_1", "503", times=2, after=1)]) as stand:
        assert [Answer(stand.url + FRONT).status for _ in range(5)] == [200, 503, 503, 200, 200]
        assert stand.counts == {FRONT: 5}


def test_robots_txt_forbids_when_told_to() -> None:
    with newsstand(PAPER) as stand:
        assert b"Allow: /" in Answer(f"{stand.url}/robots.txt").body
        stand.faults = (Fault("^/robots.txt$", "forbid"),)
        assert b"Disallow: /" in Answer(f"{stand.url}/robots.txt").body


def test_a_day_without_an_issue_is_not_found() -> None:
    weekly = Newspaper(
        first=date(2023, 9, 26),
        last=date(2023, 10, 17),
        days=("TU",),
        moved=((date(2023, 10, 3), date(2023, 10, 2)),),
        skipped=(date(2023, 10, 10),),
    )
    assert issue_dates(weekly) == (date(2023, 9, 26), date(2023, 10, 2), date(2023, 10, 17))
    with newsstand(weekly) as stand:
        found = {
            day: Answer(f"{stand.url}{weekly.prefix}/html/2023-10/{day:02d}/node_1.htm").status
            for day in (2, 3, 10, 17, 18)
        }
        assert found == {2: 200, 3: 404, 10: 404, 17: 200, 18: 404}
        assert Answer(f"{stand.url}{weekly.prefix}/html/2023-02/31/node_1.htm").status == 404
        periods = Answer(f"{stand.url}{weekly.prefix}/html/2023-10/period.xml").body
        assert re.findall(rb"<period_date>([^<]+)", periods) == [b"2023-10-02", b"2023-10-17"]
        front = Answer(f"{stand.url}{weekly.prefix}/html/2023-10/17/node_1.htm").body
        assert b'href="../02/node_1.htm">\xe4\xb8\x8a\xe4\xb8\x80\xe6\x9c\x9f' in front


def test_ten_years_of_issues_are_made_only_when_asked_for() -> None:
    paper = Newspaper(slug="shinian", first=date(2013, 10, 22), last=date(2023, 10, 3), days=("TU",))
    assert len(issue_dates(paper)) == 520
    before = issue_of.cache_info().misses
    with newsstand(paper) as stand:
        assert Answer(f"{stand.url}{paper.prefix}/html/2018-03/06/node_3.htm").status == 200
    assert issue_of.cache_info().misses == before + 1


def test_the_same_day_has_the_same_issue() -> None:
    issue_of.cache_clear()
    assert issue_of(PAPER, DAY) == ISSUE
    assert issue_of(PAPER, date(2023, 10, 18)) != ISSUE


def test_an_issue_has_gaps_empty_pages_and_a_jump_story_when_told_to() -> None:
    paper = Newspaper(pages=4, gaps=(3,), empty_pages=(5,), jumps=True)
    pages = issue_of(paper, DAY).pages
    assert [page.number for page in pages] == ["01", "02", "04", "05"]
    assert pages[3].articles == ()
    assert pages[1].articles[-1] is pages[0].articles[0]


@pytest.mark.parametrize(
    "press", [Press("table"), Press("list"), Press("list", "gb18030", "gb2312")], ids=str
)
def test_node_1_is_the_first_page_whatever_its_node(press: Press) -> None:
    paper = Newspaper(press=press, first_node=187)
    with newsstand(paper) as stand:
        base = f"{stand.url}{paper.prefix}/html/2023-10/17"
        alias, real = (Answer(f"{base}/node_{node}.htm") for node in (1, 187))
        assert alias.body == real.body
        assert len(labels(alias.body, press.encoding)) == 8
