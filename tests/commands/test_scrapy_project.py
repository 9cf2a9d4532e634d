"""Scrapy's own commands in banmian's project."""

import csv
import json
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.desk import PROJECT, Desk
from tests.support.faults import Fault
from tests.support.newsstand import Newspaper, issue_of, newsstand

PAPER = Newspaper(pages=2, articles=2)
DAY = ("-a", "since=2023-10-17", "-a", "until=2023-10-17")
SCRAPYD = PROJECT / "build" / "scrapyd" / "bin" / "scrapyd"
"""The server, which cannot be installed beside banmian's tools: `make build/scrapyd/installed`."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


def test_scrapy_crawl_records_its_run_and_writes_feeds_of_articles(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.scrapy("crawl", PAPER.slug, *DAY, "-a", "_job=7", "-O", "out.csv", "-O", "out.jsonl")
    [run] = desk.json("runs")
    assert (run["exit_code"], run["papers"][0]["new"]) == (0, 4)
    assert run["command"].startswith(f"scrapy crawl {PAPER.slug}")
    with (desk.home / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    assert all(row["headline"] and row["body"] for row in rows)
    lines = (desk.home / "out.jsonl").read_text("utf-8").splitlines()
    assert len([line for line in lines if "headline" in json.loads(line)]) == 4
    assert "\\u" not in lines[0]


def test_scrapy_crawl_ends_with_our_exit_codes(desk: Desk) -> None:
    with newsstand(PAPER, faults=[Fault("/html/", "403")]) as stand:
        desk.subscribe(stand, PAPER)
        desk.scrapy("crawl", PAPER.slug, *DAY, code=4)
    assert [run["exit_code"] for run in desk.json("runs")] == [4]
    done = desk.scrapy("crawl", PAPER.slug, "-a", "sinec=2023-10-17", code=2)
    assert "unknown spider argument 'sinec'" in done.stderr
    assert "Spider not found: nope" in desk.scrapy("crawl", "nope", code=2).stderr


def test_scrapy_shell_looks_at_a_page(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        url = f"{stand.url}{PAPER.prefix}/html/2023-10/17/node_1.htm"
        done = desk.scrapy("shell", url, "-c", "response.status")
        assert done.stdout.strip().endswith("200")
        title = desk.scrapy("shell", url, "-c", "response.css('title::text').get()").stdout.strip()
    assert title.startswith(PAPER.name)


def test_scrapy_parse_reads_a_page_and_an_article_and_stores_neither(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        issue = issue_of(PAPER, date(2023, 10, 17))
        directory = f"{stand.url}{PAPER.prefix}/html/2023-10/17"
        article = issue.pages[0].articles[0]
        by = ("--spider", PAPER.slug, "--nocolour")
        front = desk.scrapy("parse", f"{directory}/node_1.htm", *by)
        assert "'page_count': 2" in front.stdout
        assert "'placements': (" in front.stdout
        assert f"content_{article.source_id}" in front.stdout, "the articles of the page would come next"
        read = desk.scrapy("parse", f"{directory}/content_{article.source_id}.htm", *by)
        assert f"'source_id': '{article.source_id}'" in read.stdout
        assert "'headline': " in read.stdout
        deep = desk.scrapy("parse", f"{directory}/node_1.htm", *by, "--depth", "2")
        assert deep.stdout.count("'headline': ") >= len(issue.pages[0].articles)
    assert "Traceback" not in front.stderr + read.stderr + deep.stderr
    assert desk.rows("SELECT * FROM articles") == desk.rows("SELECT * FROM issues") == []


@pytest.mark.slow
def test_scrapyd_runs_a_job_of_the_installed_package_to_its_end(desk: Desk) -> None:
    if not SCRAPYD.exists():
        pytest.skip("scrapyd is not installed: make build/scrapyd/installed (make test-all does)")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    (desk.home / "scrapyd.conf").write_text(
        f"[scrapyd]\nhttp_port = {port}\nbind_address = 127.0.0.1\npoll_interval = 0.5\n",
        encoding="utf-8",
    )
    (desk.home / "scrapy.cfg").symlink_to(PROJECT / "scrapy.cfg")  # all that has to be deployed
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        server = subprocess.Popen(
            [str(SCRAPYD)],
            cwd=desk.home,
            env=desk.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            job = {"project": "banmian", "spider": PAPER.slug, "since": "2023-10-17", "until": "2023-10-17"}
            assert asked(port, "schedule", job)["status"] == "ok"
            while not (ended := asked(port, "listjobs", {"project": "banmian"}, get=True)["finished"]):
                time.sleep(0.5)
        finally:
            server.terminate()
            server.wait(30)
    assert [one["spider"] for one in ended] == [PAPER.slug]
    assert [run["exit_code"] for run in desk.json("runs")] == [0]
    assert len(desk.rows("SELECT * FROM articles")) == 4


def asked(port: int, question: str, fields: dict[str, str], *, get: bool = False) -> dict[str, Any]:
    """What scrapyd answers; it may take a while to come up."""
    words = urllib.parse.urlencode(fields)
    address = f"http://127.0.0.1:{port}/{question}.json"
    for _ in range(100):
        try:
            with urllib.request.urlopen(
                f"{address}?{words}" if get else address, data=None if get else words.encode()
            ) as answer:
                return dict(json.load(answer))
        except OSError:
            time.sleep(0.3)
    raise AssertionError("scrapyd does not answer")
