"""data.json: 人民邮电报 with a page to an article, 新京报 with the text in the list.

Real fields and addresses, invented text.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import answer, html_paragraphs, without_pictures
from tests.facsimile.press import FacsimileArticle, FacsimileIssue, FacsimilePage, Written
from tests.facsimile.printing import paragraphs, renumbered


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"group/{issue.date:%Y%m%d}/page-{page.number}.jpg"


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"group/{issue.date:%Y%m%d}/page-{page.number}.pdf"


def _row(skin: str, issue: FacsimileIssue, article: FacsimileArticle) -> dict[str, object]:
    """A headline of two lines has <br/> between them in the list."""
    row: dict[str, object] = {
        "mainTitle": (article.written.listed or article.headline).replace("<br>", "<br/>"),
        "articleHref": f"{issue.date:%Y%m%d}_{article.source_id}.html",
        "articleAuthor": article.byline,
        "articleColumn": "",
        "articleIssueDate": f"{issue.date}",
        "issueNumber": "08572",
        "picAuthor": "",
        "wordNumber": len("".join(article.paragraphs)),
    }
    if skin == "content":
        row["articleContent"] = html_paragraphs(article)
    return row


def _page(skin: str, issue: FacsimileIssue, page: FacsimilePage) -> dict[str, object]:
    return {
        "issueDate": f"{issue.date}",
        "pageNo": page.number,
        "pageName": page.name,
        "pageHref": f"{issue.date:%Y%m%d}_{page.number}.html",
        "pageBigImgPath": f"/bjnews_{skin}/{_picture(issue, page)}",
        "pdfHref": f"/bjnews_{skin}/{_pdf(issue, page)}",
        "onePageArticleList": [_row(skin, issue, article) for article in page.articles],
    }


def _article(issue: FacsimileIssue, article: FacsimileArticle) -> Resource:
    """The headline stands in <title> only, before the nameplate."""
    text = (
        f"<!DOCTYPE html><html><head><title>{article.headline}_{issue.paper}</title></head><body>"
        f"<h2 id='PreTitle'>{article.kicker}</h2><div id='ozoom'>{paragraphs(article)}</div></body></html>"
    )
    return "text/html", text.encode()


def _find(skin: str, issue: FacsimileIssue, path: str) -> Resource | None:
    directory = f"html/{issue.date:%Y/%Y%m%d}/"
    if path == f"{directory}data.json":
        return answer([_page(skin, issue, page) for page in issue.pages])
    if path == "period/yearMonthDay.json":
        return answer({"2023": {"10": ["20231016", "20231017"]}})
    for page in issue.pages:
        for article in page.articles:
            file = f"{issue.date:%Y%m%d}_{page.number}/{issue.date:%Y%m%d}_{article.source_id}.html"
            if skin == "page" and path == directory + file:
                return _article(issue, article)
    return None


def _in_two_lines(page: FacsimilePage) -> FacsimilePage:
    articles = (
        replace(article, written=Written(listed=article.headline.replace("，", "，<br>")))
        for article in page.articles
    )
    return replace(page, articles=tuple(articles))


def _family(skin: str, numbers: tuple[str, ...], letter: str, prints: str) -> Family:
    issue = renumbered(
        without_pictures(issue_in(numbers)),
        lambda page, position: f"{letter}{page.number}_{position:02}_{5000 + position * 37}",
    )
    if skin == "page":
        issue = replace(issue, pages=tuple(_in_two_lines(page) for page in issue.pages))
    return Family(
        platform="bjnews",
        skin=skin,
        front_page="html/{date:%Y}/{date:%Y%m%d}/data.json",
        find=partial(_find, skin),
        issue=issue,
        prints=frozenset((*prints.split(), "page_name", "page_image", "page_pdf")),
        picture_url=_picture,
        pdf_url=_pdf,
    )


FAMILIES = [
    _family("page", ("001", "002", "003", "004"), "", "kicker"),
    _family("content", ("01", "02", "03", "04"), "A", "byline"),
]
