"""`banmian capture`: a slice of a real issue as a directory, for a bug report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.exits import Exit
from crawler.commands.logs import log_to
from crawler.commands.options import Json
from crawler.commands.output import print_json
from crawler.commands.progress import progress
from crawler.commands.show import exit_code, print_findings
from crawler.paper import load, profile_files
from crawler.plan import Limits
from crawler.trial.fetch import fetch
from crawler.trial.findings import find
from crawler.trial.specimen import SpecimenError, write_specimen
from storage.selection import parse_day


def capture(
    slug: Annotated[str, typer.Argument(help="The paper (see `banmian papers`).")],
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="The issue: 2023-10-17.")],
    pages: Annotated[int, typer.Option("--pages", min=1, metavar="N", help="The first N pages …")] = 2,
    articles: Annotated[
        int, typer.Option("--articles", min=1, metavar="M", help="… and the first M articles of each.")
    ] = 3,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A new directory (capture-SLUG-DATE if absent)."),
    ] = None,
    json: Json = False,
) -> None:
    """Save a slice of an issue for a bug report: every answer as it came, and what banmian reads of it.

    `banmian check SLUG --from DIR` reads such a directory without network.
    """
    paper, day = load(slug), parse_day(date, "--date")
    directory = out or Path(f"capture-{slug}-{day}")
    if directory.exists():
        raise SpecimenError(f"{directory} exists already: name another directory with --out")
    bars = progress("addresses", hidden=json)
    log_to(bars)
    fetched = fetch(paper, day, Limits(pages, articles), bars)
    findings = find(fetched)
    answers = write_specimen(directory, fetched, findings, profile_files()[slug].read_text(encoding="utf-8"))
    code = exit_code(fetched, findings)
    if code in (Exit.UNFINISHED, Exit.BLOCKED) and answers:  # one captures an issue for what is wrong with it
        code = Exit.COMPLETE
    if json:
        print_json({"exit_code": code, "directory": str(directory), "answers": answers})
    else:
        print_findings(fetched, findings)
        print(f"{answers} answers are in {directory}; `banmian check {slug} --from {directory}` reads them.")
        print("Look through them before you send them: some sites print the address of whoever asks.")
    sys.exit(code)
