"""The sites the generic reader is measured on, each with what must be read of it.

Every family's facsimiles and captures are walked with the family's own reader, whose reading the tests
prove; the
sites no family knows bring their truth along; real saved pages bring `expected.json`.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import tests.facsimile
from crawler.answer import Answer, read
from crawler.paper import Paper, load, parse_profile
from crawler.platforms.document import Document, read_document
from crawler.trial.specimen import profile_in, read_specimen
from crawler.wanted import Wanted, WantedArticle, WantedIssue, WantedPage, key_of, wanted_of
from pipelines.items import ArticleItem, IssueItem, PageItem
from tests.facsimile import Family
from tests.facsimile.unknown import SITES, UnknownSite

BASE = "http://site.example"


@dataclass(frozen=True, slots=True)
class Bytes:
    """A document as it was served."""

    url: str
    body: bytes
    content_type: str

    @property
    def is_html(self) -> bool:
        """Whether it is a page and no JSON, XML or script."""
        return "json" not in self.content_type and self.document().is_markup

    def document(self) -> Document:
        """The document parsed."""
        return read_document(self.url, self.body, self.content_type)


@dataclass(frozen=True, slots=True)
class TruePages:
    """A front page and the pages it must name: number, name and address of each."""

    bytes: Bytes
    pages: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class TrueTitles:
    """A page and the entries its title list must have: address and title of each."""

    bytes: Bytes
    number: str
    titles: tuple[tuple[str, str], ...]
    refused: bool = False
    """Whether the document lacks its titles, and must be refused."""


@dataclass(frozen=True, slots=True)
class TrueText:
    """An article's document and what must be read of it."""

    bytes: Bytes
    address: str
    kicker: str
    headline: str
    subhead: str
    byline: str
    body: str
    images: tuple[tuple[str, str], ...]
    """Address and caption of each picture."""


@dataclass(slots=True)
class Site:
    """An issue of a site."""

    group: str
    """Its family; `unknown …` or `real …` for others."""
    slug: str
    day: date
    fronts: list[TruePages] = field(default_factory=list)
    pages: list[TrueTitles] = field(default_factory=list)
    articles: list[TrueText] = field(default_factory=list)


def families() -> Iterator[Site]:
    """Every family's facsimile sites."""
    for module in pkgutil.iter_modules(tests.facsimile.__path__):
        if not module.ispkg and module.name not in ("mutations", "answers", "printing"):
            for family in getattr(importlib.import_module(f"tests.facsimile.{module.name}"), "FAMILIES", ()):
                yield of_family(family)


def of_family(family: Family) -> Site:
    """A family's facsimile site, walked."""
    paper = parse_profile(family.slug, tomllib.loads(family.profile(BASE)))

    def find(url: str) -> Bytes | None:
        path = url.partition("#")[0].replace(f"{BASE}/{family.slug}/", "", 1)
        found = family.find(family.issue, path) or family.find(family.issue, path.partition("?")[0])
        return Bytes(url, found[1], found[0]) if found else None

    return _walked(Site(family.platform, family.slug, family.issue.date), paper, find)


def captures(home: Path) -> Iterator[Site]:
    """The captured slices of issues below a directory."""
    for directory in sorted(home.iterdir()):
        if (directory / "index.json").is_file():
            slug = json.loads((directory / "index.json").read_text(encoding="utf-8"))["paper"]
            paper = profile_in(directory, slug) or load(slug)
            fetched = read_specimen(directory, paper)
            assert fetched.day is not None
            site = Site(paper.era(fetched.day).platform_name, directory.name, fetched.day)
            for capture, record in fetched.responses:
                if record.purpose is None:
                    continue
                wanted = wanted_of(record.purpose.role, fetched.day, record.purpose.asked)
                if wanted is not None and record.status == 200:
                    _add(site, paper, wanted, Answer.of_record(record, capture))
            yield site


def _walked(site: Site, paper: Paper, find: Callable[[str], Bytes | None]) -> Site:
    waiting: list[Wanted] = [WantedIssue(site.day, paper.era(site.day).front_page_url(site.day))]
    known = set()
    while waiting:
        wanted = waiting.pop(0)
        if (key_of(wanted), wanted.url) in known:
            continue
        known.add((key_of(wanted), wanted.url))
        if (answer := find(wanted.url)) is not None:
            waiting += _add(site, paper, wanted, Answer(wanted.url, 200, answer.body, answer.content_type))
    return site


def _add(site: Site, paper: Paper, wanted: Wanted, answer: Answer) -> list[Wanted]:
    found = read(paper, wanted, answer)
    here = Bytes(wanted.url, answer.body, answer.content_type)
    for item in found.items:
        match item:
            case IssueItem():
                site.fronts.append(TruePages(here, tuple((p.number, p.name, p.url) for p in item.pages)))
            case PageItem():
                titles = tuple((place.url, place.title) for place in item.placements)
                site.pages.append(
                    TrueTitles(
                        Bytes(item.url if "#" in item.url else here.url, here.body, here.content_type),
                        item.number,
                        titles,
                    )
                )
            case ArticleItem():
                images = tuple((image.url, image.caption) for image in item.images)
                site.articles.append(
                    TrueText(
                        here,
                        item.url,
                        item.kicker,
                        item.headline,
                        item.subhead,
                        item.byline,
                        item.body,
                        images,
                    )
                )
    more: list[Wanted] = [one for one in found.promised if isinstance(one, (WantedPage, WantedArticle))]
    return [*([found.leads_to] if found.leads_to else []), *more]


def unknown(sites: tuple[UnknownSite, ...] = SITES) -> Iterator[Site]:
    """The sites that no family knows."""
    for site in sites:
        for day in site.days:
            yield of_unknown(site, day)


def of_unknown(site: UnknownSite, day: date) -> Site:
    """An issue of a site that no family knows."""
    printed, base = site.press(day), f"{BASE}/{site.slug}/"
    truth = printed.truth
    result = Site(f"unknown {site.slug}", f"{site.slug}-{day}", day)

    def at(address: str) -> Bytes:
        kind, body = printed.resources[address.partition("#")[0]]
        return Bytes(base + address, body, kind)

    result.fronts.append(
        TruePages(at(truth.front_page), tuple((p.number, p.name, base + p.address) for p in truth.pages))
    )
    for page in truth.pages:
        titles = tuple((base + title.address, title.title) for title in page.titles)
        result.pages.append(TrueTitles(at(page.address), page.number, titles, "titles" in site.lacks))
    for article in truth.articles:
        images = tuple((base + one.address, one.caption) for one in article.pictures)
        result.articles.append(
            TrueText(
                at(article.address),
                base + article.address,
                article.kicker,
                article.headline,
                article.subhead,
                article.byline,
                article.body,
                images,
            )
        )
    return result


__all__ = ["Bytes", "Site", "TruePages", "TrueText", "TrueTitles", "captures", "families", "unknown"]
