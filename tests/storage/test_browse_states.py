"""What the reader says of guesses, absent days and unproved dates; and of databases that hold little."""

from __future__ import annotations

import datetime as dt
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipelines.text.plain import plain
from storage import Writer
from storage.browse import application
from storage.browse.fronts import front_pages
from storage.browse.views.issue import page_drawing
from storage.database import SchemaError, upgrade
from tests.storage.test_releases import RELEASES, filled_by
from tests.support.builders import DAY, PAPER, SITE, issue, page, problem
from tests.support.corpora import fill, kept
from tests.support.newsroom import HOSTILE, furnish, reader_of

ABSENT, UNPROVED = DAY + dt.timedelta(days=2), DAY + dt.timedelta(days=3)
SEARCHES = ("search", "collocates", "concordance", "trend")
ADDRESSES = ("/", "/day", *(f"/{one}?q=社工站" for one in SEARCHES))
LONG = "长" * 400


@contextmanager
def reading(url: str, archive: Path) -> Iterator[TestClient]:
    """The reader of a database, whatever is in it."""
    reader = reader_of(url, archive)
    with TestClient(application(reader), base_url="http://127.0.0.1:8000") as client:
        yield client
    reader.corpus.close()


@pytest.fixture
def doubted(database_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """A paper with a guessed page, a day without a front page and an issue whose day nothing proves."""
    of: dict[str, Any] = {"date": UNPROVED}
    with Writer(database_url) as archive:
        archive.store_paper(PAPER, "公益时报", "hans")
        archive.store(issue(2, **of, unproved=True))
        archive.store(page(1, "g1", "g2", **of, read_by="generic"))
        archive.store(page(2, "g3", **of, number="02"))
        archive.store(kept("g1", "第一篇的正文，说的是社工站。", **of, read_by="generic"))
        archive.store(kept("g2", "第二篇的正文，说的是图书馆。", **of))
        archive.store(kept("g3", "第三篇的正文，说的是石榴树。", **of))
        archive.store(problem(f"{SITE}/absent.htm", "absent", date=ABSENT, detail="404"))
    with reading(database_url, tmp_path) as client:
        yield client


def test_what_is_guessed_unproved_or_absent_is_said(doubted: TestClient) -> None:
    of_issue = doubted.get(f"/paper/{PAPER}/{UNPROVED}").text
    assert "its date is not proved" in of_issue
    assert "2 pages and articles of this issue were read by the generic reader only" in of_issue
    assert len(re.findall('class="guess"', of_issue)) == 2, "a page and an article"
    second = doubted.get(f"/paper/{PAPER}/{UNPROVED}/2").text
    assert len(re.findall('class="guess"', second)) == 1, "only the page in the page navigation"
    assert "a guess." in doubted.get(f"/article/{PAPER}-{UNPROVED}-g1").text
    assert "a guess." not in doubted.get(f"/article/{PAPER}-{UNPROVED}-g2").text
    calendar = doubted.get(f"/paper/{PAPER}?year=2023").text
    assert f"{UNPROVED}: complete, 3 articles, date not proved, 2 guessed" in calendar
    assert f'class="absent" title="{ABSENT}: absent"' in calendar
    assert "the site shows no issue of that day" in calendar
    home = doubted.get("/").text
    assert "On 1 further days the site has no front page" in home
    assert "Everything promised or expected is here." in home, "an absent day is no gap"


def test_front_pages_read_together_are_those_of_the_issues(database_url: str, tmp_path: Path) -> None:
    furnish(database_url, tmp_path / "archive")
    with Writer(database_url) as archive:
        archive.store_paper("weidubao", "未读报", "hans")
        archive.store(issue(2, paper="weidubao"))
    reader = reader_of(database_url, tmp_path / "archive")
    found = front_pages(reader.corpus.engine, DAY, reader.archive)
    assert [(one.front.paper, one.is_read) for one in found] == [
        (PAPER, True), (HOSTILE, True), ("weidubao", False),
    ]  # fmt: skip
    for one in found:
        first = reader.corpus.issue(one.front.paper, DAY).pages[0]
        assert [(title.position, title.title, title.area) for title in one.titles] == [
            (placement.position, placement.title, placement.area) for placement in first.placements
        ]
        assert [title.article and title.article.cite_id for title in one.titles] == [
            placement.article and placement.article.cite_id for placement in first.placements
        ]
        assert plain(one.drawing, ["placement"]) == plain(
            page_drawing(reader, one.front.paper, first), ["placement"]
        )
    assert [one.drawing is not None for one in found] == [False, True, False]
    reader.corpus.close()
    with reading(database_url, tmp_path / "archive") as client:
        assert "Its front page was not read yet." in client.get(f"/day/{DAY}").text


def test_an_empty_database_has_pages_that_say_so(database_url: str, tmp_path: Path) -> None:
    with reading(database_url, tmp_path) as client:
        answers = {address: client.get(address) for address in ADDRESSES}
        assert {answer.status_code for answer in answers.values()} == {200}
        assert "There is no newspaper in this database yet." in answers["/"].text
        assert "Nothing was found." in answers["/collocates?q=社工站"].text
        assert client.get("/api/papers").json() == {"items": []}


def test_an_id_no_database_can_be_asked_for_is_that_of_no_article(database_url: str, tmp_path: Path) -> None:
    with reading(database_url, tmp_path) as client:
        for address in ("/article/%00", "/article/%00/source", "/text/%00", "/api/articles/%00/versions"):
            answer = client.get(address)
            assert (answer.status_code, "no article" in answer.text) == (404, True), address


def test_a_database_of_an_earlier_release_is_named_with_the_command_that_mends_it(
    empty_sqlite_url: str, tmp_path: Path
) -> None:
    filled_by(RELEASES[-1], empty_sqlite_url)
    with pytest.raises(SchemaError, match=r"earlier banmian.*banmian db upgrade"):
        reader_of(empty_sqlite_url, tmp_path)
    upgrade(empty_sqlite_url)
    with reading(empty_sqlite_url, tmp_path) as client:
        assert {client.get(address).status_code for address in ADDRESSES} == {200}
        assert len(client.get("/api/papers").json()["items"]) == 2


def test_a_file_nobody_may_write_is_read(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    before = file.read_bytes()
    file.chmod(stat.S_IRUSR)
    file.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with reading(sqlite_url, tmp_path / "no archive") as client:
            assert {client.get(address).status_code for address in ADDRESSES} == {200}
            assert client.get(f"/paper/{PAPER}/{DAY}").status_code == 200
    finally:
        file.parent.chmod(stat.S_IRWXU)
    assert file.read_bytes() == before


def test_without_an_archive_everything_but_its_bytes_is_shown(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url)
    with reading(sqlite_url, tmp_path / "nowhere") as client:
        assert "石榴树" in client.get(f"/article/{PAPER}-{DAY}-36001").text
        bytes_of = client.get(f"/article/{PAPER}-{DAY}-36001/source")
        assert (bytes_of.status_code, "cannot be read" in bytes_of.text) == (404, True)


def test_long_names_are_shown_whole(sqlite_url: str, tmp_path: Path) -> None:
    with Writer(sqlite_url) as archive:
        archive.store_paper(PAPER, LONG, "hans")
        archive.store(issue(1))
        archive.store(page(1, "1", name=LONG))
        archive.store(kept("1", "正文里有社工站。", headline=LONG, column_name=LONG, source=LONG))
    with reading(sqlite_url, tmp_path) as client:
        for address in ("/", f"/paper/{PAPER}/{DAY}", f"/article/{PAPER}-{DAY}-1", "/search?q=社工站"):
            answer = client.get(address)
            assert (answer.status_code, LONG in answer.text) == (200, True), address
