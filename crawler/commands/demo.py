"""`banmian demo`: a newspaper issue from the newsstand to the database, on this machine alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from crawler.commands.exits import complain
from crawler.commands.output import writing
from crawler.demo import SLUGS, serve, sites, write_profiles
from storage import Corpus
from storage.corpus import Article
from storage.errors import UsageError

SHOWN = ("gongyishibao-2023-10-17-36001", "gongyishibao-2023-10-17-36017")
"""Which articles of the demo paper are shown, besides the mirror's copy."""
MARK = ".banmian-demo"
"""The empty file in a directory that a demo made: the next may write there."""
SPAN = ("--since", "2023-10-17", "--until", "2023-10-18")


def demo(
    keep: Annotated[
        Path | None, typer.Option(metavar="DIRECTORY", help="Keep database, archive and profiles there.")
    ] = None,
) -> None:
    """Serve the bundled sample newspaper over HTTP on loopback, crawl it, show what was stored."""
    if keep is not None:
        make_room(keep)
        run_demo(keep)
        say_how_to_read(keep)
        return
    with tempfile.TemporaryDirectory(prefix="banmian-demo-") as directory:
        run_demo(Path(directory))
    say_how_to_read(None)


def make_room(keep: Path) -> None:
    """Makes the directory of a kept demo. Raises UsageError where anything else lies, StorageError."""
    with writing(keep):
        if keep.exists() and not keep.is_dir():
            raise UsageError(f"--keep: {keep} is a file: name a directory")
        keep.mkdir(parents=True, exist_ok=True)
        if any(keep.iterdir()) and not (keep / MARK).exists():
            raise UsageError(f"--keep: {keep} is neither empty nor an earlier demo: name a new directory")
        (keep / MARK).touch()


def run_demo(directory: Path) -> None:
    """Crawls the demo papers twice into `directory` and prints what a user wants to see of it."""
    profiles = directory / "papers"
    profiles.mkdir(exist_ok=True)
    url = f"sqlite:///{directory / 'banmian.db'}"
    environment = os.environ | {
        "BANMIAN_PAPERS": str(profiles),
        "BANMIAN_DB": url,
        "BANMIAN_ARCHIVE": str(directory / "archive"),
    }
    with serve(sites()) as newsstand:
        write_profiles(profiles, newsstand.url)
        heading(f"A newsstand at {newsstand.url} sells 公益时报 of 2023-10-17 and a mirror's copy of it")
        banmian(["crawl", *SLUGS, *SPAN], environment)
        heading("What is complete")
        banmian(["status", *SPAN], environment)
        heading("Three articles")
        show_articles(url)
        before = len(newsstand.requests)
        heading("The same command again")
        banmian(["crawl", *SLUGS, *SPAN], environment)
        again = len(newsstand.requests) - before
        print(f"The newsstand was asked {before} times by the first run, {again} by the second.")


def say_how_to_read(kept: Path | None) -> None:
    """Prints the command that opens the sample newspapers in the browser."""
    heading("Read it in the browser")
    directory = Path("DIRECTORY") if kept is None else kept
    if kept is None:
        print("$ banmian demo --keep DIRECTORY")
    print(
        f"$ banmian browse --db sqlite:///{directory / 'banmian.db'} --archive {directory / 'archive'} --open"
    )


def heading(text: str) -> None:
    """A headline between the parts of the demo."""
    print(flush=True)
    Console().print(f"[bold]== {text}[/bold]", highlight=False, soft_wrap=True)


def banmian(arguments: list[str], environment: dict[str, str]) -> None:
    """Runs the real command in a process of its own, and shows it. Exits when it fails."""
    print(f"$ banmian {' '.join(arguments)}", flush=True)
    code = subprocess.run(
        [sys.executable, "-m", "crawler", *arguments], env=environment, check=False
    ).returncode
    if code:
        complain(f"the demo's own crawl ended with exit code {code}")
        sys.exit(code)


def show_articles(url: str) -> None:
    """Prints the shown articles with their metadata, and the mirror's damaged copy with what was repaired."""
    with Corpus(url) as corpus:
        shown = [one for one in corpus.articles() if one.cite_id in SHOWN or one.reprint_of]
    for article in sorted(shown, key=attrgetter("cite_id")):
        print(f"\n{article.cite_id}")
        for name, value in described(article):
            print(f"  {name:<11} {value}")


def described(article: Article) -> Iterator[tuple[str, str]]:
    """The metadata of an article, the beginning of its body, and its most telling repairs."""
    for name in ("kicker", "headline", "subhead", "byline", "dateline", "source", "script", "reprint_of"):
        if value := getattr(article, name):
            yield name, value
    if article.authors:
        yield "authors", "、".join(article.authors)
    yield "body", f"{article.body[:48]}… ({article.char_count} characters)"
    if article.repairs:
        yield "repairs", f"{len(article.repairs)} in all"
        for repair in sorted(article.repairs, key=length_restored, reverse=True)[:3]:
            yield "", f"{repair['observed']!r} → {repair['restored']!r} ({repair['kind']})"


def length_restored(repair: Mapping[str, Any]) -> int:
    """How many characters a repair restored."""
    return len(repair["restored"])
