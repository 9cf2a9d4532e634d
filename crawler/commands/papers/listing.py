"""`banmian papers` and `banmian papers list`: the newspapers that have a profile."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from crawler.commands.choosing import Choice, Family, check_word
from crawler.commands.exits import Exit, complain
from crawler.commands.options import Json
from crawler.commands.output import print_json, print_rows
from crawler.commands.papers.gazetteer import family_of, found_by, grouped, markdown, unsupported
from crawler.paper import NATIONAL, PROOFS, PROVINCES, WEEKDAYS, Paper, survey, today
from crawler.platforms import NAMES
from pipelines.text import fold
from storage.errors import StorageError

By = Literal["family", "province", "proof"]


def list_papers(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Show only papers whose slug, name, province or address contains this."),
    ] = None,
    family: Family = None,
    province: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only papers of that province; 全国 for national ones.")
    ] = None,
    proof: Annotated[
        str | None,
        typer.Option(metavar="PROOF", help="Only papers proved so far: live, page, facsimile, listed."),
    ] = None,
    by: Annotated[By | None, typer.Option(help="Group by family, province or proof.")] = None,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", help="Only papers whose last crawl needs a person."),
    ] = False,
    json: Json = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="The page docs/newspapers.md, of all papers.")
    ] = False,
) -> None:
    """List, search and group the newspapers: name, province, platform, and how far the profile is proved.

    A profile that cannot be used is named on stderr with file and key; the others are listed (exit code 2).
    """
    check_word("--family", family, NAMES)
    check_word("--province", province, (NATIONAL, *PROVINCES))
    check_word("--proof", proof, PROOFS)
    narrowed = Choice(province=province, family=family)
    readable, faults = survey()
    shown = [
        paper
        for paper in found_by(readable, words or ())
        if narrowed.fits(paper) and (proof is None or paper.proof == proof)
    ]
    notes = notes_of(shown)
    if quiet:
        shown = [paper for paper in shown if paper.slug in notes]
    if as_markdown:
        sys.stdout.write(markdown(shown, unsupported()))
    elif json:
        ordered = [paper for _, members in grouped(shown, by) for paper in members] if by else shown
        print_json([_record(paper) | {"note": notes.get(paper.slug, "")} for paper in ordered])
    else:
        if shown or not quiet:
            _print(shown, by)
        for slug, note in notes.items():
            print(f"{slug}: {note}")
        if words and not quiet:
            if not shown:
                complain(f"no newspaper has {' and '.join(words)} in its slug, name, host or province")
            _print_unsupported(words)
            _propose_days(shown)
    for fault in faults:
        complain(fault)
    if faults:
        sys.exit(Exit.USAGE)


def notes_of(papers: Sequence[Paper]) -> dict[str, str]:
    """Slug → why its last crawl was not complete (robots.txt forbids it, …), where a database is there."""
    url = os.environ.get("BANMIAN_DB", "")
    if not url or (url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists()):
        return {}  # said without loading what opens databases
    from crawler.commands.places import is_there, opened
    from storage import ledger

    if not is_there(url):
        return {}
    with opened() as engine:
        entries = ledger.last_entries(engine, [paper.slug for paper in papers])
    return {
        paper.slug: f"last crawl {entry['finished']:%Y-%m-%d}: {entry['reason']}"
        for paper in papers
        if (entry := entries.get(paper.slug)) and entry.get("exit_code") and entry.get("reason")
    }


def _print_unsupported(words: Sequence[str]) -> None:
    """Names the newspapers that were looked for, are known, and cannot be read yet."""
    for known in unsupported():
        text = fold(f"{known.name} {known.province} {known.host}").casefold()
        if all(fold(word).casefold() in text for word in words):
            print(f"{known.name} ({known.province}, {known.host}): known, not supported yet: {known.reason}")


def _record(paper: Paper) -> dict[str, object]:
    return {
        "slug": paper.slug,
        "name": paper.name,
        "script": paper.script,
        "platform": family_of(paper),
        "proof": paper.proof,
        "province": paper.province,
        "hosts": sorted(paper.allowed_hosts),
        "checked": paper.checked,
    }


def _print(shown: Sequence[Paper], by: By | None) -> None:
    columns = ["slug", "name", "script", "province", "platform", "proof", "checked"]
    if by is None:
        print_rows(columns, map(_cells, shown))
        return
    groups = grouped(shown, by)
    print_rows([by, "papers"], [[group or "not known", len(members)] for group, members in groups])
    for group, members in groups:
        print()
        print_rows(columns, map(_cells, members), title=f"{group or 'not known'} ({len(members)})")


def _propose_days(shown: Sequence[Paper]) -> None:
    """Prints, for papers whose profile names no days, those on which the database has issues of them."""
    from crawler.absence import habit
    from crawler.commands.places import opened
    from storage import ledger

    with suppress(StorageError), opened() as engine:  # profiles are listed without a database, too
        for paper in shown:
            if not paper.days_known:
                seen = habit(ledger.published(engine, paper.slug), today())
                if 0 < len(seen) < len(WEEKDAYS):
                    days = ", ".join(f'"{WEEKDAYS[day]}"' for day in sorted(seen))
                    print(f"{paper.slug}: printed on these days in the last four weeks: days = [{days}]")


def _cells(paper: Paper) -> list[object]:
    return [
        paper.slug, paper.name, paper.script, paper.province, family_of(paper), paper.proof, paper.checked
    ]  # fmt: skip
