"""What is noted of days: what was asked for and accepted (in the table `spans`, and in the archive for
`rebuild`), and which had no issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from crawler.absence import Listed
from crawler.days.unpublished import unpublished
from crawler.paper import Paper
from pipelines.items import IssueItem
from storage import ledger
from storage.captures import CaptureWriter, named_until
from storage.items import Span
from storage.writer import Writer

SPANS = "span"
"""The kind of their notes in the archive."""


def note(writer: Writer, archive: str, span: Span, run: int | None = None) -> None:
    """Notes a span that was asked for or accepted, unless that is known. Raises StorageError."""
    if not ledger.is_noted(writer.engine, span):
        _archive(writer, archive, span.paper, span.since, _as_json(span))
        writer.store_span(span, run)


def take_back(writer: Writer, archive: str, paper: str, since: date, until: date) -> bool:
    """Takes back that days were accepted; whether any were. Raises StorageError."""
    accepted = ledger.spans(writer.engine, [paper], ["accepted"])
    if not any(span.since <= until and span.until >= since for span in accepted):
        return False
    now = datetime.now(UTC)
    value = {"since": str(since), "until": str(until), "kind": "taken back", "asked_at": now.isoformat()}
    _archive(writer, archive, paper, since, value)
    writer.take_back(paper, since, until)
    return True


def replay(writer: Writer, paper: str, notes: Iterable[Mapping[str, Any]]) -> None:
    """Notes again what the archive's notes of the kind `SPANS` say was asked for and accepted."""
    for value in notes:
        since, until = date.fromisoformat(value["since"]), date.fromisoformat(value["until"])
        if value["kind"] == "taken back":
            writer.take_back(paper, since, until)
        else:
            at = datetime.fromisoformat(value["asked_at"])
            writer.store_span(Span(paper, since, until, value["kind"], value.get("why", ""), at))


def settle(writer: Writer, paper: Paper, lists: Sequence[Listed]) -> list[IssueItem]:
    """Stores which absent days are proved to have had no issue, and returns them; `lists`: what the site
    itself listed."""
    absences = ledger.absences(writer.engine, paper.slug)
    found = list(unpublished(paper, absences, ledger.published(writer.engine, paper.slug), lists))
    writer.store_all(found)
    return found


def _as_json(span: Span) -> Mapping[str, Any]:
    days = {"since": str(span.since), "until": str(span.until)}
    return {**days, "kind": span.kind, "why": span.why, "asked_at": span.asked_at.isoformat()}


def _archive(writer: Writer, archive: str, paper: str, day: date, value: Mapping[str, Any]) -> None:
    with CaptureWriter(archive, ends=partial(named_until, writer.engine)) as captures:
        captures.note(paper, day, SPANS, value)
