"""A backfill cut into slices: so many issues of a paper, a task each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Self

from crawler.download.hosts import server_of
from crawler.paper import Paper, today

SIZE = 30
"""Issues of a slice: about an hour of a daily with a second between two requests."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What one task crawls: the issues of a span, or without dates the paper's morning."""

    paper: str
    """Slug."""
    since: date | None = None
    until: date | None = None
    issues: int = 0
    """Publication days in the span; 0 of a morning."""

    @property
    def key(self) -> str:
        """What tells it from all others: one of these waits in the queue at most."""
        return f"{self.paper} {self.since} {self.until}" if self.since else f"{self.paper} morning"

    @property
    def words(self) -> list[str]:
        """The arguments of `banmian` that crawl it."""
        days = [f"--since={self.since}", f"--until={self.until}"] if self.since else []
        return ["crawl", self.paper, *days]

    def __contains__(self, day: date) -> bool:
        return self.since is not None and self.until is not None and self.since <= day <= self.until

    def dates(self) -> list[date]:
        """Every day from its first to its last; none of a morning."""
        if self.since is None or self.until is None:
            return []
        return [self.since + timedelta(days=n) for n in range((self.until - self.since).days + 1)]

    def __str__(self) -> str:
        return f"{self.paper}, {self.since} to {self.until}" if self.since else f"{self.paper}, morning"

    def as_arguments(self) -> dict[str, Any]:
        """The same as JSON, for a task."""
        days = {"since": str(self.since), "until": str(self.until)} if self.since else {}
        return {"paper": self.paper, "issues": self.issues, **days}

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Self:
        """The slice of a task's arguments."""
        since, until = (
            date.fromisoformat(arguments[name]) if arguments.get(name) else None
            for name in ("since", "until")
        )
        return cls(arguments["paper"], since, until, arguments.get("issues", 0))


def slices_of(paper: Paper, since: date, until: date, size: int = SIZE) -> Iterator[Slice]:
    """The slices of a span, oldest first, of about `size` issues each; none without a publication day.

    They begin on the same days whatever the span, its two ends apart: overlapping spans share slices.
    """
    first = max(since, paper.earliest)
    last = min(until, today(), paper.closed or until)
    days = max(1, round(size * 7 / len(paper.days)))
    begin = date.fromordinal(max(1, first.toordinal() - first.toordinal() % days))
    while begin <= last:
        end = begin + timedelta(days=days - 1)
        inside = max(begin, first), min(end, last)
        if issues := len(paper.issue_dates(*inside)):
            yield Slice(paper.slug, *inside, issues)
        begin = end + timedelta(days=1)


def parts_beside(one: Slice, paper: Paper, taken: Collection[date]) -> Iterator[Slice]:
    """The parts of a slice that hold none of the days `taken`; the slice as it is where none is in it."""
    for is_taken, some in groupby(one.dates(), key=lambda day: day in taken):
        first, *rest = some
        last = rest[-1] if rest else first
        if not is_taken and (issues := len(paper.issue_dates(first, last))):
            yield Slice(one.paper, first, last, issues)


def host_of_tasks(paper: Paper) -> str:
    """The host whose lock its tasks share with those of its neighbours there: one of them runs at a time."""
    last = paper.eras[-1]
    return server_of(last.front_page_url(max(last.since, paper.earliest)))
