"""Huaguang: pages that list the whole issue, with links to its pages or without any."""

from __future__ import annotations

from urllib.parse import urldefrag

from crawler.platforms import html
from crawler.platforms.base import Navigation, Platform, PrintedPage, Skin
from crawler.platforms.document import Document, Element, LayoutChanged, line_of
from pipelines.items import PromisedPage
from pipelines.text.labels import Label, page_key, read_label


class Huaguang(Platform):
    """In the skins with an `issue_list`, labels and title lists of all pages stand in one order."""

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; the pages of a list that has no links to them are parts of the list."""
        select = self.skin(front_page, "page_link")
        if select.issue_list != "parts":
            return super().pages(front_page)
        return Navigation(_parts(front_page, select.page_link))

    def articles(self, page: Document) -> PrintedPage:
        """The title list of a page, or the page's part of a list of the whole issue."""
        select = self.skin(page, "title_list")
        if not select.issue_list:
            return super().articles(page)
        label, own = _own_part(page, select)
        return PrintedPage(
            self._title_list(page, select.title_link, within=own),
            number=label.number,
            name=label.name,
            image_url=html.page_image(page, select.page_image),
            pdf_url=html.pdf_beside(page, select.page_pdf, select.page_link, label.number),
        )


def _parts(front_page: Document, page_link: str) -> tuple[PromisedPage, ...]:
    """The pages of a list of the whole issue: the first has the list's own address, the others a part."""
    labels = [label for entry in front_page.all(page_link) if (label := read_label(line_of(entry)))]
    if not labels or not all(label.number for label in labels):
        raise LayoutChanged(f"no page labels ({page_link})")
    base = urldefrag(front_page.url).url
    return tuple(
        PromisedPage(at, label.number, label.name, base if at == 1 else f"{base}#{label.number}")
        for at, label in enumerate(labels, start=1)
    )


def _own_part(page: Document, select: Skin) -> tuple[Label, Element]:
    """The page's own label and list among those of the issue: by the fragment or the address, else the first.

    Raises LayoutChanged when there are not as many lists as labels.
    """
    entries = [entry for entry in page.all(select.page_link) if read_label(line_of(entry))]
    lists = page.all(select.title_list)
    if not entries or len(entries) != len(lists):
        raise LayoutChanged(
            f"{len(entries)} page labels ({select.page_link}), {len(lists)} lists ({select.title_list})"
        )
    whole, part = urldefrag(page.url)
    labels = [read_label(line_of(entry)) or Label("", "") for entry in entries]
    for place, (label, entry) in enumerate(zip(labels, entries, strict=True)):
        own = page_key(label.number) == page_key(part) if part else _leads_to(page, entry, whole)
        if own:
            return labels[place], lists[place]
    if part:
        raise LayoutChanged(f"no page {part} among {len(entries)} ({select.page_link})")
    return labels[0], lists[0]


def _leads_to(page: Document, entry: Element, url: str) -> bool:
    return page.absolute(html.address_of(entry)) == url
