"""方正: the markup that groups of papers have of their own.

No saved page of them was at hand. `zhejiang` is what crawlers of 钱江晚报, 浙江日报 and 科技金融时报
select, `title1` of 宁波日报 (the page is the table's), `ycwb` of 羊城晚报, `people` of 人民日报海外版 and
国际金融报, `plain` of papers whose articles have the system's own elements and nothing else. What no
crawler names is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import EVERYTHING, Family, issue_in
from tests.facsimile.press import (
    FacsimileArticle,
    FacsimileImage,
    FacsimileIssue,
    FacsimilePage,
    Press,
    areas,
    image_path,
    picture_path,
)
from tests.facsimile.press import find as find_in_press
from tests.facsimile.printing import paragraphs, sheet

UP = "../../../"
Index = Callable[[FacsimileIssue, FacsimilePage], str]
Text = Callable[[FacsimileIssue, FacsimileArticle], str]


def _find(index: Index | None, text: Text, issue: FacsimileIssue, path: str) -> Resource | None:
    """What the site has under a path; node_1 is the first page whatever its node. Without an index of its
    own it has the table's."""
    directory = f"html/{issue.date:%Y-%m/%d}/"
    if found := issue.article(path.removeprefix(f"{directory}content_").removesuffix(".htm")):
        return sheet(text(issue, found[0]))
    for page in issue.pages if index else ():
        first = page is issue.pages[0]
        if path in (f"{directory}node_{page.node}.htm", f"{directory}node_1.htm" if first else ""):
            assert index is not None
            return sheet(index(issue, page))
    return None if index else find_in_press(issue, Press("table"), path)


def _map(issue: FacsimileIssue, page: FacsimilePage) -> str:
    drawn = "".join(
        f'<area coords="{",".join(f"{x},{y}" for x, y in shape)}" shape="polygon" '
        f'href="content_{source_id}.htm?div=-1">'
        for source_id, shapes in areas(page).items()
        for shape in shapes
    )
    picture = f"{UP}{picture_path(issue, page, '_b.jpg')}"
    return f'<map name="PagePicMap">{drawn}</map><img src="{picture}" border="0" usemap="#PagePicMap">'


def _titles(page: FacsimilePage, entry: str) -> str:
    """The title list, each title in `entry`."""
    titles = [(article.source_id, article.headline) for article in page.articles]
    titles += [(advertisement, "广告") for advertisement in page.advertisements]
    return "".join(
        entry.format(link=f'<a href="content_{source_id}.htm">{title}</a>') for source_id, title in titles
    )


def _captioned(issue: FacsimileIssue, article: FacsimileArticle, css: str = "") -> str:
    """The pictures as the system prints them: a table each, the caption in the row below."""
    return "".join(
        f"<table{css}><tbody><tr><td><img src={UP}{image_path(issue, image.src)}></td></tr>"
        f"<tr><td>{image.row}</td></tr></tbody></table>"
        for image in article.images
    )


def _content(article: FacsimileArticle, tag: str = "p") -> str:
    return f"<founder-content><!--enpcontent-->{paragraphs(article, tag)}<!--/enpcontent--></founder-content>"


def _zhejiang_page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """The PDF of another page stands in an attribute, that of the page itself behind a link."""
    pages = "".join(
        f'<dl><dt><a id=pageLink href="{"./" if page is own else ""}node_{page.node}.htm">'
        f"第{page.number}版：{page.name}</a></dt><dd><img src={UP}tplimg/jpg.gif>"
        f"<img src={UP}tplimg/pdf.gif filepath={UP}{picture_path(issue, page, '.pdf')}></dd></dl>"
        for page in issue.pages
    )
    return (
        f'<div class="main-ed-pageifm"><span>第{own.number}版：{own.name}</span></div>'
        f'<div class="main-ed-map">{_map(issue, own)}</div>'
        f'<ul><li id="down-edpdf"><a href="{UP}{picture_path(issue, own, ".pdf")}">下载PDF</a></li></ul>'
        f'<div class="main-ednav-nav">{pages}</div>'
        f'<ul class="main-ed-articlenav-list">{_titles(own, "<li id=li>{link}</li>")}</ul>'
    )


def _zhejiang_text(issue: FacsimileIssue, article: FacsimileArticle) -> str:
    pictures = _captioned(issue, article)
    return (
        '<div class="main-article-content"><div class="main-article-alltitle">'
        f'<h2 class="main-article-pretitle">{article.kicker}</h2>'
        f'<h1 class="main-article-title"><founder-title>{article.headline}</founder-title></h1>'
        f'<h2 class="main-article-subtitle">{article.subhead}</h2></div>'
        f'<div class="main_ar_pic_text">{pictures}</div>'
        f'<div class="main-article-con"><div id="ozoom">{_content(article)}</div></div></div>'
    )


