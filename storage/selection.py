"""Which articles a corpus holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, select

from pipelines.text.fold import FORMS, PrintScript, convert_line, fold, to_hant
from pipelines.text.plain import near_names
from storage.database import reading
from storage.errors import UsageError
from storage.models import table

_PAPERS, _ISSUES = table("papers"), table("issues")

Dedup = Literal["none", "exact", "near"]
"""none: every print; exact: of equal texts the first print; near: of a cluster the first print."""


class UnknownPaper(UsageError):
    """There is no paper of that slug or name, or several of that name; the text says so."""


class DateError(UsageError):
    """A text that is no date, or a span that ends before it begins."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles, and in which script."""

    papers: tuple[str, ...] = ()
    """Slugs; () for all papers. What a reader asked for by name is made slugs by `with_slugs`."""
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
    guessed: bool = True
    """Whether articles are among them that only the generic reader understood."""
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
    """Slug → row of every paper. Raises UnknownPaper for a selected one it lacks."""
    return with_papers(connection, selection)[1]


def stored_slugs(source: Engine) -> set[str]:
    """The slugs of all papers the database knows."""
    with reading(source) as connection:
        return {*stored_papers(connection, Selection())}


def with_papers(connection: Connection, selection: Selection) -> tuple[Selection, dict[str, Any]]:
    """`with_slugs` and `stored_papers` in one reading. Raises UnknownPaper."""
    rows = connection.execute(select(_PAPERS))
    known: dict[str, Any] = {row.slug: row for row in rows}
    slugs = slugs_of(selection.papers, {slug: row.name for slug, row in known.items()})
    return replace(selection, papers=slugs), known


def with_slugs(connection: Connection, selection: Selection) -> Selection:
    """The selection with slugs where it has names of papers. Raises UnknownPaper."""
    if not selection.papers:
        return selection
    known = {row.slug: row.name for row in connection.execute(select(_PAPERS.c.slug, _PAPERS.c.name))}
    return replace(selection, papers=slugs_of(selection.papers, known))


def slugs_of(asked: Collection[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The slugs of papers that are asked for by slug or by name, in either script.

    `names` are all there are: slug → name. Raises UnknownPaper, with the papers of a name alike.
    """
    if all(each in names for each in asked):  # no name has to be folded, and mostly there is none
        return tuple(dict.fromkeys(asked))
    folded = {slug: fold(name).strip() for slug, name in names.items()}
    found: dict[str, None] = {}
    for each in asked:
        name = fold(each).strip()
        same = [each] if each in names else [slug for slug, known in folded.items() if known == name]
        if not same:
            raise UnknownPaper(f"the database has no paper {each!r}: {_perhaps(each, name, names, folded)}")
        if len(same) > 1:
            raise UnknownPaper(
                f"{len(same)} papers are called {each!r}: name one by its slug, {', '.join(same)}"
            )
        found[same[0]] = None
    return tuple(found)


def _perhaps(asked: str, name: str, names: Mapping[str, str], folded: Mapping[str, str]) -> str:
    """What was perhaps meant: slugs that are spelt alike, names that hold or resemble what was asked for."""
    if not names:
        return "it is empty"
    alike = near_names(asked, names)
    near = set(near_names(name, folded.values()))
    alike += [slug for slug, known in folded.items() if known in near or (len(name) > 1 and name in known)]
    shown = [
        slug if names[slug] == slug else f"{slug} ({names[slug]})" for slug in list(dict.fromkeys(alike))[:5]
    ]
    if shown:
        return f"did you mean {', '.join(shown)}?"
    return f"none of its {len(names)} is called so"


def first_day(text: str) -> dt.date:
    """The first day of a date, month or year (2023-10-17, 2023-10, 2023). Raises ValueError."""
    return dt.date.fromisoformat(f"{text.strip()}-01-01"[:10]) if _is_span(text) else _day(text)


def last_day(text: str) -> dt.date:
    """The last day of it. Raises ValueError."""
    if not _is_span(text):
        return _day(text)
    first = first_day(text)
    months = 12 if len(text.strip()) == 4 else 1
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1) if year <= dt.MAXYEAR else dt.date.max


def _is_span(text: str) -> bool:
    return re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", text.strip()) is not None


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text.strip())


def parse_day(text: str, option: str) -> dt.date:
    """The date in an option such as `--since 2023-10-17`. Raises DateError naming the option."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise DateError(f"{option}: {text!r} is no date, write it as 2023-10-17") from None


def parse_span(since: str | None, until: str | None) -> tuple[dt.date | None, dt.date | None]:
    """Both ends of a span, None where not given; 2023 and 2023-10 are whole. Raises DateError."""
    first = _parsed(first_day, since, "--since") if since else None
    last = _parsed(last_day, until, "--until") if until else None
    if first and last and first > last:
        raise DateError(f"--since {first} is after --until {last}")
    return first, last


def _parsed(read: Callable[[str], dt.date], text: str, option: str) -> dt.date:
    try:
        return read(text)
    except ValueError:
        raise DateError(f"{option}: {text!r} is no date, write it as 2023-10-17, 2023-10 or 2023") from None
