"""Thirty papers in one line of cron: chosen, crawled, told of in a line each, watched."""

import json
import os
import re
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.commands.papers.gazetteer import unsupported
from crawler.demo.newsstand import serve
from crawler.download.bounds import is_within
from crawler.paper import today
from storage.clock import SHANGHAI
from storage.database import open_engine
from storage.writer import Writer
from tests.commands.test_operations import Monitor
from tests.support.builders import article
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import FaultyNewsstand, Newspaper, newsstand

DAY = "2023-10-17"
GOOD = Newspaper(slug="chenbao", pages=1, articles=2)
BAD = Newspaper(slug="wanbao", pages=1, articles=2)
REFUSED = (Fault("/wanbao/html", "403"),)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


def break_profile(desk: Desk, slug: str) -> None:
    (desk.home / "papers" / f"{slug}.toml").write_text('name = "坏"\nscrpt = "hans"\n', encoding="utf-8")


def test_one_broken_profile_stops_no_other_paper_and_each_has_its_ping(desk: Desk) -> None:
    (desk.home / "mine.txt").write_text("chenbao  # daily\n\n# soon:\nbroken\n", encoding="utf-8")
    break_profile(desk, "broken")
    with newsstand(GOOD) as stand, serve({}, handler=Monitor) as monitor:
        desk.subscribe(stand, GOOD)
        done = desk.run(
            *("crawl", "--papers", "mine.txt", "--date", DAY, "--ping", f"{monitor.url}/{{slug}}"), code=1
        )
        told = sorted(monitor.requests)
        planned = desk.run("crawl", "chenbao", "chenboa", "--date", DAY, "--dry-run", code=1)
    assert "unknown paper 'chenboa': did you mean chenbao" in planned.stderr
    assert re.search(
        r"^broken: cannot be used \(exit code 2\): .*broken\.toml: scrpt: unknown key", done.stdout, re.M
    )
    assert "chenbao: complete (exit code 0); 4 requests, 2 new articles" in done.stdout
    assert told == [
        "/broken/fail exit code 2", "/broken/start", "/chenbao exit code 0", "/chenbao/start"
    ]  # fmt: skip
    [run] = desk.json("runs")
    assert [(one["paper"], one["exit_code"], one["new"]) for one in run["papers"]] == [
        ("broken", 2, 0),
        ("chenbao", 0, 2),
    ]


def test_a_ping_goes_when_nothing_can_be_crawled(desk: Desk) -> None:
    break_profile(desk, "broken")
    with serve({}, handler=Monitor) as monitor:
        desk.run("crawl", "broken", "--ping", f"{monitor.url}/job", code=2)
        assert monitor.requests[0] == "/job/start"
        assert "/job/fail" in monitor.requests[1]
        assert "unknown key" in monitor.requests[1]


