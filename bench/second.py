"""What a run costs that finds nothing to do: 520 complete issues, and no request."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.ratios import BIN, Line, cost
from storage import Writer
from storage.items import PromisedPage
from tests.support.builders import article, issue, page
from tests.support.newsstand import Newspaper

ISSUES, ARTICLES = 520, 8
FIRST = dt.date(2013, 10, 22)


def lines() -> Iterator[Line]:
    """Seconds beyond those of a start."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        last = FIRST + dt.timedelta(weeks=ISSUES - 1)
        paper = Newspaper("zhoubao", "周报", FIRST, last, days=("TU",))
        (directory / "zhoubao.toml").write_text(paper.profile("http://127.0.0.1:9", settle=[]), "utf-8")
        url = f"sqlite:///{directory}/banmian.db"
        fill(url)
        env = {"BANMIAN_PAPERS": str(directory), "BANMIAN_DB": url, "BANMIAN_ARCHIVE": f"{directory}/archive"}
        span = ["--since", str(FIRST), "--until", str(last)]
        started = cost([f"{BIN}/banmian", "crawl", "zhoubao", "--date", str(last)], env).cpu
        begun = time.perf_counter()
        spent = cost([f"{BIN}/banmian", "crawl", "zhoubao", *span], env).cpu
        wall = time.perf_counter() - begun
    note = f"{spent:.2f} s of CPU with the start, {started:.2f} s for one issue; {wall:.1f} s by the clock"
    yield Line(f"second run over {ISSUES} issues", "a run over one", spent - started, 1, "s more", note=note)


def fill(url: str) -> None:
    """Complete issues of one page each."""
    with Writer(url) as writer:
        writer.store_paper("zhoubao", "周报", "hans")
        for week in range(ISSUES):
            day = FIRST + dt.timedelta(weeks=week)
            ids = [f"{week}x{n}" for n in range(ARTICLES)]
            fields = {"paper": "zhoubao", "date": day}
            promised = (PromisedPage(1, "01", "要闻", f"http://127.0.0.1:9/{day}/node_1.htm"),)
            writer.store_all(
                [
                    issue(1, **fields, pages=promised),
                    page(1, *ids, **fields, url=promised[0].url, number="01"),
                    *(article(source_id, **fields) for source_id in ids),
                ]
            )
