# ruff: noqa: E501 (a page a line)
"""Whose a page is: its family's, its article pages too; an ordinary page of the web is nobody's."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.document import Document, read_document
from crawler.platforms.entries import entry_target
from crawler.platforms.recognition import recognise
from tests.crawler.test_families import FAMILIES
from tests.facsimile import DAY, Family

SITE = "http://news.example.cn"
TEXT = "".join(
    f"<p>　　本报讯 河东街道第{n}所社区夜校昨天开课，报名的居民超过三百人，课程自定。</p>" for n in range(6)
)
NEWS = "".join(f'<li><a href="/2023/1017/c{n}.html">城市新闻第{n}条，今日发布</a></li>' for n in range(12))
ORDINARY = {
    "the home page of a portal": ("/", f"<h1>新闻网</h1><div class=nav><a href=/gn/>国内</a></div><ul>{NEWS}</ul>"),
    "a channel with numbered pages": (
        "/local/index.html",
        f"<ul class=list>{NEWS}</ul><div class=page><a href=index_2.html>2</a><a href=index_3.html>3</a></div>",
    ),
    "an article with a share bar": (
        "/2023/1017/c1001-5001.html",
        f"<h1>夜校开课</h1><div class=info><span>2023-10-17 来源：新闻网</span></div><div class=share>分享</div>"
        f"<div class=content>{TEXT}</div><div class=editor>责编：林小满</div>",
    ),
    "an article of a content management system": (
        "/html/2023-10/17/content_5001.htm",
        f"<div class=article><h1>夜校开课</h1><div id=content class=article-content>{TEXT}</div></div>",
    ),
    "an article of a government office": (
        "/art/2023/10/17/art_1_5001.html",
        f'<table id=article><tr><td class=title>关于开课的通知</td></tr><tr><td><div id="zoom">{TEXT}</div></td></tr></table>',
    ),
    "a page of a blog": ("/archives/5001.html", f"<article><header><h1>夜校</h1></header><div class=entry-content>{TEXT}</div></article>"),
    "a topic in a forum": ("/thread-5001-1-1.html", f'<h1 id=thread_subject>夜校</h1><td class="t_f" id="postmessage_1">{TEXT}</td>'),
    "a gallery of pictures": (
        "/photo/5001.html",
        "<h2 class=title>秋收</h2><ul class=swiper-wrapper>"
        + "".join(f"<li class=swiper-slide><img src=/p/{n}.jpg alt=秋收></li>" for n in range(8)) + "</ul>",
    ),
    "a page of a video": ("/video/5001.html", f"<h1 class=title>夜校</h1><video src=/v/1.mp4></video><div class=desc>{TEXT[:60]}</div>"),
    "a list of search results": ("/search?q=夜校", f"<form><input name=q></form><div class=result>{NEWS}</div><a href='?page=2'>下一页</a>"),
    "a special topic": ("/zt/2023/yexiao/", f"<map name=m><area href=/zt/1.html coords=0,0,9,9></map><img usemap=#m><ul>{NEWS}</ul>"),
    "a page that was not found": ("/x.html", "<h1>404</h1><p>您访问的页面不存在</p><a href=/>返回首页</a>"),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_page_is_nobodys(name: str) -> None:
    path, body = ORDINARY[name]
    page = f'<html><head><meta charset="utf-8"><title>新闻网</title></head><body>{body}</body></html>'
    assert recognise(read_document(SITE + path, page.encode(), "text/html; charset=utf-8")) is None


def document_at(family: Family, url: str) -> Document:
    """A page of a family's site."""
    path = url.partition(f"{SITE}/{family.slug}/")[2].partition("#")[0]
    found = family.find(family.issue, path)
    assert found is not None, url
    return read_document(url, found[1], found[0])


ARTICLE_PAGES = [
    family
    for family in FAMILIES
    if not PLATFORMS[family.platform].headers and not family.front_page.startswith("?")
]


@pytest.mark.parametrize("family", ARTICLE_PAGES, ids=lambda family: str(family.slug))
def test_the_article_page_of_a_family_is_recognised(family: Family) -> None:
    platform = PLATFORMS[family.platform].with_overrides(family.select)
    front = document_at(family, f"{SITE}/{family.slug}/{family.front_page.format(date=DAY)}")
    while (target := entry_target(front)) is not None:
        front = document_at(family, target)
    page = document_at(family, platform.pages(front).pages[0].url)
    article = document_at(family, platform.articles(page).placements[0].url)
    assert recognise(article) == family.platform, urlsplit(article.url).path
