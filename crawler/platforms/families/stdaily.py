"""科技日报 since its move to epaper.stdaily.com: calls by POST of a JSON object, below `uv/article/`.

`period/periodTime` answers with the pages (`obj.editionList`: `id`, `editionName` as 第01版：今日要闻,
`weight` for their order), `article/editionId` with the title list of one (`list`: `id`, `title` that may
hold <p>), `article/articleId` with an article (`obj.articleVo`). Without `X-Requested-With` the server says
no access!, with a status of 500 inside an answer of status 200. `period/date` lists the issues of a month,
also some to come. Facts: public crawlers of the paper, 2024–2026.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from crawler.platforms import fields
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.calls import posted
from crawler.platforms.document import Document, LayoutChanged
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption
from pipelines.text.dates import read_date
from pipelines.text.labels import Label, read_label


class StDaily(Platform):
    """Three calls: the issue, a page, an article."""

    front_is_page = False
    headers: ClassVar[dict[str, str]] = {"X-Requested-With": "XMLHttpRequest"}
    text_marks = (re.compile(r'"(?:editionList|editionName|articleVo)"\s*:'),)
    calendar = "date?__wb_method=POST&__json=1&code=KJRB&date={date:%Y-%m}-01"

    def pages(self, front_page: Document) -> Navigation:
        """`editionList`, by `weight` where the server gives one."""
        answered = _answered(front_page)
        listed = fields.rows(fields.member(answered, "obj", "editionList"), "obj.editionList")
        ordered = sorted(enumerate(listed), key=lambda entry: (_weight(entry[1]), entry[0]))
        pages = []
        for _, row in ordered:
            label = _label(row)
            url = _call(front_page, "../article/editionId", fields.text(row, "id"))
            pages.append((label.number, label.name, url))
        return Navigation(
            pages=fields.promised(pages),
            printed_date=read_date(fields.text(fields.member(answered, "obj") or {}, "periodTime")),
            number=None,
            previous_issue=None,
            next_issue=None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The title list; which page it is of, the answer does not say."""
        listed = fields.rows(_answered(page).get("list"), "list")
        return PrintedPage(
            number="",
            name="",
            printed_date=None,
            image_url=None,
            pdf_url=None,
            placements=fields.placements(
                (source_id, fields.line(row, "title"), _call(page, "articleId", source_id))
                for row in listed
                for source_id in [fields.text(row, "id")]
            ),
        )

    def article(self, document: Document) -> PrintedArticle:
        """`articleVo`."""
        row = fields.member(_answered(document), "obj", "articleVo")
        if not isinstance(row, dict) or not fields.line(row, "title"):
            raise LayoutChanged("no obj.articleVo with a title")
        listed = fields.rows(row.get("picList") or [], "picList")
        return PrintedArticle(
            kicker=fields.line(row, "introtitle"),
            headline=fields.line(row, "title"),
            subhead=fields.line(row, "subtitle"),
            byline=fields.line(row, "author"),
            column_name="",
            body=fields.paragraphs(fields.text(row, "content")),
            images=tuple(
                ImageItem(
                    position,
                    document.absolute(fields.text(picture, "url")),
                    *read_caption(fields.line(picture, "picText")),
                )
                for position, picture in enumerate(listed, start=1)
            ),
            printed_date=read_date(fields.text(row, "periodTime")),
        )


def _answered(document: Document) -> dict[str, Any]:
    """The answer. Raises LayoutChanged for a refusal, which comes with status 200."""
    found = document.json()
    status = fields.member(found, "status")
    if not isinstance(found, dict) or (isinstance(status, int) and status >= 400):
        raise LayoutChanged(f"the call is refused: {str(found)[:80]}")
    return found


def _weight(row: dict[str, Any]) -> float:
    try:
        return float(fields.text(row, "weight") or 0)
    except ValueError as error:
        raise LayoutChanged(f"the weight of a page is no number: {row.get('weight')!r}") from error


def _label(row: dict[str, Any]) -> Label:
    printed = fields.line(row, "editionName")
    label = read_label(printed)
    if label is None or not label.number:
        raise LayoutChanged(f"editionName has no page number: {printed[:40]!r}")
    return label


def _call(document: Document, path: str, source_id: str) -> str:
    """The address of a further call; `siteId` goes with all of them."""
    asked = dict(parse_qsl(urlsplit(document.url).query))
    known = {name: asked[name] for name in ("code", "siteId") if name in asked}
    return posted(document.absolute(path), {"id": source_id} | known, as_json=True)
