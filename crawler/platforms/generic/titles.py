"""The title list of a page: links of one shape, as the page map shows them, and no box of other pages'
articles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.generic.dates import day_in, read_day
from crawler.platforms.generic.lines import Line, lines_of
from crawler.platforms.generic.links import Link, file_shape, id_of, links_of
from crawler.platforms.generic.lists import TitleList, is_ad, is_title, lists_of
from crawler.platforms.generic.navigation import TURN, Entry, navigation_of, own_label
from crawler.platforms.generic.parts import part_of, parts_of
from crawler.platforms.generic.reading import Proof, Reading, Told, demand
from crawler.platforms.generic.scripts import or_written
from crawler.platforms.generic.sheet import page_pdf, page_picture, polygon_of
from crawler.platforms.lists import is_article_title
from crawler.platforms.printed import PrintedPage
from pipelines.items import Placement, Polygon
from pipelines.text.labels import Label, page_key

IdOf = Callable[[str], str]


@dataclass(slots=True)
class _Page:
    """A page as far as it is understood."""

    document: Document
    lines: Sequence[Line]
    links: Sequence[Link]
    entries: Sequence[Entry]
    label: Label | None
    told: Told
    id_of: IdOf
    areas: list[Link] = field(default_factory=list)
    """The areas of its page map, by articles."""
    alike: dict[str, set[str]] = field(default_factory=dict)
    """Id → the addresses that have it."""

    def key(self, link: Link) -> str:
        """What tells the article of a link from others: its id, where only one address of the page has it."""
        source_id = self.id_of(link.url)
        if not self.alike:
            for each in self.links:
                self.alike.setdefault(self.id_of(each.url), set()).add(each.url)
        return source_id if len(self.alike.get(source_id, ())) < 2 else link.url

    def ids(self, each: TitleList) -> set[str]:
        """The articles of a list."""
        return {self.key(link) for link in each.links}


def read_titles(
    document: Document, told: Told, id_of_article: IdOf = id_of, dated: bool = True
) -> Reading[PrintedPage]:
    """A page with its title list. Raises LayoutChanged where it is not sure enough to be one, and whole, or
    of its day; without `dated` a page whose day nothing proves has no day.
    """
    return or_written(document, lambda served: _read_titles(served, told, id_of_article, dated))


def _read_titles(document: Document, told: Told, id_of_article: IdOf, dated: bool) -> Reading[PrintedPage]:
    lines, links = lines_of(document), links_of(document)
    entries, navigation = navigation_of(document, lines, links)
    is_mapped = sum(link.is_area for link in links) > 1 and own_label(document, lines, ()) is not None
    if not entries and not told.pages and not (parts := parts_of(lines)) and not is_mapped:
        raise LayoutChanged(f"read without a family, no page navigation: {navigation.why}")
    label = _promised(document, told) if "#" in document.url else None
    label = label or own_label(document, lines, entries) or _promised(document, told)
    page = _Page(document, lines, links, entries, label, told, id_of_article)
    if "#" in document.url and not entries and (parts := parts_of(lines)):
        part = part_of(document.url, parts, label)
        titled = [link for link in links if is_title(link.label) and not link.is_media]
        empty = [one for one in parts if not any(one.holds(link.element) for link in titled)]
        if any(not is_ad(one.label.name) for one in empty):
            raise LayoutChanged(f"read without a family, nothing stands under {empty[0].label.number}")
        label = part.label
        inside = [link for link in links if part.holds(link.element)]
        placements, titles = _placed(
            page, [link for link in inside if is_title(link.label) or is_ad(link.label)], _WHY_PART
        )
    else:
        placements, titles = _placements(page)
    proofs = {"titles": titles}
    addresses = [entry.link.url for entry in entries] + [placed.url for placed in placements]
    addresses = addresses or [link.url for link in links]
    day, proofs["date"] = read_day(document, lines, addresses)
    if day is None and told.day is not None and proofs["date"].confidence == 0:
        day, proofs["date"] = told.day, Proof(0.85, "the front page of the issue named it")
    proofs["number"] = Proof(0.95, "its own label") if label else Proof(0.5, "no label of its own")
    demand(proofs, "titles", *["date"] * dated)
    label = label or Label("", "")
    picture, proofs["image"] = page_picture(document, links)
    pdf = page_pdf(links, entries, label.number, document.url)
    return Reading(
        PrintedPage(
            placements,
            number=label.number,
            name=label.name,
            printed_date=day,
            image_url=picture,
            pdf_url=pdf,
        ),
        proofs,
    )


_WHY_PART = Proof(0.92, "the part of the document under the page's label")


def _promised(document: Document, told: Told) -> Label | None:
    return next((Label(page.number, page.name) for page in told.pages if page.url == document.url), None)


def _placements(page: _Page) -> tuple[tuple[Placement, ...], Proof]:
    best = _group(page)
    if not best:
        known = page.label is not None and any(
            page_key(one.number) == page_key(page.label.number) for one in page.told.pages
        )
        sure = 0.75 if (page.entries or known) and page.label is not None and is_ad(page.label.name) else 0.5
        return (), Proof(sure, "no links of one shape with titles: a page without articles")
    page.areas = [link for link in best if link.is_area]
    listed = [link for link in best if not link.is_area and (is_title(link.label) or is_ad(link.label))]
    chosen, proof = _choose(page, lists_of(page.document, listed, page.lines))
    return _placed(page, chosen, proof)


def _group(page: _Page) -> list[Link]:
    """The links whose addresses have the shape of articles'."""
    own = page.document.url
    pages = {entry.link.url for entry in page.entries} | {one.url for one in page.told.pages} | {own}
    shapes = {file_shape(url) for url in pages}
    host, day = urlsplit(own).netloc, day_in(own) or page.told.day
    groups: dict[str, list[Link]] = {}
    for link in page.links:
        if (
            link.url in pages
            or link.is_media
            or urlsplit(link.url).netloc != host
            or TURN.fullmatch(link.text or "-")
        ):
            continue
        if not page.id_of(link.url) or (day and day_in(link.url) not in (None, day)):
            continue
        if file_shape(link.url) in shapes and not is_title(link.label) and not link.is_area:
            continue
        groups.setdefault(file_shape(link.url), []).append(link)
    best: list[Link] = []
    most = 0
    for group in groups.values():
        titled = {link.url for link in group if not link.is_area and is_title(link.label)}
        if titled and len(groups) > 1:  # a box of other articles counts only where there is nothing else
            listed = [link for link in group if not link.is_area and is_title(link.label)]
            lists = lists_of(page.document, listed, page.lines)
            titled = {link.url for each in lists if not each.is_foreign for link in each.links}
        shown = {link.url for link in group if link.is_area}
        # ten characters are a title; names of papers and sections are shorter
        words = {link.url: min(len(link.label), 10) for link in group if link.url in titled}
        score = sum(words.values()) + 30 * len(shown) + 20 * len(shown & titled)
        if score > most:
            best, most = group, score
    return best


