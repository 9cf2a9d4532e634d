"""An issue settles: what comes later completes it, and nothing that comes back smaller spoils it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import items
from storage import Writer
from storage.captures import originals
from storage.ledger import Coverage, Lacking, begins, lacking, settling, status, summed, usual_articles
from tests.support.builders import (
    DAY,
    NOON,
    PAPER,
    SITE,
    article,
    capture,
    dump,
    empty,
    hours,
    issue,
    page,
    problem,
    promised,
    rows,
)

LONG = "虚构的正文，说了许多。" * 20


@pytest.fixture
def archive(database_url: str) -> Iterator[Writer]:
    with Writer(database_url) as archive:
        yield archive


def long(source_id: str, number: int, at: int = 0, body: str = LONG, **fields: Any) -> items.ArticleItem:
    """An article fetched `at` hours after noon, from bytes of its own."""
    return article(
        source_id, body=body, char_count=len(body), capture=capture(number, at=hours(at)), **fields
    )


# --- nothing gets smaller ------------------------------------------------------------------------------


@pytest.mark.parametrize("stub", ["", "订阅后阅读全文。", LONG[: len(LONG) // 2 - 1]])
def test_a_stub_does_not_replace_the_text(archive: Writer, stub: str) -> None:
    archive.store(long("a", 1))
    archive.store(long("a", 2, 24, stub))
    [row] = dump(archive.engine)["articles"]
    assert (row["body"], row["revision"], row["last_seen"]) == (LONG, 1, hours(24))
    [found] = dump(archive.engine)["problems"]
    assert (found["kind"], found["url"], found["resolved_at"]) == ("shrunk", f"{SITE}/content_a.htm", None)
    assert f"{len(stub)} characters, earlier {len(LONG)}" in found["detail"]
    assert rows(archive.engine, "revisions", "id") == []
    archive.store(long("a", 3, 48, LONG + "更正。"))
    [found] = dump(archive.engine)["problems"]
    assert found["resolved_at"] == hours(48)


def test_a_text_cut_by_a_third_is_an_edit(archive: Writer) -> None:
    archive.store(long("a", 1))
    archive.store(long("a", 2, 24, LONG[: len(LONG) * 2 // 3]))
    [row] = dump(archive.engine)["articles"]
    assert (row["revision"], row["char_count"]) == (2, len(LONG) * 2 // 3)
    [old] = dump(archive.engine)["revisions"]
    assert (old["body"], old["seen_at"]) == (LONG, NOON)


def test_a_title_list_that_lost_an_entry_keeps_it_in_its_place(archive: Writer) -> None:
    archive.store(page(1, "a", "b", "c", capture=capture(1)))
    archive.store(page(1, "c", "d", "a", capture=capture(2, at=hours(24))))
    assert rows(archive.engine, "placements", "position", "source_id", "withdrawn_at") == [
        (1, "c", None),
        (2, "d", None),
        (3, "a", None),
        (4, "b", hours(24)),
    ]
    [found] = dump(archive.engine)["problems"]
    assert (found["kind"], found["detail"]) == ("shrunk", "its title list lacks 1 it had: 标题b")
    archive.store(page(1, "a", "b", "c", "d", capture=capture(3, at=hours(48))))
    assert [row["resolved_at"] for row in dump(archive.engine)["problems"]] == [hours(48)]
    assert rows(archive.engine, "placements", "withdrawn_at") == [(None,)] * 4


def test_a_title_list_that_only_lost_entries_stays_as_it_was(archive: Writer) -> None:
    archive.store(page(1, "a", "b", "c", capture=capture(1)))
    before = rows(archive.engine, "placements", "position", "source_id")
    archive.store(page(1, "b", capture=capture(2, at=hours(24))))
    archive.store(page(1, capture=capture(3, at=hours(25))))
    assert rows(archive.engine, "placements", "position", "source_id") == before
    assert rows(archive.engine, "placements", "withdrawn_at") == [(hours(24),), (hours(24),), (hours(25),)]
    [found] = dump(archive.engine)["problems"]
    assert (found["last_seen"], found["resolved_at"]) == (hours(25), None)


def test_an_article_under_a_new_id_is_not_listed_twice(archive: Writer) -> None:
    archive.store(page(1, "a", "b", capture=capture(1)))
    renamed = replace(page(1, "a").placements[0], position=2, source_id="b2", title="标题b")
    archive.store(page(1, placements=(page(1, "a").placements[0], renamed), capture=capture(2, at=hours(24))))
    assert rows(archive.engine, "placements", "position", "source_id") == [(1, "a"), (2, "b2")]
    assert rows(archive.engine, "problems", "id") == []


def test_another_parser_may_find_less_in_the_same_bytes(archive: Writer) -> None:
    archive.store_all([issue(3, capture=capture(1)), page(1, "a", "b", capture=capture(1)), long("a", 2)])
    archive.store_all(
        [issue(2, capture=capture(1)), page(1, "b", capture=capture(1)), long("a", 2, body="短。")]
    )
    assert rows(archive.engine, "issues", "page_count") == [(2,)]
    assert rows(archive.engine, "placements", "source_id") == [("b",)]
    assert rows(archive.engine, "articles", "body", "revision") == [("短。", 1)]
    assert rows(archive.engine, "problems", "id") == []


# --- withdrawn -----------------------------------------------------------------------------------------


def test_an_article_that_is_gone_is_withdrawn_and_keeps_its_text(archive: Writer) -> None:
    archive.store(long("a", 1))
    gone = problem(f"{SITE}/content_a.htm", "not_found", capture=capture(2, at=hours(24)))
    assert archive.store(gone) == "changed"
    assert archive.store(gone) == "same"
    archive.store(replace(gone, capture=capture(3, at=hours(48))))
    [row] = dump(archive.engine)["articles"]
    assert (row["withdrawn_at"], row["last_seen"], row["body"]) == (hours(24), NOON, LONG)
    assert rows(archive.engine, "problems", "id") == []  # no promise is broken
    assert len(rows(archive.engine, "captures", "id")) == 3
    archive.store(long("a", 4, 72))
    assert rows(archive.engine, "articles", "withdrawn_at", "last_seen") == [(None, hours(72))]


def test_an_article_never_stored_is_not_withdrawn_but_lacking(archive: Writer) -> None:
    archive.store(page(1, "a"))
    archive.store(problem(f"{SITE}/content_a.htm", "not_found"))
    assert rows(archive.engine, "problems", "kind") == [("not_found",)]


@pytest.mark.parametrize("article_first", [True, False])
def test_what_is_not_there_while_the_front_page_is_not_there_is_not_withdrawn(
    archive: Writer, article_first: bool
) -> None:
    archive.store(long("a", 1))
    gone = problem(f"{SITE}/content_a.htm", "not_found", capture=capture(2, at=hours(24)))
    away = problem(kind="absent", capture=capture(3, at=hours(24)))
    archive.store_all([gone, away] if article_first else [away, gone])
    assert rows(archive.engine, "articles", "withdrawn_at") == [(None,)]
    archive.store(replace(gone, capture=capture(4, at=hours(72))))
    assert rows(archive.engine, "articles", "withdrawn_at") == [(hours(72),)], "the site is there again"


def test_only_an_article_not_seen_since_is_withdrawn(archive: Writer) -> None:
    archive.store(long("a", 1))
    gone = problem(f"{SITE}/content_a.htm", "not_found")
    assert archive.store(replace(gone, capture=capture(2))) == "same"  # it was seen at that very moment
    assert rows(archive.engine, "articles", "withdrawn_at") == [(None,)]
    assert archive.store(replace(gone, capture=capture(3, at=hours(1)))) == "changed"
    assert rows(archive.engine, "articles", "withdrawn_at") == [(hours(1),)]
    assert archive.store(problem(f"{SITE}/content_b.htm", "not_found", capture=capture(4))) == "new"


def test_an_article_of_a_named_edition_is_withdrawn_too(archive: Writer) -> None:
    for number, edition in enumerate(("早报", "晚报")):
        archive.store(long("a", number, edition=edition, content_key=edition, url=f"{SITE}/{edition}.htm"))
    assert (
        archive.store(problem(f"{SITE}/晚报.htm", "not_found", capture=capture(9, at=hours(1)))) == "changed"
    )
    assert rows(archive.engine, "articles", "url", "withdrawn_at") == [
        (f"{SITE}/早报.htm", None),
        (f"{SITE}/晚报.htm", hours(1)),
    ]


def test_one_of_two_addresses_of_a_text_may_go(archive: Writer) -> None:
    archive.store_all([page(1, "a", "z"), long("a", 1, content_key="k"), long("z", 2, content_key="k")])
    archive.store(problem(f"{SITE}/content_z.htm", "not_found", capture=capture(3, at=hours(24))))
    assert rows(archive.engine, "articles", "source_id", "withdrawn_at") == [("a", None)]
    assert rows(archive.engine, "problems", "id") == []


# --- replayed ------------------------------------------------------------------------------------------

_EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("issue"), st.integers(1, 3)),
        st.tuples(st.just("page"), st.lists(st.sampled_from("abc"), max_size=3, unique=True)),
        st.tuples(st.just("article"), st.tuples(st.sampled_from("abc"), st.integers(0, 3))),
        st.tuples(
            st.just("problem"), st.tuples(st.sampled_from("abc"), st.sampled_from(["not_found", "blocked"]))
        ),
    ),
    max_size=14,
)
_BODIES = ("甲" * 100, "甲" * 99 + "乙", "甲" * 30, "丙" * 110)


def arrivals(events: list[Any]) -> list[items.Item]:
    """The events as items, an hour apart; equal bytes have equal digests."""
    found: list[items.Item] = []
    for number, (kind, what) in enumerate(events):
        digest = f"{hash_of(kind, what):064x}"
        place = capture(number, at=hours(number), sha256=digest)
        if kind == "issue":
            found.append(issue(what, capture=place))
        elif kind == "page":
            found.append(page(1, *what, capture=place))
        elif kind == "article":
            body = _BODIES[what[1]]
            key = f"key-{what[0]}-{body[-1]}{len(body)}"
            found.append(article(what[0], key, body=body, char_count=len(body), capture=place))
        else:
            found.append(problem(f"{SITE}/content_{what[0]}.htm", what[1], capture=place))
    return found


def hash_of(kind: str, what: Any) -> int:
    """A number for equal bytes."""
    return int.from_bytes(repr((kind, what)).encode(), "big") % 16**64


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=_EVENTS)
def test_what_is_replayed_in_order_changes_not_one_row(sqlite_url: str, events: list[Any]) -> None:
    with Writer(sqlite_url) as archive:
        empty(archive.engine)
        came = arrivals(events)
        for item in came:
            archive.store(item)
        before = dump(archive.engine)
        archive.store_all(came)
        assert dump(archive.engine) == before


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=_EVENTS, cut=st.integers(0, 14))
def test_what_is_replayed_on_the_way_makes_no_difference(
    sqlite_url: str, events: list[Any], cut: int
) -> None:
    came = arrivals(events)
    seen = []
    for order in (came, [*came[:cut], *came]):
        with Writer(sqlite_url) as archive:
            empty(archive.engine)
            for item in order:
                archive.store(item)
            seen.append({name: without_numbers(rows) for name, rows in dump(archive.engine).items()})
    assert seen[0] == seen[1]


def without_numbers(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without the numbers that count insertions."""
    return [{name: value for name, value in row.items() if not name.endswith("id")} for row in found]


