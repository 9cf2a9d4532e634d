"""青鸟华光, real markup, invented text: the whole issue in a list without hrefs (新华每日电讯)
or pages (生活日报), unclosed tags in GBK (大众日报), titles in attributes (潍坊晚报), plain links."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, pictures, refresh, renumbered, sheet


def _directory(issue: FacsimileIssue) -> str:
    return f"content/{issue.date:%Y%m%d}/"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"IMAGE/{issue.date:%Y%m%d}/{image.src}"


def _above(src: str) -> str:
    return f"../../IMAGE/20231017/{src}"


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"PDF/{issue.date:%Y%m%d}/{page.number}.pdf"


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"IMAGE/{issue.date:%Y%m%d}/{page.number}.jpg"


def _daohang(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """Every page lists the whole issue; the links to articles have no href."""
    blocks = "".join(
        f'<h4><a href="../../{_pdf(issue, page)}"><img src="../../public2/pdf.gif"/></a>\n'
        f'<a href="Page{page.number}BC.htm">{page.number}版：{page.name} </a></h4>\n<ul>'
        + "".join(
            f'<li><a daoxiang="Articel{a.source_id}.htm"> {a.headline} </a></li>' for a in page.articles
        )
        + "</ul>"
        for page in issue.pages
    )
    return f'<img src="../../{_picture(issue, own)}"><div class="listdaohang">{blocks}</div>'


def _linkto(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """One page for the whole issue; the PDF is the only link of a page."""
    return "".join(
        f'<div class="linkto"><h4>第{page.number}版：{page.name}<a class="pdf" '
        f'href="../../{_pdf(issue, page)}"><img src="pdf.gif"></a></h4><ul>'
        + "".join(f'<li><a title="Articel{a.source_id}.htm">{a.headline}</a></li>' for a in page.articles)
        + "</ul></div>"
        for page in issue.pages
    )


def _banci(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """The number and the name of a page link to it, each by itself; nothing is closed."""
    pages = "".join(
        f'<LI class=banci>[<SPAN class=banci-A01><A href="Page{page.number}NU.htm">{page.number}</A></SPAN>]:'
        f'<A href="Page{page.number}NU.htm">{page.name}</A>\n'
        for page in issue.pages
    )
    titles = "".join(f'<LI><A href="Articel{a.source_id}.htm">{a.headline}</A>\n' for a in own.articles)
    return (
        f'<img src="../../{_picture(issue, own)}" usemap="#m"><UL>{pages}<LI class=banci>'
        f'<A href="Page02NU.htm">下一版</A></UL><UL id=newslist>\n{titles}</UL>'
    )


def _overlink(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """The titles lie over the page's picture, without text and without an href."""
    pages = "".join(
        f'<li><a href="Page{page.number}JQ.htm">{page.number}版：{page.name}</a></li>' for page in issue.pages
    )
    titles = "".join(
        f'<a class="overlink" alt="Articel{a.source_id}.htm" neirong="{a.headline}" style="left:1px"></a>'
        for a in own.articles
    )
    return (
        f'<ul class="gebanlist showbox">{pages}</ul><div class="newslisttit flexnn"><em><a '
        f'href="../../{_pdf(issue, own)}">PDF</a></em></div><div id="mylink">{titles}</div>'
    )


def _plain(issue: FacsimileIssue, own: FacsimilePage) -> str:
    pages = "".join(
        f'<a href="Page{page.number}BC.htm" class="18">第{page.number}版：{page.name}</a>'
        for page in issue.pages
    )
    titles = "".join(
        f'<li><a href="Articel{a.source_id}.htm" class="14">{a.headline}</a></li>' for a in own.articles
    )
    titles += "".join(f'<li><a href="Articel{ad}BC.htm">广告</a></li>' for ad in own.advertisements)
    return (
        f'<div class="gebanlist_2">{pages}</div><div class="banmianshangxia">'
        f'<a href="Page04BC.htm">下一版</a><a href="../../{_pdf(issue, own)}">PDF</a></div>'
        f'<div class="newslist"><ul>{titles}</ul></div>'
    )


