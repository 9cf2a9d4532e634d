"""A site whose family cannot read it any more: crawled, kept as guessed, and read again when the profile is
mended.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawler.demo.newsstand import serve
from crawler.platforms.document import Document, read_document
from crawler.platforms.loading import read_family
from tests.crawler.test_families import FAMILIES
from tests.facsimile import DAY, Family, PostHandler
from tests.facsimile.unknown import SITES as UNKNOWN
from tests.facsimile.unseen import SITES as UNSEEN
from tests.support.desk import Desk

SELECTORS = (
    "page_link", "page_label", "issue_date", "title_list", "title_link", "part", "area",
    "page_image", "kicker",
    "headline", "subhead", "byline", "lines", "body", "image", "caption",
)  # fmt: skip
GONE = "".join(f'{name} = "x-gone"\n' for name in SELECTORS)
"""Selectors that find nothing: what those of a family are to a site that was built again."""
SITES = [
    family
    for family in FAMILIES
    if family.slug in ("founder_table", "founder_amuc_nav", "qpaper_doc", "shtml_nav")
]
EACH = pytest.mark.parametrize("family", SITES, ids=lambda family: str(family.slug))
ROWS = (
    "SELECT a.source_id, a.url, kicker, headline, subhead, byline, body, authors, a.read_by "
    "FROM articles a JOIN issues ON issues.id = issue_id WHERE issues.paper = '{}' ORDER BY a.source_id",
    "SELECT sequence, p.number, p.name, p.url, image_url, pdf_url, p.read_by FROM pages p JOIN issues "
    "ON issues.id = issue_id WHERE issues.paper = '{}' ORDER BY sequence",
    "SELECT sequence, position, source_id, listed_id, title, s.url FROM placements s "
    "JOIN pages p ON p.id = page_id "
    "JOIN issues ON issues.id = issue_id WHERE issues.paper = '{}' ORDER BY sequence, position",
    "SELECT page_count, number, url, read_by FROM issues WHERE paper = '{}'",
)


@dataclass(frozen=True)
class Kept:
    """What was stored of the sites: by their families, without them, and after the profiles were mended."""

    normal: dict[str, Any]
    guessed: dict[str, Any]
    states: dict[str, dict[str, Any]]
    open_problems: dict[str, set[str]]
    rebuilt: dict[str, Any]
    left: dict[str, list[Any]]


def rows(desk: Desk, slug: str) -> list[list[dict[str, Any]]]:
    return [desk.rows(query.format(slug)) for query in ROWS]


def broken(family: Family, url: str) -> str:
    """The family's profile, with selectors that find nothing."""
    return family.profile(url).split("[eras.select]")[0] + f"[eras.select]\n{GONE}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    slugs = [family.slug for family in SITES]
    with serve(
        {f"/{each.slug}": partial(each.find, each.issue) for each in SITES}, handler=PostHandler
    ) as stand:
        desks = [Desk.at(tmp_path_factory.mktemp(name)) for name in ("normal", "guessed")]
        homes: list[Path] = [desk.home for desk in desks]
        for family in SITES:
            (homes[0] / "papers" / f"{family.slug}.toml").write_text(
                family.profile(stand.url), encoding="utf-8"
            )
            (homes[1] / "papers" / f"{family.slug}.toml").write_text(
                broken(family, stand.url), encoding="utf-8"
            )
        for desk in desks:
            desk.run("crawl", *slugs, "--date", str(DAY), code=None)
        normal, guessed = ({slug: rows(desk, slug) for slug in slugs} for desk in desks)
        told = json.loads(desks[1].run("status", "--json", "--since", str(DAY), "--until", str(DAY)).stdout)
        states = {row["paper"]: row for row in told}
        query = "SELECT DISTINCT kind FROM problems WHERE resolved_at IS NULL AND paper = '{}'"
        problems = {slug: {row["kind"] for row in desks[1].rows(query.format(slug))} for slug in slugs}
        for family in SITES:
            (homes[1] / "papers" / f"{family.slug}.toml").write_text(
                family.profile(stand.url), encoding="utf-8"
            )
        desks[1].run("rebuild", *slugs, code=None)
        rebuilt = {slug: rows(desks[1], slug) for slug in slugs}
        left = {slug: desks[1].rows(query.format(slug)) for slug in slugs}
        yield Kept(normal, guessed, states, problems, rebuilt, left)


@EACH
def test_a_site_built_again_is_complete_and_named_as_guessed(kept: Kept, family: Family) -> None:
    state = kept.states[family.slug]
    assert state["state"] == "complete"
    assert state["guessed"] > 0
    assert kept.open_problems[family.slug] == {"guessed"}
    assert {row["read_by"] for table in kept.guessed[family.slug] for row in table if "read_by" in row} == {
        "generic"
    }


@EACH
def test_ids_headlines_and_texts_are_those_of_the_family(kept: Kept, family: Family) -> None:
    same = ("source_id", "url", "headline", "body")
    articles = [
        [{name: row[name] for name in same} for row in of[family.slug][0]]
        for of in (kept.normal, kept.guessed)
    ]
    assert articles[0] == articles[1]


