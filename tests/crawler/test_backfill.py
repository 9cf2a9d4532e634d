"""A weekly backfilled over years, interrupted again and again, and completed by the same command."""

from datetime import date, timedelta
from pathlib import Path

from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, issue_dates, newsstand

FIRST = date(2013, 10, 22)  # a Tuesday
MOVED = date(2014, 4, 15)
"""A Tuesday whose issue appeared on Monday; the calendar of weekdays does not know."""


def weekly(issues: int) -> Newspaper:
    last = FIRST + timedelta(weeks=issues - 1)
    return Newspaper(
        slug="zhoubao",
        first=FIRST,
        last=last,
        days=("TU",),
        pages=1,
        articles=2,
        skipped=tuple(FIRST + timedelta(weeks=week) for week in range(15, issues, 52)),  # 春节
        moved=((MOVED, MOVED - timedelta(days=1)),),
    )


def test_a_backfill_of_a_weekly_interrupted_five_times_is_completed(tmp_path: Path, whole: bool) -> None:
    paper = weekly(520 if whole else 32)
    span = ("--since", str(paper.first), "--until", str(paper.last))
    desk = Desk.at(tmp_path)
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        for interruption in range(5):
            asked, share = len(stand.requests), len(issue_dates(paper)) * 3 // 7
            process = desk.start("crawl", paper.slug, *span)
            while len(stand.requests) - asked < share and process.is_alive():
                process.join(0.02)
            (process.kill if interruption % 2 else process.terminate)()
            process.join(30)
        desk.run("crawl", paper.slug, *span)
        asked_for = [path for path in stand.requests if path.endswith(".htm")]
        wasted = len(asked_for) - len(set(asked_for))
        assert wasted < 5 * 20, "an interruption costs at most the issue it hit"
    states = {row["date"]: row["state"] for row in desk.json("status", paper.slug, *span)}
    published = {str(day) for day in issue_dates(paper)}
    assert {day for day, state in states.items() if state == "complete"} == published
    assert {day for day, state in states.items() if state == "no_issue"} == {
        str(day) for day in (*paper.skipped, MOVED)
    }
    [count] = desk.rows("SELECT COUNT(*) AS articles FROM articles")
    assert count["articles"] == 2 * len(published)
