"""One issue read by the profile, by a family as it is, and without any: field by field, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crawler.answer import BUGS, Answer
from crawler.guess.doubts import article_id_of, differences
from crawler.keys import GENERIC
from crawler.platforms import PLATFORMS
from crawler.platforms.base import Platform
from crawler.trial.fetch import Fetched
from crawler.trial.findings import Findings, ReadIssue, Share, count, read_again
from pipelines.items import ArticleItem

PROFILE = "profile"
MOST_NAMED = 3
"""How many articles that are read otherwise are named."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What each reader makes of the same bytes."""

    found: Mapping[str, Mapping[str, Share]]
    """Reader (profile, the key of a family, generic) → field → how many of how many."""
    warnings: tuple[str, ...] = ()
    """Where the profile's reading and that without it differ, in sentences."""


def compare(fetched: Fetched, findings: Findings) -> Readings:
    """The issue read three ways: the family is the one the pages look like, else the profile's.

    Raises ProfileError for a day that no era of the paper covers.
    """
    if fetched.day is None or not fetched.responses:
        return Readings({})
    era = fetched.paper.era(fetched.day)
    mine = findings.read
    found = {PROFILE: count(mine, fetched.limits)}
    if era.platform_name == GENERIC:
        return Readings(found)
    family = findings.looks_like or era.platform_name
    plain = PLATFORMS[family].with_overrides({})
    same = family == era.platform_name and plain.selectors == era.platform.selectors
    found[family] = found[PROFILE] if same else read_by(fetched, family, plain)[1]
    try:
        generic, found[GENERIC] = read_by(fetched, GENERIC, PLATFORMS[GENERIC].with_overrides({}))
    except BUGS as error:
        return Readings(found, (f"the generic reader failed: {type(error).__name__}: {error}",))
    return Readings(found, (*_lists(fetched, mine), *_articles(mine, generic)))


def read_by(fetched: Fetched, name: str, platform: Platform) -> tuple[ReadIssue, dict[str, Share]]:
    """The issue read with another platform, whose key that is."""
    assert fetched.day is not None
    era = fetched.paper.era(fetched.day)
    other = replace(era, platform_name=name, reader=lambda: platform)
    eras = tuple(other if one is era else one for one in fetched.paper.eras)
    read = read_again(replace(fetched, paper=replace(fetched.paper, eras=eras)))
    return read, count(read, fetched.limits)


def _lists(fetched: Fetched, mine: ReadIssue) -> list[str]:
    """The pages whose title lists are another without the profile."""
    assert fetched.day is not None
    records = dict(fetched.responses)
    id_of = article_id_of(fetched.paper, fetched.day)
    said = []
    for page in mine.pages:
        record = records.get(page.capture) if page.capture is not None else None
        if record is not None and (what := differences(page, Answer.of_record(record), id_of)):
            said.append(f"page {page.number or page.sequence}: {what}")
    return said


def _articles(mine: ReadIssue, generic: ReadIssue) -> list[str]:
    """The articles whose headline or text is another without the profile."""
    others = {article.url: article for article in generic.articles}
    said = []
    for name in ("headline", "body"):
        other = [
            one.url
            for one in mine.articles
            if one.url in others and _plain(one, name) != _plain(others[one.url], name)
        ]
        if other:
            number = f"{len(other)} of {len(mine.articles)} articles have"
            named = ", ".join(other[:MOST_NAMED])
            said.append(f"{number} another {name} when they are read without the profile: {named}")
    return said


def _plain(article: ArticleItem, name: str) -> str:
    return "".join(str(getattr(article, name)).split())
