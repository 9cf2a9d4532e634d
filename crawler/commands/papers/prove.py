"""`banmian papers prove REPORT`: what a sweep has proved, written into the profiles."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.exits import Exit
from crawler.commands.options import Json
from crawler.commands.output import print_json
from crawler.commands.sweep import Line, read_report
from crawler.paper import PROOFS, ProfileError, load, profile_files
from crawler.profile import note_proof
from storage.errors import UsageError


def prove(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="Of `banmian check --report REPORT`.")],
    json: Json = False,
) -> None:
    """Write `proof` and `checked` into the profiles that a report says were read right.

    Into the file each profile is read from: one's own in $BANMIAN_PAPERS, else the bundled one. A proof is
    never lowered, and a profile that names another address or family by now is left as it is.
    """
    written: dict[str, str] = {}
    others: dict[str, str] = {}
    failed = False
    for line in read_report(report):
        slug = str(line["paper"])
        try:
            if why := objection_to(line):
                others[slug] = why
            else:
                written[slug] = str(note(line))
        except ProfileError as error:
            others[slug], failed = str(error), True
    if json:
        print_json({"written": written, "not_written": others})
    else:
        for slug, file in written.items():
            print(f"{slug}: noted in {file}")
        for slug, why in others.items():
            print(f"{slug}: not noted: {why}")
        print(f"{len(written)} profiles written, {len(others)} not")
    sys.exit(Exit.UNFINISHED if failed else Exit.COMPLETE)


def objection_to(line: Line) -> str:
    """Why a line of a report is not noted in its profile; '' where nothing speaks against it.

    Raises ProfileError where there is no such profile, or it cannot be used.
    """
    if not line["passed"]:
        return str(line.get("why", ""))
    try:
        proof, checked = PROOFS.index(line["proof"]), date.fromisoformat(line["checked"])
        day, front_page, platform = date.fromisoformat(line["date"]), line["front_page"], line["platform"]
    except (ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{line['paper']}: a line of a report says too little: {error}") from error
    paper = load(line["paper"])
    era = paper.era(day)
    if (era.front_page, era.platform_name) != (front_page, platform):
        return "its profile names another address or family by now"
    if proof > PROOFS.index(paper.proof):
        return f"its profile says {paper.proof}, which is more than {line['proof']}"
    if line["proof"] == paper.proof and paper.checked is not None and paper.checked >= checked:
        return f"its profile says so since {paper.checked}"
    return ""


def note(line: Line) -> Path:
    """Writes the proof of a line into its profile; the file. Raises ProfileError."""
    file = profile_files()[line["paper"]]
    note_proof(file, file, line["proof"], date.fromisoformat(line["checked"]))
    return file
