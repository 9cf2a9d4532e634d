"""How the parts of a page are read: the page navigation, a page's own label, the title list, the pictures."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import html

from crawler.platforms.document import Document, LayoutChanged, line_of, paragraphs_of
from crawler.platforms.links import address_of, article_url, title_of
from pipelines.items import ImageItem, Placement, Polygon, PromisedPage
from pipelines.text.credits import read_caption
from pipelines.text.labels import Label, page_key, read_label

_NO_ARTICLE = re.compile(r"^[\s　]*(?:广告|廣告|公告版|广告位|(?:本版)?责任?编辑?[:：].*)?[\s　]*$")
_TURN = re.compile(r"\W*(?:[上下前后后]一?[版页頁期]|[首末尾][版页頁]|返回\w*)\W*")


def promised_pages(front_page: Document, page_link: str) -> tuple[PromisedPage, ...]:
    """The page navigation, each page once, in print order.

    The list often stands twice with labels written differently (`第01版：头版`, `A01： 头版`), so pages are
    told apart by number, never by node id: node_1 may be an alias of the first page. Raises LayoutChanged
    when there is no list, or a link in it has no page number.
    """
    found: dict[str, tuple[Label, str]] = {}
    for link in front_page.all(page_link):
        text, href = line_of(link), address_of(link)
        if not text or not href or _TURN.fullmatch(text):
            continue
        label = read_label(text)
        if label is None or not label.number:
            raise LayoutChanged(f"a link of the page navigation has no page number: {text[:40]!r}")
        key = page_key(label.number)
        if key not in found:
            found[key] = (label, front_page.absolute(href))
        elif label.name and not found[key][0].name:
            found[key] = (Label(found[key][0].number, label.name), found[key][1])
    if not found:
        raise LayoutChanged(f"no page navigation ({page_link})")
    return tuple(
        PromisedPage(sequence, label.number, label.name, url)
        for sequence, (label, url) in enumerate(found.values(), start=1)
    )


def own_label(page: Document, page_label: str) -> Label:
    """The label a page prints of itself; number and name are '' where it prints none."""
    for element in page.all(page_label):
        label = read_label(line_of(element))
        if label is not None and label.number:
            return label
    return Label("", "")


def own_pdf(page: Document, page_pdf: str, page_link: str) -> str | None:
    """Address of the page's own PDF: the links beside the page navigation's entries are other pages'."""
    listed = {_row(link) for link in page.all(page_link)}
    for link in page.all(page_pdf):
        if _row(link) not in listed:
            return page.absolute(address_of(link) or line_of(link))
    return None


def _row(element: html.HtmlElement) -> html.HtmlElement | None:
    """The entry of a list or row of a table an element stands in: the nearest, for layouts nest tables; where
    it stands in none, what it stands in."""
    return next(element.iterancestors("tr", "li", "dt", "dd", "p"), element.getparent())


def page_image(page: Document, image: str) -> str | None:
    """Address of the picture of the whole page."""
    return next((page.absolute(e.get("src", "")) for e in page.all(image) if e.get("src")), None)


def title_list(
    page: Document,
    title_link: str,
    area: str,
    article_id: re.Pattern[str],
    title_attributes: Collection[str] = (),
    within: html.HtmlElement | None = None,
) -> tuple[Placement, ...]:
    """The placements of a page: its title list, then what only the page map shows.

    `title_attributes` print the title of a link without text; of a list of the whole issue, `within` is the
    page's own part.

    The list may stand twice, and an article may own several areas and several addresses (`?div=-1`): each
    article is listed once. Advertisements (广告) and links without text are none. Raises LayoutChanged when
    the map shows articles and the list none: a map may lack articles, so it is no substitute.
    """
    polygons: dict[str, list[Polygon]] = {}
    titles: dict[str, tuple[str, str]] = {}
    skipped: set[str] = set()
    for link in page.all(title_link):
        if within is not None and within not in link.iterancestors():
            continue
        if (found := article_id.search(address_of(link))) is None:
            continue
        title = title_of(link, title_attributes)
        if _NO_ARTICLE.match(title):
            skipped.add(found[1])
        else:
            titles.setdefault(found[1], (title, article_url(page, link)))
    listed = bool(titles) or bool(skipped)
    for element in page.all(area):
        found = article_id.search(address_of(element))
        if found is None or (found[1] in skipped and found[1] not in titles):
            continue
        if not listed:
            raise LayoutChanged(
                f"the page map shows article {found[1]}, the title list ({title_link}) is empty"
            )
        titles.setdefault(found[1], ("", article_url(page, element)))
        polygon = read_polygon(element.get("coords", ""))
        shapes = polygons.setdefault(found[1], [])
        if polygon is not None and polygon not in shapes:
            shapes.append(polygon)
    return tuple(
        Placement(position, source_id, title, url, tuple(polygons.get(source_id, ())) or None)
        for position, (source_id, (title, url)) in enumerate(titles.items(), start=1)
    )


