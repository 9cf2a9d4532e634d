"""What an issue that was looked at has and lacks, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from crawler.answer import Answer
from crawler.keys import GENERIC
from crawler.plan import Limits
from crawler.platforms.base import Platform
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.entries import entry_target
from crawler.platforms.recognition import recognise
from crawler.replay import ReplayedIssue, pipelines_of_the_crawl, replay_issue
from crawler.trial.fetch import Fetched
from crawler.wanted import WantedArticle, WantedIssue, WantedPage, wanted_of
from pipelines.items import ArticleItem, IssueItem, PageItem, Placement, ProblemItem
from storage.captures import Record

PAGE_FIELDS: Mapping[str, Callable[[PageItem], object]] = {
    "page_name": lambda page: page.name,
    "page_image": lambda page: page.image_url,
    "page_pdf": lambda page: page.pdf_url,
}
ARTICLE_FIELDS: Mapping[str, Callable[[ArticleItem], object]] = {
    "kicker": lambda article: article.kicker,
    "headline": lambda article: article.headline,
    "subhead": lambda article: article.subhead,
    "byline": lambda article: article.byline,
    "authors": lambda article: article.authors,
    "body": lambda article: article.body,
    "pictures": lambda article: article.images,
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "pages": ("title_link", "title_list", "page_link"),
    "articles": ("headline", "body"),
}
"""Kind of document → the selectors by which its skin is known."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    found: int
    of: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What was read of an issue, and of how much."""

    state: str
    """complete, partial, missing (no page navigation) or blocked, of what was to be looked at."""
    promised: int
    """Pages the navigation promises."""
    pages: Share
    """Pages read, of those that were to be looked at."""
    titles: int
    """Entries of their title lists."""
    articles: Share
    """Articles read, of those listed; each counts once, on however many pages it is printed."""
    fields: Mapping[str, Share]
    """Pages (page_name, page_image, page_pdf), titles (area) and articles that have a field."""
    sound: bool
    """Complete, with a headline and a text (or a picture) in every article."""
    problems: tuple[ProblemItem, ...]
    """What could not be read, and why; each once."""
    skins: Mapping[str, Mapping[str, int]]
    """Kind of document (pages, articles) → skin → how many it fits; '' where none does."""
    looks_like: str | None
    """The platform family most documents have the marks of; None where they have none."""
    read: ReadIssue
    """The items all this is counted of."""
    unproved: bool = False
    """Whether nothing that was read says which day the issue is of."""


@dataclass(frozen=True, slots=True)
class ReadIssue:
    """The items of an issue, each once."""

    issue: IssueItem | None
    pages: tuple[PageItem, ...]
    placements: tuple[Placement, ...]
    """Of the articles that were to be looked at."""
    articles: tuple[ArticleItem, ...]
    """Those of them that were read."""
    problems: tuple[ProblemItem, ...]
    unproved: bool = False
    """Whether there is an issue, and nothing says which day it is of."""


def read_again(fetched: Fetched) -> ReadIssue:
    """What the bytes of an issue say by the profile alone, by the functions of the crawl.

    Only of a paper of no family the generic reader is asked. Raises ProfileError.
    """
    replayed = ReplayedIssue()
    if fetched.day is not None:
        replayed = replay_issue(
            fetched.paper,
            fetched.day,
            fetched.responses,
            pipelines_of_the_crawl(),
            guessing=fetched.paper.era(fetched.day).platform_name == GENERIC,
        )
    items = replayed.items
    issue = next((item for item in reversed(items) if isinstance(item, IssueItem)), None)
    pages = {item.sequence: item for item in items if isinstance(item, PageItem)}
    placements = tuple(place for page in pages.values() for place in fetched.limits.articles_of(page))
    listed = {place.source_id for place in placements}
    read = {item.source_id: item for item in items if isinstance(item, ArticleItem)}
    problems = [*(item for item in items if isinstance(item, ProblemItem)), *fetched.failures]
    return ReadIssue(
        issue=issue,
        pages=tuple(pages[sequence] for sequence in sorted(pages)),
        placements=placements,
        articles=tuple(article for name, article in read.items() if name in listed),
        problems=tuple({(problem.url, problem.kind): problem for problem in problems}.values()),
        unproved=replayed.unproved,
    )


def count(read: ReadIssue, limits: Limits) -> dict[str, Share]:
    """How much was read: pages, titles, articles, and every field of theirs."""
    asked = {page.sequence for page in limits.pages_of(read.issue)} if read.issue else set()
    titles = sum(len(page.placements) for page in read.pages)
    return {
        "pages": Share(sum(page.sequence in asked for page in read.pages), len(asked)),
        "titles": Share(titles, titles),
        "articles": Share(len(read.articles), len({place.source_id for place in read.placements})),
        **{name: _share(read.pages, has) for name, has in PAGE_FIELDS.items()},
        "area": _share(read.placements, lambda place: place.area),
        **{name: _share(read.articles, has) for name, has in ARTICLE_FIELDS.items()},
    }


def find(fetched: Fetched) -> Findings:
    """What an issue has and lacks. Raises ProfileError for a day that no era of the paper covers."""
    read = read_again(fetched)
    counts = count(read, fetched.limits)
    pages, titles, articles = (counts.pop(name) for name in ("pages", "titles", "articles"))
    complete = 0 < pages.found == pages.of and articles.found == articles.of
    found = documents(fetched)
    marks = Counter(filter(None, (recognise(document) for _, document in found)))
    return Findings(
        state=_state(complete, read),
        promised=len(read.issue.pages) if read.issue else 0,
        pages=pages,
        titles=titles.found,
        articles=articles,
        fields=counts,
        sound=complete and all(one.headline and (one.body or one.images) for one in read.articles),
        problems=read.problems,
        skins=_skins(fetched, found),
        looks_like=marks.most_common(1)[0][0] if marks else None,
        read=read,
        unproved=read.unproved,
    )


def _state(complete: bool, read: ReadIssue) -> str:
    if complete:
        return "complete"
    if read.issue is not None:
        return "partial"
    return "blocked" if any(problem.kind == "blocked" for problem in read.problems) else "missing"


def _share(items: tuple[object, ...], has: Callable[..., object]) -> Share:
    return Share(sum(bool(has(item)) for item in items), len(items))


def _skins(fetched: Fetched, found: Iterable[tuple[str, Document]]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    if fetched.day is not None:
        platform = fetched.paper.era(fetched.day).platform
        for kind, document in found:
            skin = skin_name(platform, document, *KINDS[kind])
            if skin or (platform.skins and entry_target(document) is None):  # an entry page has none
                counts[kind][skin] += 1
    return {kind: dict(fitting) for kind, fitting in counts.items() if fitting}


def skin_name(platform: Platform, document: Document, *names: str) -> str:
    """The name of the skin `Platform.skin` reads a document with; '' when none fits, or there is none."""
    if not platform.skins:
        return ""
    fitting = platform.skin(document, *names)
    if not any(document.all(getattr(fitting, name)) for name in names):
        return ""
    skins = zip(platform.skins, platform.selectors, strict=False)
    return next((skin for skin, selectors in skins if selectors is fitting), "")


def documents(fetched: Fetched) -> list[tuple[str, Document]]:
    """The pages and the articles that came, in the order they came, each with its key of KINDS."""
    found = []
    for _, record in fetched.responses:
        kind = kind_of(record)
        if kind is not None and 200 <= record.status < 300:
            with suppress(LayoutChanged):
                found.append((kind, Answer.of_record(record).document()))
    return found


def kind_of(record: Record) -> str | None:
    """Which kind of document (a key of KINDS) a record was asked for as; None for others."""
    purpose = record.purpose
    match purpose and wanted_of(purpose.role, purpose.date, purpose.asked):
        case WantedIssue() | WantedPage():
            return "pages"
        case WantedArticle():
            return "articles"
    return None
