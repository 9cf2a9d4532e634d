"""方正翔宇: the eleven skins of one engine, each in the addresses of a site that has it.

No saved page was at hand: elements, ids and classes are those that crawlers of such sites select. What none
selects is not printed on the page (`prints`); the comment has the head all the same, often nothing else has.
"""

from __future__ import annotations

from functools import partial
from html import escape

from tests.facsimile import EVERYTHING, Family, issue_in
from tests.facsimile.amuc_sheet import Sheet, Site, find, image_path, pdf_path, picture_path
from tests.facsimile.press import FacsimileArticle


def text_of(article: FacsimileArticle, tag: str = "p") -> str:
    """The text between the engine's comments, in its own element."""
    lines = "".join(f"<{tag}>　　{escape(line)}</{tag}>" for line in article.paragraphs)
    return f"<founder-content><!--enpcontent-->{lines}<!--/enpcontent--></founder-content>"


TOOLBAR = (
    '<div class="art-btn"><a href="javascript:;" onclick="zoomIn();"><img src="/template/images/ico5.gif">'
    "放大</a>"
    '<a href="javascript:;" onclick="CopyAll();"><img src="/images/copy.png">全文复制</a></div>'
)
"""Buttons within the element of the text, which are no pictures of the article."""


def hidden_copy(article: FacsimileArticle) -> str:
    """The text once more, as a whole document within the page, and a comment in a comment."""
    lines = "".join(f"<p>　　{escape(line)}</p>" for line in article.paragraphs)
    return (
        '<div style="display:none" id="articleContent"><!--enpcontent--><html><head></head>'
        f"<body>{lines}</body></html><!--/enpcontent--></div>"
        "<!--enpproperty <error><!--#include bot=INFOYEAR -->"
        f"<!--enpend --></error><date>2001-01-01</date><author>{article.byline}</author>"
        f"<title>{escape(article.headline)}</title><introtitle>{article.kicker}</introtitle>/enpproperty-->"
    )


def nav(sheet: Sheet) -> str:
    entries = sheet.pages(
        '<li><a class="btn btn-block" href="{href}">第{number}版：{name}</a>'
        '<a class="pdf" href="{pdf}"><img src="../../../images/pdf.png"></a></li>'
    )
    titles = sheet.title_list(
        '<li class="resultList"><a href="{href}"><h4>{title}</h4><p>摘要</p></a></li>', "<ul>{}</ul>"
    )
    return (
        f'<div class="nav-list"><ul>{entries}</ul></div><div class="tabs"><h3>第{sheet.own.number}版：'
        f'{sheet.own.name}</h3>{sheet.map()}</div><div class="news-list">{titles}</div>'
    )


def nav_article(sheet: Sheet, article: FacsimileArticle) -> str:
    pictures = sheet.figures(article, '<img src="{src}"><p>{row}</p>')
    return (
        f'<div class="detail-art"><div class="totalTitle"><h5 id="PreTitle">{article.kicker}</h5>'
        f'<h2 id="Title">{article.headline}</h2><h5 id="SubTitle">{article.subhead}</h5></div>'
        f'<p id="Author">{article.byline}</p><div class="attachment">{pictures}</div>'
        f'<div class="content" id="ozoom">{text_of(article)}</div></div>'
    )


def layout(sheet: Sheet) -> str:
    entries = sheet.pages('<li class="posRelative"><a href="{href}">{number}版：{name}</a></li>')
    titles = sheet.title_list(
        '<li class="clearfix"><a href="{href}">{title}</a></li>', '<ul id="articlelist">{}</ul>'
    )
    return (
        f'<div class="pull-left page"><ul id="layoutlist">{entries}</ul></div><div class="mgb25"><span '
        f'id="layout">{sheet.own.number}版：{sheet.own.name}</span><div class="pull-right">'
        f'<a href="javascript:'
        f'void(0)">目录</a><a class="nextArt" href="#">下一版</a></div></div>'
        f'<p id="pdfUrl" style="display:none">'
        f'{sheet.pdf}</p>{sheet.map()}<div class="newsNav">{titles}</div>'
    )


def layout_article(sheet: Sheet, article: FacsimileArticle) -> str:
    pictures = sheet.figures(
        article, '<table><tr><td><img src="{src}"></td></tr><tr><td>{row}</td></tr></table>'
    )
    return (
        f'<div class="detail-art"><p id="PreTitle" class="introtitle text-center">{article.kicker}</p>'
        f'<h2 id="Title" class="art-title text-center">{article.headline}</h2>'
        f'<p id="SubTitle" class="subtitle text-center">{article.subhead}</p>'
        f'<p id="Author">{article.byline}</p><date style="display:none">{sheet.issue.date}</date>'
        f'<div class="attachment">{pictures}</div><div id="ozoom">{text_of(article)}</div></div>'
    )


