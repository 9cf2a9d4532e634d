"""A month of four papers, every morning crawled at its own time: what was published is stored, and nothing
else is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path

import time_machine

from crawler.demo.newsstand import Resource
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import Newspaper, issue_dates, issue_of, newsstand

BEGIN = dt.date(2024, 3, 1)
END = dt.date(2024, 3, 31)
CHINA = dt.timezone(dt.timedelta(hours=8))
MORNINGS = 50
"""The month, and the days until what happened in it is settled."""


def march(*days: int) -> set[dt.date]:
    return {dt.date(2024, 3, day) for day in days}


@dataclass(frozen=True)
class Story:
    """A paper, and what happens to it."""

    paper: Newspaper
    days: tuple[str, ...] = ()
    """What its profile says; (): nothing."""
    late: dict[dt.date, int] = field(default_factory=dict)
    """Issue → days after which it appears."""
    away: frozenset[dt.date] = frozenset()
    """Days on which the site answers 404 to everything."""

    def on(self, today: dt.date) -> Newspaper:
        """The paper as its site has it that morning."""
        not_yet = {day for day, days in self.late.items() if today < day + dt.timedelta(days=days)}
        return replace(
            self.paper, last=min(today, END), skipped=tuple(sorted({*self.paper.skipped, *not_yet}))
        )


def printed(slug: str, *skipped: dt.date, **settings: object) -> Newspaper:
    of = {"first": BEGIN, "last": END, "pages": 1, "articles": 1, "skipped": skipped, **settings}
    return Newspaper(slug=slug, **of)  # type: ignore[arg-type]


TUESDAYS = march(5, 12, 19, 26)
WEEKLY = (TUESDAYS - march(12)) | march(13, 23)
"""The issue of the 12th appears a day later; the 23rd is a Saturday."""
STORIES = (
    Story(
        printed("late", linked=False, xml=False),
        late={**dict.fromkeys(march(5), 3), **dict.fromkeys(march(8), 12)},
    ),
    Story(printed("rest", *march(*range(11, 18)), linked=False, xml=False)),
    Story(printed("weekly", *(march(*range(1, 32)) - WEEKLY), xml=False), days=("TU",)),
    Story(printed("away", articles=2), away=frozenset(march(*range(18, 23)))),
)
EDITED = issue_of(STORIES[3].paper, dt.date(2024, 3, 6)).pages[0].articles[0].source_id
WITHDRAWN = issue_of(STORIES[3].paper, dt.date(2024, 3, 6)).pages[0].articles[1].source_id
CHANGED_ON = dt.date(2024, 3, 8)


def wake(morning: int) -> None:
    """Sets the clock of a command to half past seven of a morning."""
    day = dt.datetime.combine(BEGIN + dt.timedelta(days=morning), dt.time(7, 30), CHINA)
    time_machine.travel(day, tick=True).start()


def test_a_month_of_four_papers_is_stored_whole_and_nothing_else_is_missing(
    tmp_path: Path, whole: bool
) -> None:
    """Without --all the machine is off on most mornings, which changes nothing in the end."""
    mornings = range(MORNINGS) if whole else (4, 6, 8, 19, 33)
    desk = Desk.at(tmp_path)
    codes: dict[int, int] = {}
    with newsstand(*(story.paper for story in STORIES)) as stand:
        today = BEGIN

        def resource(path: str) -> Resource | None:
            for story in STORIES:
                if path.startswith(f"{story.paper.prefix}/") and today not in story.away:
                    return story.on(today).site(path[len(story.paper.prefix) + 1 :])
            return ("text/plain", stand.robots.encode()) if path == "/robots.txt" else None

        stand.resource = resource  # type: ignore[method-assign]
        for story in STORIES:
            desk.subscribe(stand, story.paper, **({"days": list(story.days)} if story.days else {}))
        for morning in mornings:
            today = BEGIN + dt.timedelta(days=morning)
            if today >= CHANGED_ON:
                stand.faults = (
                    Fault(f"away/.*content_{EDITED}", "edited"),
                    Fault(f"away/.*content_{WITHDRAWN}", "404"),
                )
            done = desk.run(
                "crawl", *(story.paper.slug for story in STORIES), code=None, prepare=wake, number=morning
            )
            codes[morning] = done.returncode
    for story in STORIES:
        issues = set(issue_dates(story.paper))
        rows = {dt.date.fromisoformat(row["date"]): row for row in desk.json("status", story.paper.slug)}
        complete = {day for day, row in rows.items() if row["state"] == "complete"}
        # The first run without dates begins with the newest issue there is.
        begin = max(issue_dates(story.on(BEGIN + dt.timedelta(days=mornings[0]))), default=min(issues))
        assert complete == {day for day in issues if day >= begin}, story.paper.slug
        others = {day: row["state"] for day, row in rows.items() if day <= END and day not in issues}
        assert set(others.values()) <= {"no_issue"}, (story.paper.slug, others)
        assert all(row["articles"] == story.paper.articles for day, row in rows.items() if day in issues)
    found = desk.rows(
        "SELECT source_id, revision, withdrawn_at FROM articles WHERE revision > 1 OR withdrawn_at > ''"
    )
    assert {(row["source_id"], row["revision"], bool(row["withdrawn_at"])) for row in found} == {
        (EDITED, 2, False),
        (WITHDRAWN, 1, True),
    }
    assert set(codes.values()) <= {0, 1}, codes
