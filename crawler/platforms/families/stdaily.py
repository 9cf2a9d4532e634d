"""科技日报: three calls by POST of a JSON object: the issue, a page, an article."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from crawler.platforms import jsonrows
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.calls import posted
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.jsonrows import Row
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption
from pipelines.text.dates import read_date
from pipelines.text.labels import Label, read_label


class StDaily(Platform):
    """Three calls: the issue, a page, an article."""

    def pages(self, front_page: Document) -> Navigation:
        """`editionList`, by `weight` where the server gives one."""
        answered = _answered(front_page)
        listed = jsonrows.rows(jsonrows.member(answered, "obj", "editionList"), "obj.editionList")
        pages = []
        for row in sorted(listed, key=_weight):
            label = _label(row)
            url = _call(front_page, "../article/editionId", jsonrows.text(row, "id"))
            pages.append((label.number, label.name, url))
        issue = jsonrows.member(answered, "obj") or {}
        return Navigation(
            jsonrows.promised(pages), printed_date=read_date(jsonrows.text(issue, self.fields.article.date))
        )

    def articles(self, page: Document) -> PrintedPage:
        """The title list; which page it is of, the answer does not say."""
        listed, names = jsonrows.rows(_answered(page).get("list"), "list"), self.fields.placement
        return PrintedPage(
            jsonrows.title_list(
                listed, names, lambda row: _call(page, "articleId", jsonrows.text(row, names.id))
            )
        )

    def article(self, document: Document) -> PrintedArticle:
        """`articleVo`."""
        row = jsonrows.member(_answered(document), "obj", "articleVo")
        if not isinstance(row, dict) or not jsonrows.line(row, self.fields.article.headline):
            raise LayoutChanged("no obj.articleVo with a title")
        pictures = tuple(
            ImageItem(
                position,
                document.absolute(jsonrows.text(picture, "url")),
                *read_caption(jsonrows.line(picture, "picText")),
            )
            for position, picture in enumerate(jsonrows.rows(row.get("picList") or [], "picList"), start=1)
        )
        return jsonrows.printed_article(row, self.fields.article, pictures)


def _answered(document: Document) -> Row:
    """The answer. Raises LayoutChanged for a refusal, which comes with status 200."""
    found = document.json()
    status = jsonrows.member(found, "status")
    if not isinstance(found, dict) or (isinstance(status, int) and status >= 400):
        raise LayoutChanged(f"the call is refused: {str(found)[:80]}")
    return found


def _weight(row: Row) -> float:
    try:
        return float(jsonrows.text(row, "weight") or 0)
    except ValueError as error:
        raise LayoutChanged(f"the weight of a page is no number: {row.get('weight')!r}") from error


def _label(row: Row) -> Label:
    printed = jsonrows.line(row, "editionName")
    label = read_label(printed)
    if label is None or not label.number:
        raise LayoutChanged(f"editionName has no page number: {printed[:40]!r}")
    return label


def _call(document: Document, path: str, source_id: str) -> str:
    """The address of a further call; `siteId` goes with all of them."""
    asked = dict(parse_qsl(urlsplit(document.url).query))
    known = {name: asked[name] for name in ("code", "siteId") if name in asked}
    return posted(document.absolute(path), {"id": source_id} | known, as_json=True)
