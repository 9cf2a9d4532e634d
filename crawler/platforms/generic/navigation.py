"""The page navigation of an e-paper: the links whose labels count up, 第01版 第02版, A01 A02, 01/要闻
02/国际.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.platforms.document import Document, Element, line_of
from crawler.platforms.enpproperty import read_enpproperty
from crawler.platforms.generic.dates import day_in, read_day
from crawler.platforms.generic.labels import label_of, labels_in
from crawler.platforms.generic.lines import Line, common, lines_of
from crawler.platforms.generic.links import Link, grouped, links_of, numbers_in, shape_of
from crawler.platforms.generic.parts import is_titled, parts_of, promised
from crawler.platforms.generic.reading import ENOUGH, Proof, Reading, demand
from crawler.platforms.generic.scripts import or_written
from crawler.platforms.html import read_issue_number
from crawler.platforms.printed import Navigation
from pipelines.items import PromisedPage
from pipelines.text.labels import Label, page_key, read_label

TURN = re.compile(r"[\W\d]*(?:[上下前后後]一?[版页頁期篇条條]|[首末尾][版页頁]|返回.*|目录|目錄)\W*")
_TURNS = re.compile("[上下前后後]一?[版页頁期]")
_STRONG = re.compile(r"版|[A-Za-z]\d|^\W*\d{1,3}\s*[:：/|·、.—-]\s*\D|^\W*0\d")
_ISSUE_NUMBER = re.compile(r"第\s*[0-9０-９]{1,6}\s*期")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a page navigation."""

    link: Link
    label: Label
    strong: bool
    """Whether its label can hardly be anything else."""

    @property
    def key(self) -> str:
        """What its number is compared by."""
        return page_key(self.label.number)


def read_pages(front_page: Document, dated: bool = True) -> Reading[Navigation]:
    """The page navigation of an issue. Raises LayoutChanged where none is sure enough, or no day; without
    `dated` a navigation whose day nothing proves has no day.
    """
    return or_written(front_page, lambda document: _read_pages(document, dated))


def _read_pages(front_page: Document, dated: bool) -> Reading[Navigation]:
    lines, links = lines_of(front_page), links_of(front_page)
    entries, proof = navigation_of(front_page, lines, links)
    proofs = {"pages": proof}
    pages = tuple(
        PromisedPage(sequence, entry.label.number, entry.label.name, entry.link.url)
        for sequence, entry in enumerate(entries, start=1)
    )
    if (
        proof.confidence < ENOUGH
        and (parts := parts_of(lines))
        and any(is_titled(link, parts) for link in links)
    ):
        pages = promised(front_page.url, parts)
        proofs["pages"] = Proof(0.85, f"{len(parts)} labels in one document, each with its titles")
    demand(proofs, "pages")
    addresses = [entry.link.url for entry in entries] or [link.url for link in links]
    day, proofs["date"] = read_day(front_page, lines, addresses)
    demand(proofs, *["date"] * dated)
    anchors = [link for link in links if link.element.tag == "a" and link.element.get("href")]
    previous, following = (
        next((link.url for link in anchors if words in link.text), None) for words in ("上一期", "下一期")
    )
    number = next(
        (
            read_issue_number(line.text)
            for line in lines
            if not line.is_sentence and _ISSUE_NUMBER.search(line.text)
        ),
        None,
    )
    navigation = Navigation(
        pages, printed_date=day, number=number, previous_issue=previous, next_issue=following
    )
    return Reading(navigation, proofs)


