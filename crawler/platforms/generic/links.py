"""Links and where they lead; the shape of an address; the id of an article in its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from crawler.platforms.document import Document, Element, joined, line_of, paragraphs_of
from crawler.platforms.generic.lines import is_hidden
from crawler.platforms.html import leads_somewhere, written_text

_ATTRIBUTES = (
    "href",
    "data-href",
    "data-url",
    "data-link",
    "data-src",
    "url",
    "link",
    "daoxiang",
    "to",
    "value",
)
_SCRIPTS = ("onclick", "onmousedown", "href")
_ADDRESSED = frozenset((*_ATTRIBUTES, *_SCRIPTS, "alt", "title"))
_TITLES = ("title", "alt", "data-title", "aria-label")
BULLETS = "·•●○■□◆◇▪-> \u3000"
"""What stands before the entries of a list."""
_ADDRESS = re.compile(
    r"\.s?html?\b|\.(?:aspx?|php|jsp|do)\b|\?\w+=|^\.{0,2}/?(?:[\w%.-]+/)+[\w%.-]*$|^[\w-]*\d[\w-]*$",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTED = re.compile(r"['\"]([^'\"]+)['\"]")
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|bmp|pdf|swf|mp[34]|zip|css|js|ico|xml|apk)(?:\.\d)?(?:$|\?)", re.IGNORECASE
)
_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9a-f]*\d)(?:[0-9a-f]{8,}|[0-9a-f-]{16,})(?![0-9A-Za-z])", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![A-Za-z])[A-Za-z]{0,2}\d+[A-Za-z]?(?![A-Za-z])|\d+")
_DATE_PATH = re.compile(r"(?:19|20)\d\d[-_/.]?[01]?\d[-_/.]?[0-3]?\d")
_INDEX = re.compile(
    r"^(?:index|default|content|article|detail|show|view|read|page|node|news)?$", re.IGNORECASE
)
_LEADING = re.compile(
    r"^(?:content|article|articel|detail|news|con|art|c|a|n|story|item|wz|text|show|view)[-_]?(?=\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page, or what acts as one."""

    element: Element
    url: str
    """The absolute address, a fragment only where it leads to a part of this document."""
    text: str
    """What it prints, on one line."""
    title: str
    """What it says of itself in an attribute; ''."""
    hidden: bool
    first: str = ""
    """The heading in it, else the first of its lines."""

    @property
    def is_area(self) -> bool:
        """Whether it is an area of a page map."""
        element = self.element
        if element.get("coords") or element.get("points") or element.tag == "area":
            return True
        if self.text or next(element.iter("img"), None) is not None:
            return False
        return next(element.iter("polygon", "rect"), None) is not None or all(
            re.search(rf"(?:^|[;\s]){side}\s*:", element.get("style") or "")
            for side in ("left", "top", "width")
        )

    @property
    def is_media(self) -> bool:
        """Whether it leads to a picture, a PDF or another file that is no page."""
        return bool(_MEDIA.search(self.url))

    @property
    def label(self) -> str:
        """The title it prints, else what it says in an attribute."""
        return self.first or self.title


def links_of(document: Document) -> list[Link]:
    """The links of a document in its order: elements that name an address, in whatever attribute."""
    found = []
    for element in document.root.iter():
        if isinstance(element.tag, str) and (address := own_address(element)):
            url = _absolute(document, address)
            title = next(
                (
                    value.strip()
                    for name in _TITLES
                    if (value := element.get(name) or "").strip() and not re.search(r"\.s?html?\b", value)
                ),
                "",
            )
            if not title and element.tag == "area":
                title = (element.get("name") or "").strip()
            if not title:
                title = next(
                    (value.strip() for value in element.attrib.values() if len(_HAN.findall(value)) >= 4), ""
                )
            if not title:
                title = next(
                    (alt for image in element.iter("img") if (alt := (image.get("alt") or "").strip())), ""
                )
            printed = paragraphs_of(element).splitlines() or [written_text(element)]
            text = " ".join(printed).lstrip(BULLETS)
            first = next(
                filter(None, map(_heading_of, element.iter("h1", "h2", "h3", "h4", "h5"))), printed[0]
            )
            if element.tag == "tr" and (cells := element.findall("td")):
                first = line_of(cells[-1])
            hidden = is_hidden(element) or any(map(is_hidden, element.iterancestors()))
            found.append(
                Link(
                    element, url, text, title if not _is_address(title) else "", hidden, first.lstrip(BULLETS)
                )
            )
    return found


def _heading_of(element: Element) -> str:
    """What a heading prints, without a badge behind it: a small element with a page's number or a count."""
    badge = element[-1] if len(element) and isinstance(element[-1].tag, str) else None
    whole = line_of(element)
    if badge is None or (badge.tail or "").strip():
        return whole
    said = line_of(badge)
    named = badge.tag in ("small", "sup", "sub") or "badge" in (badge.get("class") or "")
    return whole.removesuffix(said).rstrip() if named and len(said) < 8 and said != whole else whole


