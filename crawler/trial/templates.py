"""What an address of an issue tells: its date, the template of its front page, a name for the paper. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from crawler.paper import Paper
from crawler.platforms.document import Document
from crawler.platforms.enpproperty import read_enpproperty

MOST_SHAPES = 3
"""How many of a family's usual addresses are tried."""
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(\d\d)([-/_.]?)(\d\d)(?!\d)")
_GENERIC = re.compile(
    "www|e?papers?|newe?paper|newspaper|szb|dzb|newdzb|site|html?|content|layout|col|column|pc|pad|mobile|att|data"
    r"|news|index|default|com|cn|net|org|gov|edu|hk|mo|tw|[\d_]+"
)
"""Parts of an address that tell no newspaper from another."""
_SYSTEM = re.compile(
    r"(?:多媒体|多媒體)?(?:数字|數字|电子|電子)(?:报刊|報刊|报纸|報紙|报|報|版|阅读|閱讀)*(?:平台|系统|系統)?$"
)
"""What a title calls the edition itself, not the newspaper."""
_NEWSPAPER = re.compile(r"(?:报|報|周刊|週刊|快讯|快訊|时讯)$")


def day_in(url: str) -> date | None:
    """The date in an address (`2023-10/17`, `202310/17`, `20231017` …); None where there is none."""
    return next((day for day, _ in _dates(url)), None)


def _dates(url: str) -> Iterator[tuple[date, re.Match[str]]]:
    for found in _DATE.finditer(url):
        try:
            yield date(int(found[1]), int(found[3]), int(found[5])), found
        except ValueError:
            continue


def template_of(url: str, day: date) -> str | None:
    """The address with `{date:…}` wherever it has that date; None where it does not have it."""
    pieces, end = [], 0
    for found_day, found in _dates(url):
        if found_day == day:
            pieces.append(_escaped(url[end : found.start()]))
            pieces.append(f"{{date:%Y{found[2]}%m{found[4]}%d}}")
            end = found.end()
    return "".join([*pieces, _escaped(url[end:])]) if pieces else None


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@dataclass(frozen=True, slots=True)
class Shape:
    """How front pages of a family are addressed below the base of a site."""

    segment: str
    """The part of the path before the date: html, layout."""
    rest: str
    """The date's fields and what follows them: `{date:%Y-%m/%d}/node_1.htm`."""


def usual_shapes(papers: Iterable[Paper], platform: str) -> list[Shape]:
    """The shapes that most known papers of a platform have, the most frequent first."""
    counts: Counter[Shape] = Counter()
    for paper in papers:
        for era in paper.eras:
            if era.platform_name == platform and (found := _shape_of(era.front_page)) is not None:
                counts[found] += 1
    return [shape for shape, _ in counts.most_common(MOST_SHAPES)]


def _shape_of(template: str) -> Shape | None:
    path = template.partition("://")[2].partition("/")[2]
    found = re.search(r"(?:^|([^/{}]+)/)([^/{}]*\{date.*)$", path)
    return Shape(found[1] or "", found[2]) if found else None


def usual_templates(url: str, day: date, shapes: Iterable[Shape]) -> list[str]:
    """Where the front page would be, were the site addressed as others of its family are.

    With the address's own words before the date first, then with the family's.
    """
    first = next((found for found_day, found in _dates(url) if found_day == day), None)
    if first is None:
        return []
    before = url[: first.start()].rpartition("/")[0]
    base, _, segment = before.rpartition("/")
    if base.endswith("/"):  # the date stands right behind the host
        base, segment = before, ""
    found: list[str] = []
    for shape in shapes:
        own, usual = ("/".join(filter(None, (base, word))) for word in (segment, shape.segment))
        found += [f"{_escaped(own)}/{shape.rest}", f"{_escaped(usual)}/{shape.rest}"]
    return list(dict.fromkeys(found))


def slug_of(url: str, taken: Collection[str]) -> str:
    """A slug that is not taken, of the path's words or the host's name: what tells it from other papers."""
    parts = urlsplit(url)
    path = [word for word in parts.path.split("/")[:-1] if not re.search(r"\d{4}", word)]
    host = (parts.hostname or "").split(".")
    words = (re.sub(r"[^a-z0-9_]+", "_", word.lower()).strip("_") for word in (*reversed(path), *host))
    name = next((word for word in words if len(word) > 1 and not _GENERIC.fullmatch(word)), "paper")
    numbered = (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in numbered if slug not in taken)


def name_in(document: Document) -> str:
    """The newspaper's name: as the vendor's comment or else the title has it; '' where neither does."""
    name = read_enpproperty(document).get("papername", "")
    if not name:
        pieces = re.split(r"[-_—–|｜·•:：,，\s《》()（）【】\[\]]+", document.first_text("title"))
        names = [_SYSTEM.sub("", piece) for piece in pieces]
        newspapers = (piece for piece in names if _NEWSPAPER.search(piece))
        name = next(newspapers, next(filter(None, names), ""))
    return "".join(letter for letter in name if letter.isprintable()).strip()[:40]
