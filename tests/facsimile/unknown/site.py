"""An invented site: how it addresses and prints an edition; its resources and its truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Literal, TypeVar

from crawler.demo.newsstand import Resource
from pipelines.text.fold import to_hant
from tests.facsimile.press.printing import jpeg, pdf
from tests.facsimile.unknown.newsroom import House, edition
from tests.facsimile.unknown.values import (
    Edition,
    Picture,
    Sheet,
    Story,
    TrueArticle,
    TrueIssue,
    TruePage,
    TruePicture,
    TrueTitle,
)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Printed:
    """An issue on its site."""

    resources: Mapping[str, Resource]
    """Path below the site's base (without a fragment, its query included) → content type and bytes."""
    truth: TrueIssue


@dataclass(frozen=True, slots=True)
class Markup:
    """How a site addresses and prints; every address is relative to the site's base."""

    page_address: Callable[[Edition, Sheet], str]
    article_address: Callable[[Edition, Sheet, Story], str]
    source_id: Callable[[Edition, Sheet, Story], str]
    page: Callable[[Edition, Sheet], str]
    """The document of a page."""
    article: Callable[[Edition, Sheet, Story], str]
    """The document of an article, or the first of several."""
    picture: Callable[[Edition, Picture], str]
    """Address of a picture of an article."""
    scan: Callable[[Edition, Sheet], str] = lambda _issue, _sheet: ""
    """Address of the picture of a page."""
    pdf: Callable[[Edition, Sheet], str] = lambda _issue, _sheet: ""
    front: Callable[[Edition], str] | None = None
    """Address of the front page; None: the address of the first page."""
    others: Callable[[Edition], Mapping[str, str]] = lambda _issue: {}
    """Further documents: the front page where it is none of the pages, frames, parts of long articles."""
    parts: Callable[[Edition, Sheet, Story], tuple[str, ...]] = lambda _issue, _sheet, _story: ()
    """Addresses of the further parts of an article."""
    issue_links: bool = True
    """Whether 上一期 and 下一期 are links with an address."""
    prints_number: bool = False
    """Whether 期号 is printed."""


@dataclass(frozen=True, slots=True)
class UnknownSite:
    """A newspaper whose markup no family knows."""

    slug: str
    name: str
    """Its nameplate, in its own script."""
    kind: str
    """What is different in kind about it, in a sentence."""
    traps: tuple[str, ...]
    markup: Markup
    house: House
    since: date
    """Date of the first of its issues."""
    number: int
    """期号 of the first of its issues."""
    front_page: str
    """Template of the front page's address below the base; '' where the date does not lead to it."""
    encoding: str = "utf-8"
    content_type: str = "text/html"
    script: Literal["hans", "hant"] = "hans"
    issues: int = 2
    variant: Literal["s2hk", "s2twp"] = field(default="s2hk")
    """Which traditional script, where it is one."""
    lacks: frozenset[str] = frozenset()
    """What the document of a page (pages: of the front page) does not hold but another one does, a frame or a
    script file: 'pages', 'titles'. Who reads one document alone must refuse it there, not guess."""

    @property
    def days(self) -> tuple[date, ...]:
        """The dates of its issues, in order."""
        ordinals = range(self.issues)
        return tuple(date.fromordinal(self.since.toordinal() + n * self.house.step) for n in ordinals)

    def edition(self, day: date) -> Edition:
        """What its newsroom printed that day. Raises ValueError for a day without an issue."""
        at = self.days.index(day)
        made = edition(self.slug, self.house, day, self.number + at, day == self.days[-1])
        return _traditional(made, self.variant) if self.script == "hant" else made

    def press(self, day: date) -> Printed:
        """The issue of a day. Raises ValueError for a day without an issue."""
        return _press(self, day)

    def find(self, path: str) -> Resource | None:
        """What stands under a path below the base, for `crawler.demo.newsstand.serve`."""
        for day in self.days:
            if found := self.press(day).resources.get(path):
                return found
        return None


@cache
def _press(site: UnknownSite, day: date) -> Printed:
    issue, markup = site.edition(day), site.markup
    documents: dict[str, str] = {}
    for sheet in issue.sheets:
        documents.setdefault(_document(markup.page_address(issue, sheet)), markup.page(issue, sheet))
        for story in sheet.stories:
            address = _document(markup.article_address(issue, sheet, story))
            if address not in documents:
                documents[address] = markup.article(issue, sheet, story)
    documents |= markup.others(issue)
    truth = _truth(markup, issue)
    resources = {path: _printed(site, path, text) for path, text in documents.items()}
    for page in truth.pages:
        resources |= {page.picture: ("image/jpeg", jpeg())} if page.picture else {}
        resources |= {page.pdf: ("application/pdf", pdf())} if page.pdf else {}
    for article in truth.articles:
        resources |= {picture.address: ("image/jpeg", jpeg()) for picture in article.pictures}
    return Printed(resources, truth)


def _printed(site: UnknownSite, path: str, text: str) -> Resource:
    kinds = {".js": "application/javascript", ".json": "application/json", ".xml": "text/xml"}
    kind = next((kind for ending, kind in kinds.items() if path.endswith(ending)), site.content_type)
    return kind, text.encode(site.encoding, "xmlcharrefreplace")


def _document(address: str) -> str:
    return address.partition("#")[0]


def _truth(markup: Markup, issue: Edition) -> TrueIssue:
    ids = {
        story.key: markup.source_id(issue, sheet, story) for sheet in issue.sheets for story in sheet.stories
    }
    front = markup.front or (lambda of: markup.page_address(of, of.sheets[0]))
    around = {
        name: front(replace(issue, day=day, number=issue.number + change))
        if day and markup.issue_links
        else ""
        for name, day, change in (("previous", issue.previous, -1), ("following", issue.following, 1))
    }
    return TrueIssue(
        issue.day, str(issue.number) if markup.prints_number else "", front(issue),
        tuple(
            TruePage(
                sheet.number, sheet.name, markup.page_address(issue, sheet),
                tuple(
                    TrueTitle(ids[story.key], story.title, markup.article_address(issue, sheet, story))
                    for story in sheet.stories
                ),
                markup.scan(issue, sheet), markup.pdf(issue, sheet),
            )
            for sheet in issue.sheets
        ),
        tuple(
            TrueArticle(
                ids[story.key], markup.article_address(issue, sheet, story),
                markup.parts(issue, sheet, story), story.form, story.kicker, story.headline,
                story.subhead, story.byline, story.column, issue.day, story.paragraphs,
                tuple(
                    TruePicture(markup.picture(issue, picture), picture.caption, picture.credit)
                    for picture in story.pictures
                ),
                ids.get(story.continues, ""),
            )
            for sheet in issue.sheets
            for story in sheet.stories
        ),
        **around,
    )  # fmt: skip


def _traditional(value: Value, variant: Literal["s2hk", "s2twp"]) -> Value:
    if isinstance(value, str):
        return to_hant(value, variant)  # type: ignore[return-value]  # of the same type
    if isinstance(value, tuple):
        return tuple(_traditional(each, variant) for each in value)  # type: ignore[return-value]  # the same
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: _traditional(getattr(value, part.name), variant) for part in fields(value)}
        return replace(value, **parts)
    return value
