"""What an answer says is a value, made of bytes alone: the same from Scrapy and from the archive."""

import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.answer import Answer, Found, read
from crawler.paper import Paper, parse_profile
from crawler.platforms.base import Platform
from crawler.platforms.document import Document
from crawler.wanted import (
    Wanted,
    WantedArticle,
    WantedCalendar,
    WantedIssue,
    WantedMedia,
    WantedPage,
    role_of,
    wanted_of,
)
from pipelines.items import ArticleItem, IssueItem, PageItem, ProblemItem, PromisedPage
from storage.captures import Record
from tests.facsimile.press import find
from tests.support.newsstand import Newspaper, issue_of

DAY = date(2023, 10, 17)
PRINTED = Newspaper(pages=2, articles=2)
SITE = "http://paper.test"


@pytest.fixture
def paper() -> Paper:
    return parse_profile(PRINTED.slug, tomllib.loads(PRINTED.profile(SITE)))


@pytest.fixture
def front(paper: Paper) -> WantedIssue:
    return WantedIssue(DAY, paper.era(DAY).front_page_url(DAY))


def answer_to(wanted: Wanted) -> Answer:
    """What the newspaper's server answers."""
    found = find(issue_of(PRINTED, DAY), PRINTED.press, wanted.url.removeprefix(f"{SITE}{PRINTED.prefix}/"))
    assert found is not None
    return Answer(wanted.url, 200, found[1], found[0])


def test_reading_needs_neither_scrapy_nor_a_database() -> None:
    program = (
        "import sys, crawler.answer, crawler.wanted, crawler.problems\n"
        "print([name for name in ('scrapy', 'twisted', 'sqlalchemy', 'alembic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_front_page_is_its_issue_and_its_first_page_and_promises_the_rest(
    paper: Paper, front: WantedIssue
) -> None:
    found = read(paper, front, answer_to(front))
    issue, page = found.items
    assert isinstance(issue, IssueItem)
    assert isinstance(page, PageItem)
    assert (issue.page_count, page.sequence) == (2, 1)
    assert [type(one) for one in found.promised] == [WantedArticle, WantedArticle, WantedPage]
    assert {one.day for one in found.promised} == {DAY}
    assert DAY not in {one.day for one in found.issues}
    assert found.leads_to is found.bug is None


def test_an_article_is_read_and_promises_nothing(paper: Paper, front: WantedIssue) -> None:
    wanted = read(paper, front, answer_to(front)).promised[0]
    found = read(paper, wanted, answer_to(wanted))
    [article] = found.items
    assert isinstance(article, ArticleItem)
    assert found == Found(items=(article,))
    assert not article.damaged


def test_an_article_of_a_site_that_damages_texts_says_so(paper: Paper, front: WantedIssue) -> None:
    mirror = parse_profile(PRINTED.slug, tomllib.loads(f"damaged = true\n{PRINTED.profile(SITE)}"))
    assert mirror.damaged
    wanted = read(paper, front, answer_to(front)).promised[0]
    [article] = read(mirror, wanted, answer_to(wanted)).items
    assert isinstance(article, ArticleItem)
    assert article.damaged


def test_an_entry_page_leads_to_the_front_page_and_gives_nothing_else(
    paper: Paper, front: WantedIssue
) -> None:
    entry = b'<html><head><meta http-equiv="refresh" content="0; url=node_2.htm"></head><body></body></html>'
    found = read(paper, front, Answer(front.url, 200, entry, "text/html"))
    assert found.leads_to is not None
    assert (found.leads_to.url.rpartition("/")[2], found.leads_to.hops) == ("node_2.htm", 1)
    assert found == Found(leads_to=found.leads_to)


@pytest.mark.parametrize(
    "wanted", [WantedMedia(DAY, f"{SITE}/a.jpg"), WantedCalendar(DAY, f"{SITE}/period.xml")]
)
def test_pictures_are_not_read_and_an_empty_calendar_names_no_issue(paper: Paper, wanted: Wanted) -> None:
    assert read(paper, wanted, Answer(wanted.url, 200, b"")) == Found()


def test_what_is_read_before_the_program_fails_is_kept(
    paper: Paper, front: WantedIssue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: Platform, page: Document) -> None:
        raise KeyError("虚构")

    monkeypatch.setattr(Platform, "articles", fails)
    found = read(paper, front, answer_to(front))
    issue, problem = found.items
    assert isinstance(issue, IssueItem)
    assert isinstance(problem, ProblemItem)
    assert (problem.kind, problem.detail, problem.url) == ("program_error", "KeyError: '虚构'", front.url)
    assert isinstance(found.bug, KeyError)


def test_scrapy_and_the_archive_give_the_same_answer() -> None:
    body, url = "新闻".encode("gbk"), f"{SITE}/a.htm"
    headers = {"Content-Type": "text/html; charset=gb2312", "Location": "b.htm"}
    response = HtmlResponse(url, 302, headers, body, request=Request(url))
    record = Record(
        url=url,
        status=302,
        headers=(("content-type", headers["Content-Type"]), ("LOCATION", "b.htm"), ("Location", "c.htm")),
        body=body,
        fetched_at=datetime(2023, 10, 17, tzinfo=UTC),
        purpose=None,
        attempt=1,
        sha256="",
    )
    expected = Answer(url, 302, body, headers["Content-Type"], "b.htm")
    assert Answer.of_record(record) == expected
    assert Answer.of_response(response) == expected


WISHES: list[Wanted] = [
    WantedIssue(DAY, f"{SITE}/node_1.htm"),
    WantedIssue(DAY, f"{SITE}/node_1.htm", expected=False),
    WantedPage(DAY, PromisedPage(2, "A 02", "要闻 版", f"{SITE}/node_2.htm")),
    WantedPage(DAY, PromisedPage(2, "02", "", f"{SITE}/node_2.htm")),
    WantedArticle(DAY, "36 001/中", f"{SITE}/content_36001.htm"),
    WantedCalendar(DAY, f"{SITE}/period.xml"),
    WantedMedia(DAY, f"{SITE}/a.jpg"),
]


@pytest.mark.parametrize("wanted", WISHES, ids=role_of)
def test_what_was_asked_for_fits_into_a_line_and_is_read_from_it_again(wanted: Wanted) -> None:
    line = role_of(wanted)
    assert line.isascii()
    assert line.isprintable()
    assert wanted_of(line, wanted.day, wanted.url) == wanted


@pytest.mark.parametrize("line", ["", "page", "page x 02", "page 1 02 a b", "article", "issue now", "else"])
def test_a_line_nobody_wrote_says_nothing(line: str) -> None:
    assert wanted_of(line, DAY, SITE) is None
