"""TRS: three calls by POST of a form: the issue, a page, an article."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from crawler.platforms import jsonrows
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.calls import posted
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.jsonrows import Row
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption
from pipelines.text.dates import read_date
from pipelines.text.labels import Label, read_label

_PUBLIC = re.compile(r"/\w+?(Pub)?\.do\?")


class Trs(Platform):
    """Three calls: the issue, a page, an article."""

    def pages(self, front_page: Document) -> Navigation:
        """The pages of the menu."""
        listed = jsonrows.rows(front_page.json(), "the menu")
        asked = _asked(front_page, "docPubTime")
        day = read_date(asked)
        if day is None:
            raise LayoutChanged(f"the menu was asked for docPubTime={asked!r}, no date")
        pages = []
        for row in listed:
            label = _label(row)
            named = {"bc": jsonrows.text(row, "IRCATELOG"), "docpubtime": f"{day:%Y/%m/%d}"}
            pages.append((label.number, label.name, posted(_call(front_page, "getBmDetail"), named)))
        return Navigation(jsonrows.promised(pages))

    def articles(self, page: Document) -> PrintedPage:
        """The title list."""
        listed, names = jsonrows.rows(page.json(), "the page"), self.fields
        picture = next((path for row in listed if (path := jsonrows.text(row, names.page.image))), "")
        return PrintedPage(
            jsonrows.title_list(
                listed,
                names.placement,
                lambda row: posted(
                    _call(page, "detailData"), {"guid": jsonrows.text(row, names.placement.id)}
                ),
            ),
            number=_asked(page, "bc"),
            name=next((name for row in listed if (name := jsonrows.line(row, names.page.name))), ""),
            image_url=_file(page, picture) if picture else None,
        )

    def article(self, document: Document) -> PrintedArticle:
        """The article of the answer."""
        row, names = document.json(), self.fields.article
        if not isinstance(row, dict) or not jsonrows.line(row, names.headline):
            raise LayoutChanged(f"no {names.headline}")
        markup = jsonrows.text(row, names.body).replace("\r\n", "\n").replace("\n", "<br>")
        return jsonrows.printed_article(row, names, _images(document, row), markup)


def _label(row: Row) -> Label:
    """第01版 and 要闻, which stand in two jsonrows."""
    printed = f"{jsonrows.line(row, 'BC')}：{jsonrows.line(row, 'BM')}"
    label = read_label(printed)
    if label is None or not label.number:
        raise LayoutChanged(f"a page of the menu has no number: {printed[:40]!r}")
    return label


def _call(document: Document, name: str) -> str:
    """Where a further call goes; its name ends as that of the one before."""
    public = _PUBLIC.search(document.url)
    return document.absolute(f"{name}{(public and public[1]) or ''}.do")


def _asked(document: Document, name: str) -> str:
    return "".join(parse_qs(urlsplit(document.url).query).get(name, ()))


def _file(document: Document, path: str) -> str:
    """A picture's address: its path is below the site's root, two directories above the calls."""
    return document.absolute(f"../../{path.lstrip('/')}")


def _images(document: Document, row: Row) -> tuple[ImageItem, ...]:
    paths = [path.strip() for path in jsonrows.text(row, "ctpath").split(";")]
    captions = [caption.strip() for caption in jsonrows.text(row, "ts").split(";")]
    captions += [""] * (len(paths) - len(captions))
    found = [
        (path, caption) for path, caption in zip(paths, captions, strict=False) if path not in ("", "null")
    ]
    return tuple(
        ImageItem(position, _file(document, path), *read_caption("" if caption == "null" else caption))
        for position, (path, caption) in enumerate(found, start=1)
    )
