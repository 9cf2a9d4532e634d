"""Aheading: on its own hosts (parts marked by comments), and run by a paper itself.

No saved page was at hand: the article page is that of the system's own template, the page index what crawlers
of such sites select.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import Literal

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.press import (
    FacsimileArticle,
    FacsimileImage,
    FacsimileIssue,
    FacsimilePage,
    areas,
    image_path,
    picture_path,
)

Host = Literal["host", "own"]
UP = "../../../"


def find(host: Host, issue: FacsimileIssue, path: str) -> Resource | None:
    """What the site has under a path; node_1 is the first page, whatever its own node."""
    directory = f"html/{issue.date:%Y-%m/%d}/"
    for page in issue.pages:
        first = ("node_1.htm", "node_1.htm?v=1") if page is issue.pages[0] else ()
        if path in [directory + name for name in (f"node_{page.node}.htm", *first)]:
            return "text/html", _frame(issue, _index(host, issue, page)).encode()
        if found := re.fullmatch(rf"{directory}content_{page.node}_(\d+)\.htm", path):
            for article in page.articles:
                if article.source_id == found[1]:
                    return "text/html", _frame(issue, _article(host, issue, article)).encode()
    return None


def _frame(issue: FacsimileIssue, body: str) -> str:
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>'
        f'<title>{issue.paper}</title><script src="{UP}tplimg/aheading.js"></script></head><body>{body}'
        f"</body></html>"
    )


def _index(host: Host, issue: FacsimileIssue, page: FacsimilePage) -> str:
    at = issue.pages.index(page)
    turn = {"ed_pre": (at - 1, "上一版", "已经是第一版"), "ed_next": (at + 1, "下一版", "已经是最后一版")}
    turning = "".join(
        f'<a id="{name}" class="preart" href="'
        + (f"node_{issue.pages[to].node}.htm" if 0 <= to < len(issue.pages) else f"javascript:alert('{end}')")
        + f'">{words}</a>'
        for name, (to, words, end) in turn.items()
    )
    drawn = "".join(
        f'<area shape="polygon" coords="{",".join(f"{x},{y}" for x, y in shape)}" '
        f'href="{_href(page, source_id)}">'
        for source_id, shapes in areas(page).items()
        for shape in shapes
    )
    own_pdf = f"{UP}{picture_path(issue, page, '.pdf')}"
    picture = f"{UP}{picture_path(issue, page, '_b.jpg')}"
    banner = (
        f'<td id="currentBM" align="left"><strong>第{page.number}版：{page.name}</strong></td>'
        f'<td><a id="bigbmshowpdf" href="{own_pdf}"><img src="{UP}image/pdf.gif"></a></td>'
        if host == "host"
        else f"<td align=left><strong>第{page.number}版：{page.name}</strong></td>"
    )
    return (
        f'<table><tr>{banner}<td class="px12">{turning}</td></tr></table><div id="main-ed-map">'
        f'<img src="{picture}" usemap="#PagePicMap"><map name="PagePicMap">{drawn}</map></div>'
        f"{_pages(host, issue)}{_titles(page)}"
        f'<span class="default"><b>{issue.date:%Y年%m月%d日} 星期二 出版</b></span>'
        '<span id="upqi"><a title="转到上一个出版日期" href="javascript:goPrePeriod()">上一期</a></span>'
    )


def _pages(host: Host, issue: FacsimileIssue) -> str:
    entries = "".join(
        f'<tr class="bmdh_tr"><td class="default"><a id="pageLink"{link} href="node_{page.node}.htm">'
        f'第{page.number}版：{page.name}</a></td><td class="pdfinfo"><a class="bmshowpdf" '
        f'href="{UP}{picture_path(issue, page, ".pdf")}"><img src="{UP}image/pdf.gif"></a></td></tr>'
        for page in issue.pages
        for link in ((' class="rigth_bmdh_href"' if host == "host" else ""),)
    )
    hidden = "".join(
        f'<tr><td align="left"><a href="node_{page.node}.htm">第{page.number}版：{page.name}</a></td></tr>'
        for page in issue.pages
    )
    return (
        f'<table id="bmdhTable"><tbody>{entries}</tbody></table>'
        f'<div id="bmdh" style="display:none"><table><tbody>{hidden}</tbody></table></div>'
    )


def _titles(page: FacsimilePage) -> str:
    listed = [(article.source_id, article.title) for article in page.articles]
    listed += [(advertisement, "广告") for advertisement in page.advertisements]
    entries = "".join(
        f'<tr class="wzlb_tr"><td class="default" valign="top"><img src="{UP}image/checkbox.gif"></td>'
        f'<td class="default" valign="top"><div style="display: inline" id="BT{source_id}">'
        f'<a href="{_href(page, source_id)}">{escape(title)}</a></div>'
        '<span style="display: none">~~~</span></td></tr>'
        for source_id, title in listed
    )
    hidden = "".join(
        f'<tr><td height="27"><a href="{_href(page, source_id)}">{escape(title)}</a></td></tr>'
        for source_id, title in listed
    )
    return (
        f'<div id="main-ed-articlenav-list"><table><tbody>{entries}</tbody></table></div>'
        f'<div id="btdh" style="display:none"><table><tbody>{hidden}</tbody></table></div>'
    )


def _href(page: FacsimilePage, source_id: str) -> str:
    return f"content_{page.node}_{source_id}.htm"


def _article(host: Host, issue: FacsimileIssue, article: FacsimileArticle) -> str:
    def part(name: str, text: str) -> str:
        return f"<!--<npm:article-{name}>-->{text}<!--</npm:article-{name}>-->" if host == "host" else text

    rows = [
        f'<td class="font02" align="center">{part("pretitle", article.kicker)}</td>',
        f'<td class="font01" align="center"><founder-title>{part("title", article.headline)}'
        f"</founder-title></td>",
    ]
    if article.subhead:
        rows.append(f'<td class="font02" align="center">{part("subtitle", article.subhead)}</td>')
    if article.byline:
        author = f"<founder-author>{part('author', article.byline)}</founder-author>"
        rows.append(f'<td class="font02" align="center">{author}</td>')
    pictures = "".join(
        f'<tr><td>{part("pic", f"""<img alt="" src="{UP}{image_path(issue, image.src)}"/>""")}</td></tr>'
        f"<tr><td>{part('pic-text', f'作者：({image.credit})&nbsp;&nbsp;&nbsp;{image.caption}')}</td></tr>"
        for image in article.images
    )
    shown = "" if pictures else ' style="display:none"'
    head = "".join(f'<tr valign="top">{row}</tr>' for row in rows)
    lines = part("content", "".join(f"<p>　　{line}</p>" for line in article.paragraphs))
    return (
        '<table><tr><td align="right"><a href="#">收藏</a>&nbsp;<a href="#">推荐</a>&nbsp;'
        '<a href="javascript:;">'
        '放大</a><a href="javascript:;">缩小</a><a href="javascript:;">默认</a>'
        '<a href="javascript:;">朗读</a>'
        f'</td></tr></table><table class="wz"><tr><td><table><tbody>{head}</tbody></table></td></tr><tr><td>'
        f'<table id="newspic" bgcolor="#efefef"{shown}><tr><td><table><tbody>{pictures}</tbody></table>'
        f"</td></tr>"
        f'</table><div id="ozoom" class="content"><founder-content>{lines}</founder-content></div></td>'
        f"</tr></table>"
    )


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return image_path(issue, image.src)


FAMILIES = [
    Family(
        platform="aheading",
        skin=host,
        front_page="html/{date:%Y-%m/%d}/node_1.htm?v=1",
        find=partial(find, host),
        issue=issue_in(),
        picture_url=partial(picture_path, ending="_b.jpg"),
        pdf_url=partial(picture_path, ending=".pdf"),
        image_url=_image,
    )
    for host in ("host", "own")
]
