"""`banmian export`: a release of the corpus, and what changed between two."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.choosing import Choice, choosing
from crawler.commands.exits import complain
from crawler.commands.options import Json, Match, OnlyPapers, PageNames, Since, Until, selection_of
from crawler.commands.output import print_json
from crawler.commands.places import opened
from crawler.commands.progress import progress
from crawler.commands.status import expected_dates
from crawler.paper import profile_files
from pipelines.text.fold import FOLD_VERSION, PrintScript
from pipelines.text.keys import KEY_VERSION
from storage.database import reading
from storage.exports import Format, Order, Per, Program, Refused, Release, changed_settings, changes
from storage.exports import export as write_release
from storage.selection import Dedup, Selection, parse_day, with_slugs

MARKS = {"added": "+", "removed": "-", "changed": "~"}


@choosing(OnlyPapers)
def export(
    papers: Choice,
    out: Annotated[
        Path | None,
        typer.Argument(
            help="A directory, or a file such as corpus.jsonl or corpus.csv.gz; it must not exist."
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="What to write.")] = "jsonl",
    since: Since = None,
    until: Until = None,
    page_name: PageNames = None,
    match: Match = "",
    script: Annotated[
        PrintScript,
        typer.Option(
            help="Texts as printed, simplified, or traditional: Taiwan's forms (hant), Hong Kong's, OpenCC's."
        ),
    ] = "printed",
    dedup: Annotated[
        Dedup,
        typer.Option(help="Keep every print, or only the first of equal (exact) or alike (near) texts."),
    ] = "none",
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The texts as they stood at the end of that day.")
    ] = None,
    per: Annotated[Per, typer.Option(help="Plain text (txt): a file an article or an issue.")] = "article",
    no_guessed: Annotated[
        bool, typer.Option("--no-guessed", help="Leave out what only the generic reader understood.")
    ] = False,
    bom: Annotated[bool, typer.Option("--bom", help="CSV with a byte order mark, for Excel.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier release.")] = False,
    diff: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="OLD NEW", help="Write nothing; list what changed between two releases."),
    ] = None,
    json: Json = False,
) -> None:
    """Write a corpus release: the articles, a data card and a manifest with the digest of every file."""
    if diff is not None:
        if out is not None:
            raise Refused("--diff OLD NEW stands alone, without OUT")
        _compare(*diff, json)
        return
    selection = replace(
        selection_of(papers.stored(), since, until, page_name),
        match=match,
        script=script,
        dedup=dedup,
        as_of=parse_day(as_of, "--as-of") if as_of else None,
        guessed=not no_guessed,
    )
    if out is None:
        raise Refused("name the release to write, or two to compare with --diff OLD NEW")
    if str(out) == "-":
        raise Refused(
            "a release is not written to standard output: its data card and manifest go with it; name a file"
        )
    _report(_released(out, format, selection, per, bom, force), json)


def _released(out: Path, format: Format, selection: Selection, per: Per, bom: bool, force: bool) -> Release:
    program = Program(version("banmian"), KEY_VERSION, FOLD_VERSION)
    with opened() as engine, progress("issues", transient=True) as bars:
        with reading(engine) as connection:
            selection = with_slugs(connection, selection)
        known = [slug for slug in selection.papers if slug in profile_files()]
        some = known or not selection.papers
        expected = expected_dates(engine, known, selection.since, selection.until) if some else {}
        order = Order(selection, format, program, bom, per, force, expected)
        bar = bars.add_task("export", total=None)
        return write_release(
            engine, out, order, lambda done, total: bars.update(bar, completed=done, total=total)
        )


def _report(release: Release, json: bool) -> None:
    if json:
        print_json(asdict(release))
        return
    print(f"{release.path}: {release.rows} articles, {release.size} bytes of data, SHA-256 {release.digest}")
    if not release.rows:
        complain("nothing stored fits what was asked for")


def _compare(old: Path, new: Path, json: bool) -> None:
    settings = changed_settings(old, new)
    if json:
        found = [asdict(change) for change in changes(old, new)]
        counts = Counter(change["kind"] for change in found)
        print_json({"settings": settings, "counts": {kind: counts[kind] for kind in MARKS}, "changes": found})
        return
    for name, (before, after) in settings.items():
        print(f"! {name}\t{before}\t{after}")
    kinds: Counter[str] = Counter()
    for change in changes(old, new):
        kinds[change.kind] += 1
        print("\t".join(filter(None, (f"{MARKS[change.kind]} {change.cite_id}", " ".join(change.fields)))))
    print(", ".join(f"{kinds[kind]} {kind}" for kind in MARKS))
