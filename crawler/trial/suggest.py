"""Which selectors of other skins and families would find what a profile's own do not.

A selector is proposed only after the issue has been read again with it: what was empty everywhere must be
found, nothing else may be found less often, and what is found must look like the field it is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from crawler.platforms import PLATFORMS
from crawler.platforms.base import Platform
from crawler.trial.fetch import Fetched
from crawler.trial.findings import Findings, ReadIssue, Share, count, documents, kind_of, read_again
from crawler.trial.readings import read_by
from pipelines.text.fold import fold

SAMPLE: Mapping[str, int] = {"pages": 6, "articles": 30}
"""How many documents of a kind are read again with each candidate."""
LONGEST_LINE = 100
"""Characters of a line such as a kicker or a byline; what is longer is something else."""
SHORTEST_TEXT = 20
"""Characters a text has at least, on average: what is shorter is a label."""
LINES = ("kicker", "subhead", "byline")
_ALWAYS = ("pages", "titles", "articles")
_OPTIONAL: Mapping[str, str] = {
    "page_label": "page_name",
    "area": "area",
    "page_image": "page_image",
    "page_pdf": "page_pdf",
    "image": "pictures",
}
"""Selector → the field it finds, of those an issue may do without."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change of the profile that would find more."""

    select: Mapping[str, str]
    """Overrides for `[eras.select]`, by selector; empty where the platform is to be another."""
    platform: str
    """The family the selectors come from, or the one the paper has moved to."""
    field: str
    """What is found then: pages, titles, articles, or a key of `Findings.fields`."""
    found: int
    """In how many documents (of a sample) …"""
    of: int
    """… of how many."""


def suggest(fetched: Fetched, findings: Findings) -> list[Suggestion]:
    """What would find the fields that are empty everywhere; [] where nothing is, or nothing would."""
    if fetched.day is None or not fetched.responses:
        return []
    sample = _sampled(fetched)
    era = fetched.paper.era(fetched.day)
    before = count(read_again(sample), sample.limits)
    if (family := findings.looks_like) not in (None, era.platform_name) and not findings.sound:
        assert family is not None
        after = read_by(sample, family, PLATFORMS[family].with_overrides({}))[1]
        if gained := next((field for field in _ALWAYS if _gains(before, after, field)), None):
            return [Suggestion({}, family, gained, after[gained].found, after[gained].of)]
    pages = documents(sample)
    found: list[Suggestion] = []
    for names, field in _empty(before):
        if any(one.field == field for one in found):  # another selector finds it
            continue
        tried: list[tuple[bool, int, Suggestion]] = []
        for origin, overrides in _candidates(era.platform, names):
            if not all(any(document.all(css) for _, document in pages) for css in overrides.values()):
                continue
            read, after = read_by(sample, era.platform_name, era.platform.with_overrides(overrides))
            if _gains(before, after, field) and _plausible(field, read):
                share = after[field]
                suggestion = Suggestion(overrides, origin, field, share.found, share.of)
                tried.append((origin == era.platform_name, share.found, suggestion))
        if tried:
            found.append(max(tried, key=lambda one: one[:2])[2])
    return found


def _empty(before: Mapping[str, Share]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The selectors to replace, and what they would find: what everything else needs comes first."""
    if before["pages"].of == 0:
        yield ("page_link",), "pages"
    elif before["pages"].found == 0:
        for names in (("title_list",), ("title_link",), ("title_list", "title_link")):
            yield names, "pages"
    elif before["titles"].found == 0:
        yield ("title_link",), "titles"
    elif before["articles"].found == 0:
        for names in (("headline",), ("body",), ("headline", "body")):
            yield names, "articles"
    else:
        for selector, field in _OPTIONAL.items():
            if before[field].of and not before[field].found:
                yield (selector,), field
        for field in LINES:
            if before[field].of and not before[field].found:
                yield ("lines",), field
                yield (field,), field


def _candidates(platform: Platform, names: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Other skins' and families' selectors of those names; none where the platform promises no such field."""
    for name in names:
        if not any(getattr(skin, name) or (name in LINES and skin.lines) for skin in platform.selectors):
            return
    used = {name: {getattr(skin, name) for skin in platform.selectors} for name in names}
    for key, family in PLATFORMS.items():
        skins: list[list[str]] = [
            list(dict.fromkeys(getattr(skin, name) for skin in family.skins.values())) for name in names
        ]
        for choice in product(*skins):
            pairs = dict(zip(names, choice, strict=True))
            if all(pairs.values()) and not any(css in used[name] for name, css in pairs.items()):
                yield key, pairs


def _sampled(fetched: Fetched) -> Fetched:
    left = dict(SAMPLE)
    kept = []
    for response in fetched.responses:
        kind = kind_of(response[1])
        if kind is not None and left[kind] > 0:
            left[kind] -= 1
            kept.append(response)
    return replace(fetched, responses=tuple(kept), failures=())


def _gains(before: Mapping[str, Share], after: Mapping[str, Share], field: str) -> bool:
    """Whether that field is found more often, and no other less often."""
    if any(after[name].found < before[name].found for name in before):
        return False
    return after[field].found > before[field].found


def _plausible(field: str, read: ReadIssue) -> bool:
    """Whether what is found looks like the field: not the same everywhere, no headline, not too long."""
    articles = read.articles
    match field:
        case "articles":
            return len({one.body for one in articles}) * 2 > len(articles) and _are_articles(read)
        case "kicker" | "subhead" | "byline":
            values = [value for one in articles if (value := getattr(one, field))]
            again = any(getattr(one, field) in (one.headline, one.body) for one in articles if one.headline)
            return _is_varied(values) and not again and max(map(len, values)) <= LONGEST_LINE
        case "pictures":
            return _is_varied([image.url for one in articles for image in one.images])
        case "page_image" | "page_pdf":
            name = {"page_image": "image_url", "page_pdf": "pdf_url"}[field]
            return _is_varied([value for page in read.pages if (value := getattr(page, name))])
    return True


def _is_varied(values: Sequence[str]) -> bool:
    """Whether values differ from document to document: what is the same everywhere is decoration.

    Of a single one nobody can tell.
    """
    return len(values) > 1 and len(set(values)) * 2 > len(values)


def _are_articles(read: ReadIssue) -> bool:
    """Whether headlines are those of the title lists, and texts are more than labels."""
    titles = {place.source_id: fold(place.title) for place in read.placements if place.title}
    named = [one for one in read.articles if one.source_id in titles]
    fitting = sum(_is_title(fold(one.headline), titles[one.source_id]) for one in named)
    lengths = [one.char_count for one in read.articles if one.body]
    return fitting * 2 >= len(named) and (not lengths or sum(lengths) >= SHORTEST_TEXT * len(lengths))


def _is_title(headline: str, title: str) -> bool:
    return bool(headline) and (headline[:6] in title or title[:6] in headline)
