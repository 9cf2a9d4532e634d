"""The articles of a selection in print order, a few issues in memory at a time.

Print order is (date, paper, edition, page, position); by paper first where a release is split by paper. It
is made here and not by the database, for collations differ: SQLite and PostgreSQL give the same rows.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, select

from pipelines.text.script import is_chinese
from storage.corpus.clusters import Cluster
from storage.corpus.rows import Loaded, article_row, in_print_script
from storage.corpus.statements import MEMBERS, MEMBERS_UNTIL, PICTURES, PLACES, of_issues, stored
from storage.corpus.values import Article, ArticleRow, Image, as_article
from storage.corpus.versions import row_of, versions_at
from storage.database import parts
from storage.driver import ask
from storage.ledger import begins
from storage.models import table
from storage.search import holds, in_text, matching, read_query, tune
from storage.selection import Selection, with_papers

_ISSUES, _ARTICLES = table("issues"), table("articles")

_BATCH = 16
"""Issues in memory at a time."""
_REMEMBERED = 10_000
"""Clusters whose members are not asked for again."""

Progress = Callable[[int, int], None]
"""Told how many issues are done, and of how many."""


def articles(
    connection: Connection, selection: Selection, *, by_paper: bool = False, progress: Progress | None = None
) -> Iterator[Article]:
    """The selected articles in print order (`by_paper`: a paper after the other, each in print order).

    Raises UnknownPaper for a slug the database does not have, and QueryError.
    """
    return map(as_article, article_rows(connection, selection, by_paper=by_paper, progress=progress))


def article_rows(
    connection: Connection, selection: Selection, *, by_paper: bool = False, progress: Progress | None = None
) -> Iterator[ArticleRow]:
    """`articles` as rows, for what reads every column of each once."""
    reader = _Reader(connection, selection)
    issues = _issues(connection, reader.selection, reader.issues(), by_paper)
    for start in range(0, len(issues), _BATCH):
        batch = issues[start : start + _BATCH]
        order = {issue: place for place, issue in enumerate(batch)}
        loaded = reader.of_issues(batch)
        loaded.sort(key=lambda each: (order[each.row.issue_id], *each.rank, each.row.cite_id))
        yield from reader.finished(loaded)
        if progress is not None:
            progress(start + len(batch), len(issues))


def counted(connection: Connection, selection: Selection) -> int:
    """How many articles are selected; without reading them where nothing has to be compared."""
    if selection.as_of is not None or selection.dedup != "none":
        return sum(1 for _ in article_rows(connection, selection))
    query = read_query(selection.match) if selection.match else None
    return int(connection.execute(matching(connection, query, selection).counted()).scalar_one())


def those(connection: Connection, selection: Selection, *where: sa.ColumnElement[bool]) -> list[Article]:
    """The selected articles for which these conditions hold, in the order of print within an issue."""
    reader = _Reader(connection, selection)
    loaded = reader.load(*where)
    loaded.sort(key=lambda each: (*_issue_order(each.row), *each.rank, each.row.cite_id))
    return list(map(as_article, reader.finished(loaded)))


def _issues(
    connection: Connection,
    selection: Selection,
    where: Sequence[sa.ColumnElement[bool]],
    by_paper: bool,
) -> array[int]:
    columns = (_ISSUES.c.paper, _ISSUES.c.date, _ISSUES.c.edition, _ISSUES.c.id)
    rows = connection.execute(select(*columns).where(*selection.span(), *where))
    order: Callable[[Any], tuple[Any, ...]] = _paper_order if by_paper else _issue_order
    in_order = sorted(rows.all(), key=order)
    return array("q", [row.id for row in in_order])


def _issue_order(row: sa.Row[Any]) -> tuple[dt.date, str, str]:
    return row.date, row.paper, row.edition


def _paper_order(row: sa.Row[Any]) -> tuple[str, dt.date, str]:
    return row.paper, row.date, row.edition


class _Reader:
    """Reads the articles of one selection; keeps what it learnt of their clusters."""

    def __init__(self, connection: Connection, selection: Selection) -> None:
        self.connection = connection
        self.selection, papers = with_papers(connection, selection)
        self.end = None if selection.as_of is None else begins(selection.as_of + dt.timedelta(days=1))
        self.wanted = read_query(selection.match) if selection.match else None
        self.authors, self.sources = selection.author_forms(), selection.source_forms()
        self.papers = {slug: row_of(tuple(paper._mapping))._make(paper) for slug, paper in papers.items()}
        self.clusters: dict[str, Cluster] = {}
        folded = selection.script != "printed" or (self.wanted is not None and self.end is not None)
        self.form = (folded, selection.guessed, self.end is not None)
        """What is read of articles, and of which: the arguments of `stored`."""
        self.looks = bool(selection.page_names or self.authors or self.sources or self.wanted)
        """Whether articles are chosen by what is printed, not by paper and day alone."""

    def issues(self) -> list[sa.ColumnElement[bool]]:
        """What the issues must be that may hold wanted articles, by the index of today's texts."""
        if self.wanted is None or self.end is not None:
            return []
        tune(self.connection)
        found = matching(
            self.connection, self.wanted, replace(self.selection, page_names=(), authors=(), sources=())
        )
        return [_ISSUES.c.id.in_(found.of(_ARTICLES.c.issue_id))]

    def of_issues(self, issues: Sequence[int]) -> list[Loaded]:
        """The selected articles of these issues; duplicates are still there."""
        if self.wanted is not None and self.end is None:
            return self.load(_ARTICLES.c.issue_id.in_(issues))
        return self._wanted(ask(self.connection, of_issues(*self.form), issues=issues, end=self.end))

    def load(self, *where: sa.ColumnElement[bool]) -> list[Loaded]:
        """The selected articles among those for which these conditions hold; duplicates are still there."""
        statement = stored(*self.form).where(*self.selection.span(), *where)
        if self.wanted is not None and self.end is None:
            statement = statement.where(in_text(self.connection, self.wanted))
        found = self.connection.execute(statement, {"end": self.end})
        return self._wanted(list(map(row_of(tuple(found.keys()))._make, found)))

    def finished(self, loaded: Sequence[Loaded]) -> Iterator[ArticleRow]:
        """The articles with all their columns, without the duplicates that are not wanted."""
        self._learn({each.row.cluster for each in loaded if each.row.cluster is not None})
        if self.selection.dedup != "none":
            loaded = [each for each in loaded if self._is_kept(each.row)]
        images = self._images([each.row.id for each in loaded])
        return (self._article(each, images.get(each.row.id, ())) for each in loaded)

    def _wanted(self, rows: Sequence[Any]) -> list[Loaded]:
        """The articles of these rows that are selected by their texts and places, with both."""
        places = self._places({row.issue_id for row in rows})
        versions = {} if self.end is None else versions_at(self.connection, rows, self.end)
        loaded = [
            Loaded(
                row,
                versions.get(row.id, row) if versions else row,
                places.get((row.issue_id, row.source_id), ()),
            )
            for row in rows
        ]
        return [each for each in loaded if self._is_wanted(each)] if self.looks else loaded

    def _is_wanted(self, each: Loaded) -> bool:
        if self.authors and not self.authors.intersection(each.version.authors):
            return False
        if self.sources and each.version.source not in self.sources:
            return False
        if not self.selection.on_page(place.name for place in each.places):
            return False
        # Of texts of now the database has seen to it that they have what is wanted.
        return self.wanted is None or self.end is None or holds(self.wanted, each.folded())

    def _places(self, issues: Iterable[int]) -> dict[tuple[int, str], list[Any]]:
        found: dict[tuple[int, str], list[Any]] = {}
        for part in parts(sorted(issues)):
            for place in ask(self.connection, PLACES, issues=part):
                found.setdefault(place[:2], []).append(place)
        return found

    def _images(self, ids: Sequence[int]) -> dict[int, list[Image]]:
        found: dict[int, list[Image]] = {}
        for part in parts(ids):
            for row in ask(self.connection, PICTURES, articles=part):
                found.setdefault(row.article_id, []).append(Image(row.url, row.caption, row.credit))
        return found

    def _learn(self, names: set[str]) -> None:
        """Read who the members of these clusters are, unless it is known."""
        if len(self.clusters) > _REMEMBERED:
            self.clusters.clear()
        unknown = sorted(names - self.clusters.keys())
        if not unknown:
            return
        selected: set[str] | None = None
        if self.selection.dedup != "none" and self.looks:
            selected = {each.row.cite_id for each in self.load(_ARTICLES.c.cluster.in_(unknown))}
        members = MEMBERS if self.end is None else MEMBERS_UNTIL
        for part in parts(unknown):
            for row in ask(self.connection, members, clusters=part, end=self.end):
                is_selected = (
                    self.selection.spans(row.paper, row.date) if selected is None else row.cite_id in selected
                )
                self.clusters.setdefault(row.cluster, Cluster()).add(row, is_selected=is_selected)

    def _is_kept(self, row: Any) -> bool:
        return row.cluster is None or self.clusters[row.cluster].keeps(row, self.selection.dedup)

    def _article(self, each: Loaded, images: Sequence[Image]) -> ArticleRow:
        stored = each.row
        cluster = self.clusters.get(stored.cluster) if stored.cluster is not None else None
        row = article_row(each, self.papers[stored.paper], images, cluster, self.end)
        script = self.selection.script
        if script == "printed":
            return row
        if script.startswith("hant") and (row.script or self.papers[row.paper].script) == "hant":
            return row  # it is traditional already
        if not is_chinese(f"{row.headline}\n{row.body}"):
            return row
        return in_print_script(row, script, *each.folded())