PROVINCES = {"chenbao": "广东", "wanbao": "福建", "ribao": "广东"}


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (("--province", "广东"), {"chenbao", "ribao"}),
        (("--family", "founder", "--province", "福建"), {"wanbao"}),
        (("chenbao", "wanbao", "--province", "广东"), {"chenbao"}),
        (("--papers", "list.txt", "chenbao"), {"chenbao", "ribao"}),
    ],
)
def test_papers_are_chosen_alike_in_every_command(
    desk: Desk, words: tuple[str, ...], chosen: set[str]
) -> None:
    (desk.home / "list.txt").write_text("ribao", encoding="utf-8")
    with Writer(desk.db) as writer:
        for slug, province in PROVINCES.items():
            file = desk.home / "papers" / f"{slug}.toml"
            text = Newspaper(slug=slug).profile("http://127.0.0.1:1", province=province)
            file.write_text(text, encoding="utf-8")
            writer.store_paper(slug, slug, "hans")
            writer.announce(slug, date(2023, 10, 17), "http://127.0.0.1:1/")
    span = ("--since", DAY, "--until", DAY)
    assert {row["paper"] for row in desk.json("status", *words, *span)} >= chosen
    assert {row["paper"] for row in desk.json("status", *words, *span)} & set(PROVINCES) == chosen
    assert {row["paper"] for row in desk.json("gaps", *words, *span)} & set(PROVINCES) == chosen
    plans = desk.json("crawl", *words, "--dry-run", *span)
    assert {plan["paper"] for plan in plans} & set(PROVINCES) == chosen


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (("--province", "广东"), {"chenbao", "ribao"}),
        (("--family", "founder", "--province", "福建"), {"wanbao"}),
        (("--papers", "list.txt", "--paper", "chenbao"), {"chenbao", "ribao"}),
        (("--all-papers",), {"chenbao", "ribao", "wanbao"}),
    ],
)
def test_papers_are_chosen_alike_by_what_counts_words_and_texts(
    desk: Desk, words: tuple[str, ...], chosen: set[str]
) -> None:
    (desk.home / "list.txt").write_text("ribao", encoding="utf-8")
    wire = "旧书桌擦得很亮，木匠说它还能用三十年，邻居都来看。"
    with Writer(desk.db) as writer:
        for number, (slug, province) in enumerate((PROVINCES | {"never": "福建"}).items()):
            file = desk.home / "papers" / f"{slug}.toml"
            text = Newspaper(slug=slug).profile("http://127.0.0.1:1", province=province)
            file.write_text(text, encoding="utf-8")
            if slug != "never":  # a profile of which nothing is stored yet
                writer.store(article("1", paper=slug, key=f"k{number}", body=wire, body_hans=wire))
    count = len(chosen)
    assert desk.json("ngrams", "--n", "2", *words)["articles"] == count
    assert desk.json("collocates", "木匠", *words)["articles"] == count
    assert len(desk.json("search", "木匠", *words)["hits"]) == count
    counts = desk.json("trend", "木匠", "--by", "paper", *words)
    assert {each["group"] for each in counts} == chosen
    if count < len(PROVINCES):
        assert desk.json("keywords", *words)["against"]["articles"] == len(PROVINCES) - count


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("crawl",), "no paper: name one"),
        (("crawl", "--province", "广冬"), "--province: '广冬' is not known"),
        (("status", "--family", "fonder"), "--family: 'fonder' is not known, did you mean 'founder'?"),
        (("crawl", "gongyishibao", "--all-papers"), "--all-papers stands alone"),
        (("crawl", "--papers", "nowhere.txt"), "--papers: nowhere.txt cannot be read"),
        (("crawl", "gongyishibao", "--max-time", "soon"), "--max-time: 'soon' cannot be used"),
        (("crawl", "gongyishibao", "--max-requests", "0"), "--max-requests: '0' is no number"),
        (("crawl", "gongyishibao", "--hours", "22"), "--hours: '22' are no hours of a day"),
        (("crawl", "gongyishibao", "--min-free", "much"), "--min-free: 'much' cannot be used"),
    ],
)
def test_a_choice_or_a_bound_that_is_none_is_named(desk: Desk, words: tuple[str, ...], sentence: str) -> None:
    desk.run("db", "upgrade")
    assert sentence in desk.run(*words, code=2).stderr


def quiet(desk: Desk, code: int, *words: str) -> str:
    """What cron would mail."""
    done = desk.run("crawl", GOOD.slug, BAD.slug, "--date", DAY, "--quiet", *words, code=code)
    return done.stdout + done.stderr


def put_back(desk: Desk, days: int) -> None:
    """Makes what the last runs said older."""
    engine = open_engine(desk.db)
    with engine.begin() as connection:
        for number, papers in connection.exec_driver_sql("SELECT id, papers FROM runs").all():
            entries = json.loads(papers)
            for entry in entries:
                if entry.get("said"):
                    entry["said"] = (
                        f"{date.fromisoformat(entry['said'][:10]) - timedelta(days)}T00:00:00+00:00"
                    )
            text = json.dumps(entries).replace("'", "''")
            connection.exec_driver_sql(f"UPDATE runs SET papers = '{text}' WHERE id = {number}")
    engine.dispose()


