"""How an article is read: its head, its text, and its pictures with their captions.

Head, text and pictures are named elements, or rows of a table around the headline; in Founder's systems a
comment repeats the head. Pictures stand apart from the text or within it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from crawler.platforms.document import Document, Element, LayoutChanged, line_of, paragraphs_of
from crawler.platforms.html import labelled, printed_text
from crawler.platforms.pictures import attributed, figure_caption, is_picture, source_of
from crawler.platforms.printed import PrintedArticle
from crawler.platforms.skins import Skin
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption
from pipelines.text.dates import read_date

_PARTS = frozenset(("p", "br", "span", "strong", "b", "font", "em"))
"""What a text is made of: within the text, a picture in one of these has no block of its own."""
_SPACE = re.compile(r"[ \t\r\n\f]+")
_EDGES = " \t\r\n\f\u3000"


def read_article(document: Document, select: Skin, comment: Mapping[str, str]) -> PrintedArticle:
    """The article of a page; its `comment` (title, introtitle, subtitle, author) fills what is not printed.

    Raises LayoutChanged without a headline, or without both a place for a text and a picture.
    """
    headline = printed_text(document, select.headline) or comment.get("title", "")
    if not headline:
        nor = ", neither on the page nor in its comment" if select.comment else ""
        raise LayoutChanged(f"no headline ({select.headline}){nor}")
    kicker, subhead, byline = rows_around(document.all(select.headline), document.all(select.lines), comment)
    credits = row_of_credits(document.all(select.credits))
    byline = printed_text(document, select.byline) or byline or credits[0] or comment.get("author", "")
    body, images = read_text(document, select, headline)
    return PrintedArticle(
        kicker=printed_text(document, select.kicker) or kicker or comment.get("introtitle", ""),
        headline=headline,
        subhead=printed_text(document, select.subhead) or subhead or comment.get("subtitle", ""),
        byline=labelled(byline, select.byline_label) if select.byline_label else byline,
        source=credits[1],
        column_name=document.first_text(select.column),
        body=body,
        images=images,
        printed_date=read_date(document.first_text(select.issue_date)),
    )


def read_text(document: Document, select: Skin, headline: str = "") -> tuple[str, tuple[ImageItem, ...]]:
    """The paragraphs of an article, and its pictures with caption and credit.

    A caption that is not printed may stand in an attribute of its picture, unless it only says the `headline`
    again. Raises LayoutChanged when the page has neither a place for a text nor a picture.
    """
    containers = document.all(select.body)
    pictures = [image for image in document.all(select.image) if is_picture(image)]
    if not containers and not pictures:
        raise LayoutChanged(f"neither a place for the text ({select.body}) nor a picture ({select.image})")
    if select.captions == "block":
        without, printed = _in_blocks(containers, pictures, document.all(select.headline))
    else:
        tables = [next(picture.iterancestors("table"), None) for picture in pictures]
        without = [table for table in tables if table is not None]
        printed = _captions(document, select, pictures)
    figures = [figure_caption(picture) for picture in pictures]
    without += [figure for figure in figures if figure is not None]
    captions: dict[str, tuple[str, str]] = {}
    for picture, caption, figure in zip(pictures, printed, figures, strict=True):
        if figure is not None:
            caption = line_of(figure)
        told = read_caption(caption) if caption else attributed(picture, headline)
        captions.setdefault(document.absolute(source_of(picture)), told)
    images = tuple(
        ImageItem(position, url, *told) for position, (url, told) in enumerate(captions.items(), start=1)
    )
    if select.left_out:
        without = document.all(select.left_out)
    if select.text == "first":
        containers = containers[:1]
    texts = [paragraphs_of(each, [*without, *_hidden_copies(each)]) for each in containers]
    if select.text == "longest":
        return max(texts, key=len, default=""), images
    return "\n".join(text for text in texts if text), images


_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def _hidden_copies(container: Element) -> list[Element]:
    """What is hidden within a text and only says it again: sites keep a copy there for a reader's voice."""
    hidden = [each for each in container.iterdescendants() if _HIDDEN.search(str(each.get("style") or ""))]
    if not hidden:
        return []
    shown = set(paragraphs_of(container, hidden).splitlines())
    texts = [(each, paragraphs_of(each).splitlines()) for each in hidden]
    return [each for each, lines in texts if lines and shown.issuperset(lines)]


def row_of_credits(rows: Sequence[Element]) -> tuple[str, str]:
    """Byline and source (来源) in a row that prints author, source, date and page beside each other."""
    byline = source = ""
    for row in rows:
        parts = [row.text or "", *(part for each in row for part in (line_of(each), each.tail or ""))]
        for part in (_SPACE.sub(" ", part).strip(_EDGES + "|") for part in parts):
            if part.startswith(("来源", "來源")):
                source = source or labelled(part, "[来來]源") or part[2:].strip("： :")
            elif part and read_date(part) is None and not _NO_NAME.search(part):
                byline = byline or re.sub(r"^(?:作者|文)\s*[:：/]\s*", "", part)
    return byline, source


_NO_NAME = re.compile(r"[《》（）()]|版次?[:：]?|字数|字号|阅读|点击|\d{4}|^[\W\d]+$")
"""What stands in such a row and names nobody."""


def _captions(document: Document, select: Skin, pictures: Sequence[Element]) -> list[str]:
    """The caption of each picture, '' where it has none."""
    if select.caption:
        printed = [line_of(element) for element in document.all(select.caption)]
        return [printed[place] if place < len(printed) else "" for place in range(len(pictures))]
    if select.captions == "row":
        return [_row_below(picture) for picture in pictures]
    return [picture.get("alt", "") if select.captions == "alt" else "" for picture in pictures]


def _row_below(picture: Element) -> str:
    """The caption under a picture: the rest of its own cell, else the next row of its table (unless the row
    with the picture has text: then it is the article's, and the next row goes on with the page)."""
    cell = next(picture.iterancestors("td", "p", "div"), None)
    if cell is not None and (text := line_of(cell)):
        return text
    row = next(picture.iterancestors("tr"), None)
    below = row.getnext() if row is not None and not line_of(row) else None
    return line_of(below) if below is not None and not below.xpath(".//img") else ""


def _in_blocks(
    containers: Sequence[Element], pictures: Sequence[Element], headlines: Sequence[Element]
) -> tuple[list[Element], list[str]]:
    """What belongs to the pictures and not to the text, and the caption of each picture.

    A picture's block is the largest element around it that holds neither another picture, nor the text, nor
    the headline: what is printed in it, else behind it up to the next picture, is the caption and no part
    of the text.
    """
    beyond = {around for anchor in (*containers, *headlines) for around in _with_ancestors(anchor)}
    captions: list[str] = []
    blocks: list[Element] = []
    for picture in pictures:
        block, caption = _block(picture, pictures, beyond)
        if _inline(block[0], containers[:1]):  # a paragraph of the text with a picture in it stays
            caption = ""
        else:
            blocks += block
        captions.append(caption)
    return blocks, captions


def _with_ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _inline(block: Element, text: Collection[Element]) -> bool:
    around = list(block.iterancestors())
    return any(element in text for element in around) and bool({block.tag, around[0].tag} & _PARTS)


def _block(
    picture: Element, pictures: Collection[Element], beyond: Collection[Element]
) -> tuple[list[Element], str]:
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
    headlines: Sequence[Element], lines: Sequence[Element], comment: Mapping[str, str]
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
