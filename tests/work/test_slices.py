"""How a backfill is cut up, when a morning is, and when an unfinished slice is asked for again."""

import datetime as dt
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.paper import Paper, parse_profile
from crawler.work import Slice, slices_of
from crawler.work.again import LONGEST, MOST_TRIES, due
from crawler.work.mornings import cron_of, time_of
from crawler.work.queue import Task
from crawler.work.slices import host_of_tasks, parts_beside
from crawler.work.worker import Orders
from storage.errors import UsageError

PATH = "html/{date:%Y-%m/%d}/node_1.htm"
NOW = dt.datetime(2023, 10, 17, 12, 0, tzinfo=dt.UTC)
TEN = dt.timedelta(minutes=10)


def paper(*days: str) -> Paper:
    data: dict[str, object] = {
        "name": "样张晨报",
        "script": "hans",
        "first_issue": date(2020, 1, 1),
        "eras": [
            {"since": since, "platform": "founder", "front_page": f"http://{host}/{PATH}"}
            for since, host in ((date(2020, 1, 1), "old.example"), (date(2022, 1, 1), "new.example"))
        ],
    }
    return parse_profile("yangzhang", data | ({"days": list(days)} if days else {}))


@given(
    st.dates(date(2019, 6, 1), date(2023, 1, 1)),
    st.integers(0, 900),
    st.integers(1, 60),
    st.sampled_from([(), ("TU",), ("MO", "TH")]),
)
def test_slices_hold_every_issue_once_the_oldest_first(
    since: date, length: int, size: int, days: tuple[str, ...]
) -> None:
    one, until = paper(*days), since + dt.timedelta(days=length)
    found = list(slices_of(one, since, until, size))
    issues = [day for each in found for day in one.issue_dates(each.since, each.until)]
    assert issues == one.issue_dates(max(since, date(2020, 1, 1)), until)
    assert all(1 <= each.issues <= size + 1 for each in found)


def test_overlapping_spans_share_their_slices() -> None:
    one = paper()
    year = {each.key for each in slices_of(one, date(2022, 1, 1), date(2022, 12, 31))}
    more = {each.key for each in slices_of(one, date(2021, 1, 1), date(2023, 6, 30))}
    assert len(year - more) == 2, "the first and the last"


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], [("2023-10-16", "2023-10-29", 14)]),
        ([(16, 29)], []),
        ([(10, 20), (21, 31)], []),
        ([(10, 18)], [("2023-10-19", "2023-10-29", 11)]),
        ([(18, 20)], [("2023-10-16", "2023-10-17", 2), ("2023-10-21", "2023-10-29", 9)]),
    ],
)
def test_what_another_slice_has_is_cut_out(
    taken: list[tuple[int, int]], left: list[tuple[str, str, int]]
) -> None:
    one = Slice("yangzhang", date(2023, 10, 16), date(2023, 10, 29), 14)
    days = {date(2023, 10, day) for first, last in taken for day in range(first, last + 1)}
    found = list(parts_beside(one, paper(), days))
    assert [(str(each.since), str(each.until), each.issues) for each in found] == left


def test_a_slice_says_what_is_run_and_comes_back_from_a_task() -> None:
    one = Slice("yangzhang", date(2022, 1, 1), date(2022, 1, 30), 30)
    assert one.words == ["crawl", "yangzhang", "--since=2022-01-01", "--until=2022-01-30"]
    assert Slice("yangzhang").words == ["crawl", "yangzhang"]
    for each in (one, Slice("yangzhang")):
        assert Slice.of({**each.as_arguments(), "tries": 3, "timestamp": 1}) == each


def test_all_tasks_of_a_paper_have_one_lock_whatever_host_it_was_on_before() -> None:
    assert host_of_tasks(paper()) == "new.example"


MORNINGS = [
    ("07:30", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), "30 23 * * *"),
    ("07:30", ("TU",), "30 23 * * mon"),
    ("00:05", ("MO", "FR"), "5 16 * * sun,thu"),
    ("08:00", ("TU",), "0 0 * * tue"),
    ("21:15", ("SU",), "15 13 * * sun"),
]


@pytest.mark.parametrize(("at", "days", "cron"), MORNINGS)
def test_a_morning_in_china_is_a_cron_line_in_utc(at: str, days: tuple[str, ...], cron: str) -> None:
    from croniter import croniter

    assert cron_of(at, days) == cron
    moment = dt.datetime.fromtimestamp(croniter(cron, NOW.timestamp()).get_next(float), dt.UTC)
    in_china = moment.astimezone(dt.timezone(dt.timedelta(hours=8)))
    assert f"{in_china:%H:%M}" == at
    assert ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[in_china.weekday()] in days


@pytest.mark.parametrize("text", ["7:30", "24:00", "07:60", "early", ""])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no time of day, write it as 07:30"):
        time_of(text)


@pytest.mark.parametrize(
    ("seconds", "cron"), [(600, "*/10 * * * *"), (60, "*/1 * * * *"), (2, "* * * * * */2")]
)
def test_an_interval_is_a_cron_line(seconds: float, cron: str) -> None:
    assert Orders(interval=seconds).cron == cron


TASKS = [
    # status, tries before, minutes since it ended, whether it is due and with how many tries
    ("succeeded", 0, 9999, None),
    ("todo", 0, None, None),
    ("doing", 3, None, None),
    ("cancelled", 0, 9999, None),
    ("failed", 0, 9, None),
    ("failed", 0, 10, 1),
    ("failed", 1, 19, None),
    ("failed", 1, 20, 2),
    ("failed", 5, 319, None),
    ("failed", 5, 320, 6),
    ("failed", MOST_TRIES - 2, LONGEST / dt.timedelta(minutes=1), MOST_TRIES - 1),
    ("failed", MOST_TRIES - 1, 99999, None),
    ("aborted", 0, 10, 0),
    ("aborted", 4, 79, None),
    ("aborted", 4, 80, 4),
]


@pytest.mark.parametrize(("status", "tries", "minutes", "again"), TASKS)
def test_an_unfinished_slice_is_asked_for_again_after_growing_pauses_and_not_for_ever(
    status: str, tries: int, minutes: float | None, again: int | None
) -> None:
    ended = None if minutes is None else NOW - dt.timedelta(minutes=minutes)
    task = Task(1, Slice("yangzhang", date(2022, 1, 1), date(2022, 1, 30), 30), status, tries, ended)
    found = list(due([task], NOW, TEN, lambda _: True))
    assert found == ([] if again is None else [(task.slice, again)])
    assert list(due([task], NOW, TEN, lambda _: False)) == []
