"""What pages print: links and where they lead, the page navigation, labels, the title list."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from itertools import chain

from lxml.html import fromstring

from crawler.platforms.document import Document, Element, LayoutChanged, line_of
from crawler.platforms.lists import Entry, is_article_title, numbered, of_this_page
from crawler.platforms.pictures import source_of
from pipelines.items import Placement, Polygon, PromisedPage
from pipelines.text.dates import read_date
from pipelines.text.labels import Label, page_key, read_label

_TURN = re.compile(r"\W*(?:[上下前后后]一?[版页頁期]|[首末尾][版页頁]|返回\w*)\W*")


def promised_pages(front_page: Document, page_link: str) -> tuple[PromisedPage, ...]:
    """The page navigation, each page once, in print order (`numbered`).

    Raises LayoutChanged when there is no list, or a link in it has no page number.
    """
    found: list[tuple[str, str, str]] = []
    for link in front_page.all(page_link):
        text, href = line_of(link), address_of(link)
        if not text or not href or _TURN.fullmatch(text):
            continue
        label = read_label(text)
        if label is None or not label.number:
            raise LayoutChanged(f"a link of the page navigation has no page number: {text[:40]!r}")
        found.append((label.number, label.name, front_page.absolute(href)))
    if not found:
        raise LayoutChanged(f"no page navigation ({page_link})")
    return numbered(found, front_page.absolute(""))


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


def _row(element: Element) -> Element | None:
    """The entry of a list or row of a table an element stands in: the nearest, for layouts nest tables; where
    it stands in none, what it stands in."""
    return next(element.iterancestors("tr", "li", "dt", "dd", "p"), element.getparent())


def first_link(page: Document, css: str) -> str | None:
    """Where the first link a selector finds leads."""
    return next((page.absolute(address_of(link)) for link in page.all(css)), None)


def page_image(page: Document, image: str) -> str | None:
    """Address of the picture of the whole page."""
    return next((page.absolute(address) for e in page.all(image) if (address := source_of(e))), None)


def title_list(
    page: Document,
    title_link: str,
    area: str,
    id_of: Callable[[Document, str], str],
    title_attributes: Collection[str] = (),
    within: Element | None = None,
) -> tuple[Placement, ...]:
    """The placements of a page: its title list, then what only the page map shows.

    `id_of` gives the article's id for an address as written, '' for what is no article; `title_attributes`
    print the title of a link without text; of a list of the whole issue, `within` is the page's own part.

    The list may stand twice, and an article may own several areas and several addresses (`?div=-1`): each
    article is listed once. A box of other pages' articles (今日关注) is no list of this page
    (`crawler.platforms.lists`); advertisements (广告) and links without text are no articles. Raises
    LayoutChanged when the map shows articles and the list none: a map may lack articles, so it is no
    substitute.
    """
    polygons: dict[str, list[Polygon]] = {}
    titles: dict[str, tuple[str, str]] = {}
    skipped: set[str] = set()
    areas = [(element, id_of(page, address_of(element))) for element in page.all(area)]
    entries: list[Entry] = [
        (link, source_id)
        for link in page.all(title_link)
        if within is None or within in link.iterancestors()
        if (source_id := id_of(page, address_of(link)))
    ]
    for link, source_id in of_this_page(entries, {shown for _, shown in areas}):
        title = title_of(link, title_attributes)
        if is_article_title(title):
            titles.setdefault(source_id, (title, article_url(page, link)))
        else:
            skipped.add(source_id)
    listed = bool(titles) or bool(skipped)
    for element, source_id in areas:
        if not source_id or (source_id in skipped and source_id not in titles):
            continue
        if not listed:
            raise LayoutChanged(
                f"the page map shows article {source_id}, the title list ({title_link}) is empty"
            )
        titles.setdefault(source_id, ("", article_url(page, element)))
        polygon = read_polygon(element.get("coords", ""))
        shapes = polygons.setdefault(source_id, [])
        if polygon is not None and polygon not in shapes:
            shapes.append(polygon)
    return tuple(
        Placement(position, source_id, title, url, tuple(polygons.get(source_id, ())) or None)
        for position, (source_id, (title, url)) in enumerate(titles.items(), start=1)
    )


def own_part(page: Document, parts: Collection[Element], number: str) -> Element:
    """The part of a list of the whole issue that is this page's: by address, else by number.

    Raises LayoutChanged when the page is not in its own list.
    """
    entries = [(part, next(part.iter("a"), None)) for part in parts]
    for part, link in entries:
        if link is not None and page.absolute(address_of(link)) == page.absolute(""):
            return part
    for part, link in entries:
        label = read_label(line_of(link)) if link is not None else None
        if label is not None and number and page_key(label.number) == page_key(number):
            return part
    raise LayoutChanged(f"the page is not in its own list of the issue: {page.url}")


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
    of_page = [entry for entry in entries if _is_of(page, entry, number)] or entries[:1]
    if not of_page:
        return None
    at_address = [entry for entry in of_page if page.absolute(address_of(entry)) == page.absolute("")]
    own = (at_address or of_page)[0]
    others = set(entries) - {own}
    for around in (own, *own.iterancestors()):
        inside = list(around.iter())
        if not others.isdisjoint(inside):
            return None
        for element in inside:
            if element in pdfs:
                return page.absolute(address_of(element))
    return None


def _is_of(page: Document, entry: Element, number: str) -> bool:
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


_DATE_LINE = re.compile(
    r"\W*(?:日期[:：]|出版日期[:：])?\s*\d{4}\s*(?:年|[-/.])\s*\d{1,2}\s*(?:月|[-/.])\s*\d{1,2}\s*日?"
    r"[\s（(,，|]*(?:(?:星期|周|礼拜)[一二三四五六日天]|[A-Z][a-z]{2,8})?\W*"
)


def date_line(page: Document) -> date | None:
    """The date that stands on a page in a line of its own (2023年02月10日 星期五), whatever element prints
    it; None where there is none, or two that differ. A link leads to another day, and 今天是 says today."""
    found = set()
    for element in page.root.iter("div", "span", "td", "p", "strong", "b", "font", "h1", "h2", "h3", "h4"):
        if len(element) > 3 or len(text := line_of(element)) > 40 or not _DATE_LINE.fullmatch(text):
            continue
        if next(element.iter("a"), None) is None and next(element.iterancestors("a"), None) is None:
            found.add(read_date(text))
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def leads_somewhere(href: str) -> bool:
    """Whether an href is an address and not a script or a bare fragment."""
    href = href.strip()
    scheme = href.partition(":")[0].lower() if _SCHEME.match(href) else ""
    return bool(href) and not href.startswith("#") and scheme in ("", "http", "https")


_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
ELSEWHERE = ("daoxiang", "url", "data-url", "data-href", "alt", "title")
_PAGE_FILE = re.compile(r"\.s?html?\b", re.IGNORECASE)
SCRIPTED = re.compile(
    r"(?:\blocation(?:\.href)?\s*=|\b(?:open|gourl|replace|assign)\s*\()\s*['\"]([^'\"]+)['\"]", re.IGNORECASE
)


def address_of(link: Element) -> str:
    """Where a link, the first link in an entry, or the link around it leads, as written; '' for nowhere.

    Links without an href have their address in an attribute of the family's own (`daoxiang`, `alt`,
    `data-url`) or in a script (`location.href='…'`, `window.open('…','_self')`, `gourl('…')`).
    """
    for element in chain((link,), link.iterdescendants("a"), link.iterancestors("a")):
        href = str(element.get("href", ""))
        if leads_somewhere(href):
            return href
        for name in ELSEWHERE:
            value = str(element.get(name, ""))
            if _PAGE_FILE.search(value) and leads_somewhere(value):
                return value
        for script in (element.get("onclick", ""), href):
            if found := SCRIPTED.search(script):
                return found[1]
    return ""


def addresses_in(page: Document, selectors: Iterable[str]) -> Iterator[str]:
    """The addresses, as written, in what the selectors find; each element once, in the order of selectors."""
    met: set[Element] = set()
    for css in dict.fromkeys(selectors):  # the skins of a family have most of theirs in common
        for element in page.all(css):
            if element not in met:
                met.add(element)
                yield str(element.get("src") or "") or address_of(element)


def addresses_of_issues(page: Document) -> Iterator[str]:
    """The addresses, as written, behind 上一期 and 下一期."""
    for link in page.all("a"):
        if "一期" in line_of(link):
            yield address_of(link)


def title_of(link: Element, attributes: Collection[str] = ()) -> str:
    """The title an entry prints: its text (of a table's row the last cell), else what its script writes, else
    the first of the attributes that has any; without the dot a list puts before it."""
    cells = link.findall("td") if link.tag == "tr" else []
    printed = (
        line_of(cells[-1] if cells else link),
        written_text(link),
        *(_value(link, name) for name in attributes),
    )
    return next((title for text in printed if (title := text.lstrip("· "))), "")


_WRITTEN = re.compile(r"document\s*\.\s*write\(\s*(?:\w+\()?\s*([\"'])(.*)\1\s*\)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")
_BREAK = re.compile(r"(?<=[^\x00-\x7f])\s*<br\s*/?>\s*(?=[^\x00-\x7f])", re.IGNORECASE)


def written_text(element: Element) -> str:
    """What a script within writes there (`document.write(view("…<br>…"))`), on one line; '' for nothing.

    A break between two Chinese characters goes without a trace: it only fits the title into its column.
    """
    for script in element.iter("script"):
        if (found := _WRITTEN.search(script.text or "")) and found[2].strip():
            written = _BREAK.sub("", _ESCAPED.sub(r"\1", found[2]))
            return line_of(fromstring(f"<div>{written}</div>"))
    return ""


def printed_text(document: Document, css: str) -> str:
    """What the first element with any text prints, on one line; a form's field prints its value."""
    for element in document.all(css):
        if text := line_of(element) or _value(element, "value"):
            return text
    return ""


def labelled(line: str, label: str) -> str:
    """What a line prints behind a label of its own (作者：张三 来源：本报), up to the next; '' without it."""
    found = re.search(rf"{label}\s*[:：]\s*(.*?)\s*(?:\S{{2,4}}[:：]|$)", line)
    return found[1] if found else ""


def _value(element: Element, attribute: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", str(element.get(attribute, ""))).strip()


def neighbour(page: Document, words: str) -> str | None:
    """The address behind 上一期 or 下一期, None where it has no href of its own (a script moves on)."""
    for link in page.all("a"):
        if words in line_of(link) and leads_somewhere(link.get("href", "")):
            return page.absolute(link.get("href", ""))
    return None


def article_url(page: Document, link: Element) -> str:
    """An article's address; `?div=` only tells the page map what to highlight, the article is the same."""
    return re.sub(r"\?div=-?\d+$", "", page.absolute(address_of(link)))


def directory_of(url: str) -> str:
    """The directory a file lies in: `3` for `…/17/3/news-1.html`.

    Raises LayoutChanged where the address names none.
    """
    found = re.search(r"/(\w+)/[^/]*$", url)
    if found is None:
        raise LayoutChanged(f"the address of an article or a page names no page: {url}")
    return found[1]