# --- when to look again --------------------------------------------------------------------------------


def printed(archive: Writer, day: dt.date, at: dt.datetime, articles: int = 2, number: int = 0) -> None:
    """A complete issue of one page, all of it fetched at one time."""
    ids = [f"{day:%m%d}{n}" for n in range(articles)]
    bytes_of = [capture(number * 100 + n, at=at) for n in range(articles + 1)]
    archive.store_all(
        [
            issue(1, date=day, pages=promised(1), capture=bytes_of[0]),
            page(1, *ids, date=day, capture=bytes_of[0]),
            *(article(s, date=day, capture=bytes_of[n]) for n, s in enumerate(ids, 1)),
        ]
    )


MORNING = dt.timedelta(hours=4)  # noon in China


@pytest.mark.parametrize(
    ("checked", "today", "due"),
    [
        # days after the issue
        (0, 0, False),
        (0, 1, True),
        (1, 1, False),
        (1, 6, False),
        (1, 7, True),
        (7, 7, False),
        (7, 400, False),
        (0, 400, True),
        (400, 401, False),
    ],
)
def test_an_issue_is_looked_at_again_after_a_day_and_after_a_week(
    archive: Writer, checked: int, today: int, due: bool
) -> None:
    at = NOON + dt.timedelta(days=checked)
    printed(archive, DAY, at)
    assert list(settling(archive.engine, PAPER, DAY + dt.timedelta(days=today))) == ([DAY] if due else [])


