"""The table of `make bench`: python -m bench [memory start crawl rebuild store growth second]"""

from __future__ import annotations

import os
import platform
import sys

from bench import crawl, growth, memory, rebuild, second, start, store
from bench.ratios import HEAD

# Memory first: a process begins with the peak of the one that started it.
PARTS = {
    "memory": memory,
    "start": start,
    "crawl": crawl,
    "rebuild": rebuild,
    "store": store,
    "growth": growth,
    "second": second,
}


def main(names: list[str]) -> None:
    """Prints the lines of the parts named, or of all of them."""
    load = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.1f}\n"
    )
    print(HEAD, flush=True)
    for name in names or PARTS:
        for line in PARTS[name].lines():
            print(line.row(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