def is_article_title(title: str) -> bool:
    """Whether an entry of a title list names an article: not without text, and no advertisement (广告)."""
    return _NO_ARTICLE.match(title) is None


def read_polygon(coords: str) -> Polygon | None:
    """The corners in an `area`'s coords (`x,y,x,y,…`, integers or decimals); None for no polygon (`null`)."""
    try:
        numbers = [float(number) for number in coords.split(",")]
    except ValueError:
        return None
    corners = tuple(zip(numbers[::2], numbers[1::2], strict=False))
    return corners if len(corners) >= 2 and len(numbers) % 2 == 0 else None


def pdf_beside(page: Document, page_pdf: str, page_link: str, number: str) -> str | None:
    """Address of the page's own PDF where the page navigation has one beside each entry: that of the entry
    with the page's number, or address, else the first, of which the front page is an alias."""
    entries, pdfs = page.all(page_link), set(page.all(page_pdf))
    own = next((entry for entry in entries if _is_of(page, entry, number)), entries[0] if entries else None)
    if own is None:
        return None
    others = set(entries) - {own}
    for around in (own, *own.iterancestors()):
        inside = list(around.iter())
        if not others.isdisjoint(inside):
            return None
        for element in inside:
            if element in pdfs:
                return page.absolute(address_of(element))
    return None


def _is_of(page: Document, entry: html.HtmlElement, number: str) -> bool:
    """Whether an entry of the page navigation is of this page: by number where both print one, else by
    address."""
    label = read_label(line_of(entry))
    if number and label is not None and label.number:
        return page_key(label.number) == page_key(number)
    return page.absolute(address_of(entry)) == page.absolute("")


def read_issue_number(text: str) -> str | None:
    """期号 in a line such as 第1234期 or 总第1234期: the number as printed, None where there is none."""
    found = re.search(r"(?:总|總)?第\s*([0-9０-９]+)\s*期", text)
    return found[1] if found else None


def pictures(document: Document, image: str, caption: str) -> tuple[ImageItem, ...]:
    """The pictures of an article with caption and credit."""
    captions = [line_of(element) for element in document.all(caption)]
    found: dict[str, str] = {}
    for place, element in enumerate(document.all(image)):
        url = document.absolute(element.get("src", ""))
        below = captions[place] if place < len(captions) else ""
        found.setdefault(url, below if caption else _row_below(element))
    return tuple(
        ImageItem(position, url, *read_caption(text))
        for position, (url, text) in enumerate(found.items(), start=1)
    )


def body_text(document: Document, body: str, image: str) -> str:
    """The paragraphs of an article; tables of pictures and captions are not its text.

    Raises LayoutChanged when the page has neither a place for a text nor a picture.
    """
    containers, images = document.all(body), document.all(image)
    if not containers and not images:
        raise LayoutChanged(f"neither a place for the text ({body}) nor a picture ({image})")
    if not containers:
        return ""
    tables = [next(element.iterancestors("table"), None) for element in images]
    return paragraphs_of(containers[0], [table for table in tables if table is not None])


def _row_below(picture: html.HtmlElement) -> str:
    """The caption under a picture: the rest of its own cell, else the next row of its table (unless the row
    with the picture has text: then it is the article's, and the next row goes on with the page)."""
    cell = next(picture.iterancestors("td", "p", "div"), None)
    if cell is not None and (text := line_of(cell)):
        return text
    row = next(picture.iterancestors("tr"), None)
    below = row.getnext() if row is not None and not line_of(row) else None
    return line_of(below) if below is not None and not below.xpath(".//img") else ""
