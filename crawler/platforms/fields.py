"""Values in a JSON answer: rows, texts, and the HTML that stands in texts.

JSON editions give titles with <br/> and <p>, texts as HTML, and null (or the word null) for what is not
printed. What is promised and not there raises LayoutChanged, as on a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import html

from crawler.platforms.document import Document, LayoutChanged, line_of, paragraphs_of
from crawler.platforms.reading import is_article_title
from pipelines.items import ImageItem, Placement, PromisedPage
from pipelines.text.labels import page_key


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
    """The page navigation of (number, name, address), each page once.

    Raises LayoutChanged when there is no page, or a page has no number.
    """
    pages: dict[str, tuple[str, str, str]] = {}
    for number, name, url in found:
        if not number:
            raise LayoutChanged(f"a page of the navigation has no number: {name[:40]!r}")
        pages.setdefault(page_key(number), (number, name, url))
    if not pages:
        raise LayoutChanged("the page navigation is empty")
    return tuple(
        PromisedPage(sequence, number, name, url)
        for sequence, (number, name, url) in enumerate(pages.values(), start=1)
    )


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
