"""The rules of days without an issue, as values: when they are asked for, what proves them, what alarms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bench import mornings
from crawler.absence import (
    Answers,
    Known,
    Listed,
    evidence,
    habit,
    is_alarming,
    is_due,
    is_isolated,
    long_rows,
    sampled,
)
from crawler.answer import Answer, read
from crawler.days import listed_by, unpublished
from crawler.paper import Paper, parse_profile
from crawler.platforms import PLATFORMS
from crawler.platforms.document import read_document
from crawler.platforms.printed import Navigation
from crawler.platforms.proof import date_said, is_dated
from crawler.problems import NOT_LISTED
from crawler.wanted import WantedCalendar, WantedIssue
from pipelines.items import ProblemItem, PromisedPage
from storage import ledger
from storage.items import Capture, Span
from storage.writer import Writer
from tests.facsimile.press import period_xml
from tests.support.newsstand import Newspaper, issue_dates

CHINA = dt.timezone(dt.timedelta(hours=8))


def day(number: int) -> dt.date:
    """A day of one long month."""
    return dt.date(2023, 10, 1) + dt.timedelta(days=number - 1)


def morning(number: int, hour: int = 7) -> dt.datetime:
    return dt.datetime.combine(day(number), dt.time(hour), CHINA)


def days(*numbers: int) -> list[dt.date]:
    return [day(number) for number in numbers]


@pytest.mark.slow
def test_what_the_rules_cost_is_printed_in_the_docs_as_the_bench_prints_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    mornings.main()
    text = (Path(__file__).parents[2] / "docs" / "completeness.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out in text


# --- when cron asks --------------------------------------------------------------------------------------


def test_an_absent_day_is_asked_for_often_at_first_and_then_weekly_to_its_74th_day() -> None:
    asked: list[int] = []
    last = None
    for age in range(120):
        if is_due(day(1), day(1 + age), last):
            asked.append(age)
            last = day(1 + age)
    assert asked == [0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 35, 42, 49, 56, 63, 70]


def test_after_mornings_without_a_run_a_day_is_asked_for_once_and_not_for_each_that_was_missed() -> None:
    assert is_due(day(1), day(9), day(2))
    assert not is_due(day(1), day(10), day(9))
    assert is_due(day(1), day(11), day(9))


def test_a_weekday_without_an_issue_in_four_weeks_is_asked_for_twice() -> None:
    asked: list[int] = []
    last = None
    for age in range(120):
        if is_due(day(1), day(1 + age), last, habitual=False):
            asked.append(age)
            last = day(1 + age)
    assert asked == [14, 16]


def test_a_habit_is_known_after_four_weeks() -> None:
    tuesdays = [day(3 + 7 * week) for week in range(8)]
    assert habit(tuesdays, tuesdays[-1] + dt.timedelta(days=1)) == {1}
    assert habit(tuesdays[:3], tuesdays[2]) == frozenset(range(7))


# --- what proves that there was none ---------------------------------------------------------------------

AROUND = Known(days(9, 11))

PROOFS = {
    # answers, what is known → the evidence for the 10th
    "nothing": (None, Known(()), None),
    "one answer": (Answers(morning(30), morning(30)), AROUND, None),
    "two answers less than a day apart": (Answers(morning(30), morning(30, 23)), AROUND, None),
    "two answers a day apart, the later after 14 days": (
        Answers(morning(23), morning(24)),
        AROUND,
        "two answers",
    ),
    "the later one is too early": (Answers(morning(11), morning(23)), AROUND, None),
    "no issue after it": (Answers(morning(23), morning(24)), Known(days(8, 9)), None),
    "a gap of ten publication days": (Answers(morning(23), morning(24)), Known(days(5, 16)), "two answers"),
    "a gap of eleven": (Answers(morning(23), morning(24)), Known(days(5, 17)), None),
    "eleven days, seven of them publication days": (
        Answers(morning(23), morning(24)),
        Known(days(5, 17), is_publication_day=lambda each: each.weekday() < 5),
        "two answers",
    ),
    "a calendar read after 14 days": (None, Known((), [Listed(day(24), (day(1), day(31)))]), "calendar"),
    "a calendar read before": (None, Known((), [Listed(day(23), (day(1), day(31)))]), None),
    "an empty calendar": (None, Known((), [Listed(day(24), ())]), None),
    "a calendar that ends before": (None, Known((), [Listed(day(24), tuple(days(1, 9)))]), None),
    "a calendar that begins after": (None, Known((), [Listed(day(24), tuple(days(11, 31)))]), None),
    "a calendar that lists the day": (None, Known((), [Listed(day(24), tuple(days(1, 10, 31)))]), None),
    "neighbour links that pass over it": (
        None,
        Known((), [Listed(day(24), tuple(days(9, 11)), "neighbours")]),
        "neighbours",
    ),
    "neighbour links read too early": (
        None,
        Known((), [Listed(day(12), tuple(days(9, 11)), "neighbours")]),
        None,
    ),
}


@pytest.mark.parametrize(("answers", "known", "proof"), PROOFS.values(), ids=PROOFS)
def test_a_day_without_an_issue_needs_evidence(
    answers: Answers | None, known: Known, proof: str | None
) -> None:
    assert evidence(day(10), answers, known) == proof


PAPER = Newspaper(first=day(1), last=day(31), skipped=(day(10),))
PROFILE: Paper = parse_profile(
    PAPER.slug,
    {
        "name": PAPER.name,
        "script": "hans",
        "eras": [
            {
                "since": since,
                "platform": "founder",
                "front_page": f"http://{host}.test/yangzhang/html/{{date:%Y-%m/%d}}/node_1.htm",
            }
            for since, host in ((day(1), "old"), (day(20), "new"))
        ],
    },
)


def captured(at: dt.datetime) -> Capture:
    return Capture("http://old.test/", at, 200, "a/a.warc.gz", 0, 1, "0" * 64)


def absence(number: int, first: int, last: int) -> ledger.Absence:
    return ledger.Absence(day(number), "http://old.test/", morning(first), morning(last), None)


def test_a_sites_calendar_proves_the_days_between_its_first_and_last_that_it_leaves_out() -> None:
    kind, body = period_xml(PAPER.name, issue_dates(PAPER))
    wanted = WantedCalendar(day(10), "http://old.test/yangzhang/html/2023-10/period.xml")
    answer = Answer(wanted.url, 200, body, kind, capture=captured(morning(30)))
    listed = listed_by(wanted, answer, read(PROFILE, wanted, answer))
    assert listed is not None
    assert (listed.kind, listed.days[0], listed.days[-1]) == ("calendar", day(1), day(31))
    absent = [absence(number, 30, 30) for number in (10, 40)]
    assert [item.date for item in unpublished(PROFILE, absent, [], [listed])] == [day(10)]


def test_a_list_that_says_where_each_issue_stands_proves_the_days_it_leaves_out() -> None:
    era = replace(PROFILE.eras[0], front_page="http://old.test/{date:%Y/%m}/period.xml#{date:%Y-%m-%d}")
    paper = replace(PROFILE, eras=(era,))
    wanted = WantedIssue(day(10), era.front_page_url(day(10)))
    rows = "".join(
        f"<period><period_date>{each}</period_date><front_page>9.htm</front_page></period>"
        for each in days(9, 11, 12)
    )
    body = f"<?xml version='1.0'?><periodlist>{rows}</periodlist>".encode()
    answer = Answer(wanted.url, 200, body, "text/xml", capture=captured(morning(30)))
    found = read(paper, wanted, answer)
    assert [(item.kind, item.detail) for item in found.items if isinstance(item, ProblemItem)] == [
        ("absent", NOT_LISTED)
    ]
    listed = listed_by(wanted, answer, found)
    assert listed is not None
    assert (listed.kind, listed.days) == ("calendar", tuple(days(9, 11, 12)))
    assert [item.date for item in unpublished(paper, [absence(10, 30, 30)], [], [listed])] == [day(10)]
    same_day = replace(answer, capture=captured(morning(10)))
    assert read(paper, wanted, same_day).items == ()
    assert read(paper, replace(wanted, expected=False), answer).items == ()


def test_links_to_the_neighbours_prove_the_days_they_pass_over() -> None:
    wanted = WantedIssue(day(11), PROFILE.era(day(11)).front_page_url(day(11)))
    found = PAPER.site(f"html/2023-10/{day(11):%d}/node_1.htm")
    assert found is not None
    answer = Answer(wanted.url, 200, found[1], found[0], capture=captured(morning(30)))
    listed = listed_by(wanted, answer, read(PROFILE, wanted, answer))
    assert listed is not None
    assert (listed.kind, listed.days) == ("neighbours", tuple(days(9, 11, 12)))
    assert [item.date for item in unpublished(PROFILE, [absence(10, 30, 30)], [], [listed])] == [day(10)]


def test_what_belongs_to_another_era_proves_nothing() -> None:
    absent = [absence(19, 60, 70)]
    assert [item.date for item in unpublished(PROFILE, absent, days(18, 20), [])] == []
    listed = [Listed(day(60), tuple(days(18, 20)))]
    assert [item.date for item in unpublished(PROFILE, absent, [], listed)] == []


# --- what alarms -----------------------------------------------------------------------------------------

DAILY = days(*range(1, 21))
WEEKLY = days(1, 8, 15, 22)

ROWS = {
    "a single day of a daily": (days(10), [each for each in DAILY if each != day(10)], True),
    "three days of a daily": (
        days(9, 10, 11),
        [each for each in DAILY if each not in days(9, 10, 11)],
        False,
    ),
    "the days between a weekly's issues": (days(9, 10, 11, 12, 13, 14), WEEKLY, True),
    "the days since a weekly's last": (days(23, 24, 25), WEEKLY, True),
    "more days than usual since its last": (days(*range(23, 31)), WEEKLY, False),
    "a day before the first": (days(7), days(8, 15, 22), True),
    "weeks before the first": (days(*range(1, 15)), days(15, 22, 29), False),
    "no issue at all": (days(9), [], False),
}


@pytest.mark.parametrize(("row", "issues", "isolated"), ROWS.values(), ids=ROWS)
def test_isolated_days_lie_within_the_papers_usual_gap(
    row: Sequence[dt.date], issues: Sequence[dt.date], isolated: bool
) -> None:
    assert is_isolated(row, issues) is isolated


def test_a_paper_that_is_silent_for_longer_than_usual_and_a_day_never_settled_alarm() -> None:
    assert not is_alarming(day(29), WEEKLY, days(27, 28))
    assert is_alarming(day(30), WEEKLY, days(28, 29))
    assert not is_alarming(day(21), DAILY, days(5))
    assert is_alarming(day(22), DAILY, days(5)), "17 days old, and nothing settled it"


def test_of_a_long_row_the_first_of_each_month_is_asked_for() -> None:
    row = days(*range(1, 62))
    assert long_rows(row, []) == [tuple(row)]
    assert sampled(row) == {dt.date(2023, 10, 1), dt.date(2023, 11, 1)}
    assert long_rows(row, days(30)) == [tuple(days(*range(31, 62)))], "an issue ends a row"


# --- which day a page is of ------------------------------------------------------------------------------

PAGES = {
    # the page → whether it says that it is of the 10th
    "nothing": ("<a href='node_2.htm'>01版：头版</a>", False),
    "its title": ("<title>样张晨报 2023年10月10日</title>", True),
    "the title of another day": ("<title>样张晨报 2023年10月11日</title>", False),
    "the vendor's comment": ("<!--enpproperty <date>2023-10-10 08:00</date>/enpproperty-->", True),
    "the address of its picture": (
        "<map name='PagePicMap'></map><img src='../../../images/2023-10/10/01.jpg'>",
        True,
    ),
    "the link to an article": ("<a href='/html/2023-10/10/content_1.htm'>标题</a>", True),
    "the link to the issue before, of another one": (
        "<a href='/html/2023-10/10/node_1.htm'>上一期</a>",
        False,
    ),
}


@pytest.mark.parametrize(("markup", "said"), PAGES.values(), ids=PAGES)
def test_a_page_says_its_day_by_what_it_contains_and_never_by_its_address(markup: str, said: bool) -> None:
    select = {"page_image": "img", "title_link": "a[href*=content_]", "page_link": "a[href*=node_2]"}
    platform = PLATFORMS["founder"].with_overrides(select)
    document = read_document(
        "http://a.cn/html/2023-10/10/node_1.htm", f"<html><body>{markup}</body></html>".encode()
    )
    assert is_dated(document, platform, day(10), None) is said


def test_pages_that_all_have_the_address_of_another_day_are_another_issues() -> None:
    def navigation(*addresses: str) -> Navigation:
        return Navigation(tuple(PromisedPage(n, f"{n:02}", "", url) for n, url in enumerate(addresses, 1)))

    assert date_said(navigation("http://a.cn/2023-10/11/1", "http://a.cn/2023-10/11/2")) == day(11)
    assert date_said(navigation("http://a.cn/2023-10/11/1", "http://a.cn/2023-10/10/2")) is None
    assert date_said(navigation("http://a.cn/1", "http://a.cn/2")) is None


# --- what was asked for ----------------------------------------------------------------------------------


def test_spans_of_a_kind_that_overlap_or_meet_become_one(database_url: str) -> None:
    def asked(since: int, until: int, kind: str = "asked", why: str = "") -> str:
        return writer.store_span(Span("gongyi", day(since), day(until), kind, why, morning(until)))  # type: ignore[arg-type]

    with Writer(database_url) as writer:
        assert asked(1, 5) == "new"
        assert asked(2, 4) == "same"
        assert asked(10, 12) == "new"
        assert asked(4, 9) == "changed"
        assert asked(20, 21) == "new"
        assert asked(1, 12, "cron") == "new", "another kind is another span"
        assert asked(1, 3, "accepted", "lost") == "new"
        assert asked(4, 5, "accepted", "strike") == "new", "another reason is another span"
        found = ledger.spans(writer.engine, ["gongyi"], ["cron", "asked", "accepted"])
        writer.take_back("gongyi", day(2), day(4))
        left = ledger.spans(writer.engine, ["gongyi"], ["accepted"])
    assert sorted((span.kind, span.since.day, span.until.day) for span in found) == [
        ("accepted", 1, 3),
        ("accepted", 4, 5),
        ("asked", 1, 12),
        ("asked", 20, 21),
        ("cron", 1, 12),
    ]
    assert [(span.since.day, span.until.day, span.why) for span in left] == [(1, 1, "lost"), (5, 5, "strike")]
