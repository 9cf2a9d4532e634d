"""What is kept, as values: an issue, a page, an article, a problem, and where their bytes lie.

The spider fills the printed fields, the pipelines the derived ones (`dataclasses.replace`), and
`storage.writer` stores what arrives. Every field is a column of the database, except the few that
name a table (`images`, `placements`, `capture`) or serve on the way (`printed_date`, `damaged`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

ALIKE = 3
"""On so many days the same page that is no newspaper says that there is no issue."""
NO_BYTES = hashlib.sha256(b"").hexdigest()
"""The digest of an empty answer, which says nothing."""
SpanKind = Literal["cron", "asked", "accepted"]


class Purpose(NamedTuple):
    """What a response was asked for."""

    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue."""
    role: str = ""
    """What it is to be read as: one printable ASCII line that the asker understands."""
    asked: str = ""
    """The address asked for, before redirects."""


@dataclass(frozen=True, slots=True)
class Capture:
    """Where the bytes of one response lie in the WARC files."""

    url: str
    """The address the bytes came from, after redirects."""
    fetched_at: dt.datetime
    """When they arrived, UTC with tzinfo."""
    status: int
    """HTTP status code."""
    warc: str
    """Path of the WARC file, relative to the archive directory, `/` between."""
    offset: int
    """Byte offset of the record's gzip member in that file."""
    length: int
    """Length of the gzip member in bytes."""
    sha256: str
    """SHA-256 of the body (after content decoding), 64 hex digits."""


Polygon = tuple[tuple[float, float], ...]
"""Corners (x, y) of an area on the page image, in the image's own pixels (HTML `area coords`)."""


@dataclass(frozen=True, slots=True)
class PromisedPage:
    """One entry of the page navigation (版面导航)."""

    sequence: int
    """1 for the first page of the issue, counted without gaps."""
    number: str
    """The page number as printed: '01', 'A12'."""
    name: str
    """The page name (版名): '头版'; '' when none is printed."""
    url: str
    """Address of the page."""


@dataclass(frozen=True, slots=True)
class IssueItem:
    """One issue (期) as its page navigation promises it."""

    paper: str
    """Slug of the paper."""
    date: dt.date
    """The issue's date as printed on its front page."""
    edition: str
    """'' for the only edition of the day, otherwise its printed name (早报, 海外版)."""
    url: str
    """Address of the front page."""
    number: str | None
    """期号 as printed, None where none is printed."""
    page_count: int
    """How many pages the navigation promises; 0: no issue was published that day (休刊)."""
    pages: tuple[PromisedPage, ...]
    """The navigation itself, in print order."""
    unproved: bool = False
    """Whether nothing on the front page says which day it is of."""
    ending: str = ""
    """'' for a document that is closed, else how it ends: checked against others, not stored."""
    capture: Capture | None = None
    """Where the front page's bytes lie."""
    read_by: str = ""
    """'' where the paper's own family read it, 'generic' where only the generic reader did."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One entry of a page's title list (标题导航): the place where an article is printed."""

    position: int
    """1 for the first title of the page."""
    source_id: str
    """The site's own id of the article."""
    title: str
    """The title as the list prints it."""
    url: str
    """Address of the article."""
    area: tuple[Polygon, ...] | None
    """The article's polygons on the page image; None where the page map has none."""


@dataclass(frozen=True, slots=True)
class PageItem:
    """One page (版) with its title list."""

    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue."""
    edition: str
    """Edition of the issue, '' for the only one."""
    sequence: int
    """1 for the first page of the issue, in the order of the page navigation."""
    number: str
    """The page number as printed: '01', 'A12'."""
    name: str
    """The page name (版名)."""
    url: str
    """Address of the page."""
    image_url: str | None
    """Address of the page's picture."""
    pdf_url: str | None
    """Address of the page's PDF."""
    placements: tuple[Placement, ...]
    """The title list, in its order; empty for a page without articles (a whole-page advertisement)."""
    dated: bool = False
    """Whether the page says itself that it is of that day: that proves its issue, and is not stored."""
    ending: str = ""
    """'' for a document that is closed, else how it ends: checked against others, not stored."""
    capture: Capture | None = None
    """Where the page's bytes lie."""
    read_by: str = ""
    """'' where the paper's own family read it, 'generic' where only the generic reader did."""


@dataclass(frozen=True, slots=True)
class ImageItem:
    """One picture of an article."""

    position: int
    """1 for the first picture of the article."""
    url: str
    """Address of the picture."""
    caption: str
    """图说, '' when none is printed."""
    credit: str
    """摄影, '' when none is printed."""