def own_address(element: Element) -> str:
    """The address an element itself names, as written; ''."""
    tag = element.tag
    if _ADDRESSED.isdisjoint(element.keys()):
        return ""
    if tag in ("link", "script", "input", "meta", "iframe", "frame", "source", "base"):
        return ""
    for name in _ATTRIBUTES if tag != "img" else ():
        value = (element.get(name) or "").strip()
        if not value or (name == "value" and tag != "option"):
            continue
        if name == "href" and tag in ("a", "area"):
            if leads_somewhere(value) or re.match(r"#\w*\d", value):
                return value
        elif _is_address(value) and leads_somewhere(value):
            return value
    for name in _SCRIPTS:
        script = element.get(name) or ""
        if name == "href" and not script.lower().startswith("javascript"):
            continue
        for quoted in _QUOTED.findall(script):
            if _is_address(quoted) and leads_somewhere(quoted) and ("." in quoted or "/" in quoted):
                return str(quoted)
    if tag == "img":
        return ""
    return next(
        (v for name in ("alt", "title") if re.search(r"\.s?html?\b", v := element.get(name) or "")), ""
    )


def _is_address(value: str) -> bool:
    return bool(_ADDRESS.search(value)) and not re.search(r"[\s\u3000-\u9fff]", value)


def _absolute(document: Document, address: str) -> str:
    whole, _, fragment = joined(document.url, address.strip()).partition("#")
    own = document.url.partition("#")[0]
    whole = re.sub(r"\?div=-?\d+$", "", whole)
    return f"{whole}#{fragment}" if whole == own and re.search(r"\d", fragment) else whole


@lru_cache(maxsize=4096)
def shape_of(url: str) -> str:
    """An address with its numbers taken out: equal for what a site addresses alike."""
    parts = urlsplit(url)
    path = "/".join(_shaped(piece) for piece in parts.path.split("/"))
    query = "&".join(
        f"{name}={_shaped(value)}" for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    return f"{parts.netloc}{path}?{query}#{_shaped(parts.fragment)}"


def _shaped(piece: str) -> str:
    return _NUMBER.sub("0", _HEX.sub("0", piece))


def file_shape(url: str) -> str:
    """The shape of the file an address names, without its directories."""
    shaped = shape_of(url)
    path, _, query = shaped.partition("?")
    return f"{path.rpartition('/')[2]}?{query}"


def grouped(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Links by the shape of their address."""
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(shape_of(link.url), []).append(link)
    return groups


def numbers_in(url: str) -> Iterator[int]:
    """The numbers in the last pieces of an address, those in its query and fragment too."""
    parts = urlsplit(url)
    tail = "/".join(parts.path.split("/")[-3:])
    for digits in re.findall(r"\d+", f"{tail} {parts.query} {parts.fragment}"):
        yield int(digits)


@lru_cache(maxsize=4096)
def id_of(url: str) -> str:
    """The article's own id in its address: by the file's name, else by the query; '' where there is none.

    `content_5001.htm` → 5001, `2023-10-17_01_3.html` → all of it, `?id=77` → 77. One that only counts the
    articles of a page has the page before it: `/4/content_1.html` → 4-1, `?p=2&n=3` → 2-3.
    """
    found = _own_id(url)
    if not re.fullmatch(r"\d{1,2}", found):
        return found
    parts = urlsplit(url)
    if any(value == found for _, value in parse_qsl(parts.query)):
        counts = [value for _, value in parse_qsl(parts.query) if re.fullmatch(r"[A-Za-z]?\d{1,3}", value)]
        return "-".join(counts)
    above = parts.path.rstrip("/").split("/")[:-1]
    page = next(
        (one for one in reversed(above) if re.fullmatch(r"(?:page|node|b)?[A-Za-z]?\d{1,3}", one)), ""
    )
    return f"{page}-{found}" if page else found


def _own_id(url: str) -> str:
    if found := re.search(r"content_(\w+)\.s?html?\b", url):
        return found[1]
    parts = urlsplit(url)
    if parts.fragment and re.search(r"\d", parts.fragment):
        return _bare(parts.fragment)
    query = [(name, value) for name, value in parse_qsl(parts.query) if re.search(r"\d", value)]
    if query and not re.search(r"\d{3,}\.s?html?$", parts.path):
        named = [
            value
            for name, value in query
            if re.search(r"id$|^(?:a|n|news|art|article)\w*$", name, re.IGNORECASE)
            and not _DATE_PATH.fullmatch(value)
        ]
        values = named or [value for _, value in query if not _DATE_PATH.fullmatch(value)] or [query[-1][1]]
        return values[-1]
    pieces = [piece for piece in parts.path.split("/") if piece]
    while pieces and _INDEX.match(re.sub(r"\.\w+$", "", pieces[-1])):
        pieces.pop()
    stem = re.sub(r"\.(?:s?html?|aspx?|php|jsp|do)$", "", pieces[-1], flags=re.IGNORECASE) if pieces else ""
    return _bare(stem) if re.search(r"\d", stem) else ""


def _bare(stem: str) -> str:
    return _LEADING.sub("", stem)
