"""Which articles a corpus holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, select

from pipelines.text.fold import FORMS, PrintScript, convert_line, fold, to_hant
from pipelines.text.plain import did_you_mean
from storage.database import reading
from storage.errors import UsageError
from storage.models import table

_PAPERS, _ISSUES = table("papers"), table("issues")

Dedup = Literal["none", "exact", "near"]
"""none: every print; exact: of equal texts the first print; near: of a cluster the first print."""


class UnknownPaper(UsageError):
    """The database has no paper of that slug; the text says so."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles, and in which script."""

    papers: tuple[str, ...] = ()
    """Slugs; () for all papers."""
    since: dt.date | None = None
    """First issue date."""
    until: dt.date | None = None
    """Last issue date."""
    page_names: tuple[str, ...] = ()
    """Names of pages in either script, `*` and `?` as in file names: articles printed there; () for all."""
    match: str = ""
    """A query (`storage.search.query`) that headline and body must answer, in either script; '' for all."""
    script: PrintScript = "printed"
    """The script of the texts."""
    dedup: Dedup = "none"
    """Which prints of one text are left out: all but the first one among those selected."""
    as_of: dt.date | None = None
    """The texts as they stood at the end of that day (UTC+8); None for now."""
    authors: tuple[str, ...] = ()
    """Names in either script: articles by one of these; () for all."""
    sources: tuple[str, ...] = ()
    """来源 in either script: articles taken from one of these; () for all."""

    def span(self, of: sa.Table = _ISSUES) -> list[sa.ColumnElement[bool]]:
        """What a row with paper and date (an issue) must be for its articles to be selected."""
        where: list[sa.ColumnElement[bool]] = []
        if self.papers:
            where.append(of.c.paper.in_(self.papers))
        if self.since is not None:
            where.append(of.c.date >= self.since)
        if self.until is not None:
            where.append(of.c.date <= self.until)
        return where

    def spans(self, paper: str, date: dt.date) -> bool:
        """Whether `span` holds for that issue."""
        since, until = self.since or dt.date.min, self.until or dt.date.max
        return (not self.papers or paper in self.papers) and since <= date <= until

    def on_page(self, names: Iterable[str]) -> bool:
        """Whether one of the pages an article is printed on is wanted, whichever script its name is in."""
        return not self.page_names or any(
            fnmatchcase(convert_line(name, "hans"), convert_line(pattern, "hans"))
            for name in names
            for pattern in self.page_names
        )

    def author_forms(self) -> set[str]:
        """The names of the authors in every script they may be stored in."""
        return _forms(self.authors)

    def source_forms(self) -> set[str]:
        """The same of the sources."""
        return _forms(self.sources)


def _forms(names: Iterable[str]) -> set[str]:
    """Names in every script they may be stored in."""
    folded = [fold(name) for name in names]
    return {*names, *folded, *(to_hant(name, forms) for name in folded for forms in FORMS.values())}


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database, however long the reading takes."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with reading(engine) as connection:
        yield connection


def stored_papers(connection: Connection, selection: Selection) -> dict[str, Any]:
    """Slug → (slug, name, script) of every paper. Raises UnknownPaper for a selected one it lacks."""
    rows = connection.execute(select(_PAPERS.c.slug, _PAPERS.c.name, _PAPERS.c.script))
    known: dict[str, Any] = {row.slug: row for row in rows}
    for slug in selection.papers:
        if slug not in known:
            some = ", ".join(sorted(known)[:10])
            hint = did_you_mean(slug, known, f"did you mean {some}?" if some else "it is empty")
            raise UnknownPaper(f"the database has no paper {slug!r}: {hint}")
    return known
