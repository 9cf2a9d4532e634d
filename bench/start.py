"""How long a command that only reads takes to start, against `scrapy version` (CPU)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial

from bench.ratios import BIN, Line, cost, medians
from storage.database import open_engine

COMMANDS = (("--version",), ("papers", "--json"), ("status",), ("search", "中国"))


def lines() -> Iterator[Line]:
    """A line a command."""
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/banmian.db"
        open_engine(url).dispose()

        def cpu(*command: str) -> float:
            place = url.replace("banmian.db", "none.db") if "papers" in command else url
            # Not where scrapy.cfg is: Scrapy would load this project, and be no floor.
            return cost([f"{BIN}/{command[0]}", *command[1:]], {"BANMIAN_DB": place}, cwd=directory).cpu

        ours = [partial(cpu, "banmian", *command) for command in COMMANDS]
        floor, *found = medians(5, partial(cpu, "scrapy", "version"), *ours)
    for command, seconds in zip(COMMANDS, found, strict=True):
        note = f"{seconds:.2f} of {floor:.2f} s"
        yield Line(f"start: `{command[0]}`", "`scrapy version`", seconds / floor, 0.7, note=note)
