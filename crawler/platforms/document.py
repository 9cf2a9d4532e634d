"""A page as a value: decoded once, parsed once, asked by compiled selectors."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any, cast
from urllib.parse import urljoin

from cssselect import SelectorError, parse
from cssselect.parser import Class, CombinedSelector, Hash, Relation, Selector
from cssselect.parser import Element as CssElement
from cssselect.xpath import XPathExpr
from lxml import etree, html
from parsel.csstranslator import HTMLTranslator

from crawler.platforms.enpproperty import comments_of

Element = html.HtmlElement
"""An element of a page."""


_NO_MARKUP = re.compile(r"[\s\ufeff]*(?:[{\[]|\Z|(?:(?:var|let|const)\s)?\s*[\w.$]+\s*=\s*[{\[\"'])")
"""JSON, nothing at all, or a script that sets a variable to JSON or a text."""


class LayoutChanged(Exception):
    """A page does not keep its platform's promise: what was looked for, and what was found instead."""


@dataclass(slots=True)
class _Known:
    """What has been asked of a page: much is asked several times, and a page stays as it is."""

    found: dict[str, list[html.HtmlElement]] = field(default_factory=dict)
    """What selectors have found."""
    named: dict[str, list[html.HtmlElement]] | None = None
    """The elements of each class (`.title`) and with each id (`#list`), in document order."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page as it came: its address, its text and its tree."""

    url: str
    text: str
    root: html.HtmlElement
    comments: tuple[str, ...] = ()
    """What stands in the vendor's comments (`crawler.platforms.enpproperty`)."""
    _known: _Known = field(default_factory=_Known, repr=False, compare=False)

    def all(self, css: str) -> list[html.HtmlElement]:
        """The elements a selector finds, in document order; none for ''."""
        if not css:
            return []
        found = self._known.found
        if css not in found:
            found[css] = self._find(css)
        return found[css].copy()

    def _find(self, css: str) -> list[html.HtmlElement]:
        """What stands under its name is looked up; the tree is walked where a selector says more, and only
        for those of its alternatives whose names the page has."""
        named = self._named()
        groups: list[list[html.HtmlElement]] = []
        left: list[int] = []
        for number, part in enumerate(_parts_of(css)):
            if not part.names <= named.keys():
                continue
            if not part.is_plain:
                left.append(number)
            elif part.names:
                first, *others = (named[name] for name in part.names)
                group = first if part.element == "*" else [e for e in first if e.tag == part.element]
                for other in others:
                    group = [element for element in group if element in other]
                groups.append(group)
            else:
                groups.append(list(self.root.iter(part.element)))
        if left:
            groups.append(_elements(_path_of(css, tuple(left))(self.root)))
        found, *more = [group for group in groups if group] or [[]]
        for group in more:
            found = _elements(_IN_ORDER(self.root, one=found, other=group))
        return found

    def _named(self) -> dict[str, list[html.HtmlElement]]:
        if (named := self._known.named) is None:
            self._known.named = named = {}
            for element in _elements(_OF_A_CLASS(self.root)):
                for word in _words_of(element.get("class", "")):
                    named.setdefault(f".{word}", []).append(element)
            for element in _elements(_WITH_ID(self.root)):
                named.setdefault(f"#{element.get('id')}", []).append(element)
        return named

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
            return joined(self.url, href).partition("#")[0]
        except ValueError:
            return href


_FILE_NAME = re.compile(r"[A-Za-z0-9_-][\w.?=&-]*", re.ASCII)


def joined(url: str, href: str) -> str:
    """`urljoin`; of links to files of one directory it is asked once. Raises ValueError as it does."""
    head, slash, name = href.rpartition("/")
    return _directory(url, head + slash) + name if _FILE_NAME.fullmatch(name) else urljoin(url, href)


@lru_cache(maxsize=1024)
def _directory(url: str, head: str) -> str:
    return urljoin(url, f"{head}x")[:-1]


_OF_A_CLASS, _WITH_ID = (etree.XPath(f"descendant-or-self::*/@{name}/..") for name in ("class", "id"))
_IN_ORDER = etree.XPath("($one | $other)/self::*")


