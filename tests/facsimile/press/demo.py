"""The two newspapers of the demo as values: the JSON beside this file is the truth about every article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.facsimile.press.printing import Press, render
from tests.facsimile.press.values import (
    FacsimileArticle,
    FacsimileImage,
    FacsimileIssue,
    FacsimilePage,
    Written,
)


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
    data = json.loads((Path(__file__).parent / f"{slug}.json").read_text(encoding="utf-8"))
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


def printed(slug: str) -> dict[str, bytes]:
    """Every file of a paper's site, by its path below the directory of all sites."""
    paper = demo_paper(slug)
    site = render(paper.issue, paper.press)
    return {f"{paper.prefix[1:]}/{path}": body for path, (_, body) in site.items() if path}
