"""A query and a selection as SQL: which articles they are, on either database.

The index answers single characters and pairs; of longer phrases it gives candidates, of which the texts
decide (`storage.fulltext`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase

import sqlalchemy as sa
from sqlalchemy import Connection, func, select

from storage.fulltext import Phrase
from storage.models import table
from storage.query import All, Any, But, Query
from storage.scripts import fold, to_hant
from storage.selection import Selection, papers_of

_ISSUES, _PAGES, _PLACEMENTS, _ARTICLES = map(table, ("issues", "pages", "placements", "articles"))
_TEXTS = (_ARTICLES.c.headline_hans, _ARTICLES.c.body_hans)
_INDEX = sa.table("search", sa.column("rowid"))
_GRAMS = func.search_grams(*_TEXTS)


@dataclass(frozen=True, slots=True)
class Matching:
    """The conditions for articles (joined with their issues) to be hits."""

    where: tuple[sa.ColumnElement[bool], ...]
    source: sa.FromClause
    """The tables to select from."""


def matching(
    connection: Connection, query: Query | None, selection: Selection, authors: Collection[str] = ()
) -> Matching:
    """What finds the articles of a query (None: all) in a selection, by one of these authors.

    Of the selection papers, dates and page names count. Names of pages and authors may be in either
    script. Raises UnknownPaper.
    """
    papers_of(connection, selection)
    where = selection.span()
    if selection.page_names:
        where.append(_on_page(_names(connection, selection.page_names)))
    if authors:
        names = {form for name in authors for form in (name, fold(name), to_hant(fold(name)))}
        where.append(_by(connection, names))
    source: sa.FromClause = _ARTICLES
    if query is not None and connection.dialect.name == "sqlite":
        source = _INDEX.join(_ARTICLES, _ARTICLES.c.id == _INDEX.c.rowid)
        where.append(sa.literal_column("search").op("MATCH", is_comparison=True)(_words(query)))
    elif query is not None:
        where.append(_codes(query))
    if query is not None and _needs_text(query):
        where.append(_decided(query, connection.dialect.name == "sqlite"))
    return Matching(tuple(where), source.join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id))


def tune(connection: Connection) -> None:
    """On PostgreSQL, settings for the statements of this transaction."""
    if connection.dialect.name == "postgresql":
        # A bitmap of hits that outgrows its memory would have every row of a page indexed anew to be checked.
        connection.execute(sa.text("SET LOCAL work_mem = '64MB'"))
        connection.execute(sa.text("SET LOCAL jit = off"))


def _needs_text(query: Query) -> bool:
    match query:
        case Phrase():
            return query.needs_text
        case But(wanted, unwanted):
            return _needs_text(wanted) or _needs_text(unwanted)
        case All(parts) | Any(parts):
            return any(map(_needs_text, parts))


def _words(query: Query) -> str:
    """The query in FTS5's words: all hits and, of what needs the text, candidates."""
    match query:
        case Phrase():
            return f"({query.words})"
        case But(wanted, unwanted):
            return _words(wanted) if _needs_text(unwanted) else f"({_words(wanted)} NOT {_words(unwanted)})"
        case All(parts):
            return f"({' AND '.join(map(_words, parts))})"
        case Any(parts):
            return f"({' OR '.join(map(_words, parts))})"


def _codes(query: Query) -> sa.ColumnElement[bool]:
    """The same as conditions on PostgreSQL's index."""
    match query:
        case Phrase():
            codes = sa.cast(sa.literal(query.codes, sa.ARRAY(sa.BigInteger)), sa.ARRAY(sa.BigInteger))
            return _GRAMS.op("@>", is_comparison=True)(codes)
        case But(wanted, unwanted):
            if _needs_text(unwanted):
                return _codes(wanted)
            return _codes(wanted) & ~_codes(unwanted)
        case All(parts):
            return sa.and_(*map(_codes, parts))
        case Any(parts):
            return sa.or_(*map(_codes, parts))


def _decided(query: Query, sqlite: bool) -> sa.ColumnElement[bool]:
    """What candidates must fulfil; nothing of what the index has decided already."""
    match query:
        case All(parts):
            return sa.and_(*(_decided(part, sqlite) for part in parts if _needs_text(part)))
        case But(wanted, unwanted):
            conditions = [_decided(wanted, sqlite)] if _needs_text(wanted) else []
            if _needs_text(unwanted):
                conditions.append(~_in_text(unwanted, sqlite))
            return sa.and_(*conditions)
        case _:
            return _in_text(query, sqlite)


def _in_text(query: Query, sqlite: bool) -> sa.ColumnElement[bool]:
    """The query asked of the texts alone."""
    match query:
        case Phrase():
            return sa.or_(*(_in(column, query, sqlite) for column in _TEXTS))
        case But(wanted, unwanted):
            return _in_text(wanted, sqlite) & ~_in_text(unwanted, sqlite)
        case All(parts):
            return sa.and_(*(_in_text(part, sqlite) for part in parts))
        case Any(parts):
            return sa.or_(*(_in_text(part, sqlite) for part in parts))


def _in(column: sa.ColumnElement[str], phrase: Phrase, sqlite: bool) -> sa.ColumnElement[bool]:
    if phrase.is_literal:
        find = func.instr if sqlite else func.strpos
        return find(column, phrase.tokens) > 0
    if sqlite:
        return func.search_found(phrase.pattern, column) == sa.true()
    return column.op("~", is_comparison=True)(phrase.pattern)


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
    unpack = func.json_each if connection.dialect.name == "sqlite" else func.json_array_elements_text
    each = unpack(_ARTICLES.c.authors).table_valued("value")
    return select(each.c.value).where(each.c.value.in_(names)).correlate(_ARTICLES).exists()
