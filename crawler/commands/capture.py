"""`banmian capture`: a slice of a real issue as a directory, for a bug report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.check import BLOCKED, COMPLETE, UNFINISHED, exit_code, page_bar, print_findings
from crawler.commands.options import Json
from crawler.commands.output import print_json
from crawler.paper import load, profile_files
from crawler.plan import Limits, parse_day
from crawler.run import log_to
from crawler.trial.fetch import fetch
from crawler.trial.findings import find
from crawler.trial.specimen import SpecimenError, write_specimen


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
        sys.exit(_fail(SpecimenError(f"{directory} exists already: name another directory with --out")))
    progress = page_bar(as_json=json)
    log_to(progress)
    fetched = fetch(paper, day, Limits(pages, articles), progress)
    findings = find(fetched)
    profile = profile_files()[slug].read_text(encoding="utf-8")
    try:
        answers = write_specimen(directory, fetched, findings, profile)
    except SpecimenError as error:
        sys.exit(_fail(error))
    code = exit_code(fetched, findings)
    if code in (UNFINISHED, BLOCKED) and answers:  # what is wrong with an issue is what one captures
        code = COMPLETE
    if json:
        print_json({"exit_code": code, "directory": str(directory), "answers": answers})
    else:
        print_findings(fetched, findings)
        print(f"{answers} answers are in {directory}; `banmian check {slug} --from {directory}` reads them.")
        print("Look through them before you send them: some sites print the address of whoever asks.")
    sys.exit(code)


def _fail(error: Exception) -> int:
    print(f"banmian: {error}", file=sys.stderr)
    return 2
