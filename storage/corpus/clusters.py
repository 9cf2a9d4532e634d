"""The prints of one text: where else an article stands, and which of them a release keeps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storage.order import NOWHERE, Rank
from storage.selection import Dedup

_LAST = Rank(2, dt.date.max, NOWHERE, "")
"""Behind every print there is."""


class Cluster:
    """The prints of one text that are known (at the day asked about)."""

    __slots__ = ("_kept", "first", "papers")

    def __init__(self) -> None:
        self.papers: dict[str, int] = {}
        """How many prints each paper has."""
        self.first = _LAST
        self._kept: dict[str | None, Rank] = {}
        """The first selected print: of the cluster under None, of each equal text under its key."""

    def add(self, member: Any, *, is_selected: bool) -> None:
        """One more print, a row of `MEMBERS`."""
        rank = Rank.of(member)
        self.papers[member.paper] = self.papers.get(member.paper, 0) + 1
        self.first = min(self.first, rank)
        if is_selected:
            for key in (None, member.content_key):
                self._kept[key] = min(self._kept.get(key, rank), rank)

    def others(self, paper: str) -> list[str]:
        """The papers of the prints besides one of that paper, each once, in order; [] where there is none."""
        return sorted(name for name, prints in self.papers.items() if name != paper or prints > 1)

    def keeps(self, row: Any, dedup: Dedup) -> bool:
        """Whether that print of it stands in a release without duplicates."""
        key = row.content_key if dedup == "exact" else None
        return bool(self._kept[key].cite_id == row.cite_id)
