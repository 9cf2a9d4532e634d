"""`banmian verify`: every archived byte checked."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from crawler.commands.options import Json
from crawler.commands.output import archive_directory, existing_database, print_json, print_rows, told
from crawler.paper import ProfileError
from storage.captures import (
    KINDS,
    Finding,
    Tally,
    archived_papers,
    findings_of,
    papers_of_captures,
    warc_files,
)
from storage.database import StorageError, open_engine

SOUND, FINDINGS = 0, 1


def verify(
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SLUG]...", help="Papers; all in the archive if absent.")
    ] = None,
    json: Json = False,
) -> None:
    """Check every archived byte: flipped bits, lost files, torn ends, rows that point nowhere.

    Exit code 0: sound (what a killed run left behind is listed and harmless); 1: damage or loss.
    """
    directory = Path(archive_directory())
    engine = open_engine(existing_database())
    known = papers_of_captures(engine) | set(archived_papers(directory) if directory.is_dir() else ())
    if not known:
        raise StorageError(f"nothing to verify: no archive at {directory}, and no row of one in the database")
    for slug in slugs or ():
        if slug not in known:
            raise ProfileError(f"nothing of {slug!r} is archived; archived are {', '.join(sorted(known))}")
    tally = Tally()
    progress = _progress_bar() if sys.stderr.isatty() and not json else None
    with progress or nullcontext():
        total = sum((directory / warc).stat().st_size for warc in _files(directory))
        bar = progress.add_task("verify", total=total) if progress else None

        def advance(size: int) -> None:
            if progress is not None and bar is not None:
                progress.advance(bar, size)

        findings = list(findings_of(engine, directory, slugs or None, tally, advance))
    engine.dispose()
    code = FINDINGS if any(not finding.harmless for finding in findings) else SOUND
    with told():
        if json:
            shown = [{**asdict(finding), "harmless": finding.harmless} for finding in findings]
            print_json({"exit_code": code, **asdict(tally), "findings": shown})
        else:
            print_result(findings, tally)
    sys.exit(code)


def print_result(findings: list[Finding], tally: Tally) -> None:
    """A row a finding, what each kind means, and how much was checked."""
    if findings:
        columns = ["kind", "warc", "offset", "url", "detail"]
        print_rows(columns, [[getattr(finding, name) for name in columns] for finding in findings])
        for kind in sorted({finding.kind for finding in findings}):
            print(f"{kind}: {KINDS[kind]}")
    bad = sum(not finding.harmless for finding in findings)
    verdict = f"{bad} findings" if bad else "sound"
    print(f"{tally.files} files, {tally.records} records, {tally.bytes} bytes, {tally.rows} rows: {verdict}")


def _files(directory: Path) -> list[str]:
    return warc_files(directory) if directory.is_dir() else []


def _progress_bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))
