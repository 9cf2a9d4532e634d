"""How it came here: bytes, problems, runs, and what the program knows of the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint

from storage.models.base import Base, Json, Large, Mapped, mapped_column


class Capture(Base):
    """Where the bytes of one response lie in the WARC files."""

    __tablename__ = "captures"
    __table_args__ = (
        UniqueConstraint("warc", "offset"),
        Index(None, "issue_id"),
        CheckConstraint('"offset" >= 0 AND length >= 0', "place"),
    )

    id: Mapped[int] = mapped_column(Large, primary_key=True, doc="Number of the row in this database.")
    url: Mapped[str] = mapped_column(doc="Address the bytes came from, after redirects.")
    fetched_at: Mapped[dt.datetime] = mapped_column(doc="When they arrived, UTC.")
    status: Mapped[int] = mapped_column(doc="HTTP status code.")
    warc: Mapped[str] = mapped_column(doc="Path of the WARC file, relative to the archive directory.")
    offset: Mapped[int] = mapped_column(BigInteger, doc="Byte offset of the record's gzip member.")
    length: Mapped[int] = mapped_column(BigInteger, doc="Length of the gzip member in bytes.")
    sha256: Mapped[str] = mapped_column(doc="SHA-256 of the body, 64 hex digits.")
    issue_id: Mapped[int | None] = mapped_column(
        ForeignKey("issues.id"),
        doc="The issue a page or article of which was read from it; NULL when none was.",
    )


class Problem(Base):
    """Something promised that could not be kept (never called an issue: that is 期)."""

    __tablename__ = "problems"
    __table_args__ = (UniqueConstraint("paper", "date", "url", "kind"), Index(None, "capture_id"))

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    paper: Mapped[str] = mapped_column(doc="Slug of the paper.")
    date: Mapped[dt.date] = mapped_column(doc="Date of the issue.")
    url: Mapped[str] = mapped_column(doc="The address concerned.")
    kind: Mapped[str] = mapped_column(doc="One word for what is wrong: not_found, blocked, layout_changed ….")
    detail: Mapped[str] = mapped_column(doc="What was seen and what was expected, one sentence.")
    first_seen: Mapped[dt.datetime] = mapped_column(doc="When it was first seen, UTC.")
    last_seen: Mapped[dt.datetime] = mapped_column(doc="When it was last seen, UTC.")
    resolved_at: Mapped[dt.datetime | None] = mapped_column(
        doc="When what was lacking arrived, UTC; NULL while the problem is open."
    )
    capture_id: Mapped[int | None] = mapped_column(
        Large, ForeignKey("captures.id"), doc="The bytes that caused it; NULL when there was no answer."
    )


class Run(Base):
    """One run of a command that writes."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the run.")
    started: Mapped[dt.datetime] = mapped_column(doc="When it began, UTC.")
    finished: Mapped[dt.datetime | None] = mapped_column(
        doc="When it ended, UTC (of a killed run: when the next one noticed); NULL while it runs."
    )
    command: Mapped[str] = mapped_column(doc="The command line.")
    counts: Mapped[dict[str, Any]] = mapped_column(Json, doc="What was stored, by kind and outcome.")
    exit_code: Mapped[int | None] = mapped_column(doc="The exit code; NULL running or killed.")
    host: Mapped[str | None] = mapped_column(doc="The machine it ran on; NULL before 0004.")
    pid: Mapped[int | None] = mapped_column(doc="Its process there.")
    version: Mapped[str | None] = mapped_column(doc="The version of the program.")
    papers: Mapped[list[dict[str, Any]] | None] = mapped_column(
        Json, doc="An entry a paper: paper, exit_code, requests, new (articles), reason; NULL before 0004."
    )


