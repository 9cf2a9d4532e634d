"""Prints a facsimile issue: value in, the resources of its site out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crawler.demo.newsstand import Resource
from tests.facsimile.press.article_markup import advertisement_page, article_page
from tests.facsimile.press.page_markup import index_page
from tests.facsimile.press.values import (
    PICTURE_HEIGHT,
    PICTURE_WIDTH,
    FacsimileIssue,
    Skin,
    image_path,
    picture_path,
)


@dataclass(frozen=True, slots=True)
class Press:
    """How an issue is printed to bytes."""

    skin: Skin = "table"
    encoding: str = "utf-8"
    """The codec of the bytes."""
    label: str = "utf-8"
    """What the meta element says, true or not."""
    content_type: str = "text/html"
    """The Content-Type header."""

    def html(self, text: str) -> Resource:
        """The page as the server sends it; what the codec lacks becomes a character reference."""
        return self.content_type, text.encode(self.encoding, "xmlcharrefreplace")


def find(issue: FacsimileIssue, press: Press, path: str) -> Resource | None:
    """What the issue's site has under `path` (relative to its base), None where it has nothing.

    node_1.htm is the first page whatever the node id of that page is, as on real sites.
    """
    directory = f"html/{issue.date:%Y-%m/%d}/"
    if path.startswith(directory):
        if node := re.fullmatch(r"node_(\d+)\.htm", path[len(directory) :]):
            wanted = int(node[1])
            for page in issue.pages:
                if page.node == wanted:
                    return press.html(index_page(issue, page, press.skin, press.label))
            return (
                press.html(index_page(issue, issue.pages[0], press.skin, press.label))
                if wanted == 1
                else None
            )
        if content := re.fullmatch(r"content_(\w+)\.htm", path[len(directory) :]):
            if found := issue.article(content[1]):
                return press.html(article_page(issue, *found, press.label))
            for page in issue.pages:
                if content[1] in page.advertisements:
                    return press.html(advertisement_page(issue, page, content[1], press.label))
        return None
    if path in {"", "index.htm"}:
        target = f"{directory}node_1.htm"
        return press.html(f'<html><head><META HTTP-EQUIV=REFRESH CONTENT="0;URL={target}"></head></html>')
    if path.startswith(("images/", "res/")) and path in _pictures(issue):
        return ("application/pdf", pdf()) if path.endswith(".pdf") else ("image/jpeg", jpeg())
    return None


def render(issue: FacsimileIssue, press: Press) -> dict[str, Resource]:
    """The whole site of one issue, path → (Content-Type, body)."""
    directory = f"html/{issue.date:%Y-%m/%d}/"
    paths = ["", "index.htm", f"{directory}node_1.htm"]
    paths += [f"{directory}node_{page.node}.htm" for page in issue.pages]
    paths += [
        f"{directory}content_{source_id}.htm"
        for page in issue.pages
        for source_id in [*(article.source_id for article in page.articles), *page.advertisements]
    ]
    paths += sorted(_pictures(issue))
    site = {path: resource for path in paths if (resource := find(issue, press, path))}
    days = [day for day in (issue.previous, issue.date, issue.following) if day]
    month = [day for day in days if (day.year, day.month) == (issue.date.year, issue.date.month)]
    site[f"html/{issue.date:%Y-%m}/period.xml"] = period_xml(issue.paper, month)
    site[f"html/{issue.date:%Y-%m}/page.xml"] = page_xml([issue])
    return site


def _pictures(issue: FacsimileIssue) -> set[str]:
    names = {
        picture_path(issue, page, ending)
        for page in issue.pages
        for ending in ("_b.jpg", "_brief.jpg", ".pdf")
    }
    for page in issue.pages:
        names |= {image_path(issue, f"{advertisement}.jpg") for advertisement in page.advertisements}
        names |= {image_path(issue, image.src) for article in page.articles for image in article.images}
    return names


def period_xml(paper: str, days: Iterable[date]) -> Resource:
    """html/YYYY-MM/period.xml: the issues of a month, as the platform's own calendar reads them."""
    periods = "".join(
        f'<period id="{day.day:02d}"><period_name>{day:%Y-%m-%d}</period_name><paper_id>1</paper_id>'
        f"<period_date>{day:%Y-%m-%d}</period_date><front_page>node_1.htm</front_page></period>"
        for day in days
    )
    text = f'<?xml version="1.0" encoding="utf-8"?><periodlist><!-- {paper} -->{periods}</periodlist>'
    return "text/xml", text.encode()


def page_xml(issues: Iterable[FacsimileIssue]) -> Resource:
    """html/YYYY-MM/page.xml: all pages of a month in one file."""
    pages = "".join(
        f"<page><name>{page.number}：{page.name}</name><id>{page.node}</id>"
        f"<period_id>{issue.date:%d}</period_id><nodeid>{page.node}</nodeid></page>"
        for issue in issues
        for page in issue.pages
    )
    return "text/xml", f'<?xml version="1.0" encoding="utf-8"?><pagelist>{pages}</pagelist>'.encode()


def jpeg() -> bytes:
    """A valid grey JPEG of the page picture's size: every block says 'as the one before'."""
    table = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
    frame = b"\xff\xc0\x00\x0b\x08" + PICTURE_HEIGHT.to_bytes(2, "big") + PICTURE_WIDTH.to_bytes(2, "big")
    frame += b"\x01\x01\x11\x00"
    one_code = b"\x01" + b"\x00" * 15 + b"\x00"  # a Huffman table with one code: 0 → symbol 0
    huffman = b"\xff\xc4\x00\x14\x00" + one_code + b"\xff\xc4\x00\x14\x10" + one_code
    blocks = -(-PICTURE_WIDTH // 8) * -(-PICTURE_HEIGHT // 8)
    bits = 2 * blocks
    data = b"\x00" * (bits // 8) + (bytes([0xFF >> bits % 8]) if bits % 8 else b"")
    return (
        b"\xff\xd8"
        + table
        + frame
        + huffman
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
        + data
        + b"\xff\xd9"
    )


def pdf() -> bytes:
    """A valid PDF of one empty page."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<<>>>>" % (PICTURE_WIDTH, PICTURE_HEIGHT),
    )
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 4\n0000000000 65535 f \n" + rows
    return body + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