def test_a_quiet_crawl_says_what_is_new_and_again_after_a_week(desk: Desk) -> None:
    with newsstand(GOOD, BAD, faults=REFUSED) as stand:
        desk.subscribe(stand, GOOD, BAD)
        first = quiet(desk, 1)
        assert re.fullmatch(
            r"wanbao: blocked or unreachable \(exit code 4\); .*blocked: HTTP 403\n", first
        ), first
        assert quiet(desk, 1) == "", "it lasts: nobody is told a second time"
        put_back(desk, 8)
        assert quiet(desk, 1) == first, "a week later it still lasts"
        stand.faults = (Fault("/wanbao/html", "layout"),)
        assert "layout_changed: no page navigation" in quiet(desk, 1), "something else is wrong now"
        stand.faults = ()
        assert quiet(desk, 0) == ""


@pytest.fixture(scope="module")
def blocked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, list[str]]:
    """A desk after a run in which one of two papers was refused, with JSON lines for a log, and metrics."""
    desk = Desk.at(tmp_path_factory.mktemp("blocked"))
    with newsstand(GOOD, BAD, faults=REFUSED) as stand:
        desk.subscribe(stand, GOOD, BAD)
        done = desk.run(
            "--log-format", "json", "crawl", GOOD.slug, BAD.slug, "--date", DAY, "--metrics", "m.prom", code=1
        )
    return desk, done.stderr.splitlines()


def test_the_log_can_be_a_json_object_a_line(blocked: tuple[Desk, list[str]]) -> None:
    said = [json.loads(line) for line in blocked[1]]
    assert {"time", "level", "logger", "message"} <= set.intersection(*map(set, said))
    assert "chenbao 2023-10-17: 1 pages, 2 articles" in [one["message"] for one in said]


def test_metrics_are_written_for_prometheus(blocked: tuple[Desk, list[str]]) -> None:
    from prometheus_client.parser import text_string_to_metric_families

    text = (blocked[0].home / "m.prom").read_text(encoding="utf-8")
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    midnight = 1697500800.0
    assert found["banmian_newest_complete_issue_timestamp_seconds", "chenbao"] == midnight
    assert found["banmian_articles", "chenbao"] == 2
    assert found["banmian_articles", "wanbao"] == 0
    assert found["banmian_last_run_exit_code", "wanbao"] == 4
    assert found["banmian_gaps", "wanbao", "blocked"] == 1
    assert found["banmian_last_run_responses", "wanbao", "403"] >= 1
    assert found["banmian_archive_bytes", "chenbao"] > 1000
    assert found["banmian_archive_free_bytes",] > 0
    assert list(blocked[0].home.glob(".m.prom*")) == []


def test_lists_are_quiet_about_what_needs_nobody(blocked: tuple[Desk, list[str]]) -> None:
    desk, _ = blocked
    span = ("--since", DAY, "--until", DAY)
    assert [row["paper"] for row in desk.json("status", *span, "--quiet")] == ["wanbao"]
    assert desk.run("status", "chenbao", *span, "--quiet").stdout == ""
    assert [row["kind"] for row in desk.json("gaps", *span, "--quiet")] == ["blocked"]
    assert desk.run("gaps", "chenbao", *span, "--quiet").stdout == ""


