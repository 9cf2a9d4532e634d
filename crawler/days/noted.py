"""What was asked for and accepted, kept twice: in the table `spans`, and in the archive for `rebuild`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from storage import ledger
from storage.captures import CaptureDamaged, CaptureWriter, notes_of
from storage.items import Span
from storage.writer import Writer

NAME = "span"


def note(writer: Writer, archive: str, span: Span, run: int | None = None) -> None:
    """Notes a span that was asked for or accepted, unless that is known. Raises StorageError."""
    if not ledger.is_noted(writer.engine, span):
        _archive(archive, span.paper, _as_json(span), span.asked_at)
        writer.store_span(span, run)


def take_back(writer: Writer, archive: str, paper: str, since: date, until: date) -> bool:
    """Takes back that days were accepted; whether any were. Raises StorageError."""
    accepted = ledger.spans(writer.engine, [paper], ["accepted"])
    if not any(span.since <= until and span.until >= since for span in accepted):
        return False
    now = datetime.now(UTC)
    value = {"since": str(since), "until": str(until), "kind": "taken back", "asked_at": now.isoformat()}
    _archive(archive, paper, value, now)
    writer.take_back(paper, since, until)
    return True


def replay(writer: Writer, archive: str, paper: str) -> list[str]:
    """Notes again what the archive says was asked for and accepted; a sentence for each damaged record."""
    damaged = []
    for value in notes_of(archive, paper, NAME):
        if isinstance(value, CaptureDamaged):
            damaged.append(str(value))
            continue
        since, until = date.fromisoformat(value["since"]), date.fromisoformat(value["until"])
        if value["kind"] == "taken back":
            writer.take_back(paper, since, until)
        else:
            at = datetime.fromisoformat(value["asked_at"])
            writer.store_span(Span(paper, since, until, value["kind"], value.get("why", ""), at))
    return damaged


def _as_json(span: Span) -> Mapping[str, Any]:
    days = {"since": str(span.since), "until": str(span.until)}
    return {**days, "kind": span.kind, "why": span.why, "asked_at": span.asked_at.isoformat()}


def _archive(archive: str, paper: str, value: Mapping[str, Any], at: datetime) -> None:
    with CaptureWriter(archive) as captures:
        captures.note(paper, NAME, value, at)
