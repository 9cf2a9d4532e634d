"""What the archive accepts, described by its fields, and the rows these become.

The room knows no newspaper and imports nothing of the pipelines: whatever has these fields can be
kept (`pipelines.items` has them). The protocols name the fields the archive decides by; the other
columns are copied by name (`ARTICLE_FIELDS`, `PAGE_FIELDS`), each one a field of the item.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol

from storage.items import ARTICLE_FIELDS, CAPTURE_FIELDS, IMAGE_FIELDS, PAGE_FIELDS


class CaptureLike(Protocol):
    """`storage.captures.write.Capture`, or anything with its fields."""

    @property
    def url(self) -> str: ...
    @property
    def fetched_at(self) -> dt.datetime: ...
    @property
    def status(self) -> int: ...
    @property
    def warc(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def length(self) -> int: ...
    @property
    def sha256(self) -> str: ...


class Dated(Protocol):
    """Something of one paper and one day, with the bytes it was read from."""

    @property
    def paper(self) -> str: ...
    @property
    def date(self) -> dt.date: ...
    @property
    def url(self) -> str: ...
    @property
    def capture(self) -> CaptureLike | None: ...


class OfIssue(Dated, Protocol):
    """Something of one issue."""

    @property
    def edition(self) -> str: ...


class PromisedPage(Protocol):
    """One entry of the page navigation."""

    @property
    def sequence(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...


class Issue(OfIssue, Protocol):
    """An issue and its page navigation."""

    @property
    def number(self) -> str | None: ...
    @property
    def page_count(self) -> int: ...
    @property
    def pages(self) -> Sequence[PromisedPage]: ...


class Placement(Protocol):
    """One entry of a title list."""

    @property
    def position(self) -> int: ...
    @property
    def source_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def area(self) -> Sequence[Sequence[Sequence[float]]] | None: ...


class Page(OfIssue, Protocol):
    """A page and its title list; also every name of PAGE_FIELDS."""

    @property
    def sequence(self) -> int: ...
    @property
    def placements(self) -> Sequence[Placement]: ...


class Article(OfIssue, Protocol):
    """An article; also every name of ARTICLE_FIELDS, and pictures with IMAGE_FIELDS."""

    @property
    def source_id(self) -> str: ...
    @property
    def content_key(self) -> str | None: ...
    @property
    def signature(self) -> bytes: ...
    @property
    def body(self) -> str: ...
    @property
    def body_hans(self) -> str: ...
    @property
    def images(self) -> Sequence[object]: ...


class Problem(Dated, Protocol):
    """A promise that was not kept."""

    @property
    def kind(self) -> str: ...
    @property
    def detail(self) -> str: ...


Item = Issue | Page | Article | Problem


@dataclass(frozen=True, slots=True)
class Unread:
    """A response that gives no item (a request that was tried again, a list of issues): its place is kept."""

    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue it was fetched for."""
    capture: CaptureLike
    """Where its bytes lie."""


_article = attrgetter(*ARTICLE_FIELDS)
_page = attrgetter(*PAGE_FIELDS)
_image = attrgetter(*IMAGE_FIELDS)
_capture = attrgetter(*CAPTURE_FIELDS)


def cite_id(paper: str, date: dt.date, edition: str, source_id: str) -> str:
    """`{paper}-{date}-{source_id}`; a named edition stands after the date, for its ids may repeat."""
    return "-".join(part for part in (paper, date.isoformat(), edition, source_id) if part)


def article_row(item: Article) -> dict[str, Any]:
    """The columns of `articles` that an item decides."""
    row = dict(zip(ARTICLE_FIELDS, _article(item), strict=True))
    row["authors"] = list(row["authors"])
    row["repairs"] = _plain(row["repairs"])
    row["cite_id"] = cite_id(item.paper, item.date, item.edition, item.source_id)
    return row


def image_rows(images: Iterable[object]) -> list[dict[str, Any]]:
    """The rows of `images`, without their article."""
    return [dict(zip(IMAGE_FIELDS, _image(image), strict=True)) for image in images]


def page_row(item: Page) -> dict[str, Any]:
    """The columns of `pages` that an item decides."""
    return dict(zip(PAGE_FIELDS, _page(item), strict=True))


def placement_row(entry: Placement, kept: dict[str, str]) -> dict[str, Any]:
    """The row of `placements`, without its page; `kept` leads from an alias to the id of the article."""
    return {
        "position": entry.position,
        "source_id": kept.get(entry.source_id, entry.source_id),
        "listed_id": entry.source_id,
        "title": entry.title,
        "url": entry.url,
        "area": _plain(entry.area),
        "withdrawn_at": None,
    }


def capture_row(capture: CaptureLike, issue_id: int | None) -> dict[str, Any]:
    """The row of `captures`."""
    return {**dict(zip(CAPTURE_FIELDS, _capture(capture), strict=True)), "issue_id": issue_id}


def promise(pages: Sequence[PromisedPage]) -> list[dict[str, Any]]:
    """`issues.promised`: the page navigation as JSON."""
    return [{"sequence": p.sequence, "number": p.number, "name": p.name, "url": p.url} for p in pages]


def seen_at(item: Dated) -> dt.datetime:
    """When the item arrived: its bytes' time, so that a rebuild dates rows as the crawl did."""
    return item.capture.fetched_at if item.capture else dt.datetime.now(dt.UTC)


def digest_of(item: Dated) -> str | None:
    """The SHA-256 of the bytes an item was read from; None where none were archived."""
    return item.capture.sha256 if item.capture else None


def is_same(item: Dated, before: Any) -> bool:
    """Whether an item is read from the bytes its row (with `sha256`) was read from.

    Then it was another parser that read it: what it says replaces the row's, smaller or not.
    """
    return item.capture is not None and item.capture.sha256 == before.sha256


def is_past(item: Dated, before: Any, seen: dt.datetime) -> bool:
    """Whether an item arrived before its row (with `sha256` and `checked_at`) was last checked: replayed."""
    known = before.sha256 is not None and before.checked_at is not None
    return known and seen < before.checked_at and not is_same(item, before)


def merged_titles(
    before: Sequence[dict[str, Any]], listed: Sequence[dict[str, Any]], seen: dt.datetime, corrects: bool
) -> tuple[list[dict[str, Any]], list[str]]:
    """A stored title list and the one that arrived: the rows to keep, and the titles the new one lacks.

    What the new list lacks (neither its id nor its title is there) stays where it was among its neighbours,
    with the time it was first lacking. Of a list that is only read anew (`corrects`) nothing is lacking but
    what was before.
    """
    ids = {row["listed_id"] for row in listed} | {row["source_id"] for row in listed}
    titles = {row["title"] for row in listed}
    rows, lost, place = list(listed), [], 0
    for row in before:
        if row["listed_id"] in ids or row["title"] in titles:
            same = (n for n, other in enumerate(rows) if row["listed_id"] == other["listed_id"])
            place = next(same, place - 1) + 1
        elif row["withdrawn_at"] is not None or not corrects:
            rows.insert(place, {**row, "withdrawn_at": row["withdrawn_at"] or seen})
            lost.append(row["title"])
            place += 1
    return [{**row, "position": position} for position, row in enumerate(rows, start=1)], lost


def _plain(value: object) -> Any:
    """As JSON gives it back: lists for tuples, so that what is stored compares with what arrives."""
    if isinstance(value, Mapping):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    return value
