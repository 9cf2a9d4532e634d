"""The search for the newest issue a site has, from the last of some days back to the first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crawler.answer import Found
from crawler.wanted import WantedIssue
from pipelines.items import ProblemItem
from storage.items import ALIKE, NO_BYTES


@dataclass(slots=True)
class Search:
    """Where it stands."""

    left: list[date]
    """The days that were not asked for yet, ascending."""
    tried: list[date] = field(default_factory=list)
    """Those that were, the latest first."""
    alike: list[ProblemItem] = field(default_factory=list)
    """Answers that are no newspaper, all of the same bytes: what a server may say of a day without one."""

    def next(self) -> date:
        """The latest of the days left, which is asked for now."""
        self.tried.append(self.left.pop())
        return self.tried[-1]

    def passes_over(self, wanted: WantedIssue, found: Found) -> bool:
        """Whether an answer is no newspaper and like all such before, and a day is left to ask for."""
        match found.items:
            case [ProblemItem(kind="layout_changed", url=wanted.url, capture=capture) as problem]:
                pass
            case _:
                return False
        if capture is None or capture.sha256 == NO_BYTES:
            return False
        if any(_digest(each) != capture.sha256 for each in self.alike):
            return False
        self.alike.append(problem)
        return bool(self.left)

    def problems(self) -> list[ProblemItem]:
        """What was passed over and is a problem: fewer pages than show that they say "no issue"."""
        passed, self.alike = self.alike, []
        return passed if len(passed) < ALIKE else []


def _digest(problem: ProblemItem) -> str:
    return problem.capture.sha256 if problem.capture else ""
