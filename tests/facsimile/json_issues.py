"""Editions in JSON that differ in names only: real fields, invented text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import answer, asked, html_paragraphs, without_pictures
from tests.facsimile.press import FacsimileArticle, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, renumbered, sheet


def _label(page: FacsimilePage) -> str:
    return f"第{page.number}版：{page.name}"


def _rows(page: FacsimilePage, title: str, text: str, source_id: str = "") -> list[dict[str, object]]:
    """The articles of a page, with an advertisement behind them."""

    def row(article: FacsimileArticle) -> dict[str, object]:
        values: dict[str, object] = {title: f"  {article.headline} ", text: html_paragraphs(article)}
        return {source_id: article.source_id, **values} if source_id else values

    advertisement: dict[str, object] = {title: "公益广告", text: "", source_id or "no": "9"}
    return [*map(row, page.articles), *([advertisement] if page.advertisements else [])]


def _naqu(issue: FacsimileIssue, path: str) -> Resource | None:
    pages = [
        {"name": _label(page), "pageDraftList": _rows(page, "title", "content", "uuid")}
        for page in issue.pages
    ]
    return answer({"code": 200, "datas": {"newspaperPageList": pages}}) if "getType?" in path else None


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"paper/kfrb/{issue.date}/{page.number}.jpg"


def _kaifeng(issue: FacsimileIssue, path: str) -> Resource | None:
    pages = [
        {"catalog": _label(page), "imgSrc": f"{page.number}.jpg", "areaList": _rows(page, "title", "html")}
        for page in issue.pages
    ]
    text = f"var data = {json.dumps(pages, ensure_ascii=False)};\nvar other = [1];"
    return ("application/javascript", text.encode()) if path.endswith("/data.js") else None


def _cnpc(issue: FacsimileIssue, path: str) -> Resource | None:
    pages = {
        f"page_{place}": {"alias": _label(page), "data": _rows(page, "title", "content")}
        for place, page in enumerate(issue.pages, start=1)
    }
    script = f"<script>var epaperObject = {json.dumps(pages, ensure_ascii=False)};show();</script>"
    text = f"<html><body><div id=app></div>{script}</body></html>"
    return ("text/html;charset=utf-8", text.encode()) if path.startswith("zgsyb/") else None


def _wenzhou(issue: FacsimileIssue, path: str) -> Resource | None:
    form = asked(path)
    if "listByDigitalNewspaperMarkAndPublishTime" in path:
        return answer(
            {"msg": [{"editionName": _label(p), "layoutCatalogId": str(p.node)} for p in issue.pages]}
        )
    for page in issue.pages:
        if "listByLayoutCatalogId" in path and form.get("layoutCatalogId") == str(page.node):
            return answer({"msg": _rows(page, "documentTitle", "documentContent", "layoutDetailId")})
    return None


def _bz(issue: FacsimileIssue, path: str) -> Resource | None:
    form = asked(path)
    if "queryPageByDate" in path:
        pages = [{"id": page.node, "name": _label(page), "pdfFilePath": "/x.pdf"} for page in issue.pages]
        return answer({"data": {"pages": pages}})
    for page in issue.pages:
        if "queryArticleByPage" in path and form.get("pageId") == str(page.node):
            return answer({"data": {"articles": _rows(page, "title", "text", "id")}})
    return None


def _nanchong(issue: FacsimileIssue, path: str) -> Resource | None:
    """Every page says the list of pages again."""
    pages = [
        {"pageno": page.number, "pagename": page.name, "url": f"{page.number}.html"} for page in issue.pages
    ]
    for page in issue.pages:
        if path == f"upload/ncrb/{issue.date:%Y%m%d}/{issue.date:%Y%m%d}-{page.number}.json":
            return answer({"layoutlist": pages, "infolist": {"list": _rows(page, "title", "content")}})
    return None


def _readdo(issue: FacsimileIssue, path: str) -> Resource | None:
    """The call leads to the issue; an article stands where its id says."""
    if "getIssueByMonth" in path:
        days = [issue.date - timedelta(days=1), issue.date]
        return answer(
            {"data": [{"idateDisp": str(day), "path": f"/readdo/issue/{day}/1.html"} for day in days]}
        )
    for place, own in enumerate(issue.pages, start=1):
        if path == f"issue/{issue.date}/{place}.html":
            entries = "".join(
                f'<span class="listTitleL"><a href="/readdo/issue/{issue.date}/{at}.html">{_label(page)}</a>'
                "</span>"
                for at, page in enumerate(issue.pages, start=1)
            )
            titles = "".join(
                f'<a title="{article.headline}" href="/readdo/epaper/read.do?m=show&id={article.source_id}">'
                f"{article.headline}</a>"
                for article in own.articles
            )
            pdf = f'<div class="leftTitle"><a href="/readdo/{_pdf(issue, own)}">PDF</a></div>'
            return sheet(f'{pdf}<div>{entries}</div><div id="link">{titles}</div>')
    found = issue.article(path.rpartition("id=")[2])
    if not found:
        return None
    return sheet(f'<h1>{found[0].headline}</h1><div id="article_content">{paragraphs(found[0])}</div>')


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"files/{issue.date:%Y%m%d}/{page.number}.pdf"


def _counted(issue: FacsimileIssue) -> FacsimileIssue:
    """Articles are counted in their page: none has an id that two pages could share."""
    first, second, *others = issue.pages
    second = replace(second, articles=tuple(each for each in second.articles if each not in first.articles))
    return renumbered(
        replace(issue, pages=(first, second, *others)), lambda page, position: f"{page.number}-{position}"
    )


ISSUE = without_pictures(issue_in())
SITES = {
    "naqu": ("newspaper/getType?paperTime={date:%Y%m%d}&mode=0", _naqu, ISSUE),
    "wenzhou": (
        "web/layoutCatalog/listByDigitalNewspaperMarkAndPublishTime"
        "?__wb_method=POST&digitalNewspaperMark=wzrb&publishTime={date:%Y-%m-%d}",
        _wenzhou,
        ISSUE,
    ),
    "bz": ("bz/queryPageByDate?__wb_method=POST&date={date:%Y-%m-%d}&columnId=1", _bz, ISSUE),
    "kaifeng": ("paper/kfrb/{date:%Y-%m-%d}/data.js", _kaifeng, _counted(ISSUE)),
    "nanchong": ("upload/ncrb/{date:%Y%m%d}/{date:%Y%m%d}-01.json", _nanchong, _counted(ISSUE)),
    "readdo": (
        "epaper/read.do?m=getIssueByMonth&__wb_method=POST&newspaperId=12&date={date:%Y-%m-%d}",
        _readdo,
        ISSUE,
    ),
    "cnpc": ("zgsyb/{date:%Y-%m/%d}/", _cnpc, _counted(ISSUE)),
}
MORE = {"kaifeng": ("page_image",), "readdo": ("page_pdf",)}
"""What a site prints of its pages besides their names."""
FAMILIES = [
    Family(
        platform=key,
        skin="",
        front_page=front,
        find=find,
        issue=issue,
        prints=frozenset(("page_name", *MORE.get(key, ()))),
        picture_url=_picture,
        pdf_url=_pdf,
    )
    for key, (front, find, issue) in SITES.items()
]
