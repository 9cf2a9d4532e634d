"""TRS e-papers (中国气象报, 中国纪检监察报 …): calls by POST of a form, below `reader/layout/`.

`findBmMenu.do` (docPubTime=20231017) answers with the pages (`BC` 第01版, `BM` 要闻, `IRCATELOG` 01),
`getBmDetail.do` (bc=01, docpubtime=2023/10/17) with the title list of one (`ZB_GUID`, `DOCTITLE`),
`detailData.do` (guid) with an article: `docTitle`, `yt` 引题, `fb` 副题, `docAuthor` (names may run
together), `content` (HTML and line feeds), pictures in `ctpath` and their captions in `ts`, both with
semicolons between. Titles may be null, or the word null: those entries are pictures and boxes, no articles.
On some sites the calls end in `Pub.do`. `getSZBDate.do` (sj=2023-10) lists the issues of a month. `ZB`, the
area, is in percent of the picture and not read. Facts: a description of the calls and public crawlers of
three of the papers, 2024–2026. Also on 中国政府采购报 and 中国民族报.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.platforms import fields
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.calls import posted
from crawler.platforms.document import Document, LayoutChanged
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption
from pipelines.text.dates import read_date
from pipelines.text.labels import Label, read_label

_PUBLIC = re.compile(r"/\w+?(Pub)?\.do\?")


class Trs(Platform):
    """Three calls: the issue, a page, an article."""

    front_is_page = False
    text_marks = (re.compile(r'"(?:BM_JPG_URL|IRCATELOG|ZB_GUID|DOCTITLE|docTitle)"\s*:'),)
    calendar = "getSZBDate.do?__wb_method=POST&sj={date:%Y-%m}"

    def pages(self, front_page: Document) -> Navigation:
        """The pages of the menu."""
        listed = fields.rows(front_page.json(), "the menu")
        asked = _asked(front_page, "docPubTime")
        day = read_date(asked)
        if day is None:
            raise LayoutChanged(f"the menu was asked for docPubTime={asked!r}, no date")
        pages = []
        for row in listed:
            label = _label(row)
            named = {"bc": fields.text(row, "IRCATELOG"), "docpubtime": f"{day:%Y/%m/%d}"}
            pages.append((label.number, label.name, posted(_call(front_page, "getBmDetail"), named)))
        return Navigation(
            pages=fields.promised(pages),
            printed_date=None,
            number=None,
            previous_issue=None,
            next_issue=None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The title list."""
        listed = fields.rows(page.json(), "the page")
        picture = next((path for row in listed if (path := fields.text(row, "JPPATH"))), "")
        return PrintedPage(
            number=_asked(page, "bc"),
            name=next((name for row in listed if (name := fields.line(row, "BM"))), ""),
            printed_date=None,
            image_url=_file(page, picture) if picture else None,
            pdf_url=None,
            placements=fields.placements(
                (guid, fields.line(row, "DOCTITLE"), posted(_call(page, "detailData"), {"guid": guid}))
                for row in listed
                for guid in [fields.text(row, "ZB_GUID")]
            ),
        )

    def article(self, document: Document) -> PrintedArticle:
        """The article of the answer."""
        row = document.json()
        if not isinstance(row, dict) or not fields.line(row, "docTitle"):
            raise LayoutChanged("no docTitle")
        content = fields.text(row, "content").replace("\r\n", "\n").replace("\n", "<br>")
        return PrintedArticle(
            kicker=fields.line(row, "yt"),
            headline=fields.line(row, "docTitle"),
            subhead=fields.line(row, "fb"),
            byline=fields.line(row, "docAuthor"),
            column_name="",
            body=fields.paragraphs(content),
            images=_images(document, row),
            printed_date=read_date(fields.text(row, "docPubTime")[:10]),
        )


def _label(row: dict[str, Any]) -> Label:
    """第01版 and 要闻, which stand in two fields."""
    printed = f"{fields.line(row, 'BC')}：{fields.line(row, 'BM')}"
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


def _images(document: Document, row: dict[str, Any]) -> tuple[ImageItem, ...]:
    paths = [path.strip() for path in fields.text(row, "ctpath").split(";")]
    captions = [caption.strip() for caption in fields.text(row, "ts").split(";")]
    captions += [""] * (len(paths) - len(captions))
    found = [
        (path, caption) for path, caption in zip(paths, captions, strict=False) if path not in ("", "null")
    ]
    return tuple(
        ImageItem(position, _file(document, path), *read_caption("" if caption == "null" else caption))
        for position, (path, caption) in enumerate(found, start=1)
    )
