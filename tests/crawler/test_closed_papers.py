"""Papers that appear no more, and sites that show their newest issue only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from crawler.paper import Paper, ProfileError, load, parse_profile, today
from crawler.plan import nothing_because, wanted_dates
from storage.database import open_engine

ERA = {
    "since": date(2020, 1, 1),
    "platform": "founder",
    "front_page": "http://epaper.example.cn/html/{date:%Y-%m/%d}/node_1.htm",
}
ROOT = ERA | {"front_page": "http://epaper.example.cn/index.html"}


def paper(era: dict[str, Any] = ERA, **keys: Any) -> Paper:
    return parse_profile("yangzhang", {"name": "样张报", "script": "hans", "eras": [era], **keys})


def test_no_day_after_the_last_issue_is_asked_for(sqlite_url: str) -> None:
    closed = paper(closed=date(2020, 1, 3))
    assert closed.issue_dates(date(2020, 1, 2), date(2020, 1, 9)) == [date(2020, 1, 2), date(2020, 1, 3)]
    engine = open_engine(sqlite_url)
    asked = wanted_dates(closed, engine, date(2020, 1, 2), date(2020, 1, 9), False)
    assert asked == [date(2020, 1, 2), date(2020, 1, 3)]
    assert wanted_dates(closed, engine, None, None, False) == []
    engine.dispose()


def test_a_span_after_the_last_issue_is_refused_in_a_sentence() -> None:
    closed = paper(closed=date(2020, 1, 3))
    because = nothing_because(closed, date(2020, 2, 1), date(2020, 2, 2))
    assert because == "its last issue was that of 2020-01-03"
    assert nothing_because(closed, date(2020, 1, 1), date(2020, 2, 2)) == ""


def test_a_paper_cannot_close_before_it_begins() -> None:
    with pytest.raises(ProfileError, match="closed: 2019-12-31 is before the first era"):
        paper(closed=date(2019, 12, 31))


def test_a_front_page_without_a_date_is_right_where_the_site_shows_its_newest_issue_only() -> None:
    assert paper(ROOT, newest_only=True).newest_only
    with pytest.raises(ProfileError, match=r"has no \{date\}"):
        paper(ROOT)


def test_a_backfill_of_a_site_that_shows_its_newest_issue_is_refused(sqlite_url: str) -> None:
    newest = paper(ROOT, newest_only=True)
    yesterday = today() - timedelta(days=1)
    assert "only the newest issue" in nothing_because(newest, yesterday, yesterday)
    assert nothing_because(newest, None, None) == nothing_because(newest, today(), today()) == ""
    engine = open_engine(sqlite_url)
    assert wanted_dates(newest, engine, None, None, False) is None, "the newest issue there is"
    engine.dispose()


def test_bundled_papers_that_closed_say_so() -> None:
    assert load("dalianwanbao").closed == date(2025, 12, 31)
    assert load("guangxinongkenbao").newest_only
