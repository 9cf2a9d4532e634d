"""The headline of an article: what the title list calls it, else what the page itself says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.platforms.document import Document
from crawler.platforms.enpproperty import read_enpproperty
from crawler.platforms.generic.body import STOP
from crawler.platforms.generic.forms import is_meta
from crawler.platforms.generic.lines import Line, key_of, titles_of
from crawler.platforms.generic.reading import Proof
from pipelines.text.fold import fold

_SIGNS = re.compile(r"[\W_]+")
_HEADING = frozenset(("h1", "h2", "h3", "h4", "founder-title"))
_NAMED = re.compile(r"title|headline|biaoti|(?:^|[^a-z])bt(?:$|[^a-z])|font01|heading", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """The lines around a headline."""

    first: int
    """Number of the headline's first line."""
    last: int
    """Number of its last line."""
    headline: str
    proof: Proof
    before: str = ""
    """What the same line prints before it."""
    after: str = ""
    """What the same line prints behind it."""


def plain(text: str) -> str:
    """A title by its characters alone, simplified."""
    return _SIGNS.sub("", fold(text)).lower()


def find_headline(
    document: Document, lines: Sequence[Line], title: str, shared: frozenset[str]
) -> Head | None:
    """The headline, by what the title list said, else by the vendor's comment, the title or a heading."""
    comment = read_enpproperty(document).get("title", "")
    if title and (found := _matching(lines, title)):
        first, last, text, exact = found
        within = _within(lines, title)
        if within is None or (
            exact
            and _prominence(lines, first, lines[first])
            >= _prominence(lines, within.first, lines[within.first])
        ):
            return Head(first, last, text, Proof(0.98 if exact else 0.92, "as the title list said it"))
        return within
    if title and (within := _within(lines, title)) is not None:
        return within
    if comment and (found := _matching(lines, comment)):
        first, last, text, _ = found
        return Head(first, last, text, Proof(0.6 if title else 0.93, "as the vendor's comment says it"))
    if title:
        if any(plain(text) == plain(title) for text in (comment, *titles_of(document), *_fields(document))):
            return Head(
                -1, -1, title, Proof(0.92, "as title list and metadata say it; the page does not print it")
            )
        return None
    for text in titles_of(document):
        if (
            len(plain(text)) > 1
            and not shared & {key_of(text), f"title {key_of(text)}"}
            and (found := _matching(lines, text))
        ):
            first, last, text, exact = found
            return Head(first, last, text, Proof(0.9 if exact else 0.7, "as the document's title says it"))
    own = [text for text in titles_of(document) if f"title {key_of(text)}" not in shared]
    if shared and any(len(plain(text)) >= 4 for text in own):
        return None  # the document has a title of its own, which no line repeats
    return _unconfirmed(lines, shared)


def _unconfirmed(lines: Sequence[Line], shared: frozenset[str]) -> Head | None:
    """The heading of a page whose title nothing says: the only one of the highest rank that no other article
    prints, right above a text. None where there is no heading.
    """
    ranked: dict[str, list[Line]] = {}
    for line in lines:
        if line.hidden or line.is_link or line.key in shared or line.han < 3:
            continue
        if _is_heading(line) and not is_meta(line.text) and not STOP.match(line.text):
            ranked.setdefault(_rank(line), []).append(line)
    if not ranked:
        return None
    highest = ranked[min(ranked)]
    line = highest[0]
    behind = [one for one in lines[line.number + 1 : line.number + 9] if not one.hidden and not one.is_link]
    alone = len(highest) == 1 and shared and any(one.is_sentence for one in behind)
    proof = (
        Proof(0.7, "the only heading of its rank that no other article has, above the text")
        if alone
        else Proof(0.5, "the first heading, which nothing confirms")
    )
    return Head(line.number, line.number, line.text, proof)


def _rank(line: Line) -> str:
    """h1 … h4, or behind them all what is only named like a heading."""
    around = (line.first, *list(line.first.iterancestors())[:2])
    return next((str(element.tag) for element in around if element.tag in _HEADING), "named")


def _fields(document: Document) -> list[str]:
    return [
        str(field.get("value") or "")
        for field in document.root.iter("input")
        if field.get("type") == "hidden"
    ]


def _matching(lines: Sequence[Line], title: str) -> tuple[int, int, str, bool] | None:
    """First and last line, text, and whether it is exact: the lines that say a title."""
    cut = re.search(r"(?:…+|\.{2,}|⋯+)\s*$", title) is not None
    wanted = plain(title)
    if not wanted:
        wanted, cut = title.strip(), False
    found: list[tuple[float, int, int, str, bool]] = []
    for at, line in enumerate(lines):
        said = plain(line.text) or line.text
        if not said or line.han > 80:
            continue
        last, text = at, line.text
        while (
            said != wanted
            and wanted.startswith(said)
            and last + 1 < len(lines)
            and last - at < 3
            and not lines[last + 1].hidden
        ):
            following = plain(lines[last + 1].text)
            if not following or (
                not wanted.startswith(said + following[: max(len(wanted) - len(said), 1)])
                and not (cut and (said + following).startswith(wanted))
            ):
                break
            last += 1
            said += following
            text += " " + lines[last].text
        exact = said == wanted
        close = (cut and said.startswith(wanted)) or (
            len(wanted) >= 8
            and (said.startswith(wanted) or (wanted.endswith(said) and len(said) >= 8))
            and len(said) <= 2 * len(wanted)
        )
        if exact or close:
            found.append((_prominence(lines, at, line) + (2 if exact else 0), at, last, text, exact))
    if not found:
        return None
    best = max(found, key=lambda one: (one[0], -one[1]))
    return best[1], best[2], best[3], best[4]


def _within(lines: Sequence[Line], title: str) -> Head | None:
    """A title that has an element of its own in a longer line, kicker before it and subhead behind it."""
    wanted = plain(title)
    found = []
    for line in lines:
        if line.hidden or line.is_link or line.is_sentence or len(line.texts) < 2 or not wanted:
            continue
        for start in range(len(line.texts)):
            for end in range(start + 1, min(start + 4, len(line.texts)) + 1):
                if plain("".join(line.texts[start:end])) == wanted:
                    parts = [
                        " ".join(filter(None, part))
                        for part in (line.texts[:start], line.texts[start:end], line.texts[end:])
                    ]
                    after = (
                        "" if is_meta(parts[2]) and not parts[2] else re.sub(r"\s*\d{4}\D.*$", "", parts[2])
                    )
                    proof = Proof(0.95, "as the title list said it, in a line with more")
                    found.append(Head(line.number, line.number, parts[1], proof, parts[0], after))
    return max(found, key=lambda head: _prominence(lines, head.first, lines[head.first]), default=None)


def _prominence(lines: Sequence[Line], at: int, line: Line) -> float:
    score = 0.0
    if line.hidden:
        score -= 4
    if line.is_link:
        score -= 3
    if _is_heading(line):
        score += 2
    behind = [one for one in lines[at + 1 : at + 9] if not one.hidden]
    score += 1.5 if any(one.is_sentence for one in behind) else 0
    score -= 0.5 * sum(one.is_link for one in behind[:3])
    return score


def _is_heading(line: Line) -> bool:
    for element in (line.first, *list(line.first.iterancestors())[:2]):
        if element.tag in _HEADING:
            return True
        if _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
    return False