def test_a_day_begins_where_the_paper_is_printed(archive: Writer) -> None:
    printed(archive, DAY, dt.datetime(2023, 10, 17, 16, 30, tzinfo=dt.UTC))  # half past midnight in China
    assert settling(archive.engine, PAPER, DAY + dt.timedelta(days=1)) == {}


def test_an_unfinished_issue_is_not_settling_but_lacking(archive: Writer) -> None:
    archive.store_all([issue(2, capture=capture(1)), page(1, "a", capture=capture(1))])
    assert settling(archive.engine, PAPER, DAY + dt.timedelta(days=1)) == {}


def stale(archive: Writer, today: dt.date) -> Lacking:
    """What of the one issue that settles is to be looked at again."""
    [(day, since)] = settling(archive.engine, PAPER, today).items()
    return lacking(archive.engine, PAPER, day, not_since=since)


def test_a_look_that_was_interrupted_goes_on_where_it_stopped(archive: Writer) -> None:
    printed(archive, DAY, NOON)
    tomorrow = DAY + dt.timedelta(days=1)
    whole = stale(archive, tomorrow)
    assert whole.front_page
    assert [page.number for page in whole.pages] == ["01"]
    assert [article.source_id for article in whole.articles] == ["10170", "10171"]
    again = capture(90, at=hours(24))
    archive.store_all(
        [
            issue(1, pages=promised(1), capture=again),
            page(1, "10170", "10171", capture=again),
            article("10170", capture=capture(91, at=hours(25))),
        ]
    )
    rest = stale(archive, tomorrow)
    assert (rest.front_page, rest.pages) == (False, ())
    assert [article.source_id for article in rest.articles] == ["10171"]
    assert rest.known_pages == {("01", f"{SITE}/node_1.htm")}
    assert rest.known_articles == {"10170", "10171"}  # known, and yet to be looked at again
    archive.store(problem(f"{SITE}/content_10171.htm", "not_found", capture=capture(92, at=hours(26))))
    assert not lacking(archive.engine, PAPER, DAY, not_since=begins(tomorrow))
    assert settling(archive.engine, PAPER, tomorrow) == {}


