"""`banmian verify`: checks every archived byte."""

from __future__ import annotations

import sys
from dataclasses import asdict
from functools import partial

from crawler.commands.choosing import Choice, choosing
from crawler.commands.exits import Exit
from crawler.commands.options import Json, Slugs, Whole
from crawler.commands.output import print_fields, print_json, printing
from crawler.commands.places import archive_of_captures, opened
from crawler.commands.progress import progress
from crawler.paper import ProfileError
from storage.captures import (
    KINDS,
    Finding,
    Tally,
    archived_papers,
    findings_of,
    papers_of_captures,
    size_of,
    warc_files,
)
from storage.errors import StorageError


@choosing(Slugs)
def verify(
    papers: Choice,
    whole: Whole = False,
    json: Json = False,
) -> None:
    """Check every archived byte: flipped bits, lost files, torn ends, rows that point nowhere.

    Exit code 0: sound (what a killed run left behind, and what is in another archive, is listed and
    harmless); 1: damage or loss.
    """
    slugs = papers.slugs()
    with opened() as engine:
        directory = archive_of_captures(engine)
        known = papers_of_captures(engine) | set(archived_papers(directory))
        if not known:
            raise StorageError(
                f"nothing to verify: no archive at {directory}, and no row of one in the database"
            )
        for slug in papers.named:
            if slug not in known:
                raise ProfileError(
                    f"nothing of {slug!r} is archived; archived are {', '.join(sorted(known))}"
                )
        tally = Tally()
        with progress("bytes", hidden=json) as bars:
            total = sum(size_of(directory, warc) for warc in warc_files(directory))
            bar = bars.add_task("verify", total=total)
            findings = list(findings_of(engine, directory, slugs, tally, partial(bars.advance, bar), whole))
    code = Exit.UNFINISHED if any(not finding.harmless for finding in findings) else Exit.COMPLETE
    with printing():
        if json:
            shown = [{**asdict(finding), "harmless": finding.harmless} for finding in findings]
            print_json({"exit_code": code, **asdict(tally), "findings": shown})
        else:
            print_result(findings, tally)
    sys.exit(code)


def print_result(findings: list[Finding], tally: Tally) -> None:
    """Prints one row per finding, what each kind means, and how much was checked."""
    if findings:
        columns = ["kind", "warc", "offset", "url", "detail"]
        print_fields(columns, findings)
        for kind in sorted({finding.kind for finding in findings}):
            print(f"{kind}: {KINDS[kind]}")
    bad = sum(not finding.harmless for finding in findings)
    verdict = f"{bad} findings" if bad else "sound"
    if tally.elsewhere:
        verdict += f"; the bytes of {tally.elsewhere} rows are elsewhere and were not checked"
    print(f"{tally.files} files, {tally.records} records, {tally.bytes} bytes, {tally.rows} rows: {verdict}")
