"""A paper whose site refused for weeks: cron fetches all of it when it is free again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine

from crawler.demo.newsstand import Resource
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import Newspaper, newsstand

BEGIN = dt.date(2024, 3, 1)
PAPER = Newspaper(first=BEGIN, last=BEGIN + dt.timedelta(days=40), pages=1, articles=1)
CHINA = dt.timezone(dt.timedelta(hours=8))


MORNINGS = ((1, 0), (2, 4), (9, 4), (16, 4), (23, 0))
"""Days after the first issue, and the exit code of each morning: 4, the site refuses."""


def wake(day: int) -> None:
    """Sets the clock of a command to half past seven of a morning."""
    morning = dt.datetime.combine(BEGIN + dt.timedelta(days=day), dt.time(7, 30), CHINA)
    time_machine.travel(morning, tick=True).start()


@pytest.mark.parametrize("refusal", ["403", "robots"])
def test_a_paper_blocked_for_weeks_and_free_again_is_caught_up_without_a_word(
    tmp_path: Path, refusal: str
) -> None:
    desk = Desk.at(tmp_path)
    with newsstand(PAPER) as stand:
        open_to_all, today = stand.robots, 0

        def resource(path: str) -> Resource | None:
            """What the site has that morning: no issue before its day."""
            if path == "/robots.txt":
                return ("text/plain", stand.robots.encode())
            on = replace(PAPER, last=BEGIN + dt.timedelta(days=today))
            return on.site(path[len(PAPER.prefix) + 1 :])

        stand.resource = resource  # type: ignore[method-assign]
        desk.subscribe(stand, PAPER)
        for today, code in MORNINGS:
            is_blocked = code == 4
            stand.faults = (Fault("/html/", "403"),) if is_blocked and refusal == "403" else ()
            stand.robots = (
                "User-agent: *\nDisallow: /\n" if is_blocked and refusal == "robots" else open_to_all
            )
            desk.run("crawl", PAPER.slug, code=code, prepare=wake, number=today)
    complete = [row["date"] for row in desk.json("status", PAPER.slug) if row["state"] == "complete"]
    assert complete == [str(BEGIN + dt.timedelta(days=n)) for n in range(1, 24)]
    assert len(desk.rows("SELECT * FROM articles")) == 23
    assert desk.json("gaps", PAPER.slug) == []