def chunk(sheet: Sheet) -> str:
    entries = sheet.pages(
        '<p><a href="{href}">第{number}版：{name}</a><a href="{pdf}" class="pdf"><img src="p.png"></a></p>'
    )
    titles = sheet.title_list(
        '<li><div class="summary clearfix"><h3><a href="{href}">{title}</a></h3></div></li>',
        '<div class="newslist"><ul>{}</ul></div>',
    )
    return (
        f'<div class="Chunkiconbox"><div class="Chunkiconlist">{entries}</div></div><div class="newsconimg">'
        f'{sheet.map()}</div><div id="ScroLeft"><div class="newslisttit"><em>第{sheet.own.number}版：'
        f"{sheet.own.name}</em></div>{titles}</div>"
    )


def chunk_article(sheet: Sheet, article: FacsimileArticle) -> str:
    pictures = sheet.figures(article, '<div class="pic"><img src="{src}"><p>{row}</p></div>')
    return (
        f'<div id="ScroLeft"><div class="newsdetatit"><p class="intro">{article.kicker}</p>'
        f'<h3>{article.headline}</h3><p class="sub">{article.subhead}</p><p><span class="Author">版次：'
        f"{sheet.own.number}</span><span>{sheet.issue.date:%Y年%m月%d日}</span></p></div>"
        f'<div class="newsdetatext">{pictures}{text_of(article)}</div></div>'
        '<div class="newsnext"><a href="#">下一篇</a></div>'
    )


def swiper(sheet: Sheet) -> str:
    entries = sheet.pages(
        '<div class="swiper-slide"><a id="pageLink" href="{href}">{number}版：{name}</a></div>'
    )
    titles = sheet.title_list(
        '<li><a href="{href}">{title}</a></li>',
        '<ul class="news-list">{}</ul>',
    )
    return (
        f'<div class="swiper-box"><div class="swiper-container"><div class="swiper-wrapper">{entries}'
        f"</div></div>"
        f'</div><div class="paper">{sheet.map()}</div><div class="paper-bot"><p class="left ban">'
        f'{sheet.own.number}版：{sheet.own.name}</p><p class="right btn"><a href="{sheet.pdf}">PDF</a>'
        f"</p></div>"
        f"{titles}"
    )


def swiper_article(sheet: Sheet, article: FacsimileArticle) -> str:
    pictures = sheet.figures(
        article,
        '<table class="pci_c"><tr><td><img src="{src}"></td></tr><tr><td><p>{row}</p></td></tr></table>',
    )
    day = sheet.issue.date
    return (
        f'<div class="article"><h3>{article.kicker}</h3><h1>{article.headline}</h1><h2>{article.subhead}</h2>'
        f'<p class="sec"><span class="date">《样张晨报》（{day:%Y年%m月%d日} 第 {sheet.own.number} 版）'
        f"</span></p>"
        f'{pictures}<div id="ozoom">{text_of(article)}{TOOLBAR}</div></div>{hidden_copy(article)}'
    )


def listed(sheet: Sheet) -> str:
    entries = sheet.pages('<li><a href="{href}">第{number}版：{name}</a></li>')
    titles = sheet.title_list(
        '<li><a href="{href}"><p>{title}</p></a></li>',
        '<ul class="newsList">{}</ul>',
    )
    return f'<div id="list"><ul>{entries}</ul></div>{sheet.map()}{titles}'


def gmw(sheet: Sheet) -> str:
    """Below a title stands the subhead; the pages have no PDF."""
    entries = sheet.pages('<li><a href="{href}">{number}版：{name}</a></li>')
    titles = sheet.title_list(
        '<li><a href="{href}"><p>{title}</p><p>副题</p></a></li>',
        '<div class="m-list-wrap"><ul>{}</ul></div>',
    )
    return (
        f'<ul id="list">{entries}</ul>{sheet.map()}<div class="m-title-list"><div class="m-type">'
        f"<span>{sheet.own.number}版：{sheet.own.name}</span></div>{titles}</div>"
    )


def gmw_article(sheet: Sheet, article: FacsimileArticle) -> str:
    pictures = sheet.figures(article, '<p><img src="{src}" title="{row}"></p>')
    author = f"作者：{article.byline}　来源：样张晨报" if article.byline else ""
    lines = "".join(f"<p>　　{line}</p>" for line in article.paragraphs)
    return (
        f'<div class="m-article-content"><h3>{article.kicker}</h3><h1>{article.headline}</h1>'
        f'<h2>{article.subhead}</h2><div class="m-article-author">{author}</div><div class="m-article-main">'
        f'<div class="m-article-text">{pictures}{lines}</div></div></div>'
    )


