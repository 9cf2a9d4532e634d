"""The archive alone makes the database: what was crawled, what a better parser makes of it, what was kept."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from crawler.answer import Answer, read
from crawler.commands.exits import Exit
from crawler.commands.rebuild import rebuild_papers
from crawler.paper import Paper, load
from crawler.platforms.base import Platform, PrintedArticle
from crawler.platforms.document import Document
from crawler.wanted import Wanted, WantedIssue, role_of
from storage.captures import CaptureWriter
from storage.database import open_engine
from storage.items import Capture, Purpose
from storage.lock import PaperLock
from storage.models import Base
from tests.facsimile.press import find
from tests.support.desk import Desk
from tests.support.faults import CHANGES, Fault
from tests.support.newsstand import Newspaper, issue_of, newsstand

DAY = date(2023, 10, 17)
SPAN = ("--since", "2023-10-16", "--until", "2023-10-18")
PAPER = Newspaper(gaps=(3,), empty_pages=(4,), jumps=True)
LOST = issue_of(PAPER, DAY).pages[1].articles[2].source_id
STUB = issue_of(PAPER, DAY).pages[1].articles[1].source_id
GONE = issue_of(PAPER, DAY).pages[0].articles[3].source_id
NOON = datetime(2023, 10, 17, 4, tzinfo=UTC)
SITE = "http://paper.test"
OUR_HISTORY = {"runs"}

Site = Callable[[str], tuple[str, bytes] | None]
"""What a paper's server has under a path: content type and body, None for nothing."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk.at(tmp_path)
    for name, value in desk.environment.items():
        monkeypatch.setenv(name, value)
    return desk


@pytest.fixture
def paper(desk: Desk) -> Paper:
    """The profile of PAPER, on a server that does not exist."""
    (desk.home / "papers" / f"{PAPER.slug}.toml").write_text(PAPER.profile(SITE), encoding="utf-8")
    return load(PAPER.slug)