def _choose(page: _Page, lists: list[TitleList]) -> tuple[list[Link], Proof]:
    """The links of the page's own list, or lists."""
    own = [each for each in lists if page.label is not None and each.number == page_key(page.label.number)]
    shown = {page.key(link) for link in page.areas}
    if own and any(each.number and each not in own for each in lists):
        return _all(own), Proof(0.95, f"the part of the issue's list under {own[0].heading}")
    if shown:
        return _by_map(page, lists, shown)
    if not lists:
        return [], Proof(0.65, "no list of titles")
    left = [each for each in lists if not each.is_foreign and not page.ids(each) <= page.told.others]
    named = own or [each for each in lists if each.is_own]
    if named:
        same = own or all(page.ids(each) <= page.ids(named[0]) for each in named)
        listed = {source_id for each in named for source_id in page.ids(each)}
        alone = all(page.ids(each) <= listed for each in left)
        sure = 0.94 if same and alone else 0.8 if same else 0.55
        beside = "" if alone else ", beside a list that says nothing of itself"
        return _all(named), Proof(sure, f"the list under {named[0].heading[:20]}{beside}")
    if not left:
        return [], Proof(0.5, "only boxes of other pages' articles")
    largest = max(left, key=lambda each: len(page.ids(each)))
    if all(page.ids(each) <= page.ids(largest) for each in left):
        sure = 0.62 if len(page.ids(largest)) < 2 else 0.92 if len(left) == len(lists) == 1 else 0.85
        return largest.links, Proof(sure, "the only list of titles")
    if len({each.shape for each in left}) == 1:
        return _all(left), Proof(0.62, f"{len(left)} lists of one shape, and no page map")
    return [], Proof(0.5, f"{len(left)} lists of titles, and no page map")


def _by_map(page: _Page, lists: list[TitleList], shown: set[str]) -> tuple[list[Link], Proof]:
    """The lists that have what the page map shows."""
    own = [
        each
        for each in lists
        if page.ids(each) & shown and not (each.is_foreign and not page.ids(each) <= shown)
    ]
    found = {source_id for each in own for source_id in page.ids(each)}
    if not own:
        named = [link for link in page.areas if is_title(link.title)]
        if {page.key(link) for link in named} >= shown:
            return named, Proof(0.9, "the page map, which names what it shows")
        return [], Proof(0.5, f"the page map shows {len(shown)} articles, no list has them")
    if not shown <= found:
        named = [link for link in page.areas if is_title(link.title)]
        return [*_all(own), *named], Proof(
            0.8, f"{len(shown - found)} articles of the page map are not listed"
        )
    exact = [each for each in own if page.ids(each) <= shown]
    if {source_id for each in exact for source_id in page.ids(each)} >= shown and len(exact) < len(own):
        return _all(exact), Proof(0.93, "the list of exactly what the page map shows")
    if len(found) > 2 * len(shown) + 1:
        mine = [link for link in _all(own) if page.key(link) in shown]
        return mine, Proof(0.62, f"the title list has {len(found)} entries, the page map {len(shown)}")
    return _all(own), Proof(0.97, f"{len(found)} entries, {len(shown)} of them on the page map")


def _all(lists: Sequence[TitleList]) -> list[Link]:
    return [link for each in lists for link in each.links]


def _placed(page: _Page, chosen: Sequence[Link], proof: Proof) -> tuple[tuple[Placement, ...], Proof]:
    """The placements of the chosen links and of the page map."""
    titles: dict[str, tuple[str, str]] = {}
    skipped: set[str] = set()
    for link in chosen:
        source_id, text = page.id_of(link.url), link.label
        if is_ad(text) or not is_article_title(text):
            skipped.add(source_id)
        else:
            titles.setdefault(source_id, (text, link.url))
    for link in page.areas:
        source_id = page.id_of(link.url)
        if source_id not in skipped and source_id not in titles and is_title(link.title):
            titles[source_id] = (link.title, link.url)
    polygons: dict[str, list[Polygon]] = {}
    for link in page.areas:
        shape = polygon_of(link.element)
        shapes = polygons.setdefault(page.id_of(link.url), [])
        if shape is not None and shape not in shapes:
            shapes.append(shape)
    placements = tuple(
        Placement(position, source_id, title, url, tuple(polygons.get(source_id, ())) or None)
        for position, (source_id, (title, url)) in enumerate(titles.items(), start=1)
    )
    return placements, proof
