"""Answers that are JSON: rows, texts, and the HTML that stands in texts, by the names a family gives.

JSON editions give titles with <br/> and <p>, texts as HTML, and null (or the word null) for what is not
printed. What is promised and not there raises LayoutChanged, as on a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import html

from crawler.platforms.document import Document, LayoutChanged, line_of, paragraphs_of
from crawler.platforms.lists import is_article_title, numbered
from crawler.platforms.printed import PrintedArticle, PrintedPage
from pipelines.items import ImageItem, Placement, PromisedPage
from pipelines.text.dates import read_date
from pipelines.text.labels import page_key

Row = dict[str, Any]
"""An object of an answer."""


@dataclass(frozen=True, slots=True)
class PageFields:
    """The names in the row of a page; '' for what it does not have."""

    number: str = ""
    name: str = ""
    place: str = ""
    """Where a page stands among the others: its number, where its name has none."""
    date: str = ""
    image: str = ""
    """The picture of the whole page."""
    pdf: str = ""
    script: str = ""
    """The variable a script sets to the list, where the answer is no JSON by itself."""
    rows: str = ""
    """The path (`data.pages`) at which the list of pages stands; '' for the answer itself."""
    id: str = ""
    """What a page is asked for by."""
    address: str = ""
    """Address of the answer with the texts of a page (`{id}`, `{number}`, `{date}`); '' for this one."""
    articles: str = ""
    """The path at which the articles stand: in the row of the page, or in the answer of its own."""


@dataclass(frozen=True, slots=True)
class PlacementFields:
    """The names in a row of a title list."""

    id: str = ""
    title: str = ""
    address: str = ""
    """Address of the answer with an article's text (`{id}`); '' for this one."""


@dataclass(frozen=True, slots=True)
class ArticleFields:
    """The names in the row of an article; '' for what it does not have."""

    row: str = ""
    """The path at which the article stands in an answer of its own."""
    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    byline: str = ""
    column: str = ""
    body: str = ""
    """The text, which is HTML."""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """What a family calls the parts of an issue."""

    page: PageFields = PageFields()
    placement: PlacementFields = PlacementFields()
    article: ArticleFields = ArticleFields()


def printed_page(
    page: Document, row: Row, names: PageFields, placements: tuple[Placement, ...]
) -> PrintedPage:
    """A page as its row prints it, with its title list."""
    picture, pdf = text(row, names.image), text(row, names.pdf)
    return PrintedPage(
        placements,
        number=text(row, names.number),
        name=line(row, names.name),
        printed_date=read_date(text(row, names.date)),
        image_url=page.absolute(picture) if picture else None,
        pdf_url=page.absolute(pdf) if pdf else None,
    )


def printed_article(
    row: Row, names: ArticleFields, images: tuple[ImageItem, ...] = (), markup: str | None = None
) -> PrintedArticle:
    """An article as its row prints it; `markup` is its text where that is not the row's own."""
    return PrintedArticle(
        kicker=line(row, names.kicker),
        headline=line(row, names.headline),
        subhead=line(row, names.subhead),
        byline=line(row, names.byline),
        column_name=line(row, names.column),
        body=paragraphs(text(row, names.body) if markup is None else markup),
        images=images,
        printed_date=read_date(text(row, names.date)),
    )


def title_list(
    found: Iterable[Row], names: PlacementFields, address: Callable[[Row], str]
) -> tuple[Placement, ...]:
    """The title list in rows, each with the address of its article (`placements`)."""
    return placements((text(row, names.id), line(row, names.title), address(row)) for row in found)


def parts(numbers: Iterable[str]) -> list[str]:
    """What the pages of one answer are called in its fragments (`#page-02`): by number, and where a number
    repeats (a supplement that begins at 01 again) by how often it stood there, too: 01, 02, 01.2."""
    times: Counter[str] = Counter()
    named = []
    for number in numbers:
        times[key := page_key(number)] += 1
        named.append(number if times[key] == 1 else f"{number}.{times[key]}")
    return named


def same_page(found: Sequence[Row], names: PageFields, part: str) -> Row | None:
    """The row of the page that is called so (`parts`); None where there is none."""
    named = parts(text(row, names.number) for row in found)
    return next((row for row, name in zip(found, named, strict=True) if name == part), None)


def member(value: Any, *path: str) -> Any:
    """What stands at a path of keys in nested objects; None where it ends early."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def rows(value: Any, what: str) -> list[dict[str, Any]]:
    """A list of objects; `what` is its name on the site. Raises LayoutChanged for anything else."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise LayoutChanged(f"no list of objects in {what}")
    return value


def text(row: dict[str, Any], name: str) -> str:
    """A field as text; '' for a missing one, null and the word null."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    printed = str(value).strip()
    return "" if printed == "null" else printed


def line(row: dict[str, Any], name: str) -> str:
    """A field whose value may be HTML, on one line; '' for what `text` has nothing of."""
    return line_of(fragment(text(row, name)))


def paragraphs(markup: str) -> str:
    """The paragraphs of a text that is HTML, with a line feed between."""
    return paragraphs_of(fragment(markup))


def fragment(markup: str) -> html.HtmlElement:
    """The tree of a piece of HTML."""
    parser = html.HTMLParser(encoding="utf-8")
    return html.document_fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser=parser)


def pictures(document: Document, markup: str) -> tuple[ImageItem, ...]:
    """The pictures in a text that is HTML; what its captions are, HTML alone does not tell."""
    sources = [str(image.get("src") or "") for image in fragment(markup).iter("img")]
    urls = dict.fromkeys(document.absolute(source) for source in sources if source)
    return tuple(ImageItem(position, url, "", "") for position, url in enumerate(urls, start=1))


def promised(found: Iterable[tuple[str, str, str]]) -> tuple[PromisedPage, ...]:
    """The page navigation of (number, name, address), each page once (`html.numbered`).

    Raises LayoutChanged when there is no page, or a page has no number.
    """
    pages = list(found)
    for number, name, _ in pages:
        if not number:
            raise LayoutChanged(f"a page of the navigation has no number: {name[:40]!r}")
    if not pages:
        raise LayoutChanged("the page navigation is empty")
    return numbered(pages)


def placements(found: Iterable[tuple[str, str, str]]) -> tuple[Placement, ...]:
    """The title list of (article's id, title, address), each article once.

    Entries without a title, and advertisements (广告), are no articles. Raises LayoutChanged for an article
    without an id.
    """
    listed: dict[str, tuple[str, str]] = {}
    for source_id, title, url in found:
        if not is_article_title(title):
            continue
        if not source_id:
            raise LayoutChanged(f"an article of the title list has no id: {title[:40]!r}")
        listed.setdefault(source_id, (title, url))
    return tuple(
        Placement(position, source_id, title, url, None)
        for position, (source_id, (title, url)) in enumerate(listed.items(), start=1)
    )


def part_of(document: Document, kind: str) -> str:
    """Which part of an answer is asked for: 'x' for kind 'page' in an address that ends in #page-x.

    Raises LayoutChanged when the address names no such part.
    """
    _, mark, value = document.url.partition(f"#{kind}-")
    if not mark:
        raise LayoutChanged(f"{document.url} names no {kind}")
    return value