def _plain_article(article: FacsimileArticle) -> str:
    """Empty rows stand; the pictures are printed before the text."""
    return (
        f'<div class="neirong"><h3>{article.kicker}</h3><h2> {article.headline} </h2>'
        f'<h4>{article.subhead}</h4><h5></h5><div class="shijian">样张晨报     2023年10月17日</div>'
        f'<div class="imagelist">{pictures(article, _above)}</div>'
        f'<span id="contenttext">{paragraphs(article)}</span></div>'
    )


def _hidden_article(article: FacsimileArticle) -> str:
    """大众日报: the head stands in hidden fields."""
    images = "".join(f'<IMG class=newspic src="{_above(image.src)}">' for image in article.images)
    return (
        f'<input type="hidden" id="Text_title" value="{article.headline}">'
        f'<input type="hidden" id="Text_author" value="{article.byline}">'
        f'<div id="news-con">{images}{paragraphs(article, "P")}</div>'
    )


def _titled_article(article: FacsimileArticle) -> str:
    return (
        f'<div id="title">{article.headline}</div><div class="imagelist">{pictures(article, _above)}</div>'
        f'<div class="contenttext">{paragraphs(article, "br")}</div>'
    )


def _site(
    front: str,
    page_markup: Callable[[FacsimileIssue, FacsimilePage], str],
    article_markup: Callable[[FacsimileArticle], str],
    encoding: str,
    issue: FacsimileIssue,
    path: str,
) -> Resource | None:
    """An entry page leads to the front page: `Page{}XX.htm`, or one list of the issue."""
    name = path.removeprefix(_directory(issue))
    if name == "IssueIndex.htm":
        return refresh(front.format(issue.pages[0].number))
    for page in issue.pages:
        if name == front.format(page.number):
            return sheet(
                page_markup(issue, page), encoding=encoding, label="gb2312" if encoding == "gbk" else ""
            )
    found = issue.article(name.removeprefix("Articel").removesuffix(".htm"))
    return sheet(article_markup(found[0]), encoding=encoding) if found else None


def _family(
    skin: str,
    front: str,
    page_markup: Callable[[FacsimileIssue, FacsimilePage], str],
    article_markup: Callable[[FacsimileArticle], str],
    *prints: str,
    numbers: tuple[str, ...] = ("01", "02", "03", "04"),
    entry: str = "content/{date:%Y%m%d}/IssueIndex.htm",
    encoding: str = "utf-8",
) -> Family:
    return Family(
        platform="huaguang",
        skin=skin,
        front_page=entry,
        find=partial(_site, front, page_markup, article_markup, encoding),
        issue=renumbered(issue_in(numbers), lambda page, position: f"{page.number}{position + 1:03}MT"),
        prints=frozenset(("images", "page_name", *prints)),
        picture_url=_picture,
        pdf_url=_pdf,
        image_url=_image,
    )


_HEAD = ("kicker", "subhead")
FAMILIES = [
    _family("daohang", "Page{}BC.htm", _daohang, _plain_article, "page_pdf", "page_image", *_HEAD),
    _family("index", "PageArticleIndexLB.htm", _linkto, _titled_article, "page_pdf"),
    _family("banci", "Page{}NU.htm", _banci, _hidden_article, "page_image", "byline", encoding="gbk"),
    _family(
        "overlink",
        "Page{}JQ.htm",
        _overlink,
        _titled_article,
        "page_pdf",
        numbers=("A01", "A02", "A03", "B01"),
        entry="content/{date:%Y%m%d}/PageA01JQ.htm",
    ),
    _family("neirong", "Page{}BC.htm", _plain, _plain_article, "page_pdf", *_HEAD),
]