@EACH
def test_after_the_profile_is_mended_rebuild_gives_the_rows_of_a_normal_crawl(
    kept: Kept, family: Family
) -> None:
    assert kept.rebuilt[family.slug] == kept.normal[family.slug]
    assert kept.left[family.slug] == []


def test_a_profile_without_a_family_is_crawled_and_nothing_is_to_be_mended(tmp_path: Path) -> None:
    site = next(site for site in UNKNOWN if site.slug == "huaiyin")
    desk, day = Desk.at(tmp_path), site.days[0]
    with serve({f"/{site.slug}": site.find}) as stand:
        profile = (
            f'name = "{site.name}"\nscript = "hans"\ndelay = 0\n[[eras]]\nsince = {site.since}\n'
            'platform = "generic"\n'
            f'front_page = "{stand.url}/{site.slug}/{site.front_page}"\n'
        )
        (tmp_path / "papers" / f"{site.slug}.toml").write_text(profile, encoding="utf-8")
        desk.run("crawl", site.slug, "--date", str(day))
        truth = site.press(day).truth
        stored = {row["url"]: row for row in desk.rows("SELECT * FROM articles")}
        base = f"{stand.url}/{site.slug}/"
    assert desk.rows("SELECT kind, url, detail FROM problems WHERE resolved_at IS NULL") == []
    assert stored.keys() == {base + article.address for article in truth.articles}
    for article in truth.articles:
        row = stored[base + article.address]
        assert (row["headline"], row["body"], row["read_by"]) == (article.headline, article.body, "generic")


def test_a_title_list_that_the_generic_reader_reads_otherwise_is_doubtful(tmp_path: Path) -> None:
    family = next(family for family in FAMILIES if family.slug == "founder_table")
    select = '[eras.select]\ntitle_link = "a[href*=\'content_5001\']"\narea = "x-gone"\n'
    desk = Desk.at(tmp_path)
    with serve({f"/{family.slug}": partial(family.find, family.issue)}) as stand:
        profile = family.profile(stand.url) + select
        (tmp_path / "papers" / f"{family.slug}.toml").write_text(profile, encoding="utf-8")
        desk.run("crawl", family.slug, "--date", str(DAY), code=None)
    (problem,) = desk.rows("SELECT kind, detail FROM problems WHERE resolved_at IS NULL")
    assert problem["kind"] == "doubtful"
    assert problem["detail"].startswith("it has 1 titles; read without the profile 2")


@dataclass(frozen=True, slots=True)
class Added:
    """A paper that `papers add` made of an address, and what was crawled with it afterwards."""

    profile: Path
    articles: int
    """Of the issue of another day."""


NOBODYS = next(site for site in UNSEEN if site.slug == "haojiang")


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Added:
    home = tmp_path_factory.mktemp("added")
    desk, day = Desk.at(home), NOBODYS.days[1]
    with serve({f"/{NOBODYS.slug}": NOBODYS.find}) as stand:
        address = f"{stand.url}/{NOBODYS.slug}/{NOBODYS.press(day).truth.front_page}"
        desk.run("papers", "add", address, "--delay", "0", code=None)
        (profile,) = (home / "papers").glob("*.toml")
        desk.run("crawl", profile.stem, "--date", str(NOBODYS.days[0]))
    return Added(profile, len(desk.rows("SELECT * FROM articles")))


def test_papers_add_of_a_site_no_family_knows_makes_a_profile_that_works(added: Added) -> None:
    assert 'platform = "generic"' in added.profile.read_text(encoding="utf-8")
    assert added.articles == len(NOBODYS.press(NOBODYS.days[0]).truth.articles)


def test_selectors_are_derived_that_read_the_issue_like_the_generic_reader(
    added: Added, tmp_path: Path
) -> None:
    lines = added.profile.read_text(encoding="utf-8").splitlines()
    said = [line.removeprefix("# ") for line in lines if line.startswith("# ")]
    truth = NOBODYS.press(NOBODYS.days[1]).truth
    assert f"title lists of {len(truth.pages)} of {len(truth.pages)} pages" in said[1]
    assert f"headline and text of {len(truth.articles)} of {len(truth.articles)} articles." in said
    family = tmp_path / "haojiang.toml"
    keys = [line for line in said if " = '" in line or line.startswith("[skins.")]
    family.write_text("\n".join(["description = '濠江早報'", "date = 'address'", *keys]), encoding="utf-8")
    platform = read_family(family)

    def served(path: str) -> Document:
        kind, body = NOBODYS.press(NOBODYS.days[1]).resources[path]
        return read_document(f"http://site.example/{path}", body, kind)

    page, article = truth.pages[1], truth.articles[0]
    placements = platform.articles(served(page.address)).placements
    assert [place.title for place in placements] == [title.title for title in page.titles]
    read = platform.article(served(article.address))
    assert (read.headline, read.body) == (article.headline, article.body)
