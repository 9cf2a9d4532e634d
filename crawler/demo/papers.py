"""The two demo newspapers, from the JSON beside this file: issues, presses, sites and profiles.

The JSON is the truth about every article; `issue(slug)` is that truth as values, `sites()` what a
newsstand serves of it, `profile(slug, url)` the TOML text of a paper that is crawled there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from crawler.demo.facsimile import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage, Written
from crawler.demo.newsstand import Site
from crawler.demo.press import Press, render

SLUGS = ("gongyishibao", "jingxiang")
"""公益时报 of 2023-10-17, and 鏡像時報 of the day after, which reprints and damages one of its articles."""


@dataclass(frozen=True, slots=True)
class DemoPaper:
    """One demo newspaper with its only issue."""

    slug: str
    script: str
    days: tuple[str, ...]
    """Publication weekdays as RRULE codes; empty = daily."""
    prefix: str
    """Path of the site's base on the newsstand: '/newdzb'."""
    issue: FacsimileIssue
    press: Press
    reprints: dict[str, str]
    """source_id → cite_id of the article that it reprints."""


@cache
def demo_paper(slug: str) -> DemoPaper:
    """The paper of that slug; FileNotFoundError when there is none."""
    data = json.loads(files(__package__).joinpath(f"{slug}.json").read_text(encoding="utf-8"))
    articles = {entry["source_id"]: _article(entry) for entry in data["articles"]}
    issue = FacsimileIssue(
        paper=data["paper"],
        code=data["code"],
        date=date.fromisoformat(data["date"]),
        previous=date.fromisoformat(data["previous"]) if "previous" in data else None,
        pages=tuple(_page(entry, articles) for entry in data["pages"]),
    )
    return DemoPaper(
        slug=data["slug"],
        script=data["script"],
        days=tuple(data["days"]),
        prefix=data["prefix"],
        issue=issue,
        press=Press(**data["press"]),
        reprints={
            entry["source_id"]: entry["reprint_of"] for entry in data["articles"] if "reprint_of" in entry
        },
    )


def _article(entry: dict[str, Any]) -> FacsimileArticle:
    plain = ("kicker", "headline", "subhead", "byline", "dateline", "source")
    return FacsimileArticle(
        source_id=entry["source_id"],
        paragraphs=tuple(entry.get("paragraphs", ())),
        images=tuple(FacsimileImage(**image) for image in entry.get("images", ())),
        authors=tuple(entry.get("authors", ())),
        written=Written(**entry.get("written", {})),
        **{key: entry.get(key, "") for key in plain},
    )


def _page(entry: dict[str, Any], articles: dict[str, FacsimileArticle]) -> FacsimilePage:
    first, second = entry.get("labels", ("", ""))
    return FacsimilePage(
        number=entry["number"],
        name=entry["name"],
        node=entry["node"],
        articles=tuple(articles[source_id] for source_id in entry["articles"]),
        advertisements=tuple(entry.get("advertisements", ())),
        digest=tuple(articles[source_id] for source_id in entry.get("digest", ())),
        labels=(first, second),
    )


def sites() -> dict[str, Site]:
    """Both papers' sites by prefix, for `newsstand.serve`."""
    papers = [demo_paper(slug) for slug in SLUGS]
    return {paper.prefix: render(paper.issue, paper.press) for paper in papers}


def profile(slug: str, url: str) -> str:
    """The profile (TOML) of a demo paper, crawled from the newsstand at `url` without delay."""
    paper = demo_paper(slug)
    day = paper.issue.date
    days = f"days = {json.dumps(paper.days)}\n" if paper.days else ""
    return (
        f'name = "{paper.issue.paper}"\n'
        f'script = "{paper.script}"\n'
        f"{days}"
        f"first_issue = {day}\n"
        "delay = 0.0\n"
        "hosts = []\n"
        "[[eras]]\n"
        f"since = {day}\n"
        'platform = "founder"\n'
        f'front_page = "{url}{paper.prefix}/html/{{date:%Y-%m/%d}}/node_1.htm"\n'
    )


def write_profiles(directory: Path, url: str) -> None:
    """Writes `<slug>.toml` of every demo paper into an existing directory (one for $BANMIAN_PAPERS)."""
    for slug in SLUGS:
        (directory / f"{slug}.toml").write_text(profile(slug, url), encoding="utf-8")
