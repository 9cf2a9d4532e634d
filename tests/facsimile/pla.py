"""解放军报: one index.json with the whole issue. Real fields, invented text."""

from __future__ import annotations

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import answer, html_paragraphs, without_pictures
from tests.facsimile.press import FacsimileArticle, FacsimileIssue, FacsimilePage


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"_szb/yzcb/{issue.date:%Y/%m/%d}/{page.number}.jpg"


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"_szb/yzcb/{issue.date:%Y/%m/%d}/{page.number}.pdf"


def _row(article: FacsimileArticle) -> dict[str, object]:
    """Ids are numbers, titles have blanks around them, the area is in percent."""
    return {
        "id": int(article.source_id),
        "title": f"  {article.headline}  ",
        "title2": article.subhead or None,
        "guideTitle": article.kicker,
        "author": article.byline,
        "type": "文字",
        "point": ["2.5,10.1", "48.7,10.1", "48.7,55.3", "2.5,55.3"],
        "content": html_paragraphs(article),
    }


def _page(issue: FacsimileIssue, page: FacsimilePage) -> dict[str, object]:
    advertisements = [{"id": int(each), "title": "广告", "content": ""} for each in page.advertisements]
    return {
        "paperName": issue.paper,
        "paperData": f"{issue.date:%Y-%m-%d}",
        "paperNumber": page.number,
        "paperBk": page.name,
        "paperImg": f"/pla/{_picture(issue, page)}",
        "paperPDF": f"/pla/{_pdf(issue, page)}",
        "webUrl": f"/szb_223187/szblb/index.html?paperNumber={page.number}&paperName=yzcb",
        "xyList": [_row(article) for article in page.articles] + advertisements or None,
    }


def _find(issue: FacsimileIssue, path: str) -> Resource | None:
    if path == f"_szb/yzcb/{issue.date:%Y/%m/%d}/index.json":
        return answer({"paperInfo": [_page(issue, page) for page in issue.pages]})
    return None


FAMILIES = [
    Family(
        platform="pla",
        skin="",
        front_page="_szb/yzcb/{date:%Y/%m/%d}/index.json",
        find=_find,
        issue=without_pictures(issue_in()),
        prints=frozenset(("kicker", "subhead", "byline", "page_name", "page_image", "page_pdf")),
        picture_url=_picture,
        pdf_url=_pdf,
    )
]
