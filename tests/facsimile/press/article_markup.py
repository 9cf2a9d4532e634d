"""The article page of the founder platform (content_N.htm).

No real page of this kind was at hand; the rows, names and comments are those that crawlers of such
sites select: td.font02 引题, td.font01 主题, td.font02 副题, td.font02 作者, #ozoom with
founder-content between enpcontent comments, td.font6 img with the caption in the row below, and an
enpproperty comment behind </html>.
"""

from __future__ import annotations

from html import escape

from tests.facsimile.press.page_markup import UP, long_date, page_map, title_markup
from tests.facsimile.press.values import (
    FacsimileArticle,
    FacsimileImage,
    FacsimileIssue,
    FacsimilePage,
    image_path,
)


def article_page(issue: FacsimileIssue, article: FacsimileArticle, page: FacsimilePage, label: str) -> str:
    """HTML of one article as it is reached from `page`; `label` is the charset its meta element names."""
    pictures = "".join(_picture(issue, image) for image in article.images)
    body = "" if article.images and not article.paragraphs else _body(article)
    return _frame(
        issue,
        page,
        label,
        title=_plain(article.headline) if article.written.title != "comment" else issue.paper,
        middle=f"{_title_rows(article)}\n{pictures}\n{body}",
        comment=_enpproperty(issue, article, page),
        neighbours=_neighbours(article, page),
    )


def advertisement_page(issue: FacsimileIssue, page: FacsimilePage, source_id: str, label: str) -> str:
    """What stands behind a 广告 link: a picture."""
    article = FacsimileArticle(source_id, "广告", images=(FacsimileImage(f"{source_id}.jpg"),))
    return article_page(issue, article, page, label)


def _plain(text: str) -> str:
    return escape(text, quote=False).replace("&lt;br&gt;", "<br>")


def _title_rows(article: FacsimileArticle) -> str:
    """The four rows; which of them stand there is the article's `written.rows`."""
    written = article.written
    headline = _plain(written.headline or article.headline)
    if written.title == "founder-title":
        headline = f"<founder-title>{headline}</founder-title>"
    elif written.title == "cdata":
        headline = f"<founder-title><![CDATA[{headline}]]></founder-title>"
    elif written.title == "comment":
        headline = ""
    title_cell = "td" if written.title == "founder-title" else 'td class="font01"'
    rows = [
        ('td class="font02"', _plain(article.kicker)),
        (title_cell, headline),
        ('td class="font02"', _plain(article.subhead)),
        ('td class="font02"', _plain(article.byline)),
    ]
    if written.rows == "no_author":
        rows = rows[:3]
    if written.rows == "dropped":
        rows = [(cell, text) for cell, text in rows if text]
    cells = "\n".join(f"<tr valign=top><{cell} align=center>{text}</td></tr>" for cell, text in rows)
    return f'<table cellSpacing=0 cellPadding=5 width="100%" border=0><TBODY>\n{cells}\n</TBODY></table>'


def _picture(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return (
        '<TABLE cellSpacing=0 cellPadding=0 bgcolor="#efefef" border=0 id="newspic"><TBODY>\n'
        f"<TR><TD class=font6 align=middle><IMG src={UP}{image_path(issue, image.src)} border=0></TD></TR>\n"
        f"<TR><TD class=font6>{_plain(image.row)}</TD></TR>\n</TBODY></TABLE>"
    )


def _body(article: FacsimileArticle) -> str:
    kind = article.written.body
    indent = article.written.indent.replace("\xa0", "&nbsp;")
    lines = [indent + _plain(paragraph) for paragraph in article.paragraphs]
    match kind:
        case "p" | "P":
            text = "".join(f"<{kind}>{line}</{kind}>" for line in lines)
        case "div":
            text = "".join(f"<div>{line}</div>\n" for line in lines)
        case "br":
            text = "<font>" + "<br>\n".join(lines) + "</font>"
        case "bare":
            text = "\n".join(lines)
    return (
        '<div id="ozoom" style="ZOOM: 100%">\n'
        f"<founder-content><!--enpcontent-->{text}<!--/enpcontent--></founder-content>\n</div>"
    )


def _neighbours(article: FacsimileArticle, page: FacsimilePage) -> str:
    """上一篇 / 下一篇 of the page."""
    if article not in page.articles:
        return ""
    at = page.articles.index(article)
    links = [
        f'<a class=preart href="{page.articles[other].href}">{words}</a>'
        for other, words in ((at - 1, "上一篇"), (at + 1, "下一篇"))
        if 0 <= other < len(page.articles)
    ]
    return "&nbsp;".join(links)


def _enpproperty(issue: FacsimileIssue, article: FacsimileArticle, page: FacsimilePage) -> str:
    fields = {
        "founder-date": f"{issue.shown} 00:00:00",
        "founder-pagenum": page.number,
        "founder-papername": issue.paper,
        "founder-type": "1",
        "articleid": article.source_id,
        "date": f"{issue.shown} 00:00:00.0",
        "author": article.byline,
        "title": article.written.comment_title or article.headline,
        "keyword": "",
        "subtitle": article.subhead,
        "introtitle": article.kicker,
        "siteid": "1",
        "nodeid": str(page.node),
        "nodename": page.name,
        "nodesearchname": f"{page.number}版",
        "picurl": image_path(issue, article.images[0].src) if article.images else "",
    }
    return (
        "<!--enpproperty "
        + "".join(f"<{key}>{text}</{key}>" for key, text in fields.items())
        + " /enpproperty-->"
    )


def _frame(
    issue: FacsimileIssue,
    page: FacsimilePage,
    label: str,
    *,
    title: str,
    middle: str,
    comment: str,
    neighbours: str,
) -> str:
    others = "".join(
        f"<tr><td class=default>&nbsp;<a href={article.href}>"
        f'<div style="display:inline" id=mp{article.source_id}>'
        f"{title_markup(article)}</div></a></td></tr>\n"
        for article in page.articles
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}" />
<!-- {issue.notice} -->
<title>{title}</title>
<SCRIPT language=Javascript src="{UP}tplimg/mp.js"></SCRIPT>
<SCRIPT language=JavaScript>
function ContentSize(size){{ document.getElementById('ozoom').style.fontSize = size + 'px'; }}
</SCRIPT>
</head>
<body text=#000000 link=#000000 leftmargin=0>
<table cellspacing=0 cellpadding=0 width=1002 align=center border=0>
 <tr><td valign=top width=400>
 <table><tr><td class="Ltd1">{page_map(issue, page, "<map name=PagePicMap>")}</td></tr></table>
 <table width=373><tr>
 <td width="145" align=left>第{page.number}版：<STRONG>{page.name}</STRONG></td></tr></table>
 <table class=biaoti><TBODY>
{others}</TBODY></table>
 </td><td valign=top width=602>
 <table width="100%"><tr>
 <td align=left><span class="paperdate"><strong>{long_date(issue.shown)}</strong></span></td>
 <td class="whitenav"><a href="node_{page.node}.htm">版面导航</a>&nbsp;<a href="#">标题导航</a></td>
 <td class=px12>{neighbours}</td></tr></table>
 <table width="100%"><tr><td class=px12 align=right><a href="javascript:ContentSize(18)">放大</a>&nbsp;
 <a href="javascript:ContentSize(12)">缩小</a>&nbsp;
 <a href="javascript:ContentSize(0)">默认</a></td></tr></table>
 {middle}
 </td></tr></table>
</body>
</html>
{comment}"""
