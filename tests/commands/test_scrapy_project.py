"""Scrapy's own commands in banmian's project."""

import csv
import json
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import Newspaper, newsstand

PAPER = Newspaper(pages=2, articles=2)
DAY = ("-a", "since=2023-10-17", "-a", "until=2023-10-17")


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
