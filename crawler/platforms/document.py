"""A page as a value: decoded once, parsed once, asked by compiled selectors."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any, cast
from urllib.parse import urljoin

from cssselect import SelectorError, parse
from cssselect.xpath import XPathExpr
from lxml import etree, html
from parsel.csstranslator import HTMLTranslator

Element = html.HtmlElement
"""An element of a page."""


_NO_MARKUP = re.compile(r"[\s\ufeff]*(?:[{\[]|\Z|(?:(?:var|let|const)\s)?\s*[\w.$]+\s*=\s*[{\[\"'])")
"""JSON, nothing at all, or a script that sets a variable to JSON or a text."""


class LayoutChanged(Exception):
    """A page does not keep its platform's promise: what was looked for, and what was found instead."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page as it came: its address, its text and its tree."""

    url: str
    text: str
    root: html.HtmlElement
    found: dict[str, tuple[html.HtmlElement, ...]] = field(default_factory=dict, repr=False, compare=False)
    """What selectors have found: most are asked for several times, and a page stays as it is."""

    def all(self, css: str) -> list[html.HtmlElement]:
        """The elements a selector finds, in document order; none for ''."""
        if not css:
            return []
        if css not in self.found:
            self.found[css] = tuple(cast("Iterable[html.HtmlElement]", compile_css(css)(self.root)))
        return list(self.found[css])

    def first_text(self, css: str) -> str:
        """The text of the first element that has any, on one line; '' when there is none."""
        return next((text for element in self.all(css) if (text := line_of(element))), "")

    @property
    def is_markup(self) -> bool:
        """Whether the page is HTML, and not JSON or a script."""
        return not _NO_MARKUP.match(self.text)

    def json(self) -> Any:
        """The JSON document an answer is. Raises LayoutChanged when it is none."""
        try:
            return json.loads(self.text)
        except ValueError as error:
            raise LayoutChanged(f"no JSON: {error}") from error

    def absolute(self, href: str) -> str:
        """The address a link of this page leads to, without its fragment; what is none stays as it is
        written (`storage.addresses`)."""
        href = href.strip()
        try:
            return urljoin(self.url, href).partition("#")[0]
        except ValueError:
            return href


@lru_cache(maxsize=4096)
def compile_css(css: str) -> etree.XPath:
    """A CSS selector (parsel's dialect) as a compiled XPath. Raises ValueError when it is no selector."""
    try:
        return etree.XPath(_xpath_of(css))
    except (SelectorError, etree.XPathError) as error:
        raise ValueError(f"{css!r} is no CSS selector: {error}") from error


class _Conditions(HTMLTranslator):
    """Writes all of a selector as conditions of the element it finds: `td.a img` is an image within such a
    cell, and no page is walked for cells that has no image."""

    def xpath_descendant_combinator(self, left: XPathExpr, right: XPathExpr) -> XPathExpr:
        return right.add_condition(f"ancestor::{left}")

    def xpath_child_combinator(self, left: XPathExpr, right: XPathExpr) -> XPathExpr:
        return right.add_condition(f"parent::{left}")

    def xpath_direct_adjacent_combinator(self, left: XPathExpr, right: XPathExpr) -> XPathExpr:
        return right.add_condition(f"preceding-sibling::*[1]/self::{left}")

    def xpath_indirect_adjacent_combinator(self, left: XPathExpr, right: XPathExpr) -> XPathExpr:
        return right.add_condition(f"preceding-sibling::{left}")


def _xpath_of(css: str) -> str:
    """The XPath of a selector: alternatives that find the same element share a walk over the page."""
    translator = _Conditions()
    conditions: dict[str, list[str]] = {}
    for selector in parse(css):
        if selector.pseudo_element:
            raise SelectorError("a pseudo-element is no element")
        found = translator.xpath(selector.parsed_tree)
        conditions.setdefault(found.element, []).append(found.condition)
    return " | ".join(
        f"descendant-or-self::{element}" + (f"[({') or ('.join(each)})]" if all(each) else "")
        for element, each in conditions.items()
    )


_PARSER = etree.HTMLParser(encoding="utf-8")
"""One class for all elements: lxml.html would ask its own table, in Python, for the class of each."""
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(element=html.HtmlElement, comment=html.HtmlComment)
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def read_document(url: str, body: bytes, content_type: str = "") -> Document:
    """The document in a response's body; `content_type` is the HTTP header's value.

    Raises LayoutChanged for a body without any markup.
    """
    from pipelines.text.decode import decode  # with the tables of every encoding

    text = decode(body, content_type).text
    # HTML has no CDATA: the parser would make a comment of it, and with it of some sites' headlines.
    parsable = _without_properties(text)
    if "<![CDATA[" in parsable:
        parsable = _CDATA.sub(lambda found: escape(found[1]), parsable)
    try:
        root = html.document_fromstring(parsable.encode("utf-8", "replace"), parser=_PARSER)
    except etree.ParserError as error:
        raise LayoutChanged(f"an empty page ({len(body)} bytes)") from error
    return Document(url, text, root)


_PROPERTIES = re.compile(r"<!--\s*(?i:(enp|mp)property)\b.*?/\s*(?i:\1property)\s*-->", re.DOTALL)


def _without_properties(text: str) -> str:
    """A page without the vendor's comments (`crawler.platforms.enpproperty`): where one holds a comment of
    its own, the parser would take the rest of it for elements of the page."""
    return _PROPERTIES.sub("", text) if "property" in text else text


_SPACE = re.compile(r"[ \t\r\n\f]+")
_EDGES = " \t\r\n\f\u3000\u00a0"
# fmt: off
BLOCKS = frozenset((
    "address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "founder-author",
    "founder-content", "founder-title", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "section", "table", "tbody", "tr", "ul",
))
# fmt: on
HIDDEN = frozenset(("script", "style", "noscript", "iframe", "object", "select"))


def line_of(element: html.HtmlElement) -> str:
    """The text of an element on one line, white space as a browser shows it."""
    return " ".join(paragraph.replace("\n", " ") for paragraph in paragraphs_of(element).splitlines())


def paragraphs_of(element: html.HtmlElement, without: Collection[html.HtmlElement] = ()) -> str:
    """The text of an element as paragraphs with a line feed between.

    A paragraph ends where a browser would break the line (block elements, <br>); cells of a table row are
    joined by a tab. Elements in `without` (pictures with their captions) are left out.
    """
    pieces: list[str] = []
    _collect(element, pieces, without)
    lines = (_SPACE.sub(" ", line).strip(_EDGES) for line in "".join(pieces).split("\v"))
    return "\n".join(line.replace("\x1f", "\t").strip() for line in lines if line)


def _collect(element: html.HtmlElement, pieces: list[str], without: Collection[html.HtmlElement]) -> None:
    """Appends the text below an element; \\v marks the end of a line, \\x1f that of a table cell."""
    tag = element.tag
    if not isinstance(tag, str) or tag in HIDDEN or element in without:
        return
    block = tag in BLOCKS
    if block:
        pieces.append("\v")
    if element.text:
        pieces.append(_CONTROLS.sub(" ", element.text))
    for child in element:
        _collect(child, pieces, without)
        if child.tail:
            pieces.append(_CONTROLS.sub(" ", child.tail))
    if block:
        pieces.append("\v")
    elif tag in ("td", "th") and element.getnext() is not None:
        pieces.append("\x1f")


_CONTROLS = re.compile("[\v\x1f]")
