"""How fast rows are made again from archived bytes, against trafilatura that extracts the texts alone."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.crawl import ours
from bench.newsstands import Stands, stands
from bench.ratios import BIN, Cost, Line, cost

EXTRACT = """
import sys
from datetime import date
from trafilatura import extract
from storage.captures import issues_of, Record
count = 0
for slug in sys.argv[2:]:
    for _, records in issues_of(sys.argv[1], slug):
        for _, record in records:
            if isinstance(record, Record) and record.purpose and record.purpose.role.startswith("article"):
                extract(record.body)
                count += 1
assert count
"""
PAPERS, ISSUES, PAGES, ARTICLES = 2, 30, 8, 8
COUNT = PAPERS * ISSUES * PAGES * ARTICLES
"""So many that the start, paid once, weighs little: who rebuilds has the issues of years."""


def lines() -> Iterator[Line]:
    """Articles a second and core, and what a second process brings."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        (directory / "papers").mkdir()
        with stands(directory / "papers", PAPERS, ISSUES, PAGES, ARTICLES) as open_stands:
            ours(open_stands)
        archive = directory / "ours" / "archive"
        floor = cost([sys.executable, "-c", EXTRACT, str(archive), *open_stands.slugs]).cpu
        spent = {jobs: rebuilt(open_stands, archive, jobs) for jobs in (1, 2)}
    ours_rate, theirs = COUNT / spent[1].cpu, COUNT / floor
    note = f"{ours_rate:,.0f} to {theirs:,.0f} articles a second and core, starting included"
    yield Line(
        f"rebuild: articles a second, {COUNT:,} articles",
        "trafilatura's extraction",
        floor / spent[1].cpu,
        3,
        most=False,
        note=note,
    )
    note = f"{spent[1].wall:.1f} and {spent[2].wall:.1f} s; on a busy machine this says nothing"
    ratio = spent[1].wall / spent[2].wall
    yield Line("rebuild `--jobs 2`: wall time", "one process", ratio, 1.8, most=False, note=note)


def rebuilt(papers: Stands, archive: Path, jobs: int) -> Cost:
    """What `banmian rebuild` of all papers into a new database costs."""
    place = archive.parent.parent / f"rebuilt-{jobs}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    command = [f"{BIN}/banmian", "--db", f"sqlite:///{place}/banmian.db", "--archive", str(archive)]
    command += ["rebuild", "--create", "--json", "--jobs", str(jobs)]
    return cost(command, {"BANMIAN_PAPERS": str(papers.directory)})
