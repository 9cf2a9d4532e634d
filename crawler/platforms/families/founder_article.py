"""How Founder's first system and those descended from it (翔宇, nbs, Aheading's) print an article.

Head, text and pictures are named elements, or rows of a table; a comment repeats the head. Pictures stand
apart from the text or within it, each in a block of its own with its caption.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import html

from crawler.platforms import links, reading
from crawler.platforms.base import Navigation, PrintedArticle, PrintedPage, Selectors
from crawler.platforms.document import Document, LayoutChanged, line_of, paragraphs_of
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption
from pipelines.text.dates import read_date

_PARTS = frozenset(("p", "br", "span", "strong", "b", "font", "em"))
"""What a text is made of: within the text, a picture in one of these has no block of its own."""
_SPACE = re.compile(r"[ \t\r\n\f]+")
_EDGES = " \t\r\n\f\u3000"


Text = tuple[str, tuple[ImageItem, ...]]
"""The paragraphs of an article, and its pictures."""


def date_in_address(navigation: Navigation, front_page: Document) -> Navigation:
    """The page navigation; where the front page does not print its date, the address has it."""
    return replace(navigation, printed_date=navigation.printed_date or read_date(front_page.url))


def pdf_in_page_list(
    printed: PrintedPage, page: Document, select: Selectors, page_pdf: str = "a[href*='.pdf']"
) -> PrintedPage:
    """The title list; date and PDF that the page itself lacks are in its address and in the page list."""
    beside = reading.pdf_beside(page, page_pdf, select.page_link, printed.number)
    return replace(
        printed,
        printed_date=printed.printed_date or read_date(page.url),
        pdf_url=printed.pdf_url or beside,
    )


def text_in_tables(document: Document, select: Selectors) -> Text:
    """Text and pictures where each picture stands in a table of its own, with its caption."""
    return (
        reading.body_text(document, select.body, select.image),
        reading.pictures(document, select.image, select.caption),
    )


def text_in_blocks(document: Document, select: Selectors) -> Text:
    """Text and pictures where these stand in blocks of any kind (`read_text`)."""
    return read_text(document, select.body, select.image, select.headline)


def read_article(
    document: Document,
    select: Selectors,
    comment: Mapping[str, str],
    text: Callable[[Document, Selectors], Text] = text_in_blocks,
) -> PrintedArticle:
    """The article of a page; its `comment` (title, introtitle, subtitle, author) fills what is not printed.

    Raises LayoutChanged without a headline, or without both a place for a text and a picture.
    """
    headline = links.printed_text(document, select.headline) or comment.get("title", "")
    if not headline:
        raise LayoutChanged(f"no headline ({select.headline}), neither on the page nor in its comment")
    kicker, subhead, byline = rows_around(document.all(select.headline), document.all(select.lines), comment)
    body, images = text(document, select)
    return PrintedArticle(
        kicker=links.printed_text(document, select.kicker) or kicker or comment.get("introtitle", ""),
        headline=headline,
        subhead=links.printed_text(document, select.subhead) or subhead or comment.get("subtitle", ""),
        byline=links.printed_text(document, select.byline) or byline or comment.get("author", ""),
        column_name=document.first_text(select.column),
        body=body,
        images=images,
        printed_date=read_date(document.first_text(select.issue_date)),
    )


def read_text(document: Document, body: str, image: str, headline: str = "") -> Text:
    """The paragraphs of an article, and its pictures with caption and credit.

    A picture's block is the largest element around it that holds neither another picture, nor the text, nor
    the headline: what is printed in it, else behind it up to the next picture, is the caption and no part
    of the text. Raises LayoutChanged when there is neither a place for the text nor a picture.
    """
    containers, pictures = document.all(body), document.all(image)
    if not containers and not pictures:
        raise LayoutChanged(f"neither a place for the text ({body}) nor a picture ({image})")
    anchors = [*containers, *document.all(headline)]
    beyond = {around for anchor in anchors for around in _with_ancestors(anchor)}
    captions: dict[str, str] = {}
    blocks: list[html.HtmlElement] = []
    for picture in pictures:
        block, caption = _block(picture, pictures, beyond)
        if _inline(block[0], containers[:1]):  # a paragraph of the text with a picture in it stays
            caption = ""
        else:
            blocks += block
        captions.setdefault(document.absolute(picture.get("src", "")), caption)
    images = tuple(
        ImageItem(position, url, *read_caption(caption))
        for position, (url, caption) in enumerate(captions.items(), start=1)
    )
    return paragraphs_of(containers[0], blocks) if containers else "", images


def _with_ancestors(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield element
    yield from element.iterancestors()


def _inline(block: html.HtmlElement, text: Collection[html.HtmlElement]) -> bool:
    around = list(block.iterancestors())
    return any(element in text for element in around) and bool({block.tag, around[0].tag} & _PARTS)


def _block(
    picture: html.HtmlElement, pictures: Collection[html.HtmlElement], beyond: Collection[html.HtmlElement]
) -> tuple[list[html.HtmlElement], str]:
    """The elements that belong to a picture, and its caption."""
    block = picture
    while (
        (around := block.getparent()) is not None
        and around not in beyond
        and not any(other in pictures and other is not picture for other in around.iter())
        and (beyond or block is picture)
    ):
        block = around
    if block is not picture and (caption := line_of(block)):
        return [block], caption
    if block.getparent() is None or block.getparent() in beyond:
        return [block], ""
    elements, texts = [block], [block.tail or ""]
    for behind in block.itersiblings():
        if any(element in pictures for element in behind.iter()):
            break
        elements.append(behind)
        texts += [line_of(behind) if isinstance(behind.tag, str) else "", behind.tail or ""]
    return elements, _SPACE.sub(" ", " ".join(texts)).strip(_EDGES)


_BYLINE = re.compile(
    r"[□■◎]|(?:记者|記者|通讯员|通訊員|评论员|評論員)|^(?:文|图文|作者|撰文)\s*[/／:：]|^[\u4e00-\u9fff·]{2,4}$"
)


def rows_around(
    headlines: Sequence[html.HtmlElement], lines: Sequence[html.HtmlElement], comment: Mapping[str, str]
) -> tuple[str, str, str]:
    """Kicker, subhead and byline among the rows of the headline's table, '' for what is not there.

    Below the headline stand subhead and byline in this order; where only one row stands (sites drop empty
    rows), the comment tells which it is, else its words.
    """
    if not headlines or not lines:
        return "", "", ""
    table = next(headlines[0].iterancestors("table"), None)
    rows = [row for row in lines if next(row.iterancestors("table"), None) is table]
    around = headlines[0].getroottree() if table is None else table
    place = {element: number for number, element in enumerate(around.iter())}
    above = [line_of(row) for row in rows if place[row] < place[headlines[0]]]
    below = [line_of(row) for row in rows if place[row] > place[headlines[0]]]
    kicker = next((text for text in reversed(above) if text), "")
    if len(below) >= 2:
        return kicker, below[0], below[1]
    line = "".join(below)
    if not line or (
        line != comment.get("subtitle") and (line == comment.get("author") or _BYLINE.search(line))
    ):
        return kicker, "", line
    return kicker, line, ""
