"""A row of a corpus: what is stored of an article, where it stands, and what is computed when it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib import metadata
from typing import Any, NamedTuple

from pipelines.text.credits import agency_of, read_place_and_day
from pipelines.text.fold import PrintScript, convert_line, in_script
from pipelines.text.kinds import Printed, genre_of, kind_of, level_of, page_section
from pipelines.text.script import fold_article
from storage.corpus.clusters import Cluster
from storage.corpus.values import ArticleRow, Image
from storage.order import NOWHERE


class Loaded(NamedTuple):
    """What was read of an article."""

    row: Any
    """The article with its issue and its bytes (`statements.stored`)."""
    version: Any
    """The row with its texts: the same, or one of `revisions`."""
    places: Sequence[Any]
    """Where it is printed, in order: rows of `statements.PLACES`."""

    @property
    def rank(self) -> tuple[int, int]:
        """Its place in its issue: page and position."""
        return self.places[0][2:4] if self.places else (NOWHERE, NOWHERE)

    def folded(self) -> tuple[str, str]:
        """Headline and body in simplified script, of a row that has them."""
        if self.version is self.row:
            return self.row.headline_hans, self.row.body_hans
        return fold_article(self.version.headline, self.version.body)


def article_row(
    loaded: Loaded, paper: Any, images: Sequence[Image], cluster: Cluster | None, end: dt.datetime | None
) -> ArticleRow:
    """The row of a corpus for an article, its texts as printed.

    `paper` is its row of `papers`, `cluster` the prints of its text, `end` the instant up to which things
    are told (None: all).
    """
    row, version, places = loaded
    is_current = version is row
    number = name = ""
    sequence = position = share = front = None
    further: tuple[str, ...] = ()
    if places:
        _, _, sequence, position, number, name, share = places[0]
        front = sequence == 1
        if len(places) > 1:
            front = any(place.sequence == 1 for place in places)
            further = tuple(dict.fromkeys(place.number for place in places if place.number != number))
    others = cluster.others(row.paper) if cluster is not None else []
    first = cluster.first.cite_id if cluster is not None and others else None
    withdrawn = row.withdrawn_at
    char_count = row.char_count if is_current else len("".join(version.body.split()))
    dateline, source = version.dateline, version.source
    agency = agency_of(source)
    dateline_place, dateline_date = read_place_and_day(dateline, row.date)
    printed = Printed(
        version.kicker,
        version.headline,
        version.subhead,
        version.byline,
        version.column_name,
        name,
        dateline,
        version.body,
        char_count,
        len(images),
    )
    # By place: names cost four times as much as the tuple itself.
    return _row(
        (
            row.cite_id,
            row.paper,
            paper.name,
            row.date,
            number,
            name,
            version.kicker,
            version.headline,
            version.subhead,
            version.byline,
            tuple(version.authors),
            dateline,
            source,
            version.body,
            row.url,
            row.script,
            char_count,
            first if first != row.cite_id else None,
            first,
            sum(cluster.papers.values()) - 1 if cluster is not None and others else 0,
            tuple(row.repairs) if is_current else None,
            tuple(others),
            row.edition,
            row.issue_number,
            sequence,
            position,
            further,
            version.column_name,
            tuple(images),
            row.content_key if is_current else None,
            version.revision,
            row.first_seen,
            withdrawn if withdrawn is None or end is None or withdrawn < end else None,
            row.continues,
            row.read_by,
            version.sha256 or "",
            version.warc or "",
            version.offset,
            dateline_place,
            dateline_date,
            agency,
            bool(agency),
            front,
            share,
            len(images),
            genre_of(printed),
            page_section(name) if name else "",
            paper.province,
            level_of(paper.name, paper.province),
            kind_of(paper.name),
            _program(),
        )
    )


def in_print_script(row: ArticleRow, script: PrintScript, headline: str, body: str) -> ArticleRow:
    """The row with its texts in that script; `headline` and `body` are its own, folded."""
    line = partial(convert_line, script=script)
    lines = {name: line(getattr(row, name)) for name in _LINES}
    return row._replace(  # type: ignore[attr-defined,no-any-return]
        **lines,
        headline=in_script(headline, script),
        body=in_script(body, script),
        authors=tuple(map(line, row.authors)),
        images=tuple(Image(image.url, line(image.caption), line(image.credit)) for image in row.images),
    )


_LINES = (
    "paper_name",
    "page_name",
    "kicker",
    "subhead",
    "byline",
    "dateline",
    "source",
    "column_name",
    "dateline_place",
)
_row: Callable[[tuple[Any, ...]], ArticleRow] = partial(tuple.__new__, ArticleRow)  # type: ignore[type-var]


@cache
def _program() -> str:
    """What makes rows of articles: banmian and its version."""
    return f"banmian {metadata.version('banmian')}"
