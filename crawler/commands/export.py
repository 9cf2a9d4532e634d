"""`banmian export`: a release of the corpus, and what changed between two."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from crawler.commands.options import Json, Since, Until
from crawler.commands.output import existing_database, print_json
from crawler.commands.status import expected_dates
from crawler.paper import profile_files
from crawler.plan import parse_day, parse_span
from pipelines.text.fold import FOLD_VERSION, PrintScript
from pipelines.text.keys import KEY_VERSION
from storage.corpus import Progress as Told
from storage.database import open_engine
from storage.exports import Format, Order, Program, Refused, Release, changed_settings, changes
from storage.exports import export as write_release
from storage.extras import MissingExtra
from storage.search import QueryError
from storage.selection import Dedup, Selection, UnknownPaper

USAGE = 2
MARKS = {"added": "+", "removed": "-", "changed": "~"}


def export(
    out: Annotated[
        Path | None,
        typer.Argument(
            help="A directory, or a file such as corpus.jsonl or corpus.csv.gz; it must not exist."
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="What to write.")] = "jsonl",
    paper: Annotated[
        list[str] | None, typer.Option(metavar="SLUG", help="Only this paper; may be repeated.")
    ] = None,
    since: Since = None,
    until: Until = None,
    page_name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Only pages of this name (版名), * and ? allowed; may be repeated."
        ),
    ] = None,
    match: Annotated[
        str, typer.Option(metavar="QUERY", help="Only articles that `search` finds by this.")
    ] = "",
    script: Annotated[
        PrintScript, typer.Option(help="Texts as printed, simplified (hans) or traditional (hant).")
    ] = "printed",
    dedup: Annotated[
        Dedup,
        typer.Option(help="Keep every print, or only the first of equal (exact) or alike (near) texts."),
    ] = "none",
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The texts as they stood at the end of that day.")
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="CSV with a byte order mark, for Excel.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier release.")] = False,
    diff: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="OLD NEW", help="Write nothing; list what changed between two releases."),
    ] = None,
    json: Json = False,
) -> None:
    """Write a corpus release: the articles, a data card and a manifest with the digest of every file."""
    first, last = parse_span(since, until)
    day = parse_day(as_of, "--as-of") if as_of else None
    try:
        if diff is not None:
            if out is not None:
                raise Refused("--diff OLD NEW stands alone, without OUT")
            _compare(*diff, json)
            return
        if out is None:
            raise Refused("name the release to write, or two to compare with --diff OLD NEW")
        selection = Selection(
            tuple(paper or ()), first, last, tuple(page_name or ()), match, script, dedup, day
        )
        _report(_released(out, format, selection, bom, force), json)
    except (Refused, UnknownPaper, QueryError, MissingExtra) as error:
        print(f"banmian: {error}", file=sys.stderr)
        raise typer.Exit(USAGE) from None


def _released(out: Path, format: Format, selection: Selection, bom: bool, force: bool) -> Release:
    program = Program(version("banmian"), KEY_VERSION, FOLD_VERSION)
    engine = open_engine(existing_database())
    try:
        known = [slug for slug in selection.papers if slug in profile_files()]
        some = known or not selection.papers
        expected = expected_dates(engine, known, selection.since, selection.until) if some else {}
        order = Order(selection, format, program, bom, force, expected)
        with _progress() as told:
            return write_release(engine, out, order, told)
    finally:
        engine.dispose()


def _report(release: Release, json: bool) -> None:
    if json:
        print_json(asdict(release))
        return
    print(f"{release.path}: {release.rows} articles, {release.size} bytes of data, SHA-256 {release.digest}")
    if not release.rows:
        print("banmian: nothing stored fits what was asked for", file=sys.stderr)


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


@contextmanager
def _progress() -> Iterator[Told | None]:
    """A bar on a terminal; nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("issues", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
