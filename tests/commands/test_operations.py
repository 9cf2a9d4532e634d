"""Unattended: locks, signals, monitors, plans."""

import json
import signal
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest

from crawler.demo.newsstand import Handler, serve
from storage.database import open_engine
from storage.lock import PaperLock
from tests.support.desk import Desk, interruptible
from tests.support.faults import Fault
from tests.support.newsstand import Newspaper, newsstand

DAY = "2023-10-17"
SMALL = Newspaper(pages=2, articles=2)
SPAN = ("--since", "2023-10-16", "--until", "2023-10-18")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


def test_a_paper_that_another_run_crawls_is_left_alone_with_exit_code_3(desk: Desk) -> None:
    other = Newspaper(slug="wanbao", pages=1, articles=1)
    engine = open_engine(desk.db)
    with newsstand(SMALL, other) as stand, PaperLock(SMALL.slug, desk.home / "archive", engine):
        desk.subscribe(stand, SMALL, other)
        done = desk.run("crawl", SMALL.slug, "--date", DAY, code=3)
        assert f"{SMALL.slug} is being crawled by process" in done.stderr
        done = desk.run("crawl", SMALL.slug, other.slug, "--date", DAY, code=1)
        assert f"{SMALL.slug}: locked (exit code 3): {SMALL.slug} is being crawled by process" in done.stdout
        assert "wanbao: complete (exit code 0); 3 requests, 1 new articles" in done.stdout
        assert not [path for path in stand.requests if SMALL.prefix in path]
    engine.dispose()
    assert desk.rows("SELECT DISTINCT paper FROM issues") == [{"paper": "wanbao"}]


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_told_to_stop_stops_cleanly_and_the_next_one_goes_on(
    desk: Desk, sent: signal.Signals
) -> None:
    paper = Newspaper(first=date(2023, 9, 1), last=date(2023, 9, 15), pages=2, articles=3)
    span = ("--since", str(paper.first), "--until", str(paper.last))
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        process = subprocess.Popen(
            desk.command("crawl", paper.slug, *span),
            env=desk.environment, cwd=desk.home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=interruptible,
        )  # fmt: skip
        while process.poll() is None and len(stand.requests) < 40:
            time.sleep(0.01)
        process.send_signal(sent)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 1, err
        assert "the same command goes on where this one stopped" in out
        assert "Traceback" not in err
        stopped = len(stand.requests)
        assert f"\n{stopped} requests; " in out, "what was only queued is not counted"
        [run] = desk.rows("SELECT counts FROM runs")
        assert json.loads(run["counts"])["requests"] == stopped
        desk.run("crawl", paper.slug, *span)
        in_all = 1 + 15 * (2 + 6)
        assert len(stand.requests) - stopped < in_all, "what was stored is not fetched again"
    assert {row["state"] for row in desk.json("status", paper.slug, *span)} == {"complete"}


def test_a_run_is_stopped_at_once_whatever_the_delay(desk: Desk) -> None:
    with newsstand(SMALL) as stand:
        desk.subscribe(stand, SMALL, delay=3600.0)
        process = desk.start("crawl", SMALL.slug, "--date", DAY)
        while process.is_alive() and stand.requests != ["/robots.txt"]:
            time.sleep(0.01)
        time.sleep(0.3)
        process.terminate()
        process.join(30)
    assert process.exitcode == 1, (desk.home / ".err").read_text(encoding="utf-8")
    assert "1 requests; 0 of 1 issues complete" in (desk.home / ".out").read_text(encoding="utf-8")


class Monitor(Handler):
    """Answers POST, as monitors do."""

    def do_POST(self) -> None:
        """Remembers where a ping went and what it said."""
        said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.requests.append(f"{self.path} {said}".strip())
        self.answer(200, "text/plain", b"OK")


def test_a_monitor_is_told_of_start_success_and_failure(desk: Desk) -> None:
    with newsstand(SMALL) as stand, serve({}, handler=Monitor) as monitor:
        desk.subscribe(stand, SMALL)
        desk.run("crawl", SMALL.slug, "--date", DAY, "--ping", f"{monitor.url}/job")
        stand.faults = (Fault("content_", "empty_article"),)
        desk.run("crawl", SMALL.slug, "--date", "2023-10-16", "--ping", f"{monitor.url}/job", code=1)
        assert monitor.requests == ["/job/start", "/job exit code 0", "/job/start", "/job/fail exit code 1"]


