"""The generic reader: right or refused, on every family's site, on sites nobody knows, and on changed
pages.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bench.generic_score import Score, measured, wilson
from bench.generic_sites import Bytes, Site, families, unknown
from crawler.platforms.document import LayoutChanged, read_document
from crawler.platforms.generic import SURE, Told, id_of, read_article, read_pages, read_titles
from crawler.platforms.generic.dates import day_in
from tests.facsimile.mutations import MUTATIONS
from tests.facsimile.unseen import SITES as UNSEEN
from tests.facsimile.unseen.sealed_b import SITES as HELD_OUT

SILENT = ("pages", "titles", "headline", "body", "date")
"""What may be refused, and must not be wrong."""
REFUSED = frozenset(
    (
        "bjnews",
        "cnpc",
        "gxrb",
        "kaifeng",
        "sgcc",
        "xkb",
        "ymd_nnn",
    )
)
"""Families whose pages come from scripts and calls, or print no labels: nothing is read of some of them."""
FAMILY_SITES = [site for site in families() if any(front.bytes.is_html for front in site.fronts)]
UNKNOWN_SITES = list(unknown())[::2]
HELD = {f"{site.slug}-{day}" for site in HELD_OUT for day in site.days}
MENDED_SITES = [site for site in unknown(UNSEEN) if site.slug not in HELD][::2]
"""Those that the reader read badly when it met them first."""
HELD_SITES = list(unknown(HELD_OUT))[::2]
"""Those on which it was measured, and never mended."""
EACH = pytest.mark.parametrize("site", FAMILY_SITES, ids=lambda site: str(site.slug))
CODECS = {"big5": "big5hkscs"}


def wrong(score: Score) -> Counter[str]:
    return Counter({name: score.wrong[name] for name in SILENT if score.wrong[name]})


@EACH
def test_a_family_s_site_is_read_right_or_refused_without_its_selectors(site: Site) -> None:
    score = measured(site)
    assert wrong(score) == {}
    if site.group not in REFUSED:
        assert score.right["pages"] == len(site.fronts)
        assert score.right["titles"] >= len(site.pages) - 1
        assert score.right["body"] >= len(site.articles) - 1


def test_sites_that_no_family_knows_are_read_right_or_refused() -> None:
    score = Score()
    for site in UNKNOWN_SITES:
        score.add(measured(site))
    for name in ("pages", "titles", "headline", "date"):
        assert score.wrong[name] == 0, name
    read = score.right["body"] + score.wrong["body"]
    assert wilson(score.right["body"], read)[0] > 0.93
    assert sum(score.f1) / len(score.f1) > 0.98


def test_sites_it_read_badly_at_first_sight_are_read_right(request: pytest.FixtureRequest) -> None:
    score = Score()
    for site in (
        MENDED_SITES if request.config.getoption("--all") else MENDED_SITES[4:7] + MENDED_SITES[13:14]
    ):
        score.add(measured(site))
    assert wrong(score) == {}
    assert {name: score.refused[name] for name in ("pages", "titles", "date")} == dict.fromkeys(
        ("pages", "titles", "date"), 0
    )
    assert score.refused["headline"] <= 2


def test_sites_it_was_never_mended_for_are_read_and_what_is_sure_is_right(
    request: pytest.FixtureRequest,
) -> None:
    for site in HELD_SITES if request.config.getoption("--all") else HELD_SITES[-1:]:
        score = measured(site)
        assert [one for one in score.proofs if one[1] >= SURE and not one[2]] == [], site.slug
        assert score.right["pages"] == len(site.fronts), site.slug
        assert score.right["titles"] >= len(site.pages) - 1, site.slug
        assert score.right["headline"] == len(site.articles), site.slug
        assert score.right["body"] >= len(site.articles) - 1, site.slug


def test_a_page_whose_lists_a_script_holds_is_never_sure() -> None:
    site = next(one for one in UNKNOWN_SITES if one.slug.startswith("qingbu"))
    pages = read_pages(site.fronts[0].bytes.document())
    titles = read_titles(site.pages[0].bytes.document(), Told(day=site.day, pages=pages.value.pages))
    assert [page.url for page in pages.value.pages] == [url for _, _, url in site.fronts[0].pages]
    assert [place.title for place in titles.value.placements] == [title for _, title in site.pages[0].titles]
    assert max(pages.proofs["pages"].confidence, titles.proofs["titles"].confidence) < SURE


def test_a_page_that_a_script_has_yet_to_fill_has_no_text() -> None:
    page = "<title>江边的灯又亮了</title><body><div>加载中…</div><script src='/app.js'></script>"
    document = read_document("http://site.example/a1.html", page.encode(), "text/html")
    with pytest.raises(LayoutChanged, match="not sure of the body"):
        read_article(document, Told(), "江边的灯又亮了")


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_changed_page_is_read_right_or_refused(name: str, request: pytest.FixtureRequest) -> None:
    sites = FAMILY_SITES if request.config.getoption("--all") else FAMILY_SITES[:: len(MUTATIONS)]
    for site in sites:

        def changed(served: Bytes) -> Bytes:
            if not served.is_html:
                return served
            try:
                served.body.decode()
            except UnicodeDecodeError:  # whatever the page says of itself
                return replace(served, body=MUTATIONS[name](served.body, "gb18030", 7))
            return replace(served, body=MUTATIONS[name](served.body, "utf-8", 7))

        assert wrong(measured(site, changed)) == {}, site.slug


ORDINARY = {
    "a news page": "<html><title>新闻频道</title><body><ul>{}</ul></body></html>".format(
        "".join(f'<li><a href="/2023/1017/{n}.html">城市新闻第{n}条，今日发布</a></li>' for n in range(30))
    ),
    "a list with page numbers": "<html><body><p>2023年10月17日</p>{}</body></html>".format(
        "".join(f'<a href="list_{n}.html">{n}</a>' for n in range(1, 9))
    ),
    "a calendar": "<html><body><p>2023年10月</p>{}</body></html>".format(
        "".join(f'<a href="/2023-10/{n:02}/">{n}</a>' for n in range(1, 32))
    ),
    "nothing": "<html><body>404</body></html>",
}


@pytest.mark.parametrize("name", ORDINARY)
def test_what_is_no_newspaper_page_is_refused(name: str) -> None:
    document = read_document("http://site.example/index.html", ORDINARY[name].encode(), "text/html")
    with pytest.raises(LayoutChanged, match="read without a family"):
        read_pages(document)
    with pytest.raises(LayoutChanged, match="read without a family"):
        read_titles(document, Told())


def test_a_page_without_a_day_is_refused() -> None:
    links = "".join(f'<a href="p{n}.html">第0{n}版：要闻</a>' for n in range(1, 5))
    document = read_document("http://site.example/p1.html", f"<body>{links}</body>".encode(), "text/html")
    with pytest.raises(LayoutChanged, match="not sure of the date"):
        read_pages(document)


def test_an_article_without_others_to_compare_is_less_sure() -> None:
    site = UNKNOWN_SITES[0]
    article = next(one for one in site.articles if len(one.body) > 200)
    alone = read_article(article.bytes.document(), Told(), article.headline)
    others = Told()
    for other in site.articles[:4]:
        if other is not article:
            others = others.with_article(other.bytes.document())
    assert (
        alone.proofs["body"].confidence
        < read_article(article.bytes.document(), others, article.headline).proofs["body"].confidence
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://a.cn/html/2023-10/17/content_5001.htm?div=-1", "5001"),
        ("http://a.cn/html/2023-10/17/content_58465_5003.htm", "58465_5003"),
        ("http://a.cn/shownews.asp?id=66430", "66430"),
        ("http://a.cn/issue/2021-05-12/a/798fc3cca2", "798fc3cca2"),
        ("http://a.cn/about/us.html", ""),
        ("http://a.cn/20231017/html/4/content_1.html", "4-1"),
        ("http://a.cn/View.aspx?d=20110412&p=2&n=3", "2-3"),
        ("http://a.cn/View.aspx?id=7", "7"),
    ],
)
def test_the_id_of_an_article_is_what_its_address_shows(address: str, expected: str) -> None:
    assert id_of(address) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://a.cn/2023/20231017/20231017_001/x.html", "2023-10-17"),
        ("http://a.cn/2010/5-7/a_1.htm", "2010-05-07"),
        ("http://a.cn/2005/0616/ban01.html", "2005-06-16"),
        ("http://a.cn/weekly/1372/", "None"),
    ],
)
def test_the_day_in_an_address(address: str, expected: str) -> None:
    assert str(day_in(address)) == expected
