"""A line of the table of `make bench`: what is measured, against what, and what it should be."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

BIN = os.path.dirname(sys.executable)


@dataclass(frozen=True, slots=True)
class Line:
    """One ratio, measured in one run on the machine at hand."""

    what: str
    against: str
    ratio: float
    aim: float
    unit: str = "×"
    """× for a ratio; else the unit of a number that has no peer."""
    most: bool = True
    """Whether the aim is the most it may be, not the least."""
    note: str = ""
    """The numbers behind it."""

    @property
    def met(self) -> bool:
        """Whether the aim is reached."""
        return self.ratio <= self.aim if self.most else self.ratio >= self.aim

    def row(self) -> str:
        """The line as a row of a Markdown table."""
        sign = "≤" if self.most else "≥"
        cells = (
            self.what,
            self.against,
            f"{self.ratio:,.3g} {self.unit}",
            f"{sign} {self.aim:,g} {self.unit}",
        )
        return f"| {' | '.join(cells)} | {'yes' if self.met else 'no'} | {self.note} |"


HEAD = "| line | against | measured | aim | met | |\n|---|---|--:|--:|---|---|"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took, with all processes it started."""

    cpu: float
    """Seconds on processors: those of other programs on the machine do not count."""
    wall: float
    peak: float
    """MB of memory of the largest of its processes."""


def cost(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: str | None = None) -> Cost:
    """What a command costs; what it says is shown only where it fails. Raises CalledProcessError then."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=said, env=os.environ | (env or {}), cwd=cwd
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.stderr.buffer.write(said.read())
            raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / 1024)


def medians(times: int, *works: Callable[[], float]) -> list[float]:
    """The median of each of some measurements, made in turn so many times."""
    found = [[work() for work in works] for _ in range(times)]
    return [statistics.median(column) for column in zip(*found, strict=True)]