def _title1_text(issue: FacsimileIssue, article: FacsimileArticle) -> str:
    """The text and its pictures share a cell; below it the page goes on."""
    second = f'<p class="title3">{article.subhead}</p>' if article.subhead else ""
    return (
        f'<table><tr><td><p class="title1">{article.headline}</p>{second}</td></tr>'
        f'<tr><td class="content_tt">{_captioned(issue, article)}{paragraphs(article)}</td></tr>'
        "<tr><td>上一篇　下一篇</td></tr></table>"
    )


def _ycwb_page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """Two levels of page navigation; the page prints neither a label of its own nor its date."""
    pages = "".join(
        f'<li><a href="node_{page.node}.htm">{page.number}：{page.name}</a></li>' for page in issue.pages
    )
    return (
        f'<ul><li><a href="node_{issue.pages[0].node}.htm">A叠</a><div><ul>{pages}</ul></div></li></ul>'
        f'<div id="list"><div></div><div><ul>{_titles(own, "<li><h2>{link}</h2></li>")}</ul></div></div>'
    )


def _ycwb_text(issue: FacsimileIssue, article: FacsimileArticle) -> str:
    kicker = f"<h2>{article.kicker}</h2>" if article.kicker else ""
    subhead = f"<h2>{article.subhead}</h2>" if article.subhead else ""
    images = "".join(
        f'<p align="center"><img src="{UP}{image_path(issue, image.src)}"></p>' for image in article.images
    )
    return (
        f'<div id="list"><div class="article">{kicker}<h1>{article.headline}</h1>{subhead}'
        f'<div class="info"><span>来源：{issue.paper}</span><span>{issue.date}</span></div>'
        f'<div class="text">{images}{paragraphs(article)}</div></div></div>'
    )


def _people_page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    pages = "".join(
        f'<div class="swiper-slide"><a id=pageLink href="node_{page.node}.htm">第{page.number}版：{page.name}'
        "</a></div>"
        for page in issue.pages
    )
    return (
        f'<div class="paper">{_map(issue, own)}</div>'
        f'<div class="paper-bot"><p class="left">第{own.number}版：{own.name}</p>'
        f'<p class="right btn"><a href="{UP}{picture_path(issue, own, ".pdf")}">PDF</a></p></div>'
        f'<div class="swiper-box">{pages}</div>'
        f'<div class="news"><ul>{_titles(own, "<li>{link}</li>")}</ul></div>'
    )


def _people_text(issue: FacsimileIssue, article: FacsimileArticle) -> str:
    return (
        f'<div class="article"><h3>{article.kicker}</h3><h1>{article.headline}</h1><h2>{article.subhead}</h2>'
        f"<h4>{article.byline}</h4>{_captioned(issue, article, ' class=pci_c')}"
        f'<div id="ozoom"><div id="articleContent">{paragraphs(article)}</div></div></div>'
    )


def _plain_text(issue: FacsimileIssue, article: FacsimileArticle) -> str:
    return (
        f"<founder-title>{article.headline}</founder-title><founder-author>{article.byline}</founder-author>"
        f'{_captioned(issue, article, " id=newspic")}<div id="ozoom">{_content(article, "P")}</div>'
    )


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return picture_path(issue, page, "_b.jpg")


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return picture_path(issue, page, ".pdf")


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return image_path(issue, image.src)


SKINS: dict[str, tuple[Index | None, Text, frozenset[str]]] = {
    "zhejiang": (_zhejiang_page, _zhejiang_text, EVERYTHING - {"byline"}),
    "title1": (None, _title1_text, EVERYTHING - {"kicker", "byline"}),
    "ycwb": (_ycwb_page, _ycwb_text, frozenset(("kicker", "subhead", "images", "page_name"))),
    "people": (_people_page, _people_text, EVERYTHING),
    "plain": (None, _plain_text, EVERYTHING - {"kicker", "subhead"}),
}
FAMILIES = [
    Family(
        platform="founder",
        skin=skin,
        front_page="html/{date:%Y-%m/%d}/node_1.htm",
        find=partial(_find, index, text),
        issue=issue_in(),
        prints=prints,
        picture_url=_picture,
        pdf_url=_pdf,
        image_url=_image,
    )
    for skin, (index, text, prints) in SKINS.items()
]
