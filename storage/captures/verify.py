"""Every archived byte against its checksum and against `captures`: what is damaged, lost, or known to nobody.

Reads only. A file is walked record by record, so damage in one does not hide the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Engine, select

from storage.captures.absent import where_is
from storage.captures.files import Address, ids_of, opened, warc_files
from storage.captures.members import CaptureDamaged, is_cut_off, is_whole, spans, unpack
from storage.captures.names import archive_of
from storage.captures.read import record_of
from storage.captures.record import parse
from storage.captures.spool import spooled
from storage.database import reading
from storage.models import table

_CAPTURES, _ISSUES = table("captures"), table("issues")

Kind = Literal["damaged", "missing", "nowhere", "mismatch", "elsewhere", "spool", "torn", "orphan", "zeros"]
KINDS: dict[Kind, str] = {
    "damaged": "the bytes are not those that were written",
    "missing": "the file is not there, and rows point into it",
    "nowhere": "a row points to a place where no record begins",
    "mismatch": "row and record contradict each other",
    "elsewhere": "the bytes are in another archive, whose files are not here: `verify` there checks them",
    "spool": "the file lies on another machine that did not move it up yet: its next run does",
    "torn": "the file ends within a record no row points to: a run was killed at work, nothing is lost",
    "orphan": "a sound record no row points to: a run was killed at work, `banmian rebuild` adopts it",
    "zeros": "the file ends with bytes of zero no row points to: power was lost, nothing is lost",
}
HARMLESS: frozenset[Kind] = frozenset(("elsewhere", "spool", "torn", "orphan", "zeros"))
"""What another archive has, and what a killed run or lost power may leave behind: no fault of this one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written."""

    kind: Kind
    """A word of KINDS."""
    warc: str
    """The file, relative to the archive directory."""
    offset: int
    """Where in the file, in bytes; 0 for the whole file."""
    url: str
    """The address of the response concerned; '' where that is not known."""
    detail: str
    """What was found, one sentence."""

    @property
    def harmless(self) -> bool:
        """Whether nothing is lost."""
        return self.kind in HARMLESS


@dataclass(slots=True)
class Tally:
    """How much was checked."""

    files: int = 0
    records: int = 0
    bytes: int = 0
    rows: int = 0
    """Rows of `captures`."""
    elsewhere: int = 0
    """Those of them whose bytes are in another archive: not checked."""


def findings_of(
    source: Engine,
    directory: Address,
    papers: Collection[str] | None = None,
    tally: Tally | None = None,
    progress: Callable[[int], None] = lambda _: None,
    whole: bool = False,
) -> Iterator[Finding]:
    """Checks every byte of the archive (of some papers) and every row of `captures` that points into it.

    `progress` is called with the number of bytes done, `tally` counts; `whole`: what is in another archive
    counts as lost. Raises StorageError where archive or database cannot be read.
    """
    tally = Tally() if tally is None else tally
    present = set(warc_files(directory))
    ids, waiting = (frozenset(), {}) if whole else (ids_of(directory), spooled(directory))
    for warc in sorted({*present, *_files_of_rows(source)}):
        if papers is not None and warc.partition("/")[0] not in papers:
            continue
        rows = _rows(source, warc)
        tally.rows += len(rows)
        if warc not in present:
            if warc in waiting:
                yield _elsewhere(warc, list(rows.values()), tally, waiting[warc])
            elif where_is(warc, ids) == "lost":
                yield Finding("missing", warc, 0, "", f"{len(rows)} rows point into it")
            else:
                yield _elsewhere(warc, list(rows.values()), tally)
            continue
        tally.files += 1
        with opened(directory, warc) as data:
            for offset, length, is_member in spans(data):
                yield from _check(directory, warc, offset, data[offset : offset + length], is_member, rows)
                tally.records += is_member
                tally.bytes += length
                progress(length)
            size = len(data)
        if where_is(warc, ids) == "elsewhere" and (
            grown := [row for row in rows.values() if row.offset >= size]
        ):
            yield _elsewhere(warc, grown, tally)
            rows = {offset: row for offset, row in rows.items() if offset < size}
        for offset, row in sorted(rows.items()):
            where = "within another record" if offset < size else f"behind the end of the file ({size} bytes)"
            yield Finding("nowhere", warc, offset, row.url, f"the row points {where}")


def _elsewhere(warc: str, rows: Collection[Any], tally: Tally, spool: str = "") -> Finding:
    tally.elsewhere += len(rows)
    first = min(row.offset for row in rows)
    if spool:
        return Finding("spool", warc, first, "", f"{len(rows)} rows point into it: {spool}")
    return Finding(
        "elsewhere", warc, first, "", f"{len(rows)} rows point into the archive {archive_of(warc)}"
    )


def papers_of_captures(source: Engine) -> set[str]:
    """The papers that rows of `captures` say bytes are archived of."""
    return {warc.partition("/")[0] for warc in _files_of_rows(source)}


def _check(
    directory: Address, warc: str, offset: int, member: bytes, is_member: bool, rows: dict[int, Any]
) -> Iterator[Finding]:
    """Checks one member, or bytes that are no member; takes its row out of `rows`."""
    row = rows.pop(offset, None)
    url = row.url if row is not None else ""
    where = f"{warc} at byte {offset}"
    if not is_member or not is_whole(member):
        if row is None and not member.strip(b"\0"):
            yield Finding("zeros", warc, offset, url, f"{len(member)} bytes of zero")
        elif row is None and is_cut_off(member):
            yield Finding("torn", warc, offset, url, f"{len(member)} bytes of a record that was not finished")
        else:
            yield Finding("damaged", warc, offset, url, f"{len(member)} bytes are not what was written")
        return
    try:
        block = parse(unpack(member, where), where)
        if block.kind not in ("response", "revisit"):
            if row is not None:
                yield Finding("mismatch", warc, offset, url, f"the row points to a {block.kind or 'nothing'}")
            return
        record = record_of(directory, block, where)
    except CaptureDamaged as error:
        yield Finding("damaged", warc, offset, url, str(error))
        return
    if row is None:
        yield Finding("orphan", warc, offset, record.url, f"fetched {record.fetched_at:%Y-%m-%d %H:%M} UTC")
        return
    found = {
        "url": record.url,
        "status": record.status,
        "fetched_at": record.fetched_at,
        "length": len(member),
        "sha256": record.sha256,
    }
    if row.paper is not None and record.purpose is not None:
        found |= {"paper": record.purpose.paper, "date": record.purpose.date}
    for name, value in found.items():
        if getattr(row, name) != value:
            yield Finding(
                "mismatch", warc, offset, url, f"{name} is {getattr(row, name)} in the row, {value} here"
            )


def _files_of_rows(source: Engine) -> list[str]:
    with reading(source) as connection:
        return list(connection.execute(select(_CAPTURES.c.warc).distinct()).scalars())


def _rows(source: Engine, warc: str) -> dict[int, Any]:
    """The rows that point into a file, by offset."""
    statement = (
        select(_CAPTURES, _ISSUES.c.paper, _ISSUES.c.date)
        .outerjoin(_ISSUES, _ISSUES.c.id == _CAPTURES.c.issue_id)
        .where(_CAPTURES.c.warc == warc)
    )
    with reading(source) as connection:
        return {row.offset: row for row in connection.execute(statement)}
