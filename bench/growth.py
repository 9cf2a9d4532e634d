"""What storing an article takes when there are ten times as many: python -m bench.growth [PAGES]"""

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
    """The first pages against as many after ten times as many, reprints looked for in all of them."""
    coming = items((TIMES + 1) * pages)
    with tempfile.TemporaryDirectory() as name, Writer(f"sqlite:///{name}/banmian.db") as writer:
        spent = []
        for _ in range(TIMES + 1):
            batches = list(islice(coming, pages))
            begun = time.process_time()
            for batch in batches:
                writer.store_all(batch)
            spent.append(1000 * (time.process_time() - begun) / pages / ARTICLES)
    note = f"{spent[-1]:.2f} and {spent[0]:.2f} ms an article"
    many = TIMES * pages * ARTICLES
    yield Line(
        f"store: an article into a database of {many:,}",
        "into an empty one",
        spent[-1] / spent[0],
        1.3,
        note=note,
    )


if __name__ == "__main__":
    for line in lines(*map(int, sys.argv[1:])):
        print(line.row())