def navigation_of(page: Document, lines: Sequence[Line], links: Sequence[Link]) -> tuple[list[Entry], Proof]:
    """The entries of the page navigation, each page once, in print order; none with the reason why."""
    shown = {link.url for link in links if link.is_area}
    labelled = [entry for link in links if link.url not in shown and (entry := _entry_of(link)) is not None]
    by_link = {id(entry.link): entry for entry in labelled}
    best: list[Entry] = []
    most = 0.0
    for group in grouped(entry.link for entry in labelled).values():
        held = [by_link[id(link)] for link in group]
        # the days of a calendar count up in the same addresses: the labels that can hardly be days, alone
        for entries in (_once(held), _once(entry for entry in held if entry.strong)):
            if entries and (score := _score(entries, page.url)) > most:
                best, most = entries, score
    if not best:
        return [], Proof(0.0, "no links with labels that count up (第01版, A01, 01/要闻)")
    best = _joined(best, labelled)
    best, added = _with_own(page, lines, best)
    best, is_named = _with_first(best, links)
    in_sections = _in_sections(best)
    numbers = {entry.key for entry in best}
    addresses = {entry.link.url for entry in best}
    sure = 0.97 if all(entry.strong for entry in best) else 0.85
    if len(addresses) < len(numbers):
        sure = min(sure, 0.4)
    if len(best) < 2:
        sure = min(sure, 0.5)
    if is_named or not _ascends(best) or in_sections != best:
        sure = min(sure, 0.75)
    best = in_sections
    if len(best) > 1 and _is_cut(best, links):
        sure = min(sure, 0.5)
    if added:
        sure = min(sure, 0.92)
    return best, Proof(sure, f"{len(best)} labels from {best[0].label.number} to {best[-1].label.number}")


def _entry_of(link: Link) -> Entry | None:
    if link.is_media or link.is_area:
        return None
    for text in (link.text, link.title, link.first):
        if text and len(text) <= 40 and not TURN.fullmatch(text):
            label = label_of(text)
            if label is not None and label.number:
                return Entry(link, label, _is_strong(text))
    if not link.text and not link.title:
        return None
    around = _own_row(link.element)
    if around is not None and len(text := line_of(around)) <= 40 and not _TURNS.search(text):
        label = label_of(text)
        if label is not None and label.number:
            return Entry(link, label, _is_strong(text))
    return None


def _is_strong(text: str) -> bool:
    return bool(_STRONG.search(text)) and read_label(text) is not None


def _own_row(element: Element) -> Element | None:
    """The row or entry of a list an element stands in, where it holds no other page's link."""
    around = next(element.iterancestors("li", "tr", "dt", "dd", "p", "div"), None)
    if around is None:
        return None
    targets = {
        link.get("href")
        for link in around.iter("a")
        if not re.search(r"\.pdf", link.get("href") or "", re.IGNORECASE)
    }
    return around if len(targets) == 1 else None


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """Each page once, with the better of its labels."""
    found: dict[str, Entry] = {}
    for entry in entries:
        known = found.get(entry.key)
        if (
            known is None
            or (not known.label.name and entry.label.name and not entry.link.hidden)
            or (known.link.hidden and not entry.link.hidden)
        ):
            found[entry.key] = entry
    return list(found.values())


def _score(entries: Sequence[Entry], own: str) -> float:
    """How much a group of links looks like a page navigation; 0 for one that cannot be. `own` is the address
    of the page it stands on: a ranking does not lead there.
    """
    numbers = len(entries)
    addresses = len({entry.link.url for entry in entries})
    if addresses < min(numbers, 2):
        return 0.0
    strong = sum(entry.strong for entry in entries) / numbers
    if strong < 0.5 and not _counts_from_one(entries):
        named = sum(2 <= len(entry.label.name) <= 8 for entry in entries) / numbers
        counts = [entry.key for entry in entries] == [str(number) for number in range(1, numbers + 1)]
        leads_here = counts and numbers > 3 and any(entry.link.url == own for entry in entries)
        if not leads_here and (named < 0.8 or numbers < 2 or not all(_is_in(entry) for entry in entries)):
            return 0.0
    agreeing = sum(_is_in(entry) for entry in entries) / numbers
    ascending = 1.0 if _ascends(entries) else 0.4
    return numbers * (0.4 + strong + 0.5 * agreeing) * ascending * (addresses / numbers)


def _is_cut(best: Sequence[Entry], links: Sequence[Link]) -> bool:
    """Whether a link of the same list looks like one more page whose label cannot be read."""
    home = common([entry.link.element for entry in best])
    shapes, known = {shape_of(entry.link.url) for entry in best}, {entry.link.url for entry in best}
    return any(
        re.match(r"\W*第?\s*[A-Za-z]?\d{1,3}\s*[版/／:：]", link.text)
        and link.url not in known
        and shape_of(link.url) in shapes
        and home in link.element.iterancestors()
        for link in links
    )


