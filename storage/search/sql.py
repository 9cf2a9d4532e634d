"""A query and a selection as SQL: which articles they are, on either database.

SQLite's index answers a query whole; PostgreSQL's answers single characters and pairs, and gives candidates
for longer phrases, of which the texts decide (`storage.characters`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, func, select
from sqlalchemy.sql.visitors import replacement_traverse

from pipelines.text.fold import fold
from storage.characters import Phrase
from storage.models import table
from storage.search.query import All, But, In, Query, is_indexed
from storage.search.query import Any as Either
from storage.search.terms import FIELDS, Near, Pattern, Regex, Term
from storage.selection import Selection, with_slugs

_ISSUES, _PAGES, _PLACEMENTS, _ARTICLES = map(table, ("issues", "pages", "placements", "articles"))
_TEXTS = (_ARTICLES.c.headline_hans, _ARTICLES.c.body_hans)
_INDEX = sa.table("search", sa.column("rowid"))
_JOINED = _ARTICLES.join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
_GRAMS = func.search_grams(*_TEXTS)
_IN_RUNS = sa.text("CAST(articles.id AS bigint) <@ CAST(:runs AS int8multirange)").bindparams(
    sa.bindparam("runs", type_=sa.types.NullType())
)


Run = tuple[int, int]
"""Numbers of articles from one to another, both included."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Which articles are hits, as conditions on articles joined with their issues."""

    span: tuple[sa.ColumnElement[bool], ...]
    """What the selection asks of an issue."""
    further: tuple[sa.ColumnElement[bool], ...]
    """What it asks of an article: pages and authors."""
    indexed: tuple[sa.ColumnElement[bool], ...]
    """What the query asks, by the index; where that gives candidates, with what decides."""
    text: sa.ColumnElement[bool]
    """What the query asks, by the texts alone."""
    index: sa.FromClause | None
    """The table of the index, where it is one."""
    is_long: bool = False
    """Whether more is asked for than characters and pairs: then each hit costs more, on PostgreSQL its text,
    on SQLite the places of its characters."""

    def of(self, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """Selects these columns of the hits, found by the index."""
        source = _JOINED if self.index is None else _JOINED.join(self.index, _ARTICLES.c.id == _INDEX.c.rowid)
        return select(*columns).select_from(source).where(*self.span, *self.further, *self.indexed)

    def read(self, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """The same, found by reading the texts: for a small part of the articles, to be named further."""
        return select(*columns).select_from(_JOINED).where(*self.span, *self.further, self.text)

    def from_to(self) -> sa.Select[Any]:
        """On SQLite: the numbers of the first hits (`most`) between two numbers (`low`, `high`), in order."""
        found = (
            self.of(_ARTICLES.c.id) if self.span or self.further or len(self.indexed) > 1 else self.numbers()
        )
        row = _INDEX.c.rowid
        found = found.where(row.between(sa.bindparam("low"), sa.bindparam("high")))
        return found.order_by(row).limit(sa.bindparam("most"))

    def within(self, runs: Sequence[Run]) -> sa.Select[Any]:
        """On PostgreSQL: the numbers of the hits in these runs."""
        ranges = sa.or_(*(_ARTICLES.c.id.between(low, high) for low, high in runs))
        # Said twice: as ranges for the index of numbers, and as what is asked of an article before its text.
        some = ",".join(f"[{low},{high}]" for low, high in runs)
        found = replace(self, indexed=tuple(map(_unguessed, self.indexed)))
        return found.numbers().where(ranges, _IN_RUNS.bindparams(runs=f"{{{some}}}"))

    def numbers(self, most: int | None = None) -> sa.Select[Any]:
        """The numbers of the hits; `most`: no more than so many, those the index gives first."""
        row: sa.ColumnElement[int]
        if self.index is None and not self.span:  # no issue has to be looked at
            found = select(_ARTICLES.c.id).where(*self.further, *self.indexed)
        elif self.index is None or self.further or len(self.indexed) > 1:
            found = self.of(_ARTICLES.c.id)
        else:
            row = sa.literal_column("search.rowid", sa.Integer)
            found = select(row.label("id")).select_from(self.index).where(*self.indexed)
            if self.span:
                issues = select(_ISSUES.c.id).where(*self.span)
                # The sign has the index give its hits one after the other, not look up each selected article.
                row = sa.literal_column("+search.rowid")
                found = found.where(row.in_(select(_ARTICLES.c.id).where(_ARTICLES.c.issue_id.in_(issues))))
        return found if most is None else found.limit(most)

    def counted(self, most: int | None = None) -> sa.Select[Any]:
        """Counts the hits; `most`: no further than that."""
        return select(func.count()).select_from(self.numbers(most).subquery())


def matching(connection: Connection, query: Query | None, selection: Selection) -> Matching:
    """What finds the articles of a query (None: all) in a selection: papers, dates, pages, authors, sources.

    Raises UnknownPaper.
    """
    selection = with_slugs(connection, selection)
    sqlite = connection.dialect.name == "sqlite"
    further: list[sa.ColumnElement[bool]] = []
    if selection.page_names:
        further.append(_on_page(_names(connection, selection.page_names)))
    if selection.authors:
        further.append(_by(connection, selection.author_forms()))
    if selection.sources:
        further.append(_ARTICLES.c.source.in_(selection.source_forms()))
    if query is None:
        return Matching(tuple(selection.span()), tuple(further), (), sa.true(), None)
    indexed = [_words(query) if sqlite else _codes(query)]
    if _needs_text(query, sqlite):
        indexed.append(_decided(query, sqlite))
    index = _INDEX if sqlite else None
    is_long = _needs_text(query, sqlite=False)
    text = _in_text(query, sqlite)
    return Matching(tuple(selection.span()), tuple(further), tuple(indexed), text, index, is_long)


def in_text(connection: Connection, query: Query) -> sa.ColumnElement[bool]:
    """The query as a condition on an article, for which its texts are read."""
    return _in_text(query, connection.dialect.name == "sqlite")


def tune(connection: Connection) -> None:
    """On PostgreSQL, settings for the statements of this transaction."""
    if connection.dialect.name == "postgresql":
        # A bitmap of hits that outgrows its memory would have every row of a page checked.
        connection.execute(sa.text("SET LOCAL work_mem = '64MB'"))
        connection.execute(sa.text("SET LOCAL jit = off"))


def _needs_text(query: Query, sqlite: bool) -> bool:
    """Whether the index gives but candidates."""
    match query:
        case Phrase():
            return query.is_bounded or (not sqlite and not query.is_pair)
        case Pattern() | Near() | Regex() | In():
            return True
        case But(wanted, unwanted):
            return _needs_text(wanted, sqlite) or _needs_text(unwanted, sqlite)
        case All(parts) | Either(parts):
            return any(_needs_text(part, sqlite) for part in parts)


def _words(query: Query) -> sa.ColumnElement[bool]:
    """The query asked of SQLite's index: all hits and, of what needs the text, candidates."""
    return sa.literal_column("search").op("MATCH", is_comparison=True)(_expression(query))


def _expression(query: Query) -> str:
    match query:
        case Phrase():
            return query.words
        case Pattern(parts):
            return f"({' AND '.join(part.words for part in parts)})"
        case Near(one, other):
            return f"({_expression(Either(one))} AND {_expression(Either(other))})"
        case Regex():
            raise AssertionError("what is not indexed was left out")
        case In(_, part):
            return _expression(part)
        case But(wanted, unwanted) if _needs_text(unwanted, sqlite=True):
            return _expression(wanted)
        case But(wanted, unwanted):
            return f"({_expression(wanted)} NOT {_expression(unwanted)})"
        case All(parts):
            return f"({' AND '.join(map(_expression, filter(is_indexed, parts)))})"
        case Either(parts):
            return f"({' OR '.join(map(_expression, parts))})"


def _codes(query: Query) -> sa.ColumnElement[bool]:
    """The same as conditions on PostgreSQL's index."""
    match query:
        case Phrase():
            plain = [codes[0] for codes in query.codes if len(codes) == 1]
            written = [_overlap("&&", codes) for codes in query.codes if len(codes) > 1]
            return sa.and_(*([_overlap("@>", plain)] if plain else []), *written)
        case Pattern(parts):
            return sa.and_(*map(_codes, parts))
        case Near(one, other):
            return _codes(Either(one)) & _codes(Either(other))
        case Regex():
            raise AssertionError("what is not indexed was left out")
        case In(_, part):
            return _codes(part)
        case But(wanted, unwanted):
            if _needs_text(unwanted, sqlite=False):
                return _codes(wanted)
            return _codes(wanted) & ~_codes(unwanted)
        case All(parts):
            return sa.and_(*map(_codes, filter(is_indexed, parts)))
        case Either(parts):
            return sa.or_(*map(_codes, parts))


def _overlap(operator: str, codes: list[int]) -> sa.ColumnElement[bool]:
    numbers = sa.ARRAY(sa.BigInteger)
    return _GRAMS.op(operator, is_comparison=True)(sa.cast(sa.literal(codes, numbers), numbers))


def _unguessed(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The condition with its arrays as answers to statements: PostgreSQL takes these for a fixed share of the
    articles, whatever they are, and not several pairs for a single article."""

    def answered(element: Any, **_: Any) -> Any:
        is_array = isinstance(element, sa.Cast) and isinstance(element.type, sa.ARRAY)
        return select(element).scalar_subquery() if is_array else None

    return replacement_traverse(condition, {}, answered)


def _decided(query: Query, sqlite: bool) -> sa.ColumnElement[bool]:
    """What candidates must fulfil; nothing of what the index has decided already."""
    match query:
        case All(parts):
            return sa.and_(*(_decided(part, sqlite) for part in parts if _needs_text(part, sqlite)))
        case But(wanted, unwanted):
            conditions = [_decided(wanted, sqlite)] if _needs_text(wanted, sqlite) else []
            if _needs_text(unwanted, sqlite):
                conditions.append(~_in_text(unwanted, sqlite))
            return sa.and_(*conditions)
        case _:
            return _in_text(query, sqlite)


def _in_text(
    query: Query, sqlite: bool, columns: tuple[sa.ColumnElement[str], ...] = _TEXTS
) -> sa.ColumnElement[bool]:
    """The query asked of the texts alone."""
    match query:
        case But(wanted, unwanted):
            return _in_text(wanted, sqlite, columns) & ~_in_text(unwanted, sqlite, columns)
        case In(name, part):
            return _in_text(part, sqlite, (_TEXTS[FIELDS.index(name)],))
        case All(parts):
            return sa.and_(*(_in_text(part, sqlite, columns) for part in parts))
        case Either(parts):
            return sa.or_(*(_in_text(part, sqlite, columns) for part in parts))
        case _:
            return sa.or_(*(_in(column, query, sqlite) for column in columns))


def _in(column: sa.ColumnElement[str], term: Term, sqlite: bool) -> sa.ColumnElement[bool]:
    if isinstance(term, Phrase) and term.is_literal:
        find = func.instr if sqlite else func.strpos
        return find(column, term.tokens) > 0
    if sqlite:
        return func.search_found(term.pattern, column) == sa.true()
    pattern = term.posix if isinstance(term, Regex) else term.pattern
    return column.op("~", is_comparison=True)(pattern)


def _names(connection: Connection, patterns: Collection[str]) -> list[str]:
    """The page names that fit one of the patterns, in either script."""
    names = connection.execute(select(_PAGES.c.name).distinct()).scalars()
    wanted = [fold(pattern) for pattern in patterns]
    return [name for name in names if any(fnmatchcase(fold(name), pattern) for pattern in wanted)]


def _on_page(names: Collection[str]) -> sa.ColumnElement[bool]:
    return (
        select(_PLACEMENTS.c.id)
        .join(_PAGES, _PAGES.c.id == _PLACEMENTS.c.page_id)
        .where(_PAGES.c.issue_id == _ARTICLES.c.issue_id, _PLACEMENTS.c.source_id == _ARTICLES.c.source_id)
        .where(_PAGES.c.name.in_(names))
        .correlate(_ARTICLES)
        .exists()
    )


def _by(connection: Connection, names: Collection[str]) -> sa.ColumnElement[bool]:
    unpack = func.json_each if connection.dialect.name == "sqlite" else func.jsonb_array_elements_text
    each = unpack(_ARTICLES.c.authors).table_valued("value")
    return select(each.c.value).where(each.c.value.in_(names)).correlate(_ARTICLES).exists()
