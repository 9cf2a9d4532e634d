"""科技日报: three calls by POST. Real fields, invented text.

The server wants an `X-Requested-With`, which this facsimile cannot see: tests/test_json_editions.py does.
"""

from __future__ import annotations

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import answer, asked, html_paragraphs
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage

_API = "stdailynewspaperapi/uv/article/"
_SITE = "811c18b0"
_REFUSED: dict[str, object] = {"status": 500, "msg": "no access!", "obj": None}


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"img/{issue.date:%Y%m%d}/{image.src}"


def _edition(page: FacsimilePage, weight: int) -> dict[str, object]:
    return {
        "id": f"e{page.node}",
        "periodId": "p20231017",
        "editionCode": page.number,
        "editionName": f"第{page.number}版：{page.name}",
        "weight": weight,
    }


def _listed(issue: FacsimileIssue, page: FacsimilePage) -> list[dict[str, object]]:
    """Titles are HTML."""
    listed: list[dict[str, object]] = [
        {"id": article.source_id, "title": f"<p>{article.headline}</p>"} for article in page.articles
    ]
    return listed + [{"id": each, "title": "广告"} for each in page.advertisements]


def _article(issue: FacsimileIssue, page: FacsimilePage, article: FacsimileArticle) -> dict[str, object]:
    pictures = [
        {"url": f"/stdaily/{_image(issue, image)}", "picText": f"{image.row}"} for image in article.images
    ]
    return {
        "id": article.source_id,
        "title": f"<p>{article.headline}</p>",
        "subtitle": article.subhead or None,
        "author": article.byline,
        "content": html_paragraphs(article),
        "editionName": f"第{page.number}版：{page.name}",
        "periodTime": f"{issue.date}",
        "picList": pictures or None,
    }


def _find(issue: FacsimileIssue, path: str) -> Resource | None:
    """Pages come in any order, and `weight` puts them in theirs; a question without its siteId is refused."""
    if not path.startswith(_API):
        return None
    fields = asked(path)
    call = path.removeprefix(_API).partition("?")[0]
    if call == "period/date":
        return answer({"obj": {"dateList": ["2023-10-16", "2023-10-17", "2033-10-18"]}})
    if fields.get("siteId") != _SITE or "__json" not in fields:
        return answer(_REFUSED)
    if call == "period/periodTime" and fields.get("periodTime") == f"{issue.date}":
        editions = [_edition(page, weight) for weight, page in enumerate(issue.pages, start=1)]
        return answer({"obj": {"periodTime": f"{issue.date}", "editionList": editions[::-1]}})
    for page in issue.pages:
        if call == "article/editionId" and fields.get("id") == f"e{page.node}":
            return answer({"list": _listed(issue, page)})
    found = issue.article(fields.get("id", ""))
    if call == "article/articleId" and found:
        return answer({"obj": {"articleVo": _article(issue, found[1], found[0])}})
    return answer(_REFUSED)


FAMILIES = [
    Family(
        platform="stdaily",
        skin="",
        front_page=_API
        + "period/periodTime?__wb_method=POST&__json=1&code=KJRB&periodTime={date:%Y-%m-%d}&siteId="
        + _SITE,
        find=_find,
        issue=issue_in(),
        prints=frozenset(("subhead", "byline", "images", "captions", "page_name")),
        image_url=_image,
    )
]