def tree(sheet: Sheet) -> str:
    entry = '<li><a href="{href}">{title}</a></li>'
    entries = "".join(
        f'<dl><dt><span><a href="{sheet.page_href(page)}"><b>{page.number}版</b>：{page.name}</a></span></dt>'
        f'<dd><ul class="news_list">{sheet.titles(entry, page)}</ul></dd></dl>'
        for page in sheet.issue.pages
    )
    download = f'<div class="download"><a href="{sheet.pdf}">PDF下载</a></div>'
    return f'<div id="webtree">{entries}</div>{sheet.map()}{download}'


def tree_article(sheet: Sheet, article: FacsimileArticle) -> str:
    pictures = sheet.figures(article, '<p align="center"><img src="{src}"></p>')
    lines = "".join(f"<p>　　{line}</p>" for line in article.paragraphs)
    return f'<div class="tc_con_box"><div class="tc_con">{pictures}{lines}</div></div>'


def catalogue(sheet: Sheet) -> str:
    entries = sheet.pages(
        '<li class="layout-catalogue-item"><a href="{href}">第{number}版：{name}</a>'
        '<a class="pdf" href="{pdf}">'
        '<img src="pdf.png"></a></li>'
    )
    titles = sheet.title_list(
        '<li class="news-item"><a href="{href}">{title}</a></li>', '<ul class="news-list">{}</ul>'
    )
    drawn = sheet.map('class="paperarea"')
    return (
        f'<span id="cur_dates">{sheet.issue.date:%Y-%m-%d}</span>'
        f'<ul class="layout-catalogue-list">{entries}</ul>'
        f'<div class="pic-box fl">{drawn}</div><span class="pic-info-summary fl">第'
        f"{sheet.own.number}版：{sheet.own.name}</span>{titles}"
    )


def catalogue_article(sheet: Sheet, article: FacsimileArticle) -> str:
    kicker = f"<h3>{article.kicker}</h3>" if article.kicker else ""
    subhead = f"<h3>{article.subhead}</h3>" if article.subhead else ""
    lines = "".join(f"<p>　　{line}</p>" for line in article.paragraphs)
    pictures = sheet.figures(article, '<div class="img-box"><img src="{src}"><p>{row}</p></div>')
    return (
        f'<div class="main-content">{kicker}<h1>{article.headline}</h1>{subhead}<div class="datesource">'
        f'{article.byline} 字数：{sum(map(len, article.paragraphs))}</div><div id="news_content">{pictures}'
        f'<cms-content id="content">{lines}</cms-content></div></div>'
    )


def table(sheet: Sheet) -> str:
    entries = sheet.pages(
        '<tr class="bmdh_tr pile2"><td class="default"><a href="{href}">第{number}版：{name}</a></td>'
        '<td><a href="{pdf}"><img src="pdf.gif"></a></td></tr>'
    )
    titles = sheet.title_list(
        '<tr class="wzlb_tr"><td><img src="dot.gif"></td><td class="default"><div>'
        '<a href="{href}">{title}</a>'
        "</div></td></tr>",
        '<div id="main-ed-articlenav-list"><table><tbody>{}</tbody></table></div>',
    )
    return (
        f'<table id="mainBox"><tr><td>{sheet.map()}</td></tr></table><table id="bmdhTable">'
        f"<tbody>{entries}</tbody>"
        f"</table>{titles}"
    )


def table_article(sheet: Sheet, article: FacsimileArticle) -> str:
    rows = sheet.figures(article, '<tr><td><img src="{src}"></td></tr><tr><td>{row}</td></tr>')
    pictures = f'<table id="newspic"><tr><td><table><tbody>{rows}</tbody></table></td></tr></table>'
    below = "".join(
        f'<tr valign="top"><td class="font02">{text}</td></tr>'
        for text in (article.subhead, article.byline and f"<founder-author>{article.byline}</founder-author>")
        if text
    )
    text = text_of(article).replace("<founder-content>", '<founder-content id="content">')
    return (
        f'<table class="wz"><tr><td><table><tbody><tr valign="top"><td class="font02">{article.kicker}'
        f"</td></tr>"
        f'<tr valign="top"><td class="font01"><founder-title>{article.headline}</founder-title></td>'
        f"</tr>{below}"
        f'</tbody></table></td></tr><tr><td>{pictures if rows else ""}<div id="ozoom" class="content">'
        f"{text}</div></td></tr></table>"
    )


def epaper(sheet: Sheet) -> str:
    entries = sheet.pages('<li><a class="nav-item-links" href="{href}">{number}版：{name}</a></li>')
    titles = sheet.title_list('<li><a class="news-item" href="{href}">{title}</a></li>', "<ul>{}</ul>")
    return (
        f'<ul>{entries}</ul><div class="epaper-meta"><a href="{sheet.pdf}">PDF版</a><a href="#">下一版'
        f"</a></div>"
        f"{sheet.map()}{titles}"
    )