@pytest.mark.parametrize("place", ["papers", "none/m.prom", "notes.txt", "/dev/null"])
def test_metrics_that_cannot_be_written_are_refused_before_anything_is_asked(desk: Desk, place: str) -> None:
    (desk.home / "notes.txt").write_text("mine", encoding="utf-8")
    with newsstand(SMALL) as stand:
        desk.subscribe(stand, SMALL)
        said = desk.run("crawl", SMALL.slug, "--date", DAY, "--metrics", place, code=2).stderr
        assert stand.requests == []
    assert place.split("/")[0] in said
    assert (desk.home / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_crawl_is_summed_up_even_where_its_metrics_cannot_be_written(desk: Desk) -> None:
    name = "m" * 254  # may be written, but not with the ending of what is unfinished
    with newsstand(SMALL) as stand:
        desk.subscribe(stand, SMALL)
        done = desk.run("crawl", SMALL.slug, "--date", DAY, "--metrics", name, code=5)
    assert "1 of 1 issues complete" in done.stdout
    assert "cannot be written: File name too long" in done.stderr


def test_a_monitor_out_of_order_holds_nothing_up(desk: Desk) -> None:
    with newsstand(SMALL) as stand:
        desk.subscribe(stand, SMALL)
        done = desk.run("crawl", SMALL.slug, "--date", DAY, "--ping", "http://127.0.0.1:1/job")
    assert "the monitor at 127.0.0.1:1 does not answer" in done.stderr


def test_a_ping_address_that_is_none_is_a_usage_error(desk: Desk) -> None:
    assert (
        "--ping: 'ftp://x' is not an http"
        in desk.run("crawl", "gongyishibao", "--ping", "ftp://x", code=2).stderr
    )


def test_a_dry_run_asks_nobody_and_says_what_it_would_fetch(desk: Desk) -> None:
    with newsstand(SMALL) as stand:
        desk.subscribe(stand, SMALL, delay=3.0)
        [unknown] = desk.json("crawl", SMALL.slug, *SPAN, "--dry-run")
        assert (unknown["issues"], unknown["requests"], unknown["seconds"]) == (3, None, None)
        assert stand.requests == []
        desk.subscribe(stand, SMALL, delay=0.0)
        desk.run("crawl", SMALL.slug, "--date", DAY)
        asked = len(stand.requests)
        desk.subscribe(stand, SMALL, delay=3.0)
        [known] = desk.json("crawl", SMALL.slug, *SPAN, "--dry-run")
        assert len(stand.requests) == asked
    assert (known["issues"], known["requests"], known["seconds"]) == (2, 2 * 6, 2 * 6 * 3.0)
    assert (known["first"], known["last"]) == ("2023-10-16", "2023-10-18")


def test_several_papers_of_one_host_are_crawled_one_after_another(desk: Desk) -> None:
    papers = [Newspaper(slug=slug, pages=1, articles=3) for slug in ("chenbao", "ribao", "wanbao")]
    with newsstand(*papers) as stand:
        desk.subscribe(stand, *papers)
        desk.run("crawl", *(paper.slug for paper in papers), "--date", DAY)
        asked = [path.split("/")[1] for path in stand.requests if "robots" not in path]
    assert asked == sorted(asked)
    assert len(desk.rows("SELECT * FROM articles")) == 9


def test_the_record_of_a_run_says_what_it_did(desk: Desk) -> None:
    with newsstand(SMALL, faults=[Fault("node_3", "404")]) as stand:
        desk.subscribe(stand, SMALL)
        desk.run("crawl", SMALL.slug, "--date", DAY, code=1)
    [run] = desk.rows("SELECT * FROM runs")
    assert run["exit_code"] == 1
    assert json.loads(run["counts"])["requests"] >= 4


def test_an_issue_far_below_the_papers_usual_number_of_articles_is_reported(desk: Desk) -> None:
    paper = Newspaper(first=date(2023, 10, 10), last=date(2023, 10, 17), pages=3, articles=4)
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--since", "2023-10-10", "--until", "2023-10-16")
        stand.faults = (Fault("/html/2023-10/17/", "smaller"),)
        done = desk.run("crawl", paper.slug, "--date", "2023-10-17")
    assert "articles, usually 12: did the site change?" in done.stderr


def test_a_check_that_has_nothing_to_check_never_says_sound(desk: Desk) -> None:
    desk.run("db", "upgrade")
    assert "nothing to verify: no archive at" in desk.run("verify", code=5).stderr
    with newsstand(SMALL) as stand:
        desk.subscribe(stand, SMALL)
        desk.run("crawl", SMALL.slug, "--date", DAY)
    assert (
        f"nothing of 'nope' is archived; archived are {SMALL.slug}"
        in desk.run("verify", "nope", code=2).stderr
    )
    assert "sound" in desk.run("verify").stdout


def test_a_rebuild_says_what_of_the_archive_is_lost(desk: Desk) -> None:
    with newsstand(SMALL) as stand:
        desk.subscribe(stand, SMALL)
        desk.run("crawl", SMALL.slug, "--date", DAY)
    [warc] = (desk.home / "archive" / SMALL.slug).glob("*.warc.gz")
    whole = warc.read_bytes()
    warc.write_bytes(whole[: len(whole) // 2])
    assert "captures are lost" in desk.run("rebuild", code=1).stdout
    warc.unlink()
    assert "is not there: 6 of 6 captures are lost" in desk.run("rebuild", code=1).stdout
    assert len(desk.rows("SELECT * FROM articles")) == 4


def test_a_paper_that_has_not_begun_yet_has_nothing_to_ask_for(desk: Desk) -> None:
    paper = Newspaper(first=date(2999, 1, 1), last=date(2999, 1, 2))
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        done = desk.run("crawl", paper.slug)
        assert stand.requests == []
    assert "begins on 2999-01-01" in done.stderr


def test_an_empty_date_is_no_date(desk: Desk) -> None:
    assert "--date: '' is no date" in desk.run("crawl", "gongyishibao", "--date", "", code=2).stderr


def test_scrapy_crawl_leaves_a_paper_alone_that_another_run_crawls(desk: Desk) -> None:
    engine = open_engine(desk.db)
    with newsstand(SMALL) as stand, PaperLock(SMALL.slug, desk.home / "archive", engine):
        desk.subscribe(stand, SMALL)
        done = desk.scrapy("crawl", SMALL.slug, "-a", f"since={DAY}", "-a", f"until={DAY}", code=None)
        assert done.returncode != 0
        assert f"{SMALL.slug} is being crawled by process" in done.stderr
        assert stand.requests == []
    engine.dispose()