def rebuild(*slugs: str, db: str, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> None:
    """Runs the command's own function on a database."""
    monkeypatch.setenv("BANMIAN_DB", db)
    assert rebuild_papers([load(slug) for slug in slugs], None, None, as_json=False) == code


def printed(*changes: Fault, gone: str = "never") -> Site:
    """PAPER's server with its issues changed as faults do; addresses that match `gone` are 404."""

    def site(path: str) -> tuple[str, bytes] | None:
        day = date.fromisoformat("-".join(path.split("/")[1:3]))
        issue, press = issue_of(PAPER, day), PAPER.press
        for change in changes:
            if re.search(change.pattern, path):
                issue, press = CHANGES[change.kind](issue, press, change)
        return None if re.search(gone, path) else find(issue, press, path)

    return site


def fetch(desk: Desk, paper: Paper, site: Site, at: datetime, day: date = DAY) -> list[Capture]:
    """The walk of a whole issue without network: every answer goes into the archive, a second apart."""
    wanted: list[Wanted] = [WantedIssue(day, paper.era(day).front_page_url(day))]
    met, captures = set(), []
    with CaptureWriter(desk.home / "archive") as writer:
        for one in wanted:
            if one.url in met or one.day != day:
                continue
            met.add(one.url)
            answer = site(urlsplit(one.url).path.removeprefix(f"{PAPER.prefix}/"))
            status, (content_type, body) = (200, answer) if answer else (404, ("text/html", b"404"))
            purpose = Purpose(paper.slug, day, role_of(one), one.url)
            headers = [("Content-Type", content_type)]
            at += timedelta(seconds=1)
            captures.append(writer.append(writer.prepare(purpose, one.url, status, headers, body, at)))
            found = read(paper, one, Answer(one.url, status, body, content_type, "", captures[-1]))
            wanted += [*found.promised, *found.issues]
    return captures


def contents(db: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table in an order of its own, with what a number leads to in its place."""
    engine = sa.create_engine(db)
    with engine.connect() as connection:
        tables = {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in Base.metadata.sorted_tables
            if table.name not in OUR_HISTORY
        }
    engine.dispose()
    names = {
        "issue_id": {row["id"]: f"{row['paper']} {row['date']}" for row in tables["issues"]},
        "article_id": {row["id"]: row["cite_id"] for row in tables["articles"]},
        "capture_id": {row["id"]: f"{row['warc']} {row['offset']}" for row in tables["captures"]},
        "text_id": {row["id"]: row["content_key"] for row in tables["texts"]},
    }
    names["like_id"] = names["text_id"]
    names["page_id"] = {
        row["id"]: f"{names['issue_id'][row['issue_id']]} {row['sequence']}" for row in tables["pages"]
    }
    for rows in tables.values():
        for row in rows:
            row.pop("id", None)
            row.pop("run_id", None)
            row.update((key, found.get(row[key])) for key, found in names.items() if key in row)
        rows.sort(key=lambda row: json.dumps(row, default=str, sort_keys=True))
    return tables


def test_the_archive_alone_makes_the_database_of_the_crawl(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paper = replace(PAPER, skipped=(date(2023, 10, 17),), first=date(2023, 10, 15))
    copy = replace(
        PAPER, slug="zhuanzai", name="转载日报", first=DAY, last=DAY
    )  # the same texts, another paper
    with newsstand(paper, copy) as stand:
        desk.subscribe(stand, paper, copy)
        stand.faults = (
            Fault(f"{copy.slug}/.*content_{LOST}", "404"),
            Fault(f"{copy.slug}/.*content_{STUB}", "500", times=1),
            Fault(r"16/node_3\.htm", "no_title_list", times=1),
            Fault(f"content_{GONE}", "empty_article", times=1),
        )
        for code in (1, 0):
            for slug in (paper.slug, copy.slug):
                assert desk.run("crawl", slug, *SPAN, code=None).returncode in (code, 1)
            stand.faults = ()
    crawled = contents(desk.db)
    assert {row["kind"] for row in crawled["problems"]} >= {"not_found", "layout_changed", "empty"}
    assert any(row["page_count"] == 0 for row in crawled["issues"])
    new = f"sqlite:///{tmp_path / 'new.db'}"
    rebuild(paper.slug, copy.slug, db=new, monkeypatch=monkeypatch)
    rebuilt = contents(new)
    for table, rows in crawled.items():
        assert rebuilt[table] == rows, table
    rebuild(paper.slug, copy.slug, db=desk.db, monkeypatch=monkeypatch)
    assert contents(desk.db) == crawled, "a rebuild into the same database changes no row"


def test_an_issue_that_only_a_link_names_is_lacking_after_a_rebuild_too(desk: Desk) -> None:
    monday, tuesday = date(2023, 10, 2), date(2023, 10, 3)
    weekly = Newspaper(
        first=date(2023, 9, 26), last=date(2023, 10, 10), days=("TU",), moved=((tuesday, monday),)
    )
    with newsstand(weekly) as stand:
        desk.subscribe(stand, weekly)
        stand.faults = (Fault("2023-10/02/", "404"),)
        desk.run("crawl", weekly.slug, "--since", str(weekly.first), "--until", str(weekly.last), code=1)
    new = f"sqlite:///{desk.home / 'new.db'}"
    desk.run("rebuild", "--create", "--db", new, code=None)
    crawled, rebuilt = (desk.json("status", "--since", "2023-09-20", "--db", db) for db in (desk.db, new))
    assert {row["date"]: row["state"] for row in crawled}[str(monday)] == "missing"
    assert rebuilt == crawled


def eventful(desk: Desk, paper: Paper) -> Iterator[datetime]:
    """A week of an issue: edited, smaller, a stub, an article gone, a page added, an article back."""
    days = (
        printed(),
        printed(Fault(f"content_{LOST}", "edited"), gone=f"content_{GONE}"),
        printed(Fault("node_", "smaller")),
        printed(Fault(f"content_{STUB}", "empty_article")),
        printed(Fault(".", "page_added")),
        printed(gone="node_1"),
    )
    for number, site in enumerate(days):
        at = NOON + timedelta(days=number)
        fetch(desk, paper, site, at)
        yield at


def test_an_archive_that_grows_makes_what_the_whole_makes(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in eventful(desk, paper):
        rebuild(paper.slug, db=desk.db, monkeypatch=monkeypatch)
    grown = contents(desk.db)
    whole = f"sqlite:///{desk.home / 'whole.db'}"
    rebuild(paper.slug, db=whole, monkeypatch=monkeypatch)
    rebuilt = contents(whole)
    for table, rows in grown.items():
        assert rebuilt[table] == rows, table
    [edited] = [row for row in grown["revisions"] if LOST in row["article_id"] and row["revision"] == 1]
    [article] = [row for row in grown["articles"] if row["source_id"] == LOST]
    assert "编者更正" in article["body"] or article["revision"] == 3
    assert edited["seen_at"] < article["last_seen"]
    assert {row["kind"] for row in grown["problems"]} >= {"shrunk", "empty"}
    [gone] = [row for row in grown["articles"] if row["source_id"] == GONE]
    assert (gone["withdrawn_at"], gone["revision"]) == (None, 1)  # it came back


def test_a_better_parser_corrects_texts_in_place_and_no_article_is_changed(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in eventful(desk, paper):
        pass
    rebuild(paper.slug, db=desk.db, monkeypatch=monkeypatch)
    before = contents(desk.db)
    parse = Platform.article

    def better(self: Platform, document: Document) -> PrintedArticle:
        article = parse(self, document)
        return replace(article, body=article.body.replace("样张", "样章"), headline=f"{article.headline}！")

    monkeypatch.setattr(Platform, "article", better)
    rebuild(paper.slug, db=desk.db, monkeypatch=monkeypatch)
    after = contents(desk.db)
    assert before["revisions"]
    for table in ("articles", "revisions"):
        assert len(after[table]) == len(before[table])
        assert all(row["headline"].endswith("！") and "样张" not in row["body"] for row in after[table])
    kept = ("cite_id", "revision", "first_seen", "last_seen", "withdrawn_at", "capture_id")
    assert [
        [row[name] for name in kept] for row in sorted(after["articles"], key=lambda row: row["cite_id"])
    ] == [[row[name] for name in kept] for row in sorted(before["articles"], key=lambda row: row["cite_id"])]
    for table in ("issues", "pages", "placements", "captures", "problems"):
        assert after[table] == before[table], table
    fresh = f"sqlite:///{desk.home / 'fresh.db'}"
    rebuild(paper.slug, db=fresh, monkeypatch=monkeypatch)
    assert contents(fresh)["articles"] == after["articles"]
    assert contents(fresh)["revisions"] == after["revisions"]


def test_a_damaged_front_page_does_not_lose_the_articles_behind_it(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    captures = fetch(desk, paper, printed(), NOON)
    path = desk.home / "archive" / captures[0].warc
    damaged = bytearray(path.read_bytes())
    damaged[captures[0].offset + 100] ^= 1
    path.write_bytes(damaged)
    rebuild(paper.slug, db=desk.db, monkeypatch=monkeypatch, code=1)
    found = contents(desk.db)
    assert len(found["articles"]) == 15
    assert len(found["pages"]) == 3
    assert f"{captures[0].warc} at byte {captures[0].offset}" in capsys.readouterr().out


def test_records_that_do_not_say_what_they_are_are_known_from_the_navigation(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.commands.test_rebuild.role_of", lambda _: "")
    fetch(desk, paper, printed(), NOON)
    rebuild(paper.slug, db=desk.db, monkeypatch=monkeypatch)
    assert len(contents(desk.db)["articles"]) == 15
    with CaptureWriter(desk.home / "archive") as writer:
        purpose = Purpose(paper.slug, DAY, "", f"{SITE}/elsewhere.htm")
        writer.append(writer.prepare(purpose, purpose.asked, 200, [], b"?", NOON + timedelta(days=1)))
    rebuild(paper.slug, db=desk.db, monkeypatch=monkeypatch, code=1)


def test_a_record_of_a_killed_run_is_adopted(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(desk, paper, printed(), NOON)
    rebuild(paper.slug, db=desk.db, monkeypatch=monkeypatch)
    whole = contents(desk.db)
    engine = open_engine(desk.db)
    with engine.begin() as connection:  # as if the last transactions had never been
        for statement in (
            f"DELETE FROM placements WHERE source_id = '{LOST}'",
            f"DELETE FROM images WHERE article_id IN (SELECT id FROM articles WHERE source_id = '{LOST}')",
            f"DELETE FROM articles WHERE source_id = '{LOST}'",
            f"DELETE FROM captures WHERE url LIKE '%content_{LOST}%'",
            "DELETE FROM texts WHERE content_key NOT IN (SELECT content_key FROM articles)",
            "DELETE FROM bands WHERE text_id NOT IN (SELECT id FROM texts)",
            "DELETE FROM pairs WHERE text_id NOT IN (SELECT id FROM texts)",
            "DELETE FROM pairs WHERE like_id NOT IN (SELECT id FROM texts)",
        ):
            connection.execute(sa.text(statement))
    engine.dispose()
    assert contents(desk.db) != whole
    rebuild(paper.slug, db=desk.db, monkeypatch=monkeypatch)
    assert contents(desk.db) == whole


def test_only_the_span_asked_for_is_rebuilt(
    desk: Desk, paper: Paper, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in (DAY, DAY + timedelta(days=1)):
        fetch(desk, paper, printed(), NOON, day)
    assert rebuild_papers([paper], DAY, DAY, as_json=True) == 0
    [result] = json.loads(capsys.readouterr().out)["papers"]
    assert (result["issues"], result["pages"], result["articles"]) == (1, 4, 15)
    assert {row["date"] for row in contents(desk.db)["issues"]} == {DAY}


def test_a_rebuild_counts_issues_and_articles_and_calls_only_what_differs_new_or_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = Newspaper(pages=2, articles=3, skipped=(DAY,))
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, *SPAN)
        desk.run("crawl", paper.slug, *SPAN)

    def counts(db: str) -> dict[str, int]:
        monkeypatch.setenv("BANMIAN_DB", db)
        assert rebuild_papers([load(paper.slug)], None, None, as_json=True) == 0
        [result] = json.loads(capsys.readouterr().out)["papers"]
        return {key: value for key, value in result.items() if isinstance(value, int)}

    sums = {"records": 18, "issues": 2, "pages": 4, "articles": 12, "no_issue": 1, "problems": 0}
    new = {"new_issues": 2, "new_articles": 12, "new": 12}
    changed = {"changed_issues": 0, "changed_articles": 0, "changed": 0}
    assert counts(desk.db) == sums | dict.fromkeys(new, 0) | changed
    assert counts(f"sqlite:///{desk.home / 'new.db'}") == sums | new | changed
    parse = Platform.article

    def better(self: Platform, document: Document) -> PrintedArticle:
        printed = parse(self, document)
        return replace(printed, subhead="后来才读到的副题") if document.url.endswith("0100.htm") else printed

    monkeypatch.setattr(Platform, "article", better)
    one = {"changed_articles": 2, "changed": 2}
    assert counts(desk.db) == sums | dict.fromkeys(new, 0) | changed | one


def test_a_bug_of_the_program_is_a_problem_and_the_rest_is_rebuilt(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(desk, paper, printed(), NOON)
    parse = Platform.article

    def buggy(self: Platform, document: Document) -> PrintedArticle:
        if LOST in document.url:
            raise KeyError("虚构")
        return parse(self, document)

    monkeypatch.setattr(Platform, "article", buggy)
    rebuild(paper.slug, db=desk.db, monkeypatch=monkeypatch)
    found = contents(desk.db)
    assert len(found["articles"]) == 14
    [problem] = found["problems"]
    assert (problem["kind"], problem["detail"]) == ("program_error", "KeyError: '虚构'")


def test_a_paper_another_run_is_at_work_on_is_left_alone(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(desk, paper, printed(), NOON)
    engine = open_engine(desk.db)
    with PaperLock(paper.slug, desk.home / "archive", engine):
        rebuild(paper.slug, db=f"sqlite:///{desk.home / 'other.db'}", monkeypatch=monkeypatch, code=3)
        beside = [paper, replace(paper, slug="beside")]
        assert rebuild_papers(beside, None, None, as_json=False) == Exit.UNFINISHED, "3 is for all of them"
    engine.dispose()


def test_two_processes_make_the_same_rows_as_one(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in range(3):
        day = DAY + timedelta(days=days - 1)
        fetch(desk, paper, printed(), NOON + timedelta(hours=days), day)
    found = []
    for jobs in (1, 2):
        db = f"sqlite:///{desk.home / f'{jobs}.db'}"
        monkeypatch.setenv("BANMIAN_DB", db)
        assert rebuild_papers([paper], None, None, jobs, as_json=False) == 0
        found.append(replace(desk, db=db).dump())
    assert found[0]["articles"]
    assert found[0] == found[1]
