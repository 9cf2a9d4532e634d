"""A document as the lines a reader sees, each with the element it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crawler.platforms.document import BLOCKS, HIDDEN, Document, Element

_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_EDGES = " \t\r\n\f\u3000\u00a0\u2002\u2003\u200b\ufeff"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NO_TEXT = HIDDEN | {"textarea", "template", "head", "button", "option", "title"}
_BREAKING = BLOCKS | {"figure", "figcaption", "header", "footer", "nav", "main", "aside", "form", "fieldset"}
INLINE = frozenset(("span", "font", "b", "strong", "em", "i", "u", "small", "big"))
_SENTENCE = re.compile("[。！？；…!?]")


@dataclass(slots=True)
class Line:
    """A line of text on a page."""

    text: str
    element: Element
    """The lowest element that holds all of it."""
    hidden: bool
    """Whether the page does not show it."""
    linked: int
    """How many of its characters are in links."""
    first: Element
    """The element its first characters stand in."""
    number: int = 0
    """Its place among all lines."""
    pieces: list[Element] = field(default_factory=list)
    """The elements its characters stand in."""
    texts: list[str] = field(default_factory=list)
    """The characters in each of them."""
    indented: bool = False
    """Whether it begins with a blank, as paragraphs of Chinese text do."""

    @property
    def han(self) -> int:
        """How many Chinese characters it has."""
        return len(_HAN.findall(self.text))

    @property
    def is_link(self) -> bool:
        """Whether most of it is links."""
        return self.linked * 2 > len(self.text.replace(" ", ""))

    @property
    def key(self) -> str:
        """What tells whether it stands on another page too: as a link, or as a line that is none."""
        return f"link {key_of(self.text)}" if self.is_link else key_of(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it reads as running text."""
        return not self.is_link and (
            (self.han >= 12 and _SENTENCE.search(self.text) is not None) or self.han >= 40
        )


def lines_of(document: Document) -> list[Line]:
    """All lines of a document in its order, hidden ones too."""
    body = next(document.root.iter("body"), document.root)
    lines: list[Line] = []
    pieces: list[tuple[str, Element, bool, bool]] = []
    for piece in _pieces(body, False, False):
        if piece is None:
            _flush(pieces, lines)
        else:
            pieces.append(piece)
    _flush(pieces, lines)
    return lines


def line_keys(document: Document) -> frozenset[str]:
    """What tells whether a line, or a picture, stands on another page too: lines without blanks,
    addresses, places, and sentences with theirs.
    """
    pictures = (f"picture {image.get('src')}" for image in document.root.iter("img"))
    lines = lines_of(document)
    titles = (f"title {key_of(text)}" for text in titles_of(document))
    shown = [line for line in lines if not line.hidden and not line.is_link]
    sentences = (f"{place_of(line)}\n{line.key}" for line in shown if line.is_sentence)
    return frozenset((*(line.key for line in lines), *pictures, *titles, *map(place_of, shown), *sentences))


def titles_of(document: Document) -> list[str]:
    """What a document's head says of its title: as a whole, and its parts (标题 - 报名)."""
    texts = [
        meta.get("content") or ""
        for meta in document.root.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:title", "title", "articletitle")
    ]
    title = next(document.root.iter("title"), None)
    printed = title.text_content() if title is not None else ""
    return [*texts, printed, *re.split(r"\s*[-_—|｜]+\s*", printed)]


def place_of(line: Line) -> str:
    """Where a line stands, by tags and by the names of its block and the block around: alike in all pages of
    a site.
    """
    block = block_of(line)
    around = block.getparent()
    own = (
        "" if block.tag == "p" else block.get("class") or ""
    )  # the first paragraph may have a name of its own
    names = (own, around.get("class") or "" if around is not None else "")
    return f"text {path_of(block)} {' '.join(names)}"


def block_of(line: Line) -> Element:
    """The block a line stands in: the paragraph of words in bold."""
    return next(
        (e for e in (line.element, *line.element.iterancestors()) if e.tag not in INLINE), line.element
    )


def key_of(text: str) -> str:
    """A line without blanks."""
    return re.sub(r"\s+", "", text)


def _pieces(element: Element, hidden: bool, linked: bool) -> Iterator[tuple[str, Element, bool, bool] | None]:
    """Text below an element with where it stands; None where a browser breaks the line."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _NO_TEXT:
        return
    hidden = hidden or is_hidden(element)
    linked = linked or tag == "a" or any(map(element.get, ("data-url", "data-href", "onclick")))
    block = tag in _BREAKING or "-" in tag
    if block:
        yield None
    if element.text:
        yield element.text, element, hidden, linked
    for child in element:
        yield from _pieces(child, hidden, linked)
        if child.tail:
            yield child.tail, element, hidden, linked
    if block:
        yield None
    elif tag in ("td", "th") and element.getnext() is not None:
        yield "\t", element, hidden, linked


def is_hidden(element: Element) -> bool:
    """Whether an element says of itself that it is not shown."""
    style = element.get("style")
    return bool(style and _NOT_SHOWN.search(style)) or element.get("hidden") is not None


def _flush(pieces: list[tuple[str, Element, bool, bool]], lines: list[Line]) -> None:
    text = "".join(piece[0].replace("\t", "\x1f") if piece[0] == "\t" else piece[0] for piece in pieces)
    text = _SPACE.sub(" ", text).strip(_EDGES).replace("\x1f", "\t").strip(_EDGES)
    if text:
        printed = [piece for piece in pieces if piece[0].strip(_EDGES)]
        lines.append(
            Line(
                text=text,
                element=common([piece[1] for piece in printed]),
                hidden=all(piece[2] for piece in printed),
                linked=sum(len(key_of(piece[0])) for piece in printed if piece[3]),
                first=printed[0][1],
                number=len(lines),
                pieces=[piece[1] for piece in printed],
                indented="".join(piece[0] for piece in pieces)
                .lstrip(" \t\r\n")
                .startswith(("\u3000", "\xa0\xa0", "\u2003")),
                texts=[_SPACE.sub(" ", piece[0]).strip(_EDGES) for piece in printed],
            )
        )
    pieces.clear()


def common(elements: list[Element]) -> Element:
    """The lowest element that holds all of some elements, or is one of them."""
    chain = [elements[0], *elements[0].iterancestors()]
    for other in elements[1:]:
        if other is elements[0]:
            continue
        around = {other, *other.iterancestors()}
        chain = [element for element in chain if element in around]
    return chain[0]


def path_of(element: Element) -> str:
    """The tags from the root to an element: what lines of one kind share."""
    tags = [element.tag, *(around.tag for around in element.iterancestors())]
    return "/".join(str(tag) for tag in reversed(tags))


def own_lines(document: Document, lines: list[Line]) -> list[Line]:
    """The lines of the part of a document that its address names by a fragment; all where it names none."""
    name = document.url.partition("#")[2]
    if not name:
        return lines
    target = next(
        (e for e in document.root.iter() if isinstance(e.tag, str) and name in (e.get("id"), e.get("name"))),
        None,
    )
    if target is None:
        return lines
    inside = [line for line in lines if target in (line.element, *line.element.iterancestors())]
    if sum(line.han for line in inside) < 20:
        return lines
    return [replace(line, number=number) for number, line in enumerate(inside)]