@dataclass(frozen=True, slots=True)
class ArticleItem:
    """One article (稿件): verbatim from the spider, then normalised by the pipelines."""

    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue the article was asked for in."""
    edition: str
    """Edition of the issue, '' for the only one."""
    source_id: str
    """The site's own id of the article."""
    url: str
    """Address of the article."""
    kicker: str = ""
    """引题, the line above the headline."""
    headline: str = ""
    """主题."""
    subhead: str = ""
    """副题, the line below the headline."""
    byline: str = ""
    """署名 as printed, with its 本报记者."""
    body: str = ""
    """The text: paragraphs with a line feed between."""
    column_name: str = ""
    """栏目, the standing column the article appears in."""
    images: tuple[ImageItem, ...] = ()
    """The article's pictures in order."""
    printed_date: dt.date | None = None
    """The issue date printed on the article's own page: checked against `date`, not stored."""
    ending: str = ""
    """'' for a document that is closed, else how it ends: checked against others, not stored."""
    authors: tuple[str, ...] = ()
    """Names read from byline, dateline and closing line."""
    dateline: str = ""
    """电头: 本报北京1月1日电."""
    source: str = ""
    """来源: 新华社, 宁夏新闻网."""
    headline_hans: str = ""
    """The headline folded to simplified script."""
    body_hans: str = ""
    """The body folded to simplified script."""
    script: str = ""
    """hans, hant or mixed: what the characters of the article are."""
    char_count: int = 0
    """Characters of the body that are not white space."""
    content_key: str | None = None
    """Equal for equal texts whatever script, width or punctuation; None for too little text."""
    signature: bytes = field(default=b"", metadata={"serializer": bytes.hex})
    """MinHash of the text (`pipelines.text.minhash`), to find near duplicates by; b"" for a short text."""
    damaged: bool = False
    """Whether its site is known to damage texts: restored without other proof, not stored."""
    repairs: tuple[dict[str, object], ...] = ()
    """What `restore` changed: field, start, end, observed, restored, kind, confidence."""
    capture: Capture | None = None
    """Where the article's bytes lie."""
    read_by: str = ""
    """'' where the paper's own family read it, 'generic' where only the generic reader did."""


@dataclass(frozen=True, slots=True)
class ProblemItem:
    """Something promised that could not be kept, with its reason."""

    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue."""
    url: str
    """The address concerned."""
    kind: str
    """One word of PROBLEM_KINDS."""
    detail: str
    """What was seen and what was expected, one sentence."""
    capture: Capture | None = None
    """Where the bytes that caused it lie."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of a paper that were asked for, or accepted as lacking."""

    paper: str
    """Slug of the paper."""
    since: dt.date
    """First day."""
    until: dt.date
    """Last day, included."""
    kind: SpanKind
    """cron: by runs without dates; asked: by runs with dates; accepted: what lacks there is gone for good."""
    why: str = ""
    """Why it was accepted; '' of the other kinds."""
    asked_at: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    """When it was asked for, with tzinfo."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class UnreadItem:
    """A response from which nothing is read (one that was asked for again, a list of issues): its place."""

    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue it was fetched for."""
    capture: Capture
    """Where its bytes lie."""


PROBLEM_KINDS = {
    "absent": "the server has no front page of that day (404, 410): late, not printed, or a wrong address",
    "not_found": "the address is promised but the server has nothing there (404, 410)",
    "http_error": "the server answered with an error or something unusable: too large, broken off, endless",
    "unreachable": "no answer: DNS, connection, time-out",
    "blocked": "the server refuses us: 403, 429, captcha, robots.txt",
    "truncated": "the page ends before its end, and not as other pages of the paper do",
    "bad_link": "a page links what is no address",
    "outside": "the address is of a host the profile does not name",
    "layout_changed": "the page does not keep the platform's promise",
    "guessed": "only the generic reader could read it: to be read again when the profile is mended",
    "doubtful": "the profile and the generic reader read the page differently",
    "other_issue": "the page is of another issue's date",
    "empty": "the article has no text and no picture",
    "navigation": "the body is navigation, not an article",
    "disagreement": "the two navigations contradict each other",
    "shrunk": "it came back smaller than it was: the fuller one is kept",
    "program_error": "banmian itself failed at this page: please report it",
}

Item = IssueItem | PageItem | ArticleItem | ProblemItem
"""What the pipelines handle; `storage.writer` stores an UnreadItem, too."""

Outcome = Literal["new", "changed", "same"]
"""What storing did: a first row, another content of a row that was there, or nothing."""

TEXT_FIELDS = (
    "kicker",
    "headline",
    "subhead",
    "byline",
    "authors",
    "dateline",
    "source",
    "column_name",
    "body",
)
"""What a revision keeps: the columns `revisions` and `articles` share."""

ARTICLE_FIELDS = (
    "source_id",
    "url",
    *TEXT_FIELDS,
    "headline_hans",
    "body_hans",
    "script",
    "char_count",
    "content_key",
    "repairs",
    "read_by",
)
PAGE_FIELDS = ("number", "name", "url", "image_url", "pdf_url", "read_by")
IMAGE_FIELDS = ("position", "url", "caption", "credit")
CAPTURE_FIELDS = ("url", "fetched_at", "status", "warc", "offset", "length", "sha256")
