"""The picture and the PDF of a whole page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.platforms.document import Document, Element
from crawler.platforms.generic.links import Link
from crawler.platforms.generic.navigation import Entry
from crawler.platforms.generic.reading import Proof
from crawler.platforms.html import read_polygon
from pipelines.items import Polygon
from pipelines.text.labels import page_key


def page_picture(page: Document, links: Sequence[Link]) -> tuple[str | None, Proof]:
    """The picture with the page map, else the one that is named like a page's."""
    pictures = [image for image in page.root.iter("img") if image.get("src")]
    mapped = [image for image in pictures if image.get("usemap")]
    if mapped:
        return page.absolute(mapped[0].get("src", "")), Proof(0.95, "it has the page map")
    named = [
        image
        for image in pictures
        if re.search(r"_b\.|page|pic|brief|\d{8}|ban", image.get("src", ""), re.IGNORECASE)
    ]
    large = [
        image
        for image in named
        if not re.search(r"logo|icon|btn|banner|ewm|qr|arrow|\.gif|bg", image.get("src", ""), re.IGNORECASE)
    ]
    if large:
        return page.absolute(large[0].get("src", "")), Proof(0.7, "its name is a page picture's")
    return None, Proof(0.7, "none")


def page_pdf(links: Sequence[Link], entries: Sequence[Entry], number: str, own: str) -> str | None:
    """The page's own PDF: the only one there is, else the one beside its entry of the navigation, or
    numbered so.
    """
    pdfs = [link for link in links if re.search(r"\.pdf\b", link.url, re.IGNORECASE)]
    addresses = list(dict.fromkeys(link.url for link in pdfs))
    if len(addresses) == 1:
        return addresses[0]
    entry = next(
        (one for one in entries if one.link.url == own or (number and one.key == page_key(number))), None
    )
    if entry is not None:
        others = {one.link.element for one in entries if one is not entry}
        for around in entry.link.element.iterancestors():
            inside = set(around.iter())
            if inside & others:
                break
            beside = [link for link in pdfs if link.element in inside]
            if beside:
                return beside[0].url
    digits = re.sub(r"\D", "", page_key(number))
    if digits:
        for address in addresses:
            if re.search(rf"(?<!\d)0*{digits}\.pdf|{int(digits):02}\.pdf", address, re.IGNORECASE):
                return address
    return None


def polygon_of(element: Element) -> Polygon | None:
    """The corners of an area of the page map, as an `area` or a `polygon` prints them."""
    drawn = next(element.iter("polygon"), element)
    points = element.get("coords") or re.sub(r"\s+", ",", (drawn.get("points") or "").strip())
    return read_polygon(points)
