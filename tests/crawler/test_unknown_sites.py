"""Sites that no family knows hold what their truth says, and mutations of pages change no text."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest

from crawler.demo.newsstand import serve
from crawler.platforms.document import read_document
from crawler.platforms.recognition import recognise
from tests.facsimile.mutations import MUTATIONS, foreign_box
from tests.facsimile.unknown import SITES, UnknownSite
from tests.facsimile.unseen import SITES as UNSEEN

EACH = pytest.mark.parametrize("site", SITES, ids=lambda site: str(site.slug))
ISSUES = pytest.mark.parametrize(
    ("site", "day"),
    [(site, day) for site in SITES for day in site.days],
    ids=lambda value: getattr(value, "slug", str(value)),
)

UNCHANGED = {
    "shuffle_attributes": {"guyi", "qingbu", "yanhe"},
    "move_lists": {"yanchi", "qingbu", "maozhou", "zhuyuan"},
    "remove_comments": {site.slug for site in SITES} - {"yanchi", "beita", "weitang"},
}
"""Sites without anything that a mutation changes: two attributes, a list of links, a comment."""


def text_of(body: bytes, codec: str) -> str:
    """All that a document says without blanks: its tags, attributes and scripts too."""
    text = unescape(body.decode(codec)).replace('\\"', '"').replace("\\/", "/")
    return re.sub(r"\s|\xa0", "", text)


def visible(body: bytes, codec: str) -> str:
    return re.sub(r"<[^>]*>|\s", "", unescape(re.sub(r"<!--.*?-->", "", body.decode(codec), flags=re.DOTALL)))


def said(line: str) -> str:
    return re.sub(r"\s", "", line)


def document(address: str) -> str:
    return address.partition("#")[0]


def test_there_are_many_kinds_of_sites() -> None:
    assert len(SITES) >= 14
    assert len({site.slug for site in SITES}) == len(SITES) == len({site.kind for site in SITES})
    assert {"utf-8", "gbk", "gb18030", "big5hkscs"} == {site.encoding for site in SITES}
    assert {site.script for site in SITES} == {"hans", "hant"}


@ISSUES
def test_an_issue_is_large_enough(site: UnknownSite, day: date) -> None:
    truth = site.press(day).truth
    assert len(site.days) >= 2
    assert len(truth.pages) >= 4
    assert sum(4 <= len(page.titles) <= 7 for page in truth.pages) >= 3
    assert any(len(article.body) > 900 for article in truth.articles if article.form == "long") or not any(
        article.form == "long" for article in truth.articles
    )


@ISSUES
def test_every_address_is_served(site: UnknownSite, day: date) -> None:
    truth = site.press(day).truth
    addresses = {truth.front_page}
    for page in truth.pages:
        addresses |= {page.address, page.picture, page.pdf} | {title.address for title in page.titles}
    for article in truth.articles:
        addresses |= {article.address, *article.more} | {picture.address for picture in article.pictures}
    for address in addresses - {""}:
        assert site.find(document(address)), address


@ISSUES
def test_neighbours_among_its_issues_name_each_other(site: UnknownSite, day: date) -> None:
    truth, at = site.press(day).truth, site.days.index(day)
    if site.markup.issue_links:
        assert truth.previous
        assert bool(truth.following) == (at + 1 < len(site.days))
        if truth.following:
            assert truth.following == site.press(site.days[at + 1]).truth.front_page
    else:
        assert truth.previous == truth.following == ""


@ISSUES
def test_the_template_of_the_profile_leads_to_the_front_page(site: UnknownSite, day: date) -> None:
    if site.front_page:
        assert site.front_page.format(date=day) == site.press(day).truth.front_page


@ISSUES
def test_ids_are_unique_and_stand_in_the_address(site: UnknownSite, day: date) -> None:
    truth = site.press(day).truth
    ids = Counter(article.source_id for article in truth.articles)
    assert max(ids.values()) == 1
    for article in truth.articles:
        assert article.source_id in article.address
        assert article.continues == "" or article.continues in ids
    placed = [title.source_id for page in truth.pages for title in page.titles]
    assert sorted(placed) == sorted(ids)


@ISSUES
def test_what_is_true_of_an_article_stands_in_its_bytes(site: UnknownSite, day: date) -> None:
    printed = site.press(day)
    for article in printed.truth.articles:
        bodies = [printed.resources[document(address)][1] for address in (article.address, *article.more)]
        everything = "".join(text_of(body, site.encoding) for body in bodies)
        seen = "".join(visible(body, site.encoding) for body in bodies)
        lines = [article.kicker, article.headline, article.subhead, article.byline, article.column]
        lines += article.paragraphs
        for line in lines:
            assert said(line) in everything or said(line) in seen, line
        for picture in article.pictures:
            assert said(picture.caption) in everything
            assert said(picture.credit) in everything
            assert picture.address.rpartition("/")[2] in everything


@ISSUES
def test_what_is_true_of_a_page_stands_in_its_bytes(site: UnknownSite, day: date) -> None:
    printed = site.press(day)
    frames = [
        text_of(body, site.encoding)
        for kind, body in printed.resources.values()
        if kind.startswith(("text", "application/j"))
    ]
    for page in printed.truth.pages:
        own = text_of(printed.resources[document(page.address)][1], site.encoding)
        assert said(page.name) in own
        for title in page.titles:
            places = frames if "titles" in site.lacks else [own]
            assert any(said(title.title) in place for place in places), title


@ISSUES
def test_every_page_is_named_where_the_issue_opens(site: UnknownSite, day: date) -> None:
    printed = site.press(day)
    front = text_of(printed.resources[document(printed.truth.front_page)][1], site.encoding)
    if "pages" not in site.lacks:
        for page in printed.truth.pages:
            assert said(page.name) in front


@EACH
def test_a_frame_or_script_holds_what_a_page_lacks(site: UnknownSite) -> None:
    """What a site is said to lack must not stand in the document itself, else nothing is proved by it."""
    printed = site.press(site.days[0])
    if "titles" in site.lacks:
        for page in printed.truth.pages:
            own = text_of(printed.resources[page.address][1], site.encoding)
            assert not any(f">{said(title.title)}<" in own for title in page.titles)
    if "pages" in site.lacks:
        front = text_of(printed.resources[printed.truth.front_page][1], site.encoding)
        assert not any(said(page.name) in front for page in printed.truth.pages)


@ISSUES
def test_no_family_takes_it_for_its_own_and_its_bytes_are_decoded(site: UnknownSite, day: date) -> None:
    printed = site.press(day)
    for page in printed.truth.pages:
        for address in (page.address, *(title.address for title in page.titles)):
            kind, body = printed.resources[document(address)]
            read = read_document(f"http://127.0.0.1/{address}", body, kind)
            assert recognise(read) is None
            assert said(read.text.lstrip("\ufeff")) == said(body.decode(site.encoding).lstrip("\ufeff"))


@EACH
def test_no_two_articles_of_an_issue_share_a_sentence(site: UnknownSite) -> None:
    for day in site.days:
        seen: Counter[str] = Counter()
        for article in site.press(day).truth.articles:
            parts = {part for text in article.paragraphs for part in re.split("[。！？]", text)}
            seen.update(part for part in parts if len(part) >= 12 and article.form != "table")
        assert [sentence for sentence, count in seen.items() if count > 1] == []


@EACH
def test_an_issue_is_printed_the_same_every_time(site: UnknownSite) -> None:
    day = site.days[0]
    assert site.edition(day) == site.edition(day)


def test_the_sites_are_served_over_http() -> None:
    with serve({f"/{site.slug}": site.find for site in SITES}) as stand:
        for site in SITES:
            for page in site.press(site.days[1]).truth.pages:
                address = urljoin(f"{stand.url}/{site.slug}/", document(page.address))
                with urlopen(address) as answer:
                    assert answer.read() == site.press(site.days[1]).resources[document(page.address)][1]


@pytest.mark.parametrize("name", MUTATIONS)
@EACH
def test_a_mutation_changes_no_text_and_is_the_same_every_time(site: UnknownSite, name: str) -> None:
    mutation, codec = MUTATIONS[name], site.encoding
    changed = 0
    printed = site.press(site.days[0])
    for kind, body in printed.resources.values():
        if kind.startswith("text/html"):
            for seed in (1, 2):
                new = mutation(body, codec, seed)
                assert new == mutation(body, codec, seed)
                assert Counter(visible(new, codec)) == Counter(visible(body, codec))
                changed += new != body
    assert bool(changed) == (site.slug not in UNCHANGED.get(name, ()))


def test_names_are_renamed_alike_on_all_pages_of_a_site() -> None:
    first = MUTATIONS["rename"](b'<div class="a b" id=a><a href="#top" id="top">x</a></div>', "utf-8", 5)
    second = MUTATIONS["rename"](b"<p class=b>y</p>", "utf-8", 5)
    names = re.findall(rb'class="([^"]+)"', first)[0].split()
    assert re.findall(rb'class="([^"]+)"', second) == [names[1]]
    assert b'id="%s"' % names[0] in first
    assert b'id="top"' in first
    assert MUTATIONS["rename"](b"<p class=b>y</p>", "utf-8", 6) != second


def test_a_box_of_foreign_titles_has_the_markup_of_the_title_list() -> None:
    page = '<ul class="t"><li><a href="c_11.htm">甲</a></li><li><a href="c_12.htm">乙</a></li></ul>'.encode()
    own, foreign = [("11", "甲"), ("12", "乙")], [("31", "丙"), ("32", "丁")]
    new = foreign_box(page, "utf-8", 1, own, foreign).decode()
    assert new.count('<ul class="t">') == 2
    assert '<a href="c_31.htm">丙</a>' in new
    assert new.count("甲") == 1
    with pytest.raises(LookupError):
        foreign_box(b"<p></p>", "utf-8", 1, own, foreign)
    with pytest.raises(ValueError, match="foreign"):
        foreign_box(page, "utf-8", 1, own, foreign[:1])


@pytest.mark.parametrize("site", UNSEEN, ids=lambda site: str(site.slug))
def test_a_site_met_at_first_sight_holds_its_truth_and_is_nobody_s(site: UnknownSite) -> None:
    day = site.days[0]
    test_every_address_is_served(site, day)
    test_neighbours_among_its_issues_name_each_other(site, day)
    test_the_template_of_the_profile_leads_to_the_front_page(site, day)
    test_ids_are_unique_and_stand_in_the_address(site, day)
    test_what_is_true_of_an_article_stands_in_its_bytes(site, day)
    test_no_family_takes_it_for_its_own_and_its_bytes_are_decoded(site, day)
