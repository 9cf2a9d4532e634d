"""What storing an article takes where there are ten times as many: python -m bench.growth [PAGES]"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice

from bench.ratios import Line
from bench.store import ARTICLES, PAGES, items
from storage import Writer

TIMES = 10


def lines(pages: int = PAGES) -> Iterator[Line]:
    """Ten times as many pages against the first tenth of them, reprints looked for in all of them."""
    coming = items(TIMES * pages)
    with tempfile.TemporaryDirectory() as name, Writer(f"sqlite:///{name}/banmian.db") as writer:
        spent = []
        for _ in range(TIMES):
            batches = list(islice(coming, pages))
            begun = time.process_time()
            for batch in batches:
                writer.store_all(batch)
            spent.append(1000 * (time.process_time() - begun) / pages / ARTICLES)
    mean = sum(spent) / TIMES
    note = f"{mean:.2f} and {spent[0]:.2f} ms an article; {spent[-1]:.2f} at the end"
    name = f"store: {TIMES * pages * ARTICLES:,} articles, an article's time"
    yield Line(name, f"{pages * ARTICLES:,} articles", mean / spent[0], 1.3, note=note)


if __name__ == "__main__":
    for line in lines(*map(int, sys.argv[1:])):
        print(line.row())
