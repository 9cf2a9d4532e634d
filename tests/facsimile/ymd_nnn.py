"""Real markup, invented text: 农民日报 with scripted rows, 检察日报 and 福州日报 in GBK with their
titles in the page map."""

from __future__ import annotations

from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage, areas
from tests.facsimile.printing import paragraphs, renumbered, sheet


def _name(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"{issue.date:%Y%m%d}_0{page.number}"


def _directory(issue: FacsimileIssue) -> str:
    return f"{issue.date:%Y/%Y%m%d}/"


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"{_directory(issue)}{_name(issue, page)}/{_name(issue, page)}.jpg"


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"{_directory(issue)}{_name(issue, page)}/{_name(issue, page)}.pdf"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"{_directory(issue)}images/{image.src}"


def _href(source_id: str) -> str:
    return f"../{source_id.rpartition('_')[0]}/{source_id}.htm"


def _map(own: FacsimilePage, title: str) -> str:
    """The page map, the titles in an attribute; an advertisement has none."""
    shapes = areas(own)
    drawn = "".join(
        f'<area class="areablock" shape="polygon" coords="{",".join(f"{x},{y}" for x, y in shape)}" '
        f'href="{_href(article.source_id)}" {title}="{article.headline}">'
        for article in own.articles
        for shape in shapes[article.source_id]
    )
    drawn += f'<area class="areablock" shape="rect" coords="1,1,9,9" href="#" {title}="">'
    return f'<map name="map_of_yyb">{drawn}</map>'


def _plist(issue: FacsimileIssue) -> str:
    """The list of pages, each with its PDF."""
    rows = "".join(
        f'<tr><td><div class="bancititle"><a href="./{_name(issue, page)}/{_name(issue, page)}.html"><span>'
        f"第{page.number}版：{page.name}</span></a></div></td><td><a href="
        f'"./{_name(issue, page)}/{_name(issue, page)}.pdf"><img src="pdf.gif"></a></td></tr>'
        for page in issue.pages
    )
    return f'<table id="listpage">{rows}</table>'


def _rows_page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """农民日报: the page list is a script's, the titles are rows that lead on when clicked."""
    numbers = ",".join(f"0{page.number}" for page in issue.pages)
    rows = "".join(
        f'<tr class="items" onclick="window.location.href=\'{_href(article.source_id)}\'"><td>{place}</td>'
        f"<td>{article.headline}</td></tr>"
        for place, article in enumerate(own.articles, start=1)
    )
    return (
        f'<script>var banciArray="{numbers}";</script><div>第<span id="curbanci">{own.number}</span>版：'
        f'{own.name}</div><img id="imageth" src="{_name(issue, own)}.jpg" usemap="#map_of_yyb">'
        f"{_map(own, 'title')}"
        f"<a onclick=\"window.location.href='{_name(issue, own)}.pdf'\">PDF</a><table>{rows}</table>"
    )


def _map_page(issue: FacsimileIssue, own: FacsimilePage, title: str) -> str:
    return (
        f'<table><tr><td width="202">第{own.number}版：{own.name}</td><td><span class="default">'
        f'{issue.date:%Y年%m月%d日}</span></td></tr></table><img id="imageth" src="{_name(issue, own)}.jpg" '
        f'usemap="#map_of_yyb">{_map(own, title)}'
    )


def _images(article: FacsimileArticle) -> str:
    return "".join(f'<p align="center"><img src="../images/{image.src}"></p>' for image in article.images)


def _rows_article(article: FacsimileArticle) -> str:
    """Four rows, whether they print anything or not; a box in the text repeats it."""
    rows = (
        f'<tr><td class="font02">{article.kicker}</td></tr>'
        f'<tr><td class="font01">{article.headline}</td></tr>'
        f'<tr><td class="font02">{article.subhead}</td></tr><tr><td class="font02">{article.byline}</td></tr>'
    )
    box = f'<div id="ozoom" style="display:none">{"".join(article.paragraphs)}</div>'
    return (
        f'<table>{rows}</table><table><tr><td class="font6">{box}<span>{_images(article)}'
        f"{paragraphs(article)}</span></td></tr></table>"
    )


def _zone_article(article: FacsimileArticle) -> str:
    images = "".join(
        f'<div align="center"><p><img src="../images/{image.src}"></p></div>' for image in article.images
    )
    return (
        f'<div class="css_yt"><h3>{article.headline}</h3></div>{images}<div id="zhenwenzone"><div>'
        f"{paragraphs(article)}</div></div>"
    )


def _site(skin: str, encoding: str, issue: FacsimileIssue, path: str) -> Resource | None:
    name = path.removeprefix(_directory(issue))
    if name == f"{issue.date:%Y%m%d}_plist.htm":
        return sheet(_plist(issue), encoding=encoding)
    for page in issue.pages:
        if name == f"{_name(issue, page)}/{_name(issue, page)}.html":
            if skin == "items":
                return sheet(_rows_page(issue, page))
            title = "name" if skin == "areas" else "title"
            return sheet(_map_page(issue, page, title), encoding=encoding, label="gb2312")
    found = issue.article(name.rpartition("/")[2].removesuffix(".htm"))
    if found is None:
        return None
    return sheet(_zone_article(found[0]) if skin == "zone" else _rows_article(found[0]), encoding=encoding)


def _family(skin: str, front: str, encoding: str, *prints: str) -> Family:
    return Family(
        platform="ymd_nnn",
        skin=skin,
        front_page="{date:%Y/%Y%m%d}/{date:%Y%m%d}_" + front,
        find=partial(_site, skin, encoding),
        issue=renumbered(issue_in(), lambda page, position: f"20231017_0{page.number}_{position}"),
        prints=frozenset(("images", "areas", "page_image", "page_name", *prints)),
        picture_url=_picture,
        pdf_url=_pdf,
        image_url=_image,
    )


_HEAD = ("kicker", "subhead", "byline")
FAMILIES = [
    _family("items", "001/{date:%Y%m%d}_001.html", "utf-8", "page_pdf", *_HEAD),
    _family("areas", "plist.htm", "gbk", *_HEAD),
    _family("zone", "plist.htm", "gbk"),
]
