"""How a crawl ended, a line a paper; and which of these lines are new to whoever reads them every morning."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Engine

from crawler.commands.exits import Exit
from crawler.commands.status import SETTLED
from crawler.run import Outcome
from storage import ledger
from storage.ledger import Gap, IssueStatus

AGAIN_AFTER = dt.timedelta(days=7)
"""What lasts is said again after so long."""
MEANINGS = {
    Exit.COMPLETE: "complete",
    Exit.UNFINISHED: "unfinished",
    Exit.USAGE: "cannot be used",
    Exit.LOCKED: "locked",
    Exit.BLOCKED: "blocked or unreachable",
    Exit.STORAGE_FAILED: "storage failed",
}


@dataclass(frozen=True, slots=True)
class PaperResult:
    """How a crawl ended for one paper."""

    paper: str
    """Slug."""
    exit_code: Exit
    requests: int
    """Requests that were sent."""
    new: int
    """Articles that were not stored before."""
    reason: str
    """Why it is not complete, one sentence; '' where it is."""
    kinds: tuple[str, ...] = ()
    """The kinds of problems that keep it from being complete."""
    answers: tuple[tuple[str, int], ...] = ()
    """HTTP status and how many answers had it."""
    received: int = 0
    """Bytes of all answers."""
    said: str = ""
    """When it was last said to whoever reads quiet runs; '' where it is complete."""
    to_be_said: bool = False
    """Whether a quiet run prints it: it is new, or it lasts and a week has passed."""

    @property
    def line(self) -> str:
        """The line of this paper."""
        meaning = f"{MEANINGS[self.exit_code]} (exit code {int(self.exit_code)})"
        if self.exit_code in (Exit.USAGE, Exit.LOCKED):
            return f"{self.paper}: {meaning}: {self.reason}"
        counts = f"{self.requests} requests, {self.new} new articles"
        why = f": {self.reason}" if self.reason else ""
        return f"{self.paper}: {meaning}; {counts}{why}"

    def as_entry(self) -> dict[str, Any]:
        """The entry in `runs.papers`."""
        entry = asdict(self)
        del entry["to_be_said"]
        return entry | {
            "exit_code": int(self.exit_code),
            "kinds": list(self.kinds),
            "answers": dict(self.answers),
        }


def broken(slug: str, sentence: str) -> PaperResult:
    """The result of a paper whose profile cannot be used."""
    return PaperResult(slug, Exit.USAGE, 0, 0, sentence)


def gaps_of(source: Engine, slug: str, rows: Sequence[IssueStatus]) -> list[Gap]:
    """What is not there of the issues of a paper that were asked for (`rows`), and why."""
    days = {row.date for row in rows if row.state not in SETTLED}
    if not days:
        return []
    found = ledger.gaps(source, papers=[slug], since=min(days), until=max(days))
    return [gap for gap in found if gap.date in days]


def result_of(
    outcome: Outcome, rows: Sequence[IssueStatus], gaps: Sequence[Gap], code: Exit, new: int, alarm: str
) -> PaperResult:
    """How the crawl of one paper ended; `rows` are the issues that were asked for, `gaps` what is not there
    of them, `alarm` says why days without a front page want a person."""
    lacking = [row for row in rows if row.state not in SETTLED]
    kinds = Counter(gap.kind for gap in gaps)
    details: dict[str, str] = {}
    for gap in gaps:
        details.setdefault(gap.kind, gap.detail or "")
    parts = [outcome.reason] if outcome.reason not in ("finished", "") else []
    parts += [alarm] if alarm else []
    if code and lacking:
        parts.append(f"{len(lacking)} of {len(rows)} issues are not complete")
    parts += [f"{kind}: {details[kind]}" if details[kind] else kind for kind, _ in kinds.most_common(2)]
    return PaperResult(
        paper=outcome.slug,
        exit_code=code,
        requests=outcome.counts["requests"],
        new=new,
        reason="; ".join(parts) if code else "",
        kinds=tuple(sorted(kinds | Counter(silent=1) if alarm else kinds)) if code else (),
        answers=tuple(outcome.answers.items()),
        received=outcome.received,
    )


def overall(results: Sequence[PaperResult]) -> Exit:
    """The exit code of a run: that of all papers where they agree, else 1."""
    codes = {one.exit_code for one in results}
    return codes.pop() if len(codes) == 1 else Exit.UNFINISHED if codes else Exit.COMPLETE


def remembered(source: Engine, results: Sequence[PaperResult], now: dt.datetime) -> list[PaperResult]:
    """The results with what was said before: which of them a quiet run prints."""
    before = ledger.last_entries(source, [one.paper for one in results])
    return [_compared(one, before.get(one.paper, {}), now) for one in results]


def _compared(one: PaperResult, before: dict[str, Any], now: dt.datetime) -> PaperResult:
    if one.exit_code == Exit.COMPLETE:
        return one
    said = before.get("said") or ""
    same = (before.get("exit_code"), before.get("kinds")) == (int(one.exit_code), list(one.kinds))
    if said and same and now - dt.datetime.fromisoformat(said) < AGAIN_AFTER:
        return replace(one, said=said)
    return replace(one, said=now.isoformat(), to_be_said=True)
