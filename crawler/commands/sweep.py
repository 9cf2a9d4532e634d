"""`banmian check --report FILE`: many papers looked at in a night, a line of JSON each."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from crawler.answer import BUGS
from crawler.commands.choosing import Choice
from crawler.commands.exits import Exit
from crawler.commands.logs import log_to
from crawler.commands.progress import progress
from crawler.commands.show import as_document, exit_code
from crawler.paper import Paper, today
from crawler.trial.fetch import Fetched
from crawler.trial.findings import Findings, find
from crawler.trial.proof import proof_of
from crawler.trial.readings import compare
from crawler.trial.sweep import sweep
from storage.errors import StorageError, UsageError

Line = dict[str, Any]
"""What a line of a report says of a paper."""

_BEGIN = b'{"paper": '
"""How a line of a report begins."""


def check_many(papers: Choice, day: date | None, report: Path) -> Exit:
    """Looks at the papers the report has no line of, and adds a line as each of them ends."""
    usable, faults = papers.load()
    known = {line["paper"] for line in read_report(report)} if report.exists() else set()
    left = [paper for paper in usable if paper.slug not in known]
    bars = progress("papers")
    log_to(bars, quiet=True)
    passed = 0
    try:
        with report.open("a", encoding="utf-8") as file, bars:
            bar = bars.add_task("asked", total=len(usable), completed=len(usable) - len(left))

            def note(line: Line) -> None:
                nonlocal passed
                file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
                file.flush()
                passed += line["passed"]
                bars.advance(bar)
                bars.console.print(said_of(line), markup=False, highlight=False, soft_wrap=True)

            for fault in faults:
                if fault.slug not in known:
                    note(refused(fault.slug, None, f"profile: {fault.error}"))
            sweep(list(_askable(left, day, note)), day, lambda paper, got: note(line_of(paper, got)))
    except OSError as error:
        raise StorageError(f"{report} cannot be written: {error.strerror or error}") from error
    lines = read_report(report)
    asked = {paper.slug for paper in usable} | {fault.slug for fault in faults}
    mine = [line for line in lines if line["paper"] in asked]
    proved = sum(line["passed"] for line in mine)
    print(f"{report}: {len(mine)} of {len(asked)} papers, {proved} passed ({passed} of them now)")
    if len(mine) < len(asked):
        print("the same command asks the others", file=sys.stderr)
    elif proved:
        print(f"`banmian papers prove {report}` writes what they prove into the profiles")
    return Exit.COMPLETE if len(mine) == len(asked) == proved else Exit.UNFINISHED


def _askable(papers: Sequence[Paper], day: date | None, note: Callable[[Line], None]) -> list[Paper]:
    """Those that can have an issue to look at; of the others it is noted why not."""
    askable = []
    for paper in papers:
        last = day or today()
        if paper.closed is not None and paper.closed < last:
            note(refused(paper.slug, day, f"its last issue was that of {paper.closed}"))
        elif last < paper.earliest:
            note(refused(paper.slug, day, f"its profile begins on {paper.earliest}"))
        else:
            askable.append(paper)
    return askable


def refused(slug: str, day: date | None, why: str) -> Line:
    """The line of a paper of which nothing was seen."""
    said = {"paper": slug, "date": day, "checked": today(), "passed": False, "proof": None, "why": why}
    return {**said, "state": "not asked", "requests": 0}


def line_of(paper: Paper, fetched: Fetched | None) -> Line:
    """The line of a paper that was looked at."""
    if fetched is None:
        return refused(paper.slug, None, "the look at it, or at another paper of its host, could not begin")
    try:
        findings = find(fetched)
        readings = compare(fetched, findings)
        proof = proof_of(paper, fetched.day) if fetched.day is not None else None
    except BUGS as error:
        return refused(paper.slug, fetched.day, f"the program failed: {type(error).__name__}: {error}")
    why = why_not(fetched, findings)
    era = paper.era(fetched.day) if fetched.day else paper.eras[-1]
    said = as_document(fetched, findings, (), None, exit_code(fetched, findings), readings)
    del said["suggestions"]
    return {
        **said,
        "front_page": era.front_page,
        "checked": today(),
        "passed": not why,
        "proof": None if why else proof,
        "why": why,
    }


def why_not(fetched: Fetched, findings: Findings) -> str:
    """Why what was seen proves nothing, in a sentence; '' where it proves the profile."""
    worst = next((one for one in findings.problems if one.kind != "doubtful"), None)
    if fetched.day is None:
        return "no issue found"
    if worst is not None:
        return f"{worst.kind}: {worst.detail}: {worst.url}"
    if findings.state != "complete" or not findings.articles.found:
        return "no article was read" if findings.pages.found else "no issue found"
    if findings.unproved:
        return f"nothing that was read says that the issue is of {fetched.day}"
    if not findings.sound:
        return "not every article has a headline and a text or picture"
    return ""


def said_of(line: Line) -> str:
    """A line of a report in words."""
    day = f" {line['date']}" if line["date"] else ""
    return f"{line['paper']}{day}: {'read; ' + str(line['proof']) if line['passed'] else line['why']}"


def read_report(file: Path) -> list[Line]:
    """The lines of a report, one a paper, the last where there are several.

    A last line that a stop cut off is taken away, so that the next is a line of its own. Raises UsageError.
    """
    try:
        data = file.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        lines = [json.loads(text) for text in whole.decode("utf-8").splitlines() if text.strip()]
        found = list({line["paper"]: line for line in lines if line["passed"] in (True, False)}.values())
        rest = data[len(whole) :]
        if not rest.startswith(_BEGIN[: len(rest)]):
            raise ValueError("its last line is not one of a report")
        if rest:
            file.write_bytes(whole)
        return found
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from error
    except (ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{file} is no report of `banmian check --report`: {error}") from error