def test_a_paper_without_a_complete_issue_in_its_last_days_is_stale_whatever_was_asked_for(
    desk: Desk,
) -> None:
    newest = today() - timedelta(days=1)
    paper = Newspaper(first=newest - timedelta(days=6), last=newest, pages=1, articles=1)
    weekly = Newspaper(slug="zhoubao", first=newest - timedelta(days=40), last=newest, pages=1, articles=1)
    with newsstand(paper, weekly) as stand:
        desk.subscribe(stand, paper, weekly)
        desk.run("crawl", paper.slug, "--date", str(newest), "--max-requests", "1", code=1)
        nothing = f"{paper.slug}: no complete issue from {newest - timedelta(days=2)} on; there is none\n"
        assert desk.run("status", "--stale", "3", code=1).stdout == nothing
        desk.run("crawl", paper.slug, "--date", str(newest - timedelta(days=4)))
        for weeks in (4, 3, 2):
            desk.run("crawl", weekly.slug, "--date", str(newest - timedelta(weeks=weeks)))
        done = desk.run("status", "--stale", "3", code=1)
        assert done.stdout == (
            f"{paper.slug}: no complete issue from {newest - timedelta(days=2)} on; "
            f"the last is of {newest - timedelta(days=4)}\n"
        ), "the weekly is printed on one weekday, as its issues show: two of the last three are stored"
        desk.run("crawl", paper.slug, "--date", str(newest))
    assert desk.run("status", "--stale", "3").stdout == ""


def test_a_run_that_was_killed_is_closed_by_the_next_one_which_says_so(desk: Desk) -> None:
    with newsstand(GOOD) as stand:
        desk.subscribe(stand, GOOD, delay=0.2)
        process = desk.start("crawl", GOOD.slug, "--date", DAY)
        while process.is_alive() and len(stand.requests) < 2:
            time.sleep(0.01)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)
        [killed] = desk.json("runs")
        assert (killed["state"], killed["finished"]) == ("killed", None)
        done = desk.run("crawl", GOOD.slug, "--date", DAY)
    assert "ended without a word: closed" in done.stderr
    ended, killed = desk.json("runs")
    assert (ended["state"], killed["state"]) == ("finished", "killed")
    assert killed["finished"] is not None
    assert ended["pid"] != killed["pid"]
    assert ended["version"]


def asked(stand: FaultyNewsstand) -> list[str]:
    return [path for path in stand.requests if "robots" not in path]


BACKFILL = Newspaper(first=date(2023, 9, 1), last=date(2023, 9, 5), pages=2, articles=2)
BACKFILL_SPAN = ("--since", str(BACKFILL.first), "--until", str(BACKFILL.last))


def test_an_issue_is_finished_before_the_next_begins_in_a_backfill_too(desk: Desk) -> None:
    with newsstand(BACKFILL) as stand:
        desk.subscribe(stand, BACKFILL)
        desk.run("crawl", BACKFILL.slug, *BACKFILL_SPAN)
        days = [found[0] for path in asked(stand) if (found := re.findall(r"/(\d\d)/(?:node|content)", path))]
    assert days == sorted(days)
    assert len(days) == 5 * 6


def test_a_run_ends_after_so_many_requests_and_the_next_one_goes_on(desk: Desk) -> None:
    with newsstand(BACKFILL) as stand:
        desk.subscribe(stand, BACKFILL)
        done = desk.run("crawl", BACKFILL.slug, *BACKFILL_SPAN, "--max-requests", "14", code=1)
        assert len(stand.requests) == 14
        assert "the run ends here: --max-requests: 14 requests were sent" in done.stderr
        assert f"{BACKFILL.slug}: unfinished (exit code 1); 14 requests" in done.stdout
        states = [row["state"] for row in desk.json("status", *BACKFILL_SPAN)]
        assert states[:2] == ["complete", "complete"], "whole issues, not the front pages of all"
        assert desk.rows("SELECT * FROM problems") == [], "what was not asked for is no problem"
        desk.run("crawl", BACKFILL.slug, *BACKFILL_SPAN)


def test_a_run_ends_after_its_time(desk: Desk) -> None:
    with newsstand(BACKFILL) as stand:
        desk.subscribe(stand, BACKFILL, delay=0.3)
        begun = time.monotonic()
        done = desk.run("crawl", BACKFILL.slug, *BACKFILL_SPAN, "--max-time", "2s", code=1)
    assert "--max-time: 2 s have passed" in done.stderr
    assert time.monotonic() - begun < 20


