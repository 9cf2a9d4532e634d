"""`--metrics FILE`: the state of papers in Prometheus' text format (its node exporter reads such files)."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from crawler.commands.account import PaperResult
from crawler.commands.output import check_replaceable, writing
from crawler.commands.places import archive_directory, opened
from crawler.download.bounds import free_bytes
from storage import ledger
from storage.archives import local_directory
from storage.captures import size_of, warc_files
from storage.errors import UsageError

Labels = Mapping[str, str]


def check_metrics(file: Path) -> None:
    """Before a run: what would keep its metrics from being written. Raises UsageError, StorageError."""
    check_replaceable(file, "# HELP banmian_")
    if file.exists() and not file.is_file():
        raise UsageError(f"--metrics: {file} is not a file, and would be replaced by one")
    if not file.parent.is_dir():
        raise UsageError(f"--metrics: the directory {file.parent} does not exist: create it")
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise UsageError(f"--metrics: nothing can be written in {file.parent}")


def write_metrics(file: Path, slugs: Sequence[str], results: Sequence[PaperResult]) -> None:
    """Writes the metrics of papers to a file, whole or not at all. Raises StorageError."""
    text = "".join(metrics_of(slugs, results))
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    with writing(file):
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)


def metrics_of(slugs: Sequence[str], results: Sequence[PaperResult]) -> Iterable[str]:
    """The families of samples, each a text."""
    now = dt.datetime.now(dt.UTC).timestamp()
    archive = archive_directory()
    with opened() as engine:
        newest = {slug: ledger.newest_complete(engine, slug) for slug in slugs}
        gaps = Counter((gap.paper, gap.kind) for gap in ledger.gaps(engine, papers=list(slugs)))
        articles = ledger.articles_of(engine, slugs)
    yield family(
        "newest_complete_issue_timestamp_seconds",
        "Midnight (UTC) of the date of the newest complete issue.",
        [({"paper": slug}, _midnight(day)) for slug, day in newest.items() if day is not None],
    )
    yield family(
        "gaps",
        "Pages and articles that were promised and are not there, by kind.",
        [({"paper": slug, "kind": kind}, count) for (slug, kind), count in sorted(gaps.items())],
    )
    yield family(
        "articles", "Articles that are stored.", [({"paper": slug}, articles.get(slug, 0)) for slug in slugs]
    )
    yield family(
        "archive_bytes", "Bytes of the archive.", [({"paper": slug}, _bytes(archive, slug)) for slug in slugs]
    )
    yield family(
        "archive_free_bytes",
        "Bytes that are free where the archive lies.",
        [({}, free_bytes(local_directory(archive)))],
    )
    yield family("last_run_timestamp_seconds", "When the last run ended.", [({}, now)])
    last: list[tuple[str, str, list[tuple[Labels, float]]]] = [
        (
            "last_run_exit_code",
            "How the last run ended (docs/operations.md).",
            [({"paper": one.paper}, int(one.exit_code)) for one in results],
        ),
        (
            "last_run_requests",
            "Requests of the last run.",
            [({"paper": one.paper}, one.requests) for one in results],
        ),
        (
            "last_run_new_articles",
            "Articles that were new in the last run.",
            [({"paper": one.paper}, one.new) for one in results],
        ),
        (
            "last_run_responses",
            "Answers of the last run, by HTTP status.",
            [
                ({"paper": one.paper, "status": status}, count)
                for one in results
                for status, count in one.answers
            ],
        ),
        (
            "last_run_received_bytes",
            "Bytes of the answers of the last run.",
            [({"paper": one.paper}, one.received) for one in results],
        ),
    ]
    for name, meaning, samples in last:
        yield family(name, meaning, samples)


def family(name: str, meaning: str, samples: Sequence[tuple[Labels, float]]) -> str:
    """One family of gauges in the text format."""
    lines = [f"# HELP banmian_{name} {meaning}", f"# TYPE banmian_{name} gauge"]
    for labels, value in samples:
        inner = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.append(f"banmian_{name}{{{inner}}} {value:.15g}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _midnight(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()


def _bytes(archive: str, slug: str) -> int:
    return sum(size_of(archive, warc) for warc in warc_files(archive, slug))
