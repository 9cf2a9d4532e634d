"""How a site is read by the generic reader alone: what is right, wrong or refused of every field."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bench.generic_sites import Bytes, Site
from crawler.platforms.document import LayoutChanged
from crawler.platforms.generic import ENOUGH, Reading, Told, read_article, read_pages, read_titles


@dataclass(slots=True)
class Score:
    """What was read of a group of sites."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    """Of documents that are no pages but answers to calls (JSON, scripts): nothing is read of them."""
    f1: list[float] = field(default_factory=list)
    """Character F1 of each body that was read."""
    proofs: list[tuple[str, float, bool]] = field(default_factory=list)
    """Field, confidence, whether it was right."""

    def note(self, name: str, right: bool, reading: Reading[object], proof: str = "") -> None:
        """Counts a field that was read."""
        (self.right if right else self.wrong)[name] += 1
        self.proofs.append((name, reading.proofs[proof or name].confidence, right))

    def share(self, name: str) -> float:
        """What was read right of all there was on pages; a refusal is not right."""
        there = self.right[name] + self.wrong[name] + self.refused[name]
        return self.right[name] / there if there else 1.0

    @property
    def mean_f1(self) -> float:
        """Mean character F1 of the bodies, a refusal as 0."""
        there = len(self.f1) + self.refused["body"]
        return sum(self.f1) / there if there else 1.0

    def add(self, other: Score) -> None:
        """Counts another group's, too."""
        for mine, theirs in (
            (self.right, other.right),
            (self.wrong, other.wrong),
            (self.refused, other.refused),
            (self.calls, other.calls),
        ):
            mine.update(theirs)
        self.f1 += other.f1
        self.proofs += other.proofs


def plain(text: str) -> str:
    """A text without blanks."""
    return re.sub(r"\s+", "", text)


def f1(read: str, true: str) -> float:
    """Character F1 of two texts, by what they have in common in the same order."""
    if plain(read) == plain(true):
        return 1.0
    blocks = difflib.SequenceMatcher(None, plain(read), plain(true), autojunk=False).get_matching_blocks()
    total = len(plain(read)) + len(plain(true))
    return 2 * sum(block.size for block in blocks) / total if total else 1.0


def measured(site: Site, changed: Callable[[Bytes], Bytes] = lambda document: document) -> Score:
    """How a site is read; `changed` changes its documents first."""
    score, told = Score(), Told()
    for front in site.fronts:
        if not front.bytes.is_html:
            score.calls["pages"] += 1
            continue
        try:
            pages = read_pages(changed(front.bytes).document(), dated=False)
        except LayoutChanged:
            score.refused["pages"] += 1
            continue
        numbers = [(page.number, page.url.partition("#")[0]) for page in pages.value.pages]
        wanted = [(number, url.partition("#")[0]) for number, _, url in front.pages]
        score.note("pages", numbers == wanted, pages)
        told = replace(told, day=pages.value.printed_date, pages=pages.value.pages)
    titles: dict[str, str] = {}
    for page in site.pages:
        served = page.bytes
        if "#" in served.url:  # a part of the document: the reader has a name of its own for it
            served = replace(
                served, url=next((one.url for one in told.pages if one.number == page.number), served.url)
            )
        if not served.is_html:
            score.calls["titles"] += 1
            continue
        try:
            read = read_titles(changed(served).document(), told, dated=False)
        except LayoutChanged:
            score.refused["titles"] += not page.refused
            continue
        found = [(placed.url, plain(placed.title)) for placed in read.value.placements]
        wanted = [(re.sub(r"\?div=-?\d+$", "", url), plain(title)) for url, title in page.titles]
        score.note("titles", found == wanted, read)
        if read.proofs["date"].confidence < ENOUGH:
            score.refused["date"] += 1
        else:
            score.note("date", read.value.printed_date == site.day, read)
        titles.update({placed.url: placed.title for placed in read.value.placements})
    documents = [changed(article.bytes).document() for article in site.articles if article.bytes.is_html]
    siblings = [Told().with_article(document).seen[0] for document in documents[:6]]
    for article in site.articles:
        if not article.bytes.is_html:
            score.calls["body"] += 1
            continue
        document = changed(article.bytes).document()
        mine = Told().with_article(document).seen[0]
        others = replace(told, seen=tuple(seen for seen in siblings if seen != mine)[:4])
        try:
            found_article = read_article(document, others, titles.get(article.address, ""))
        except LayoutChanged:
            score.refused["headline"] += 1
            score.refused["body"] += 1
            continue
        value = found_article.value
        score.note("headline", plain(value.headline) == plain(article.headline), found_article)
        score.note("body", plain(value.body) == plain(article.body), found_article)
        for name in ("kicker", "subhead", "byline"):
            score.note(name, plain(getattr(value, name)) == plain(getattr(article, name)), found_article)
        same = [image.url for image in value.images] == [url for url, _ in article.images]
        score.note("pictures", same, found_article)
        score.f1.append(f1(value.body, article.body))
    return score


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(middle - half, 0.0), min(middle + half, 1.0)