def _with_first(best: list[Entry], links: Sequence[Link]) -> tuple[list[Entry], bool]:
    """The entries with the first page, where it has a name in place of a number (头版, 二版, 三版): the link
    before the second page's, with an address of the same shape.
    """
    second = best[0]
    at = next((at for at, link in enumerate(links) if link is second.link), 0)
    before = links[at - 1] if at else None
    if (
        _order(second.key)[1] != 2
        or before is None
        or shape_of(before.url) != shape_of(second.link.url)
        or before.url == second.link.url
        or not 2 <= len(before.text) <= 8
        or TURN.fullmatch(before.text)
    ):
        return best, False
    number = re.sub("[2二](?!.*[2二])", lambda found: "1" if found[0] == "2" else "一", second.label.number)
    return [Entry(before, Label(number, before.text), False), *best], True


def _counts_from_one(entries: Sequence[Entry]) -> bool:
    """Whether bare numbers count pages: 1, 2, 3 …, each in an address that differs by it alone, all of one
    day.
    """
    numbers = [entry.key for entry in entries]
    days = {day_in(entry.link.url) for entry in entries}
    return (
        len(entries) > 1
        and numbers == [str(number) for number in range(1, len(entries) + 1)]
        and len(days) == 1
        and None not in days
        and all(_is_in(entry) for entry in entries)
    )


def _is_in(entry: Entry) -> bool:
    digits = re.findall(r"\d+", entry.key)
    return bool(digits) and int(digits[-1]) in set(numbers_in(entry.link.url))


def _order(key: str) -> tuple[str, int]:
    found = re.search(r"^([^\d]*)(\d+)", key)
    return (found[1], int(found[2])) if found else (key, 0)


def _ascends(entries: Sequence[Entry]) -> bool:
    """Whether page numbers grow within each section."""
    orders = [_order(entry.key) for entry in entries]
    return all(a[1] < b[1] for a, b in pairwise(orders) if a[0] == b[0])


def _in_sections(entries: list[Entry]) -> list[Entry]:
    """The entries with each section in one piece (A1 A2 B1 A3 → A1 A2 A3 B1), sections as they begin."""
    if not _ascends(entries):
        return entries
    sections = list(dict.fromkeys(_order(entry.key)[0] for entry in entries))
    return sorted(entries, key=lambda entry: sections.index(_order(entry.key)[0]))


def _joined(best: list[Entry], labelled: Sequence[Entry]) -> list[Entry]:
    """The entries with those of the same list whose addresses have another shape (the first page's
    index.htm).
    """
    known = {entry.key for entry in best}
    if len(best) < 2:
        return best
    home = common([entry.link.element for entry in best])
    order = {id(entry): place for place, entry in enumerate(labelled)}
    urls = {entry.link.url for entry in best}
    more = [
        entry
        for entry in labelled
        if entry.key not in known
        and entry.strong
        and entry.link.url not in urls
        and home in entry.link.element.iterancestors()
    ]
    if not more:
        return best
    return sorted(_once([*best, *more]), key=lambda entry: order.get(id(entry), 0))


def _with_own(page: Document, lines: Sequence[Line], entries: list[Entry]) -> tuple[list[Entry], bool]:
    """The entries with the page itself, where the navigation prints it without a link."""
    own = page.url.partition("#")[0]
    if any(entry.link.url.partition("#")[0] == own for entry in entries):
        return entries, False
    known = {entry.key for entry in entries}
    best = own_label(page, lines, ())
    if best is None or not best.number or page_key(best.number) in known:
        return entries, False
    link = Link(page.root, page.url, best.number, "", False)
    placed = [*entries, Entry(link, best, True)]
    if _ascends(entries) and len({_order(entry.key)[0] for entry in placed}) == 1:
        placed.sort(key=lambda entry: _order(entry.key))
    else:
        placed = [placed[-1], *placed[:-1]]
    return placed, True


def own_label(page: Document, lines: Sequence[Line], entries: Sequence[Entry]) -> Label | None:
    """The label of the page itself: as the navigation names its address, else as it stands without a link."""
    own = page.url
    for entry in entries:
        if entry.link.url == own:
            return entry.label
    known = {entry.key: entry for entry in entries}
    for line in lines:
        if line.is_link or line.hidden or len(line.text) > 40:
            continue
        for label in labels_in(line.text):
            if not known or page_key(label.number) in known:
                same = known.get(page_key(label.number))
                return Label(label.number, label.name or (same.label.name if same else ""))
    number = read_enpproperty(page).get("pagenum", "")
    if number:
        same = known.get(page_key(number))
        return same.label if same else Label(number, "")
    return None
