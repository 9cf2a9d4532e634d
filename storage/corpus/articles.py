"""The articles of a selection in print order, a few issues in memory at a time.

Print order is (date, paper, edition, page, position); by paper first where a release is split by paper. It
is made here and not by the database, for collations differ: SQLite and PostgreSQL give the same rows.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, select

from pipelines.text.fold import convert_line, in_script
from pipelines.text.script import fold_article, is_chinese
from storage.corpus.derived import Place, derived, program
from storage.corpus.statements import MEMBERS, PICTURES, PLACES, UNREAD
from storage.corpus.values import Article, ArticleRow, Image, as_article
from storage.corpus.versions import CAPTURE, row_of, versions_at
from storage.database import parts
from storage.ledger import begins
from storage.models import table
from storage.order import NOWHERE, Rank
from storage.search import holds, in_text, matching, read_query, tune
from storage.selection import Selection, with_papers

_ISSUES, _ARTICLES, _CAPTURES = map(table, ("issues", "articles", "captures"))

_BATCH = 16
"""Issues in memory at a time."""
_REMEMBERED = 10_000
"""Clusters whose members are not asked for again."""

Progress = Callable[[int, int], None]
"""Told how many issues are done, and of how many."""

_ALONE: Counter[str] = Counter()
"""The papers of the other prints of a text that has none."""
_UNKNOWN = Place(NOWHERE, NOWHERE, "", "", None)
_LAST = Rank(2, dt.date.max, NOWHERE, "")
"""Behind every print there is."""


@dataclass(slots=True)
class _Loaded:
    row: Any
    version: Any
    """The row with its texts: itself, or one of `revisions`."""
    places: Sequence[Place]
    """In print order."""

    @property
    def first(self) -> Place:
        return self.places[0] if self.places else _UNKNOWN


@dataclass(slots=True)
class _Cluster:
    """The prints of one text that are known (at the day asked about)."""

    papers: Counter[str] = field(default_factory=Counter)
    """How many prints each paper has."""
    first: Rank = _LAST
    kept: dict[str | None, Rank] = field(default_factory=dict)
    """The first selected print: of the cluster under None, of each equal text under its key."""


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
        loaded = reader.load(_ARTICLES.c.issue_id.in_(batch))
        loaded.sort(key=lambda each: (order[each.row.issue_id], each.first, each.row.cite_id))
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
    loaded.sort(key=lambda each: (*_issue_order(each.row), each.first, each.row.cite_id))
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
        self.clusters: dict[str, _Cluster] = {}

    def issues(self) -> list[sa.ColumnElement[bool]]:
        """What the issues must be that may hold wanted articles, by the index of today's texts."""
        if self.wanted is None or self.end is not None:
            return []
        tune(self.connection)
        found = matching(
            self.connection, self.wanted, replace(self.selection, page_names=(), authors=(), sources=())
        )
        return [_ISSUES.c.id.in_(found.of(_ARTICLES.c.issue_id))]

    def load(self, *where: sa.ColumnElement[bool]) -> list[_Loaded]:
        """The selected articles among those for which these conditions hold; duplicates are still there."""
        found = self.connection.execute(self._statement().where(*where))
        rows = list(map(row_of(tuple(found.keys()))._make, found))
        places = self._places({row.issue_id for row in rows})
        versions = {} if self.end is None else versions_at(self.connection, rows, self.end)
        loaded = (
            _Loaded(row, versions.get(row.id, row), places.get((row.issue_id, row.source_id), ()))
            for row in rows
        )
        return [
            each
            for each in loaded
            if self.selection.on_page(place.name for place in each.places)
            and (not self.authors or self.authors.intersection(each.version.authors))
            and (not self.sources or each.version.source in self.sources)
            and self._matches(each)
        ]

    def finished(self, loaded: Sequence[_Loaded]) -> Iterator[ArticleRow]:
        """The articles with all their columns, without the duplicates that are not wanted."""
        self._learn({each.row.cluster for each in loaded if each.row.cluster is not None})
        kept = [each for each in loaded if self._is_kept(each.row)]
        images = self._images([each.row.id for each in kept])
        return (self._article(each, images.get(each.row.id, ())) for each in kept)

    def _statement(self) -> sa.Select[Any]:
        columns = [column for column in _ARTICLES.c if column.name not in UNREAD]
        if self.selection.script != "printed" or (self.wanted and self.end is not None):
            columns += [_ARTICLES.c.headline_hans, _ARTICLES.c.body_hans]
        issue = (_ISSUES.c.paper, _ISSUES.c.date, _ISSUES.c.edition, _ISSUES.c.number.label("issue_number"))
        statement = (
            select(*columns, *issue, *CAPTURE)
            .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
            .outerjoin(_CAPTURES, _CAPTURES.c.id == _ARTICLES.c.capture_id)
            .where(*self.selection.span())
        )
        if not self.selection.guessed:
            statement = statement.where(_ARTICLES.c.read_by == "")
        if self.end is not None:
            statement = statement.where(_ARTICLES.c.first_seen < self.end)
        elif self.wanted:
            statement = statement.where(in_text(self.connection, self.wanted))
        return statement

    def _matches(self, each: _Loaded) -> bool:
        """Whether it contains what is wanted (of texts of now the database has seen to that)."""
        if not self.wanted or self.end is None:
            return True
        return holds(self.wanted, self._hans(each))

    def _hans(self, each: _Loaded) -> tuple[str, str]:
        """Headline and body in simplified script."""
        if each.version is each.row:
            return each.row.headline_hans, each.row.body_hans
        return fold_article(each.version.headline, each.version.body)

    def _places(self, issues: Iterable[int]) -> dict[tuple[int, str], list[Place]]:
        found: dict[tuple[int, str], list[Place]] = {}
        for part in parts(sorted(issues)):
            for issue_id, source_id, *place in self.connection.execute(PLACES, {"issues": part}):
                found.setdefault((issue_id, source_id), []).append(Place(*place))
        return found

    def _images(self, ids: Sequence[int]) -> dict[int, list[Image]]:
        found: dict[int, list[Image]] = {}
        for part in parts(ids):
            for row in self.connection.execute(PICTURES, {"articles": part}):
                found.setdefault(row.article_id, []).append(Image(row.url, row.caption, row.credit))
        return found

    def _learn(self, names: set[str]) -> None:
        """Read who the members of these clusters are, unless it is known."""
        if len(self.clusters) > _REMEMBERED:
            self.clusters.clear()
        unknown = sorted(names - self.clusters.keys())
        selected: set[str] | None = None
        further = self.selection.page_names or self.authors or self.sources or self.wanted
        if self.selection.dedup != "none" and further and unknown:
            selected = {each.row.cite_id for each in self.load(_ARTICLES.c.cluster.in_(unknown))}
        members = MEMBERS if self.end is None else MEMBERS.where(_ARTICLES.c.first_seen < self.end)
        for row in self.connection.execute(members, {"clusters": unknown}) if unknown else ():
            cluster = self.clusters.setdefault(row.cluster, _Cluster())
            rank = Rank.of(row)
            cluster.papers[row.paper] += 1
            cluster.first = min(cluster.first, rank)
            if self.selection.spans(row.paper, row.date) if selected is None else row.cite_id in selected:
                for key in (None, row.content_key):
                    cluster.kept[key] = min(cluster.kept.get(key, rank), rank)

    def _is_kept(self, row: Any) -> bool:
        if row.cluster is None or self.selection.dedup == "none":
            return True
        key = row.content_key if self.selection.dedup == "exact" else None
        return bool(self.clusters[row.cluster].kept[key].cite_id == row.cite_id)

    def _article(self, each: _Loaded, images: Sequence[Image]) -> ArticleRow:
        row, version, place = each.row, each.version, each.first
        paper = self.papers[row.paper]
        script = self.selection.script
        if script.startswith("hant") and (row.script or paper.script) == "hant":
            script = "printed"  # it is traditional already
        if script != "printed" and not is_chinese(f"{version.headline}\n{version.body}"):
            script = "printed"

        line = str if script == "printed" else partial(convert_line, script=script)

        headline, body = version.headline, version.body
        if script != "printed":
            headline, body = (in_script(text, script) for text in self._hans(each))
        cluster = self.clusters.get(row.cluster) if row.cluster is not None else None
        others = _ALONE if cluster is None else cluster.papers - Counter({row.paper: 1})
        first = cluster.first.cite_id if cluster is not None and others else None
        char_count = row.char_count if version is row else len("".join(version.body.split()))
        return ArticleRow(
            cite_id=row.cite_id,
            paper=row.paper,
            paper_name=line(paper.name),
            date=row.date,
            page_number=place.number,
            page_name=line(place.name),
            kicker=line(version.kicker),
            headline=headline,
            subhead=line(version.subhead),
            byline=line(version.byline),
            authors=tuple(line(name) for name in version.authors),
            dateline=line(version.dateline),
            source=line(version.source),
            body=body,
            url=row.url,
            script=row.script,
            char_count=char_count,
            reprint_of=first if first != row.cite_id else None,
            cluster=first,
            reprints=others.total() if others else 0,
            repairs=tuple(row.repairs) if version is row else None,
            reprint_papers=tuple(sorted(others)),
            edition=row.edition,
            issue_number=row.issue_number,
            page_sequence=place.sequence if each.places else None,
            position=place.position if each.places else None,
            further_pages=_further(each.places) if len(each.places) > 1 else (),
            column_name=line(version.column_name),
            images=tuple([Image(one.url, line(one.caption), line(one.credit)) for one in images]),
            content_key=row.content_key if version is row else None,
            revision=version.revision,
            first_seen=row.first_seen,
            withdrawn_at=self._withdrawn(row.withdrawn_at),
            continues=row.continues,
            read_by=row.read_by,
            sha256=version.sha256 or "",
            warc=version.warc or "",
            warc_offset=version.offset,
            program=program(),
            **derived(paper, row.date, version, each.places, char_count, len(images), line),
        )

    def _withdrawn(self, at: dt.datetime | None) -> dt.datetime | None:
        return at if at is None or self.end is None or at < self.end else None


def _further(places: Sequence[Place]) -> tuple[str, ...]:
    """The numbers of the pages an article is printed on besides the first, each once."""
    return tuple(dict.fromkeys(at.number for at in places if at.number != places[0].number))
