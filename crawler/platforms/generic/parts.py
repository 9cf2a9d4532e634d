"""A document that holds a whole issue: labels, and under each the page's titles; its pages have no
addresses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from crawler.platforms.document import Element, LayoutChanged
from crawler.platforms.generic.lines import Line
from crawler.platforms.generic.links import Link
from pipelines.items import PromisedPage
from pipelines.text.labels import Label, page_key, read_label


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in a document under the label of one page."""

    label: Label
    elements: frozenset[Element]
    leads_to: str = ""
    """The address, as written, that the labels of all pages have; '' where they have none in common."""

    def holds(self, element: Element) -> bool:
        """Whether an element stands in it."""
        return element in self.elements


def parts_of(lines: Sequence[Line]) -> list[Part]:
    """The parts of a document by their labels, in order; none where fewer than two labels count up."""
    found: dict[str, tuple[Label, Line]] = {}
    for line in lines:
        if line.hidden or len(line.text) > 24 or "版" not in line.text:
            continue
        label = read_label(line.text.split("\t")[0])
        if label is not None and re.search(r"第?\s*[A-Za-z]?\d+\s*版", label.name):
            return []  # two labels on one line: what stood between them stands elsewhere
        if label is not None and label.number:
            found.setdefault(page_key(label.number), (label, line))
    if len(found) < 2:
        return []
    root = next(iter(found.values()))[1].element.getroottree().getroot()
    starts = {line.first: label for label, line in found.values()}
    parts: list[tuple[Label, set[Element]]] = []
    for element in root.iter():
        if element in starts:
            parts.append((starts[element], set()))
        if parts:
            parts[-1][1].add(element)
    leads_to = _leads_to([line for _, line in found.values()])
    return [Part(label, frozenset(elements), leads_to) for label, elements in parts]


def is_titled(link: Link, parts: Sequence[Part]) -> bool:
    """Whether a link of one of the parts looks like that of an article."""
    return not link.is_media and len(link.label) >= 4 and any(part.holds(link.element) for part in parts)


def _leads_to(labels: Sequence[Line]) -> str:
    """The one document that all labels are links to: it has the titles in place of this; '' where none is."""
    hrefs = {
        str(link.get("href") or "") for line in labels for link in line.element.iter("a") if line.is_link
    }
    leads_to = hrefs.pop() if len(hrefs) == 1 else ""
    return leads_to if re.match(r"(?!#|javascript)[^#]+$", leads_to) else ""


def promised(url: str, parts: Sequence[Part]) -> tuple[PromisedPage, ...]:
    """The pages of such a document: each has the document's address (or the one that all labels lead to),
    with a fragment that names it."""
    whole = urljoin(url, parts[0].leads_to if parts else "").partition("#")[0]
    return tuple(
        PromisedPage(sequence, part.label.number, part.label.name, f"{whole}#page-{part.label.number}")
        for sequence, part in enumerate(parts, start=1)
    )


def part_of(url: str, parts: Sequence[Part], label: Label | None) -> Part:
    """The part an address names, or a label known otherwise. Raises LayoutChanged where there is none."""
    found = re.search(r"#page-(.*)$", url)
    number = found[1] if found else label.number if label is not None else ""
    for part in parts:
        if page_key(part.label.number) == page_key(number):
            return part
    raise LayoutChanged(f"read without a family, the document has no page {number!r}")
