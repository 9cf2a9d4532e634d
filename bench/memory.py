"""What memory a crawl takes: of many issues against a few.

python -m bench.memory [ISSUES]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.crawl import ours
from bench.newsstands import stands
from bench.ratios import Line

FEW, MANY = 5, 520


def lines(many: int = MANY) -> Iterator[Line]:
    """The largest process of a crawl of one paper."""
    few, most = peak(FEW), peak(many)
    note = f"{most:.0f} and {few:.0f} MB"
    yield Line(f"memory: crawl of {many:,} issues", f"a crawl of {FEW}", most / few, 1.2, note=note)


def peak(issues: int) -> float:
    """MB of memory that a crawl of so many issues takes at most, of two pages of two articles each."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name) / "papers"
        directory.mkdir()
        with stands(directory, papers=1, issues=issues, pages=2, articles=2) as open_stands:
            return ours(open_stands).peak


if __name__ == "__main__":
    for line in lines(*map(int, sys.argv[1:])):
        print(line.row())
