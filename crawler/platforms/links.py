"""Where a link leads and what it prints, with an href or without."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from lxml import html

from crawler.platforms.document import Document, line_of


def leads_somewhere(href: str) -> bool:
    """Whether an href is an address and not a script or a bare fragment."""
    href = href.strip()
    return bool(href) and not href.startswith("#") and urlsplit(href).scheme in ("", "http", "https")


_ELSEWHERE = ("daoxiang", "url", "data-url", "data-href", "alt", "title")
_PAGE_FILE = re.compile(r"\.s?html?\b", re.IGNORECASE)
_SCRIPTED = re.compile(
    r"(?:\blocation(?:\.href)?\s*=|\b(?:open|gourl|replace|assign)\s*\()\s*['\"]([^'\"]+)['\"]", re.IGNORECASE
)


def address_of(link: html.HtmlElement) -> str:
    """Where a link, the first link in an entry, or the link around it leads, as written; '' for nowhere.

    Links without an href have their address in an attribute of the family's own (`daoxiang`, `alt`,
    `data-url`) or in a script (`location.href='…'`, `window.open('…','_self')`, `gourl('…')`).
    """
    for element in (link, *link.iterdescendants("a"), *link.iterancestors("a")):
        href = str(element.get("href", ""))
        if leads_somewhere(href):
            return href
        for name in _ELSEWHERE:
            value = str(element.get(name, ""))
            if _PAGE_FILE.search(value) and leads_somewhere(value):
                return value
        for script in (element.get("onclick", ""), href):
            if found := _SCRIPTED.search(script):
                return found[1]
    return ""


def title_of(link: html.HtmlElement, attributes: Collection[str] = ()) -> str:
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


def written_text(element: html.HtmlElement) -> str:
    """What a script within writes there (`document.write(view("…<br>…"))`), on one line; '' for nothing.

    A break between two Chinese characters goes without a trace: it only fits the title into its column.
    """
    for script in element.iter("script"):
        if (found := _WRITTEN.search(script.text or "")) and found[2].strip():
            written = _BREAK.sub("", _ESCAPED.sub(r"\1", found[2]))
            return line_of(html.fromstring(f"<div>{written}</div>"))
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


def _value(element: html.HtmlElement, attribute: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", str(element.get(attribute, ""))).strip()


def neighbour(page: Document, words: str) -> str | None:
    """The address behind 上一期 or 下一期, None where it has no href of its own (a script moves on)."""
    for link in page.all("a"):
        if words in line_of(link) and leads_somewhere(link.get("href", "")):
            return page.absolute(link.get("href", ""))
    return None


def article_url(page: Document, link: html.HtmlElement) -> str:
    """An article's address; `?div=` only tells the page map what to highlight, the article is the same."""
    return re.sub(r"\?div=-?\d+$", "", page.absolute(address_of(link)))
