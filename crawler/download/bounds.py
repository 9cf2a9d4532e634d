"""How far a run may go: its time, its requests, the hours of the day, and what must stay free on the disk."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, Self

from storage.clock import SHANGHAI
from storage.errors import UsageError

SETTINGS = {
    "max_time": "BANMIAN_MAX_TIME",
    "max_requests": "BANMIAN_MAX_REQUESTS",
    "hours": "BANMIAN_HOURS",
    "min_free": "BANMIAN_MIN_FREE",
}
"""Bound → the setting that holds it as text."""
LOOK_AGAIN = 1.0
"""Seconds after which the free space is looked at again: a page has 25 kB."""
DISK_FULL = "disk_full"
"""The finish reason of a run that ends before the disk is full."""
_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SIZES = {"": 1.0, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a run; None: none."""

    seconds: float | None = None
    requests: int | None = None
    hours: tuple[int, int] | None = None
    """From this hour to that one (0–24) in China; (22, 6) is a night."""
    free: float = 0.0
    """Bytes that stay free where archive and database lie."""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """The bounds in settings of the names in SETTINGS. Raises UsageError naming the option."""
        texts = {name: str(given.get(setting) or "").strip() for name, setting in SETTINGS.items()}
        return cls(
            _amount("--max-time", texts["max_time"], _UNITS, "90m or 2h") if texts["max_time"] else None,
            _count(texts["max_requests"]) if texts["max_requests"] else None,
            _hours(texts["hours"]) if texts["hours"] else None,
            _amount("--min-free", texts["min_free"], _SIZES, "500MB or 2GB") if texts["min_free"] else 0.0,
        )


def _amount(option: str, text: str, units: Mapping[str, float], example: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-zA-Z]*)", text)
    unit = next((unit for unit in units if found and unit.casefold() == found[2].casefold()), None)
    if found is None or unit is None:
        raise UsageError(f"{option}: {text!r} cannot be used, write it as {example}")
    return float(found[1]) * units[unit]


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"--max-requests: {text!r} is no number of requests, write it as 1000")
    return int(text)


def _hours(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text)
    hours = (int(found[1]), int(found[2])) if found else (25, 25)
    if max(hours) > 24 or hours[0] == hours[1]:
        raise UsageError(f"--hours: {text!r} are no hours of a day, write them as 22-6")
    return hours


class Meter:
    """What this process has used so far: all papers of a run share its bounds."""

    def __init__(self) -> None:
        self.began: float | None = None
        """When the first request was to be sent (monotonic clock)."""
        self.sent = 0
        self.looked_at = -math.inf
        """When the free space was looked at last (monotonic clock)."""

    def reached(self, bounds: Bounds, places: Iterable[Path]) -> tuple[str, str] | None:
        """The bound that forbids one more request: finish reason and sentence; None where none does."""
        if self.began is None:
            self.began = monotonic()
        if bounds.requests is not None and self.sent >= bounds.requests:
            return "max_requests", f"--max-requests: {self.sent} requests were sent"
        if bounds.seconds is not None and monotonic() - self.began >= bounds.seconds:
            return "max_time", f"--max-time: {monotonic() - self.began:.0f} s have passed"
        if bounds.hours is not None and not is_within(datetime.now(SHANGHAI).hour, bounds.hours):
            first, last = bounds.hours
            return "hours", f"--hours {first}-{last}: in China it is {datetime.now(SHANGHAI):%H:%M}"
        if not bounds.free or monotonic() < self.looked_at + LOOK_AGAIN:
            return None
        for place in places:
            if (free := free_bytes(place)) < bounds.free:
                return DISK_FULL, f"only {free / 1e9:.2f} GB are free at {place} (--min-free)"
        self.looked_at = monotonic()
        return None


def is_within(hour: int, hours: tuple[int, int]) -> bool:
    """Whether an hour lies between two, also over midnight."""
    first, last = hours
    return first <= hour < last if first < last else hour >= first or hour < last


def free_bytes(place: Path) -> int:
    """The bytes that are free where a file or directory lies, or will lie."""
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


METER = Meter()
