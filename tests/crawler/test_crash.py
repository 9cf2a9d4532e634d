"""Crash-proof: whatever fails at whatever write, the same command again makes an undisturbed run's database.

`make test` tries a sample of the points, `make test-all` every one; how many is printed.
"""

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.captures import read
from tests.support import sabotage
from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, newsstand

WHOLE = Newspaper(pages=2, articles=2, jumps=True), ("--since", "2023-10-16", "--until", "2023-10-17")
SAMPLE = Newspaper(pages=1, articles=2), ("--date", "2023-10-17")
"""What is crawled: every write of the one fails, of the other a few."""
LARGER = Newspaper(slug="wanbao", first=date(2023, 9, 1), last=date(2023, 9, 20), pages=3, articles=4)

POINTS: dict[str, tuple[Callable[[int], None], int | None, int]] = {
    "archive_full": (sabotage.archive_full, 5, 1),
    "database_full": (sabotage.database_full, 5, 7),
    "killed_at_archive_write": (sabotage.killed_at_archive_write, None, 1),
    "killed_at_statement": (sabotage.killed_at_statement, None, 7),
    "killed_at_commit": (sabotage.killed_at_commit, None, 3),
}
"""Sabotage → how it is done, the exit code it must lead to (None: killed), the stride of a sample."""

MOMENTS = {"id", "issue_id", "page_id", "article_id", "capture_id"} | {
    "first_seen", "last_seen", "checked_at", "fetched_at", "resolved_at", "offset", "length", "warc"
}  # fmt: skip
"""Columns that differ from run to run by their very meaning."""


def contents(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """What the tables say, whatever numbers the rows have and when they were written."""
    joins = {
        "issues": "SELECT * FROM issues",
        "pages": "SELECT i.paper, i.date, p.* FROM pages p JOIN issues i ON i.id = p.issue_id",
        "placements": "SELECT i.paper, i.date, p.sequence, x.* FROM placements x "
        "JOIN pages p ON p.id = x.page_id JOIN issues i ON i.id = p.issue_id",
        "articles": "SELECT * FROM articles",
        "images": "SELECT a.cite_id, x.* FROM images x JOIN articles a ON a.id = x.article_id",
        "revisions": "SELECT a.cite_id, x.* FROM revisions x JOIN articles a ON a.id = x.article_id",
        "captures": "SELECT DISTINCT url, status, sha256 FROM captures",
        "problems": "SELECT * FROM problems WHERE resolved_at IS NULL",
    }
    return {
        name: sorted(
            tuple(str(value) for key, value in row.items() if key not in MOMENTS) for row in desk.rows(query)
        )
        for name, query in joins.items()
    }


def assert_every_capture_can_be_read(desk: Desk) -> None:
    for row in desk.rows("SELECT * FROM captures"):
        read(desk.home / "archive", row["warc"], row["offset"], row["length"], row["sha256"])


def desk_in(directory: Path) -> Desk:
    directory.mkdir()
    return Desk.at(directory)


@pytest.mark.parametrize("name", POINTS)
def test_a_failure_at_any_write_leaves_nothing_the_next_run_does_not_mend(
    tmp_path: Path, name: str, whole: bool, record_property: Callable[[str, object], None]
) -> None:
    prepare, code, stride = POINTS[name]
    paper, span = WHOLE if whole else SAMPLE
    with newsstand(paper) as stand:
        undisturbed = desk_in(tmp_path / "undisturbed")
        undisturbed.subscribe(stand, paper)
        undisturbed.run("crawl", paper.slug, *span)
        reference = contents(undisturbed)
        number, tried = 1, 0
        while True:
            desk = desk_in(tmp_path / str(number))
            desk.subscribe(stand, paper)
            done = desk.attempt("crawl", paper.slug, *span, prepare=prepare, number=number)
            if done.returncode == 0:
                break  # the run has fewer writes than this
            assert done.returncode == (-9 if code is None else code), (number, done)
            assert "Traceback" not in done.stderr, (number, done)
            tried += 1
            desk.run("crawl", paper.slug, *span)
            assert contents(desk) == reference, number
            assert_every_capture_can_be_read(desk)
            number += 1 if whole else stride
    assert tried >= 3
    record_property("points", tried)
    print(f"{name}: {tried} points tried")


def test_a_run_killed_at_random_instants_ends_like_an_undisturbed_one(tmp_path: Path, whole: bool) -> None:
    last = LARGER.last if whole else LARGER.first + timedelta(days=9)
    span = ("--since", str(LARGER.first), "--until", str(last))
    rng = random.Random(20231017)
    with newsstand(LARGER) as stand:
        undisturbed = desk_in(tmp_path / "undisturbed")
        undisturbed.subscribe(stand, LARGER)
        undisturbed.run("crawl", LARGER.slug, *span)
        reference = contents(undisturbed)
        for round_ in range(8 if whole else 1):
            desk = desk_in(tmp_path / str(round_))
            desk.subscribe(stand, LARGER)
            for _ in range(4 if whole else 3):
                process = desk.start("crawl", LARGER.slug, *span)
                time.sleep(rng.uniform(0.3, 1.2 if whole else 0.8))
                process.kill()
                process.join()
            desk.run("crawl", LARGER.slug, *span)
            assert contents(desk) == reference
            assert_every_capture_can_be_read(desk)