def test_an_article_that_cannot_be_reached_is_not_asked_for_again_and_again(archive: Writer) -> None:
    printed(archive, DAY, NOON, articles=1)
    tomorrow = DAY + dt.timedelta(days=1)
    again = capture(90, at=hours(24))
    archive.store_all([issue(1, pages=promised(1), capture=again), page(1, "10170", capture=again)])
    assert list(settling(archive.engine, PAPER, tomorrow)) == [DAY]
    archive.store(problem(f"{SITE}/content_10170.htm", "http_error", capture=capture(91, at=hours(25))))
    assert settling(archive.engine, PAPER, tomorrow) == {}


# --- how much is usual, how much there is ----------------------------------------------------------------


def test_what_is_usual_is_the_median_of_the_same_weekday_where_it_is_known(archive: Writer) -> None:
    for back in range(1, 23):
        day = DAY - dt.timedelta(days=back)
        printed(archive, day, NOON, articles=8 if day.weekday() == DAY.weekday() else 3, number=back)
    next_day = DAY + dt.timedelta(days=1)
    assert usual_articles(archive.engine, PAPER, DAY, next_day)(DAY) == 8.0
    assert usual_articles(archive.engine, PAPER, DAY, next_day)(next_day) == 3.0


def test_what_is_usual_is_not_known_of_a_new_paper(archive: Writer) -> None:
    for back in (1, 2):
        printed(archive, DAY - dt.timedelta(days=back), NOON, number=back)
    assert usual_articles(archive.engine, PAPER, DAY, DAY)(DAY) is None


def test_months_and_years_add_up(archive: Writer) -> None:
    for number, day in enumerate((DAY, DAY + dt.timedelta(days=1), dt.date(2024, 1, 1))):
        printed(archive, day, NOON, number=number)
    archive.store(issue(0, pages=(), date=dt.date(2023, 10, 20)))
    expected = {PAPER: [dt.date(2023, 11, 3)]}
    issues = status(archive.engine, expected=expected)
    assert summed(issues, lambda day: day.replace(day=1)) == [
        Coverage(PAPER, dt.date(2023, 10, 1), {"complete": 2, "no_issue": 1}, 2, 4, 0),
        Coverage(PAPER, dt.date(2023, 11, 1), {"missing": 1}, 0, 0, 1),
        Coverage(PAPER, dt.date(2024, 1, 1), {"complete": 1}, 1, 2, 0),
    ]
    years = summed(issues, lambda day: day.replace(month=1, day=1))
    assert [(year.begins.year, year.issues, year.articles) for year in years] == [(2023, 3, 4), (2024, 1, 2)]


def test_the_first_capture_of_equal_bytes_is_the_original(archive: Writer) -> None:
    first, second = capture(1, sha256="1" * 64), capture(2, at=hours(24), sha256="1" * 64)
    archive.store_all([article("a", capture=first), article("a", capture=second)])
    assert originals(archive.engine, PAPER, DAY) == {(first.url, first.sha256): first}
    assert originals(archive.engine, PAPER, DAY + dt.timedelta(days=1)) == {}