def _elements(found: object) -> list[html.HtmlElement]:
    """What an XPath gives that selects elements."""
    return cast("list[html.HtmlElement]", found)


@lru_cache(maxsize=4096)
def _words_of(names: str) -> tuple[str, ...]:
    """The names in an attribute `class`, each once."""
    return tuple(dict.fromkeys(re.findall(r"[^ \t\r\n]+", names)))


def compile_css(css: str) -> etree.XPath:
    """A CSS selector (parsel's dialect) as a compiled XPath. Raises ValueError when it is no selector."""
    return _path_of(css, tuple(range(len(_parts_of(css)))))


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the alternatives of a selector."""

    element: str
    """The name of the element it finds, in XPath."""
    condition: str
    """What that element has to be, in XPath."""
    names: frozenset[str]
    """Classes (`.title`) and ids (`#list`) that a page has on which it finds anything."""
    is_plain: bool
    """Whether it says no more than the name of the element and these."""


@lru_cache(maxsize=4096)
def _parts_of(css: str) -> tuple[_Part, ...]:
    """The alternatives of a selector. Raises ValueError when it is none."""
    translator = _Conditions()
    parts = []
    try:
        for selector in parse(css):
            if selector.pseudo_element:
                raise SelectorError("a pseudo-element is no element")
            tree: Any = selector.parsed_tree
            found = translator.xpath(tree)
            names = frozenset(_names_in(tree))
            while isinstance(tree, Class | Hash):
                tree = tree.selector
            is_plain = isinstance(tree, CssElement) and found.element == (tree.element or "*").lower()
            parts.append(_Part(found.element, found.condition, names, is_plain))
    except SelectorError as error:
        raise ValueError(f"{css!r} is no CSS selector: {error}") from error
    return tuple(parts)


def _names_in(tree: Any) -> Iterator[str]:
    """Classes and ids that a page has where a selector finds something."""
    match tree:
        case Hash():
            yield f"#{tree.id}"
        case Class():
            yield f".{tree.class_name}"
        case Relation(arguments=[(_, Selector(parsed_tree=inner))]):
            yield from _names_in(inner)
    if hasattr(tree, "selector"):
        yield from _names_in(tree.selector)
    if isinstance(tree, CombinedSelector):
        yield from _names_in(tree.subselector)


@lru_cache(maxsize=8192)
def _path_of(css: str, numbers: tuple[int, ...]) -> etree.XPath:
    """The XPath of some alternatives of a selector: those that find the same element share a walk over the
    page. Raises ValueError when it is no selector."""
    conditions: dict[str, list[str]] = {}
    parts = _parts_of(css)
    for number in numbers:
        conditions.setdefault(parts[number].element, []).append(parts[number].condition)
    try:
        return etree.XPath(
            " | ".join(
                f"descendant-or-self::{element}" + (f"[({') or ('.join(each)})]" if all(each) else "")
                for element, each in conditions.items()
            )
        )
    except etree.XPathError as error:
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


_PARSER = etree.HTMLParser(encoding="utf-8", collect_ids=False)  # sites repeat them: each would be an error
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
    comments = comments_of(text)
    parsable = text
    # Where a vendor's comment holds a comment of its own, the parser would take its rest for elements.
    for comment in reversed(comments):
        parsable = parsable[: comment.start()] + parsable[comment.end() :]
    # HTML has no CDATA: the parser would make a comment of it, and with it of some sites' headlines.
    if "<![CDATA[" in parsable:
        parsable = _CDATA.sub(lambda found: escape(found[1]), parsable)
    try:
        root = html.document_fromstring(parsable.encode("utf-8", "replace"), parser=_PARSER)
    except etree.ParserError as error:
        raise LayoutChanged(f"an empty page ({len(body)} bytes)") from error
    return Document(url, text, root, tuple(comment[2] for comment in comments))


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
        pieces.append(_plain(element.text))
    for child in element:
        _collect(child, pieces, without)
        if child.tail:
            pieces.append(_plain(child.tail))
    if block:
        pieces.append("\v")
    elif tag in ("td", "th") and element.getnext() is not None:
        pieces.append("\x1f")


def _plain(text: str) -> str:
    """A text of the page without these marks."""
    return text.replace("\v", " ").replace("\x1f", " ")
