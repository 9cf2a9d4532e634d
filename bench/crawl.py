"""What a crawl costs, everything done, against stock Scrapy that fetches the same pages and does nothing."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.newsstands import Stands, stands
from bench.ratios import BIN, Cost, Line, cost

STOCK = """
import scrapy
class Empty(scrapy.Spider):
    name = "empty"
    start_urls = open({urls!r}).read().split()
    def parse(self, response):
        pass
"""
ROUNDS = 3


def lines() -> Iterator[Line]:
    """CPU and wall time of sixteen papers on sixteen hosts."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        (directory / "papers").mkdir()
        with stands(directory / "papers", papers=16, issues=2, pages=8, articles=8) as open_stands:
            answers = len((open_stands.directory / "urls.txt").read_text("utf-8").split())
            costs = [(stock(open_stands), ours(open_stands)) for _ in range(ROUNDS)]
    for what, aim in (("cpu", 1.5), ("wall", 1.5)):
        floor, spent = (statistics.median(getattr(pair[n], what) for pair in costs) for n in (0, 1))
        note = f"{1000 * spent / answers:.2f} of {1000 * floor / answers:.2f} ms an answer"
        name = "CPU an answer" if what == "cpu" else "wall time, 16 hosts, delay 0"
        yield Line(f"crawl: {name}", "stock Scrapy, empty callback", spent / floor, aim, note=note)


def stock(papers: Stands) -> Cost:
    """Scrapy with its default settings on all the pages."""
    spider = papers.directory.parent / "empty.py"
    spider.write_text(STOCK.format(urls=str(papers.directory / "urls.txt")), "utf-8")
    return cost([f"{BIN}/scrapy", "runspider", "--nolog", spider.name], cwd=str(spider.parent))


def ours(papers: Stands) -> Cost:
    """`banmian crawl` of all the papers into a new database and a new archive."""
    place = papers.directory.parent / "ours"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    command = [f"{BIN}/banmian", "--db", f"sqlite:///{place}/banmian.db", "--archive", str(place / "archive")]
    command += ["crawl", *papers.slugs, "--since", str(papers.first), "--until", str(papers.last), "--json"]
    return cost(command, {"BANMIAN_PAPERS": str(papers.directory), "BANMIAN_NETWORKS": "127.0.0.0/8"})


if __name__ == "__main__":
    for line in lines():
        print(line.row())