def epaper_article(sheet: Sheet, article: FacsimileArticle) -> str:
    pictures = sheet.figures(article, '<p align="center"><img src="{src}"></p>')
    lines = "".join(f"<p>　　{line}</p>" for line in article.paragraphs)
    return f'<div class="article-entry">{pictures}{lines}</div>'


def south(sheet: Sheet) -> str:
    entries = sheet.pages('<li><a id="pageLink" href="{href}">第{number}版：{name}</a></li>')
    titles = sheet.title_list(
        '<li><a href="{href}">{title}</a></li>',
        '<ul id="artPList1">{}</ul>',
    )
    return (
        f'<div id="picMap">{sheet.map()}</div><ul>{entries}</ul><div id="content_nav"><h3 id="paperName">第'
        f"{sheet.own.number}版：{sheet.own.name}</h3>{titles}</div>"
    )


def south_article(sheet: Sheet, article: FacsimileArticle) -> str:
    pictures = sheet.figures(article, '<div class="n_gallery"><img src="{src}"><p>{row}</p></div>')
    return (
        f'<div id="print_area"><span>{article.kicker}</span><h1>{article.headline}</h1>{pictures}'
        f'<div id="content">{text_of(article)}</div></div>'
    )


NODE, CONTENT = "{date:%Y%m/%d}/node_{number}.html", "{date:%Y%m/%d}/content_{id}.html"
_N = tuple[str, ...]
SKINS: dict[str, tuple[Site, _N, frozenset[str]]] = {
    "nav": (
        Site("{date:%Y%m/%d}/col{number}.html", "{date:%Y%m/%d}/c{id}.html", nav, nav_article),
        ("01", "02", "03", "04"),
        EVERYTHING,
    ),
    "layout": (
        Site(f"pc/layout/{NODE}", f"pc/con/{CONTENT}", layout, layout_article),
        ("A01", "A02", "A03", "A04"),
        EVERYTHING,
    ),
    "chunk": (
        Site(
            "PC/layout/{date:%Y%m/%d}/l{number}.html",
            "PC/content/{date:%Y%m/%d}/c{id}.html",
            chunk,
            chunk_article,
        ),
        ("WB01", "WB02", "WB03", "WB04"),
        EVERYTHING,
    ),
    "swiper": (
        Site(f"rmrb/pc/layout/{NODE}", f"rmrb/pc/content/{CONTENT}", swiper, swiper_article),
        ("01", "02", "0304", "05"),
        EVERYTHING,
    ),
    "list": (
        Site(f"pc/layout/{NODE}", f"pc/content/{CONTENT}", listed, layout_article),
        ("1", "2", "3", "4"),
        EVERYTHING - {"page_pdf"},
    ),
    "gmw": (
        Site(
            "gmrb/html/layout/{date:%Y%m/%d}/node_{number}.html",
            "gmrb/html/content/{date:%Y%m/%d}/content_{id}.html",
            gmw,
            gmw_article,
        ),
        ("01", "02", "03", "04"),
        EVERYTHING - {"page_pdf"},
    ),
    "tree": (
        Site(f"col/{NODE}", f"con/{CONTENT}", tree, tree_article),
        ("A001", "A002", "A003", "B001"),
        EVERYTHING - {"captions"},
    ),
    "catalogue": (
        Site(
            "html/{date:%Y-%m/%d}/node_{number}.html",
            "html/{date:%Y-%m/%d}/content_{id}.html",
            catalogue,
            catalogue_article,
        ),
        ("1", "2", "3", "4"),
        EVERYTHING,
    ),
    "table": (
        Site(f"pc/col/{NODE}", f"pc/con/{CONTENT}", table, table_article),
        ("01B", "02B", "03B", "04B"),
        EVERYTHING,
    ),
    "epaper": (
        Site(f"xhdsb/html/{NODE}", f"xhdsb/html/{CONTENT}", epaper, epaper_article),
        ("A1", "A2", "A3", "A4"),
        EVERYTHING - {"captions"},
    ),
    "south": (
        Site(f"nfdaily/html/{NODE}", f"nfdaily/html/{CONTENT}", south, south_article),
        ("A01", "A02", "A03", "A04"),
        EVERYTHING - {"page_pdf"},
    ),
}

FAMILIES = [
    Family(
        platform="founder_amuc",
        skin=skin,
        front_page=site.page.replace("{number}", numbers[0]),
        find=partial(find, site),
        issue=issue_in(numbers),
        prints=prints,
        picture_url=picture_path,
        pdf_url=pdf_path,
        image_url=image_path,
    )
    for skin, (site, numbers, prints) in SKINS.items()
]
