"""Completeness is a query: what is promised, what is there, and why something is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Writer
from storage.ledger import Gap, IssueStatus, gaps, lacking, newest_complete, status, unfinished
from tests.support.builders import (
    DAY,
    NOON,
    PAPER,
    SITE,
    article,
    capture,
    empty,
    hours,
    issue,
    page,
    problem,
)

DAYS = [DAY + dt.timedelta(days=n) for n in range(8)]


@pytest.fixture
def archive(database_url: str) -> Iterator[Writer]:
    with Writer(database_url) as archive:
        yield archive


def complete(date: dt.date, paper: str = PAPER) -> list[object]:
    return [
        issue(2, date=date, paper=paper),
        page(1, "a", "b", date=date, paper=paper),
        page(2, "a", date=date, paper=paper),
        article("a", f"{paper}{date}a", date=date, paper=paper),
        article("b", f"{paper}{date}b", date=date, paper=paper),
    ]


def store(archive: Writer, things: list[object]) -> None:
    archive.store_all(things)  # type: ignore[arg-type]


@pytest.fixture
def eight_days(archive: Writer) -> Writer:
    """One issue in each state."""
    store(archive, complete(DAYS[0]))
    store(archive, complete(DAYS[1])[:-1])  # an article lacks
    store(archive, complete(DAYS[2])[:2])  # page 2 and two articles lack
    archive.store(issue(0, pages=(), date=DAYS[3]))
    archive.store(problem(kind="blocked", date=DAYS[4], detail="403"))
    archive.store(problem(kind="not_found", date=DAYS[5], capture=capture(9, at=hours(5))))
    archive.store(problem(f"{SITE}/content_b.htm", "not_found", date=DAYS[1], capture=capture(8)))
    store(archive, complete(DAYS[7])[:1])
    archive.store(problem(f"{SITE}/node_1.htm", "blocked", date=DAYS[7]))
    return archive


def test_every_issue_has_its_state(eight_days: Writer) -> None:
    found = status(eight_days.engine, expected={PAPER: DAYS})
    assert found == [
        IssueStatus(PAPER, DAYS[0], "complete", 2, 2, 0),
        IssueStatus(PAPER, DAYS[1], "partial", 2, 1, 1),
        IssueStatus(PAPER, DAYS[2], "partial", 1, 0, 3),
        IssueStatus(PAPER, DAYS[3], "no_issue", 0, 0, 0),
        IssueStatus(PAPER, DAYS[4], "blocked", 0, 0, 1),
        IssueStatus(PAPER, DAYS[5], "missing", 0, 0, 1),
        IssueStatus(PAPER, DAYS[6], "missing", 0, 0, 1),
        IssueStatus(PAPER, DAYS[7], "blocked", 0, 0, 2),
    ]


def test_a_status_is_bounded_by_paper_and_dates(eight_days: Writer) -> None:
    store(eight_days, complete(DAYS[0], "other"))
    engine = eight_days.engine
    assert {one.paper for one in status(engine)} == {PAPER, "other"}
    chosen = status(
        engine, papers=[PAPER], since=DAYS[1], until=DAYS[6], expected={PAPER: DAYS, "other": DAYS}
    )
    assert [(one.paper, one.date) for one in chosen] == [(PAPER, day) for day in DAYS[1:7]]
    assert status(engine, papers=[]) == []


def test_every_gap_says_why(eight_days: Writer) -> None:
    found = gaps(eight_days.engine, expected={PAPER: DAYS})
    node_1, node_2 = f"{SITE}/node_1.htm", f"{SITE}/node_2.htm"
    content_a, content_b = f"{SITE}/content_a.htm", f"{SITE}/content_b.htm"
    last = {gap.date: gap.last_seen for gap in found}
    assert found == [
        Gap(PAPER, DAYS[1], content_b, "b", "not_found", "404", NOON),
        Gap(PAPER, DAYS[2], content_a, "a", "not_fetched", "标题a", None),
        Gap(PAPER, DAYS[2], content_b, "b", "not_fetched", "标题b", None),
        Gap(PAPER, DAYS[2], node_2, None, "not_fetched", "page 02 第2版面", None),
        Gap(PAPER, DAYS[4], node_1, None, "blocked", "403", last[DAYS[4]]),
        Gap(PAPER, DAYS[5], node_1, None, "not_found", "404", hours(5)),
        Gap(PAPER, DAYS[6], "", None, "not_fetched", "the issue", None),
        Gap(PAPER, DAYS[7], node_1, None, "blocked", "404", found[7].last_seen),
        Gap(PAPER, DAYS[7], node_2, None, "not_fetched", "page 02 第2版面", None),
    ]
    assert last[DAYS[4]] is not None


def test_an_article_placed_twice_is_lacking_once(archive: Writer) -> None:
    store(archive, [issue(2), page(1, "a"), page(2, "a")])
    [found] = gaps(archive.engine)
    assert found.source_id == "a"
    assert [one.source_id for one in lacking(archive.engine, PAPER, DAY).articles] == ["a"]
    assert status(archive.engine)[0].missing == 1


def test_an_issue_of_which_no_page_was_read_is_missing(archive: Writer) -> None:
    store(archive, [article("a")])
    assert status(archive.engine) == [IssueStatus(PAPER, DAY, "missing", 0, 1, 1)]
    assert [gap.detail for gap in gaps(archive.engine)] == ["the page navigation"]
    assert lacking(archive.engine, PAPER, DAY).front_page


def test_two_editions_of_a_day_are_two_issues(archive: Writer) -> None:
    archive.store_all([issue(0, pages=(), edition="早报"), issue(1, edition="晚报")])
    assert [(one.edition, one.state) for one in status(archive.engine)] == [
        ("早报", "no_issue"),
        ("晚报", "partial"),
    ]
    assert unfinished(archive.engine, PAPER, [DAY]) == [DAY]


def test_a_resumed_crawl_fetches_only_what_is_lacking(eight_days: Writer) -> None:
    assert unfinished(eight_days.engine, PAPER, DAYS) == [DAYS[1], DAYS[2], *DAYS[4:]]
    assert unfinished(eight_days.engine, PAPER, DAYS[::-1]) == [DAYS[1], DAYS[2], *DAYS[4:]]
    assert unfinished(eight_days.engine, PAPER, []) == []
    assert unfinished(eight_days.engine, "unknown", DAYS) == DAYS
    assert not lacking(eight_days.engine, PAPER, DAYS[0])
    found = lacking(eight_days.engine, PAPER, DAYS[2])
    assert not found.front_page
    assert [(one.sequence, one.number) for one in found.pages] == [(2, "02")]
    assert [(one.source_id, one.url) for one in found.articles] == [
        ("a", f"{SITE}/content_a.htm"),
        ("b", f"{SITE}/content_b.htm"),
    ]
    assert lacking(eight_days.engine, PAPER, DAYS[6]).front_page
    known = lacking(eight_days.engine, PAPER, DAYS[1])
    assert (known.known_pages, known.known_articles) == (
        {("01", f"{SITE}/node_1.htm"), ("02", f"{SITE}/node_2.htm")},
        {"a"},
    )


def test_within_a_span_known_issues_are_taken_up_again_though_nobody_expects_them(
    eight_days: Writer,
) -> None:
    engine = eight_days.engine
    assert unfinished(engine, PAPER, [DAYS[6]], DAYS[0], DAYS[4]) == [DAYS[1], DAYS[2], DAYS[4], DAYS[6]]
    assert unfinished(engine, PAPER, [], DAYS[2], DAYS[3]) == [DAYS[2]]
    assert unfinished(engine, PAPER, [DAYS[0]], DAYS[6], DAYS[6]) == []
    assert unfinished(engine, PAPER, [DAYS[2]], DAYS[3], DAYS[2]) == [DAYS[2]]  # a span without a day


def test_the_newest_complete_issue_is_where_cron_goes_on(eight_days: Writer) -> None:
    assert newest_complete(eight_days.engine, PAPER) == DAYS[0]
    assert newest_complete(eight_days.engine, "unknown") is None
    store(eight_days, complete(DAYS[2]))
    assert newest_complete(eight_days.engine, PAPER) == DAYS[2]


def test_an_outsider_can_ask_the_tables_the_same(eight_days: Writer) -> None:
    query = """
        SELECT i.date FROM issues i
        WHERE i.page_count = (SELECT count(*) FROM pages p WHERE p.issue_id = i.id) AND i.page_count > 0
        AND NOT EXISTS (
            SELECT 1 FROM pages p JOIN placements l ON l.page_id = p.id
            LEFT JOIN articles a ON a.issue_id = i.id AND a.source_id = l.source_id
            WHERE p.issue_id = i.id AND a.id IS NULL)
    """
    with eight_days.engine.connect() as connection:
        found = connection.execute(sa.text(query).columns(date=sa.Date)).scalars().all()
    assert found == [one.date for one in status(eight_days.engine) if one.state == "complete"]


@pytest.fixture
def sqlite_archive(sqlite_url: str) -> Iterator[Writer]:
    with Writer(sqlite_url) as archive:
        yield archive


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.sets(st.integers(0, 4)), order=st.permutations(range(5)))
def test_what_is_missing_is_what_was_not_stored(
    sqlite_archive: Writer, kept: set[int], order: list[int]
) -> None:
    empty(sqlite_archive.engine)
    with Writer(sqlite_archive.engine.url.render_as_string(hide_password=False)) as archive:
        things = complete(DAY)
        for number in order:
            if number in kept:
                store(archive, [things[number]])
        found = lacking(archive.engine, PAPER, DAY)
        known = 0 in kept
        assert found.front_page is (not known)
        assert {one.sequence for one in found.pages} == ({1, 2} - kept if known else set())
        placed = {"a", "b"} if 1 in kept else {"a"} if 2 in kept else set()
        stored = {"a" if number == 3 else "b" for number in kept & {3, 4}}
        assert {one.source_id for one in found.articles} == placed - stored
        assert bool(unfinished(archive.engine, PAPER, [DAY])) is bool(found)
        assert bool(gaps(archive.engine, expected={PAPER: [DAY]})) is bool(found)
