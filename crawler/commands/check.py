"""`banmian check`: one issue fetched, or read from a directory, and reported field by field."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.choosing import Choice, choosing
from crawler.commands.exits import Exit
from crawler.commands.logs import log_to
from crawler.commands.options import Json
from crawler.commands.output import print_json
from crawler.commands.progress import progress
from crawler.commands.show import (
    as_document,
    exit_code,
    print_findings,
    print_proof,
    print_readings,
    print_suggestions,
)
from crawler.commands.sweep import check_many
from crawler.paper import Paper, load, profile_files
from crawler.plan import Limits
from crawler.trial.fetch import Fetched, fetch
from crawler.trial.findings import Findings, find
from crawler.trial.proof import noted, write
from crawler.trial.readings import compare
from crawler.trial.specimen import profile_in, read_specimen
from crawler.trial.suggest import suggest
from storage.errors import UsageError
from storage.selection import DateError, parse_day

Day = Annotated[str | None, typer.Option("--date", metavar="DATE", help="That issue: 2023-10-17.")]
Pages = Annotated[int | None, typer.Option("--pages", min=1, metavar="N", help="Only the first N pages.")]


@choosing(
    Annotated[list[str] | None, typer.Argument(metavar="SLUG", help="The paper (see `banmian papers`).")],
    required=True,
)
def check(
    papers: Choice,
    date: Day = None,
    pages: Pages = None,
    directory: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="Read what `banmian capture` saved there; no network."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Many papers, a few pages of each: a line of JSON a paper there."),
    ] = None,
    json: Json = False,
) -> None:
    """Fetch one issue, the newest by default, and report field by field what is found; nothing is stored.

    A whole issue with a headline and a text (or a picture) in every article proves the profile: that is
    noted, with the date, in a copy in the first directory of $BANMIAN_PAPERS.

    With --report a few pages of each chosen paper; those the file has already are not asked again, and
    `banmian papers prove FILE` writes into the profiles what it proves.
    """
    if report is not None:
        if pages is not None or directory is not None or json:
            raise DateError("--report stands alone, or with --date: its lines are JSON, a paper each")
        sys.exit(check_many(papers, parse_day(date, "--date") if date else None, report))
    if len(papers.named) != 1 or papers.narrowed:
        raise UsageError("check looks at one paper; many need --report FILE")
    [slug] = papers.named
    if directory is not None:
        if date is not None or pages is not None:
            raise DateError("--from stands alone: leave out --date and --pages")
        sys.exit(check_directory(slug, directory, as_json=json))
    paper, day = load(slug), parse_day(date, "--date") if date else None
    bars = progress("addresses", hidden=json)
    log_to(bars)
    fetched = fetch(paper, day, Limits(pages), bars)
    findings = find(fetched)
    proves = findings.sound and fetched.limits.whole and fetched.day is not None
    sys.exit(tell(fetched, findings, paper if proves else None, as_json=json))


def check_directory(slug: str, directory: Path, *, as_json: bool) -> Exit:
    """Reports on a saved slice of an issue, read by the paper's profile, else by the one saved with it.

    Raises SpecimenError where the directory holds no such slice.
    """
    paper = load(slug) if slug in profile_files() else profile_in(directory, slug)
    fetched = read_specimen(directory, paper or load(slug))
    return tell(fetched, find(fetched), None, as_json=as_json)


def tell(fetched: Fetched, findings: Findings, proved: Paper | None, *, as_json: bool) -> Exit:
    """Prints what was found and what would find more, then notes what it proves; returns the exit code.

    The report comes before anything is written: it is there though the note cannot be written.
    """
    suggestions = suggest(fetched, findings)
    readings = compare(fetched, findings)
    code = exit_code(fetched, findings)
    proof = noted(proved, fetched.day) if proved is not None and fetched.day is not None else None
    if as_json:
        print_json(as_document(fetched, findings, suggestions, proof, code, readings))
    else:
        print_findings(fetched, findings)
        print_readings(readings)
        print_suggestions(suggestions)
    sys.stdout.flush()
    if proved is not None and proof is not None:
        write(proved, proof)
    if not as_json:
        print_proof(fetched, findings, proof)
    return code