def test_outside_its_hours_a_run_asks_nobody(desk: Desk) -> None:
    hour = datetime.now(SHANGHAI).hour
    with newsstand(BACKFILL) as stand:
        desk.subscribe(stand, BACKFILL)
        span = f"{(hour + 2) % 24}-{(hour + 4) % 24}"
        done = desk.run("crawl", BACKFILL.slug, *BACKFILL_SPAN, "--hours", span, code=1)
        assert stand.requests == []
    assert f"--hours {span}: in China it is " in done.stderr


@pytest.mark.parametrize(
    ("hours", "inside"),
    [((22, 6), {22, 23, 0, 5}), ((9, 17), {9, 16}), ((0, 24), {0, 12, 23}), ((18, 24), {18, 23})],
)
def test_hours_may_lie_around_midnight(hours: tuple[int, int], inside: set[int]) -> None:
    within = {hour for hour in range(24) if is_within(hour, hours)}
    assert inside <= within
    assert len(within) == (hours[1] - hours[0]) % 24 or hours == (0, 24)


def test_a_run_stops_before_the_disk_is_full(desk: Desk) -> None:
    with newsstand(GOOD) as stand:
        desk.subscribe(stand, GOOD)
        done = desk.run("crawl", GOOD.slug, "--date", DAY, "--min-free", "1000TB", code=5)
        assert stand.requests == []
        assert "GB are free at" in done.stderr
        desk.run("crawl", GOOD.slug, "--date", DAY)


def test_a_backup_taken_while_a_run_is_at_work_is_sound(desk: Desk) -> None:
    backup = desk.home / "backup"
    with newsstand(BACKFILL) as stand:
        desk.subscribe(stand, BACKFILL, delay=0.05)
        process = desk.start("crawl", BACKFILL.slug, *BACKFILL_SPAN)
        while process.is_alive() and len(stand.requests) < 15:
            time.sleep(0.01)
        backup.mkdir()
        files = (desk.home / "banmian.db", backup / "banmian.db")
        with closing(sqlite3.connect(files[0])) as live, closing(sqlite3.connect(files[1])) as copy:
            live.backup(copy)
        shutil.copytree(desk.home / "archive", backup / "archive", ignore=shutil.ignore_patterns("locks"))
        process.join(60)
        restored = Desk(backup, f"sqlite:///{backup / 'banmian.db'}")
        shutil.copytree(desk.home / "papers", backup / "papers")
        restored.run("verify")
        restored.run("rebuild")
        restored.run("crawl", BACKFILL.slug, *BACKFILL_SPAN)
    texts = "SELECT cite_id, body FROM articles ORDER BY cite_id"
    assert restored.rows(texts) == desk.rows(texts)
    assert len(desk.rows(texts)) == 20


def test_a_rebuild_of_nothing_makes_nothing(desk: Desk) -> None:
    done = desk.run("--archive", "nowhere", "--db", "sqlite:///typo.db", "rebuild", code=5)
    assert "nothing to rebuild: no archive at nowhere" in done.stderr
    assert not (desk.home / "typo.db").exists()
    assert not (desk.home / "nowhere").exists()


def test_papers_says_what_is_known_and_not_supported_and_what_is_refused(desk: Desk) -> None:
    known = unsupported()[0]
    found = desk.run("papers", known.name).stdout
    assert f"{known.name} ({known.province}, {known.host}): known, not supported yet" in found
    with newsstand(GOOD, robots="User-agent: *\nDisallow: /\n") as stand:
        desk.subscribe(stand, GOOD)
        desk.run("crawl", GOOD.slug, "--date", DAY, code=4)
        assert "Forbidden by robots.txt" in desk.run("check", GOOD.slug, "--date", DAY, code=4).stdout
    done = desk.run("papers", "--quiet")
    assert "chenbao: last crawl" in done.stdout
    assert "Forbidden by robots.txt" in done.stdout
