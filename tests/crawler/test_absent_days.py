"""Days without a front page: absent until there is proof that no issue was printed; what was asked for."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from crawler.paper import today
from storage.writer import Writer
from tests.support.builders import issue
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import RRULE_DAYS, Newspaper, newsstand

DAY = date(2023, 10, 17)
SPAN = ("--since", "2023-10-16", "--until", "2023-10-18")
SILENT = Newspaper(linked=False, xml=False, pages=1, articles=1)
"""Its site has neither a calendar nor links from issue to issue."""
LATE = Fault("/2023-10/17/node_1", "404")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


def states(desk: Desk) -> dict[str, str]:
    return {row["date"][-2:]: row["state"] for row in desk.json("status", SILENT.slug)}


def test_a_late_issue_is_absent_and_fetched_by_the_same_command_later(desk: Desk) -> None:
    with newsstand(SILENT, faults=[LATE]) as stand:
        desk.subscribe(stand, SILENT)
        done = desk.run("crawl", SILENT.slug, *SPAN)
        assert "1 day has no front page" in done.stdout
        assert states(desk) == {"16": "complete", "17": "absent", "18": "complete"}
        assert [gap["kind"] for gap in desk.json("gaps", SILENT.slug)] == ["absent"]
        stand.faults = ()
        desk.run("crawl", SILENT.slug, *SPAN)
    assert set(states(desk).values()) == {"complete"}


def test_two_answers_a_day_apart_between_two_issues_prove_that_there_was_none(desk: Desk) -> None:
    with newsstand(SILENT, faults=[LATE]) as stand:
        desk.subscribe(stand, SILENT)
        for _ in range(2):
            desk.run("crawl", SILENT.slug, *SPAN)
            assert states(desk)["17"] == "absent", "two answers within a day are one"
        desk.change("UPDATE problems SET first_seen = '2023-11-05 00:00:00.000000'")
        desk.run("crawl", SILENT.slug, *SPAN)
        assert states(desk)["17"] == "no_issue"
        asked = len(stand.requests)
        desk.run("crawl", SILENT.slug, *SPAN)
        assert len(stand.requests) == asked
        stand.faults = ()
        desk.run("crawl", SILENT.slug, *SPAN, "--recheck")
        assert states(desk)["17"] == "complete"


def test_a_wrong_address_is_never_complete_and_a_long_row_is_asked_for_once_a_month(desk: Desk) -> None:
    span = ("--since", "2023-09-01", "--until", "2023-10-18")
    paper = Newspaper(first=date(2023, 9, 1), linked=False, xml=False, pages=1, articles=1)
    with newsstand(paper, faults=[Fault("node_1", "404")]) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, *span, code=1)
        [gap] = desk.json("gaps", paper.slug)
        assert gap["kind"] == "absent"
        assert "48 publication days in a row answered 404" in gap["detail"]
        asked = len(stand.requests)
        desk.run("crawl", paper.slug, *span, code=1)
        assert [path for path in stand.requests[asked:] if "node_1" in path] == [
            "/yangzhang/html/2023-09/01/node_1.htm",
            "/yangzhang/html/2023-10/01/node_1.htm",
        ]


def test_one_old_date_makes_nothing_else_missing_and_no_backfill(desk: Desk) -> None:
    paper = Newspaper(
        first=today() - timedelta(days=1000), last=today() - timedelta(days=1), pages=1, articles=1
    )
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", str(paper.first))
        assert desk.json("gaps", paper.slug) == []
        assert [row["state"] for row in desk.json("status", paper.slug)] == ["complete"]
        [planned] = desk.json("crawl", paper.slug, "--dry-run")
        assert planned["issues"] == 1
        assert (planned["last"], planned["requests"]) == (str(today()), 2)
        said = desk.run("crawl", paper.slug, "--dry-run").stdout
        assert f"the newest issue is looked for, from {today()} back to {planned['first']} at most" in said
        assert f"--since {paper.first + timedelta(days=1)}` fetches what lies between" in said
        desk.run("crawl", paper.slug)
        days = [row["date"] for row in desk.json("status", paper.slug)]
        assert days == [str(paper.first), str(paper.last)]
        assert [(row["kind"], row["since"]) for row in desk.rows("SELECT * FROM spans ORDER BY since")] == [
            ("asked", str(paper.first)),
            ("cron", str(paper.last)),
        ]
        desk.change(f"UPDATE spans SET since = '{paper.first}', until = '{paper.first}'")
        wanted = f"`banmian crawl {paper.slug} --since {paper.first + timedelta(days=1)}` fetches them"
        assert wanted in desk.run("crawl", paper.slug, "--dry-run").stdout
        done = desk.run("crawl", paper.slug, code=1)
        assert f"--since {paper.first + timedelta(days=1)}" in done.stderr, "a longer gap wants a word"


def test_what_is_gone_for_good_can_be_accepted_taken_back_and_rebuilt(desk: Desk) -> None:
    days = ("--since", "2023-10-17", "--until", "2023-10-17")
    with newsstand(SILENT, faults=[LATE]) as stand:
        desk.subscribe(stand, SILENT)
        desk.run("crawl", SILENT.slug, *SPAN)
        assert "--accept needs --why" in desk.run("gaps", SILENT.slug, "--accept", *days, code=2).stderr
        done = desk.run("gaps", SILENT.slug, "--accept", *days, "--why", "the site lost it")
        assert "is accepted: 1 day\n" in done.stdout
        assert desk.json("gaps", SILENT.slug) == []
        assert "17" not in states(desk)
        before = desk.rows("SELECT paper, since, until, kind, why, asked_at FROM spans ORDER BY since, kind")
        again = Desk(desk.home, f"sqlite:///{desk.home / 'again.db'}")
        again.run("rebuild")
        after = again.rows("SELECT paper, since, until, kind, why, asked_at FROM spans ORDER BY since, kind")
        assert after == before
        assert [row["why"] for row in after] == ["", "the site lost it"]
        again.run("verify")
        other = ("--since", "2023-10-16", "--until", "2023-10-16")
        done = desk.run("gaps", SILENT.slug, "--accept", *other, "--why", "nobody knows")
        assert "is accepted: nothing lacks there now\n" in done.stdout
        assert "counts again: nothing lacks there now\n" in desk.run(
            "gaps", SILENT.slug, "--unaccept", *other
        ).stdout  # fmt: skip
        assert "counts again: 1 day\n" in desk.run("gaps", SILENT.slug, "--unaccept", *days).stdout
        assert states(desk)["17"] == "absent"
        [gap] = desk.json("gaps", SILENT.slug)
        assert gap["kind"] == "absent"


def test_papers_proposes_the_days_on_which_issues_were_seen(desk: Desk) -> None:
    last = today() - timedelta(days=1)
    with newsstand(SILENT) as stand:
        desk.subscribe(stand, SILENT)
    weeks = [last - timedelta(weeks=week) for week in range(7)]
    with Writer(desk.db) as writer:
        assert "days = [" not in desk.run("papers", SILENT.slug).stdout
        for day in weeks:
            writer.store(issue(1, paper=SILENT.slug, date=day))
    assert f'days = ["{RRULE_DAYS[last.weekday()]}"]' in desk.run("papers", SILENT.slug).stdout