class Removal(Base):
    """An article taken down (`banmian forget`): neither a crawl nor a rebuild brings it back."""

    __tablename__ = "removals"
    __table_args__ = (UniqueConstraint("cite_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    paper: Mapped[str] = mapped_column(doc="Slug of the paper.")
    date: Mapped[dt.date] = mapped_column(doc="Date of the issue.")
    source_id: Mapped[str] = mapped_column(doc="The site's id of the article.")
    cite_id: Mapped[str] = mapped_column(doc="The citation it had.")
    why: Mapped[str] = mapped_column(doc="The reason the operator gave.")
    removed_at: Mapped[dt.datetime] = mapped_column(doc="When, UTC.")
    bytes: Mapped[list[list[Any]]] = mapped_column(
        Json,
        doc="Places of the archive that were overwritten, each [warc, offset, length]; [] where they stay.",
    )


class Span(Base):
    """What was asked for: the days of a paper on which an issue is expected, or accepted as lacking."""

    __tablename__ = "spans"
    __table_args__ = (
        Index(None, "paper", "since"),
        Index(None, "run_id"),
        CheckConstraint("since <= until", "days"),
        CheckConstraint("kind IN ('cron', 'asked', 'accepted')", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    paper: Mapped[str] = mapped_column(doc="Slug of the paper.")
    since: Mapped[dt.date] = mapped_column(doc="First day.")
    until: Mapped[dt.date] = mapped_column(doc="Last day, included.")
    kind: Mapped[str] = mapped_column(
        doc="cron: by runs without dates; asked: with dates; accepted: what lacks there is gone for good."
    )
    why: Mapped[str] = mapped_column(doc="The reason an operator gave for accepting; '' of the other kinds.")
    asked_at: Mapped[dt.datetime] = mapped_column(doc="When it was last asked for, UTC.")
    run_id: Mapped[int | None] = mapped_column(
        ForeignKey("runs.id"), doc="The run that last asked for it; NULL where none of this database did."
    )


class Host(Base):
    """What a newspaper's server is owed by all machines that crawl into this database (PostgreSQL only).

    Instants are of the database server's clock.
    """

    __tablename__ = "hosts"

    host: Mapped[str] = mapped_column(primary_key=True, doc="Name of the host, as its papers share it.")
    asked_at: Mapped[dt.datetime] = mapped_column(doc="When the last request was sent, UTC.")
    next_at: Mapped[dt.datetime] = mapped_column(doc="Before this instant nobody asks, UTC: the delay.")
    in_flight_until: Mapped[dt.datetime | None] = mapped_column(
        doc="While a request is out: until when its sender holds the turn, renewed while it lives, UTC."
    )
    holder: Mapped[str | None] = mapped_column(doc="Machine and process that hold the turn.")
    quiet_until: Mapped[dt.datetime | None] = mapped_column(
        doc="Before this instant nobody asks, UTC: Retry-After, or a pause after a failure."
    )
    crawl_delay: Mapped[float] = mapped_column(doc="Seconds between two requests, as its robots.txt wishes.")
    given_up_at: Mapped[dt.datetime | None] = mapped_column(
        doc="When it was given up, UTC: runs that had begun by then ask no more."
    )
    given_up_until: Mapped[dt.datetime | None] = mapped_column(
        doc="Until when workers begin no task that would ask it, UTC."
    )
    given_up_kind: Mapped[str | None] = mapped_column(doc="Why, in a word: blocked, unreachable.")
    given_up_because: Mapped[str | None] = mapped_column(doc="Why, in a sentence.")


class Morning(Base):
    """A paper that workers crawl every morning it appears (`banmian schedule`)."""

    __tablename__ = "mornings"

    paper: Mapped[str] = mapped_column(primary_key=True, doc="Slug of the paper.")
    at: Mapped[str] = mapped_column(doc="Time of day in China, as 07:30.")


COPYING = "copying"
"""Name of the row of `meta` in a copy of another database that is not finished (`storage.transfer`)."""


class Meta(Base):
    """What the program must know of this database beside its tables."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(
        primary_key=True,
        doc="What is known: `fingerprint`, the version of all content keys and signatures; `copying` while "
        "the database is being copied from another.",
    )
    value: Mapped[str] = mapped_column(
        doc="The value: `k2.3-s1` of key 2, fold 3 and signature 1; of a copy, from where and how far."
    )
