"""An answer its paper's family cannot read, read by the generic reader: kept, and named as guessed.

It takes part only where the family's reading says that the layout has changed. What it reads has
`read_by = 'generic'` and a problem `guessed`; what it is not sure of stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from crawler.answer import BUGS, Answer, Found, own_page, read
from crawler.guess.doubts import article_id_of, differences
from crawler.keys import GENERIC
from crawler.paper import Paper
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.generic import Told, id_of, read_article, read_pages, read_titles
from crawler.platforms.generic.reading import Reading
from crawler.platforms.printed import PrintedPage
from crawler.problems import bug_of, contradiction, problem_of
from crawler.wanted import Wanted, WantedArticle, WantedIssue, WantedPage
from pipelines.items import ArticleItem, IssueItem, Item, PageItem, ProblemItem, PromisedPage

MOST_SIBLINGS = 5
"""Articles of an issue kept in memory, to tell what all its pages share."""
MOST_WAITING = 3
"""Articles that wait for others to compare them with."""


@dataclass(slots=True)
class _Issue:
    """What an issue has told so far."""

    day: date | None = None
    pages: tuple[PromisedPage, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    places: dict[str, set[int]] = field(default_factory=dict)
    """Source id → the pages that list it."""
    articles: list[Answer] = field(default_factory=list)
    waiting: list[tuple[WantedArticle, Answer]] = field(default_factory=list)
    compared: bool = False
    """Whether a page of it was read both ways already."""


@dataclass(slots=True)
class Reader:
    """Reads the answers of one paper's walk: by its family, else by what all e-papers share."""

    paper: Paper
    issues: dict[date, _Issue] = field(default_factory=dict)

    def read(self, wanted: Wanted, answer: Answer) -> Found:
        """`crawler.answer.read`, and in place of each page of another layout what the generic reader says.

        Articles that waited for others to be compared with may be among the items. Raises ProfileError.
        """
        found = read(self.paper, wanted, answer)
        if self.paper.era(wanted.day).platform_name == GENERIC:
            found = replace(found, items=tuple(map(_named, found.items)))
        issue = self.issues.setdefault(wanted.day, _Issue())
        if len(self.issues) > MOST_SIBLINGS:
            self.issues.pop(next(day for day in self.issues if day != wanted.day))
        if isinstance(wanted, WantedArticle) and 200 <= answer.status < 300 and "#" not in wanted.url:
            issue.articles = [*issue.articles[-MOST_SIBLINGS + 1 :], answer]
        if any(isinstance(item, ProblemItem) and item.kind == "layout_changed" for item in found.items):
            found = self._mended(wanted, answer, found, issue)
        elif not issue.compared and (
            page := next((one for one in found.items if isinstance(one, PageItem)), None)
        ):
            issue.compared = True
            doubts = differences(page, answer, article_id_of(self.paper, wanted.day))
            if doubts and isinstance(wanted, WantedIssue | WantedPage):
                problem = ProblemItem(page.paper, page.date, page.url, "doubtful", doubts, answer.capture)
                found = replace(found, items=(*found.items, problem))
        self._hear(issue, found.items)
        if issue.waiting and len(issue.articles) > 2:
            again, issue.waiting = issue.waiting, []
            items = [item for one, earlier in again for item in self._waited(one, earlier, issue)]
            found = replace(found, items=(*found.items, *items))
        return found

    def tell(self, day: date, titles: Mapping[str, str]) -> None:
        """What title lists read earlier say of the articles of an issue: source id → title."""
        self.issues.setdefault(day, _Issue()).titles.update(titles)

    def _hear(self, issue: _Issue, items: tuple[Item, ...]) -> None:
        for item in items:
            if isinstance(item, IssueItem):
                issue.day, issue.pages = item.date, item.pages
            elif isinstance(item, PageItem):
                issue.titles.update({placed.source_id: placed.title for placed in item.placements})
                for placed in item.placements:
                    issue.places.setdefault(placed.source_id, set()).add(item.sequence)

    def _mended(self, wanted: Wanted, answer: Answer, found: Found, issue: _Issue) -> Found:
        """What was found, with a guess in place of a layout that has changed."""
        items: list[Item] = []
        promised = list(found.promised)
        for item in found.items:
            guess = None
            if isinstance(item, ProblemItem) and item.kind == "layout_changed":
                front = next((one for one in found.items if isinstance(one, IssueItem)), None)
                try:
                    guess = self._guess(wanted, answer, issue, item, front)
                except BUGS as error:
                    items.append(bug_of(self.paper, wanted, error, answer.capture))
                    continue
            if guess is None:
                items.append(item)
            else:
                items += guess.items
                promised = [*promised, *guess.promised]
        return replace(found, items=tuple(items), promised=tuple(promised))

    def _guess(
        self, wanted: Wanted, answer: Answer, issue: _Issue, problem: ProblemItem, front: IssueItem | None
    ) -> Found | None:
        """The generic reading of an answer; None where it is not sure enough, or is of another day."""
        try:
            if isinstance(wanted, WantedArticle):
                return Found(tuple(self._article(wanted, answer, issue, problem.detail)))
            document = answer.document(wanted.url if "#" in wanted.url else None)
            if isinstance(wanted, WantedPage):
                return self._page(wanted, answer, document, issue, problem.detail)
            if not isinstance(wanted, WantedIssue):
                return None
            if front is not None:
                if "#" in problem.url:  # a page that is a part of this document
                    document = replace(document, url=problem.url)
                own = next((page for page in front.pages if page.url == problem.url), None)
                told = _Issue(front.date, front.pages)
                return (
                    self._page(WantedPage(wanted.day, own), answer, document, told, problem.detail)
                    if own
                    else None
                )
            return self._front(wanted, answer, document, problem.detail)
        except LayoutChanged:
            return None

    def _front(self, wanted: WantedIssue, answer: Answer, document: Document, detail: str) -> Found | None:
        reading = read_pages(document)
        navigation = reading.value
        if navigation.printed_date != wanted.day:
            return None
        item = IssueItem(
            self.paper.slug, wanted.day, "", wanted.url, navigation.number,
            len(navigation.pages), navigation.pages,
            capture=answer.capture, read_by=GENERIC,
        )  # fmt: skip
        told = _Issue(wanted.day, navigation.pages)
        items: list[Item] = [item]
        problem = self._problem(wanted, answer, reading, detail)
        promised: list[WantedPage | WantedArticle] = []
        own: PromisedPage | None = None
        if not any("#" in page.url for page in navigation.pages):
            try:
                printed = self._titles(document, told)
            except LayoutChanged:
                printed = None
            if printed is not None:
                own = own_page(printed.value.number, document.url, navigation)
                page = self._page_found(WantedPage(wanted.day, own), answer, printed, detail)
                items, promised = [*items, *page.items], [*page.promised]
        else:
            for page_ in navigation.pages:
                part = replace(document, url=page_.url)
                found = self._page(WantedPage(wanted.day, page_), answer, part, told, detail)
                items, promised = [*items, *found.items], [*promised, *found.promised]
            return Found((*items, *problem), tuple(promised))
        promised += [WantedPage(wanted.day, page) for page in navigation.pages if page is not own]
        return Found((*items, *problem), tuple(promised))

    def _titles(self, document: Document, issue: _Issue) -> Reading[PrintedPage]:
        others = frozenset(name for name, pages in issue.places.items() if len(pages) > 1)
        told = Told(dict(issue.titles), (), others, issue.day, issue.pages)
        return read_titles(document, told, article_id_of(self.paper, issue.day) if issue.day else id_of)

    def _page(
        self, wanted: WantedPage, answer: Answer, document: Document, issue: _Issue, detail: str
    ) -> Found:
        told = issue if issue.day else _Issue(None, (wanted.promised,), issue.titles, issue.places)
        return self._page_found(wanted, answer, self._titles(document, told), detail)

    def _page_found(
        self, wanted: WantedPage, answer: Answer, reading: Reading[PrintedPage], detail: str
    ) -> Found:
        """A page that agrees with its promise, of the day asked for. Raises LayoutChanged for another."""
        printed, promised = reading.value, wanted.promised
        if printed.printed_date != wanted.day:
            raise LayoutChanged(f"no proof that the page is of {wanted.day}")
        if (refusal := contradiction(wanted.day, promised, printed)) is not None:
            raise LayoutChanged(refusal[1])
        item = PageItem(
            self.paper.slug, wanted.day, "", promised.sequence, promised.number, promised.name or
            printed.name,
            wanted.url, printed.image_url, printed.pdf_url, printed.placements,
            capture=answer.capture, read_by=GENERIC,
        )  # fmt: skip
        articles = tuple(WantedArticle(wanted.day, each.source_id, each.url) for each in printed.placements)
        return Found((item, *self._problem(wanted, answer, reading, detail)), articles)

    def _article(self, wanted: WantedArticle, answer: Answer, issue: _Issue, detail: str) -> Iterator[Item]:
        """An article. Without others to compare it with it waits, and stays unread meanwhile."""
        document = answer.document(wanted.url if "#" in wanted.url else None)
        told = Told(day=issue.day)
        for other in issue.articles:
            if other.url != answer.url:
                told = told.with_article(other.document())
        if not told.seen and "#" not in wanted.url:
            if len(issue.waiting) < MOST_WAITING:
                issue.waiting.append((wanted, answer))
            raise LayoutChanged("there is no other article to compare it with")
        reading = read_article(document, told, issue.titles.get(wanted.source_id, ""))
        printed = reading.value
        if printed.printed_date not in (None, wanted.day):
            raise LayoutChanged(f"the article is of {printed.printed_date}")
        yield ArticleItem(
            self.paper.slug, wanted.day, "", wanted.source_id, wanted.url, printed.kicker, printed.headline,
            printed.subhead, printed.byline, printed.body, printed.column_name, printed.images,
            printed.printed_date,
            damaged=self.paper.damaged, capture=answer.capture, read_by=GENERIC,
        )  # fmt: skip
        yield from self._problem(wanted, answer, reading, detail)

    def _waited(self, wanted: WantedArticle, answer: Answer, issue: _Issue) -> list[Item]:
        try:
            return list(self._article(wanted, answer, issue, "read later than others"))
        except LayoutChanged:
            return []
        except BUGS as error:
            return [bug_of(self.paper, wanted, error, answer.capture)]

    def _problem(
        self,
        wanted: WantedIssue | WantedPage | WantedArticle,
        answer: Answer,
        reading: Reading[Any],
        detail: str,
    ) -> tuple[ProblemItem, ...]:
        """That it was guessed; nothing to mend where the profile itself names no family."""
        if self.paper.era(wanted.day).platform_name == GENERIC:
            return ()
        weakest = min(reading.proofs, key=lambda name: reading.proofs[name].confidence)
        said = f"read without its family ({detail}); least sure: {weakest}, {reading.proofs[weakest].why}"
        return (problem_of(self.paper, wanted, "guessed", said[:300], answer.capture),)


def _named(item: Item) -> Item:
    """The issue of a paper of no family: its navigation was read by the generic reader, too."""
    return replace(item, read_by=GENERIC) if isinstance(item, IssueItem) else item
