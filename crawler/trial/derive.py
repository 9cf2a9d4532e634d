"""The selectors of a paper of no family, from what the generic reader chose, proved by reading with them.

Each is a name or class around what was chosen, kept where it finds exactly that on every document of the
issue; together they are a skin, and the issue is read again with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from crawler.answer import Answer
from crawler.platforms.base import Platform
from crawler.platforms.document import Document, Element, LayoutChanged, line_of
from crawler.platforms.html import address_of, page_image
from crawler.platforms.lists import is_article_title
from crawler.platforms.skins import Skin
from crawler.trial.fetch import Fetched
from crawler.trial.findings import ReadIssue
from crawler.trial.readings import read_by
from pipelines.items import ArticleItem, PageItem
from pipelines.text.labels import page_key, read_label

NEEDED = ("page_link", "title_link", "headline", "body")
_NAME = re.compile(r"[A-Za-z][\w-]*")
_DIRECT = ("a", "td", "span", "font", "b", "strong", "em")
MOST_AROUND = 6
"""How many elements around a chosen one may name it."""

Check = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Derived:
    """A skin that was derived, and how much it reads like the generic reader."""

    skin: Skin
    article_id: str
    """The pattern of an article's address; ''."""
    lacks: tuple[str, ...] = ()
    """What no selector was found for, though it is needed: then nothing was read with the others."""
    pages: int = 0
    """Pages whose title list is read alike …"""
    of_pages: int = 0
    articles: int = 0
    """Articles whose headline and text are read alike …"""
    of_articles: int = 0


def derive(fetched: Fetched, read: ReadIssue) -> Derived | None:
    """The selectors that find what was read of an issue, those that could be found; None where none could.
    With all that are needed the issue is read again.
    """
    records = dict(fetched.responses)

    def served(item: PageItem | ArticleItem) -> Document | None:
        record = records.get(item.capture) if item.capture is not None else None
        try:
            return Answer.of_record(record).document() if record is not None and "#" not in item.url else None
        except LayoutChanged:
            return None

    pages = [(page, document) for page in read.pages if (document := served(page)) is not None]
    articles = [(one, document) for one in read.articles if (document := served(one)) is not None]
    if read.issue is None or not pages or not articles:
        return None
    skin = replace(
        Skin(),
        page_link=_page_link([page.url for page in read.issue.pages], [document for _, document in pages]),
        title_link=_title_link(pages),
        page_label=_page_label(pages),
        headline=_text(articles, "headline"),
        kicker=_text(articles, "kicker"),
        subhead=_text(articles, "subhead"),
        byline=_text(articles, "byline"),
        body=_body(articles),
    )
    skin = replace(
        skin,
        title_list=skin.title_link,
        image=f"{skin.body} img" if skin.body else "",
        area="map area" if any(document.all("map area") for _, document in pages) else "",
        page_image="img[usemap]" if _are_mapped(pages) else "",
    )
    pattern = article_pattern([place.url for page in read.pages for place in page.placements])
    if skin.body:
        skin = replace(skin, **_apart(skin.body, articles))
    lacks = tuple(name for name in NEEDED if not getattr(skin, name))
    if len(lacks) == len(NEEDED):
        return None
    if lacks or not pattern:
        return Derived(skin, pattern, lacks)
    tried = [
        _proved(fetched, read, replace(skin, captions=captions), pattern) for captions in ("row", "block")
    ]
    return max(tried, key=lambda one: one.articles)


def _proved(fetched: Fetched, read: ReadIssue, skin: Skin, pattern: str) -> Derived:
    """The skin with how much it reads like the generic reader."""
    platform = Platform("derived", {"derived": skin}, article_id=re.compile(pattern))
    again = read_by(fetched, "derived", platform)[0]
    lists = {page.sequence: [place.url for place in page.placements] for page in again.pages}
    texts = {one.url: (_plain(one.headline), _plain(one.body)) for one in again.articles}
    alike = sum(lists.get(page.sequence) == [place.url for place in page.placements] for page in read.pages)
    same = sum(texts.get(one.url) == (_plain(one.headline), _plain(one.body)) for one in read.articles)
    return Derived(skin, pattern, (), alike, len(read.pages), same, len(read.articles))


def _page_link(addresses: Sequence[str], documents: Sequence[Document]) -> str:
    def finds(css: str) -> bool:
        return all(
            set(addresses[1:]) <= set(found) <= set(addresses)
            for document in documents
            if (found := [document.absolute(address_of(link)) for link in document.all(css)]) is not None
        )

    return _first(_links(documents[0], set(addresses)), finds)


def _title_link(pages: Sequence[tuple[PageItem, Document]]) -> str:
    def finds(css: str) -> bool:
        for page, document in pages:
            found = [
                document.absolute(address_of(link))
                for link in document.all(css)
                if is_article_title(line_of(link))
            ]
            if list(dict.fromkeys(found)) != [place.url for place in page.placements]:
                return False
        return True

    page, document = max(pages, key=lambda pair: len(pair[0].placements))
    return _first(_links(document, {place.url for place in page.placements}), finds)


def _links(document: Document, addresses: set[str]) -> list[Element]:
    return [link for link in document.root.iter("a") if document.absolute(address_of(link)) in addresses]


def _page_label(pages: Sequence[tuple[PageItem, Document]]) -> str:
    def says(element: Element, page: PageItem) -> bool:
        label = read_label(text) if len(text := line_of(element)) < 40 else None
        return label is not None and page_key(label.number) == page_key(page.number)

    def finds(css: str) -> bool:
        return all((found := document.all(css)) and says(found[0], page) for page, document in pages)

    page, document = pages[-1]
    labels = [e for e in _printing(document) if says(e, page) and e.tag != "a"]
    return _first(labels, finds)


def _text(articles: Sequence[tuple[ArticleItem, Document]], name: str) -> str:
    def finds(css: str) -> bool:
        return all(
            _plain(document.first_text(css)) == _plain(getattr(one, name)) for one, document in articles
        )

    printed = [(one, document) for one, document in articles if getattr(one, name)]
    if not printed:
        return ""
    one, document = printed[0]
    wanted = _plain(getattr(one, name))
    return _first([e for e in _printing(document) if _plain(line_of(e)) == wanted], finds)


def _body(articles: Sequence[tuple[ArticleItem, Document]]) -> str:
    def finds(css: str) -> bool:
        for one, document in articles:
            found = document.all(css)
            if one.body and (not found or not _holds(found[0], one)):
                return False
        return True

    one, document = max(articles, key=lambda pair: len(pair[0].body))
    homes = [element for element in _printing(document) if _holds(element, one)]
    return _first(homes[::-1], lambda css: ("." in css or "#" in css) and finds(css))


def _holds(element: Element, article: ArticleItem) -> bool:
    """Whether an element prints the first and the last paragraph, and no headline."""
    text, body = _plain(element.text_content()), article.body.splitlines()
    return (
        _plain(body[0]) in text
        and _plain(body[-1]) in text
        and not text.startswith(_plain(article.headline))
        and len(text) <= 2 * len(_plain(article.body)) + 200
    )


def _apart(body: str, articles: Sequence[tuple[ArticleItem, Document]]) -> dict[str, Any]:
    """`left_out` and `caption`: what stands within the text on some page and is no part of it on any."""
    found: dict[str, list[bool]] = {}
    for one, document in articles:
        text, said = _plain(one.body), _plain("".join(image.caption for image in one.images))
        for element in (inner for home in document.all(body)[:1] for inner in home.iterdescendants()):
            printed = _plain(element.text_content()) if isinstance(element.tag, str) else ""
            for css in _names(element) if printed and element.tag != "script" else ():
                found.setdefault(css, []).append(printed[:12] in text)
                if said and printed[:8] in said:
                    found.setdefault(f"caption {css}", []).append(False)
    left = [css for css, inside in found.items() if not any(inside) and " " not in css]
    captions = [
        css
        for css in left  # one for each picture; the innermost is met last
        if f"caption {css}" in found
        and all(len(document.all(f"{body} {css}")) == len(one.images) for one, document in articles)
    ]
    apart: dict[str, Any] = {"left_out": ", ".join(f"{body} {css}" for css in left)} if left else {}
    return apart | ({"caption": f"{body} {captions[-1]}"} if captions else {})


def _are_mapped(pages: Sequence[tuple[PageItem, Document]]) -> bool:
    """Whether the picture of every page is the one with the page map."""
    return all(
        page.image_url and page.image_url == page_image(document, "img[usemap]") for page, document in pages
    )


def _printing(document: Document) -> Iterator[Element]:
    """The elements of a page's body that print something, in its order."""
    body = next(document.root.iter("body"), document.root)
    return (element for element in body.iter() if isinstance(element.tag, str) and element.tag != "script")


def _first(chosen: Sequence[Element], finds: Check) -> str:
    """The first selector by names around the chosen elements that finds them everywhere; ''."""
    tried: set[str] = set()
    for element in chosen[:4]:
        for css in _candidates(element):
            if css not in tried:
                tried.add(css)
                if finds(css):
                    return css
    return ""


def _candidates(element: Element) -> Iterator[str]:
    """Selectors that may mean an element: its own names, then those of what stands around it."""
    yield from _names(element)
    tag = str(element.tag)
    inner = [tag, *(name for name in _names(element) if "." in name)]
    parent = element.getparent()
    if tag in _DIRECT and parent is not None:
        inner += [f"{parent.tag} > {tag}", *(f"{name} > {tag}" for name in _names(parent))]
    for around in list(element.iterancestors())[:MOST_AROUND]:
        for name in _names(around):
            yield from (f"{name} {one}" for one in inner if not one.startswith(name))
    yield from inner


def _names(element: Element) -> Iterator[str]:
    if _NAME.fullmatch(name := element.get("id") or ""):
        yield f"#{name}"
    for name in (element.get("class") or "").split():
        if _NAME.fullmatch(name):
            yield f"{element.tag}.{name}"


def article_pattern(urls: Sequence[str]) -> str:
    """A pattern of addresses of articles, its group the id: what differs between them in the last piece, and
    in the query; '' where nothing does."""
    tails = list(dict.fromkeys(url.rpartition("/")[2] for url in urls))
    if len(tails) < 2:
        return ""
    start = _common(tails)
    end = _common([tail[len(start) :][::-1] for tail in tails])[::-1]
    start, end = re.split(r"\d", start)[0], re.sub(r"^\w+", "", end)  # no number of this issue alone
    pattern = f"(?:^|/){re.escape(start)}([\\w=&-]+){re.escape(end)}$"
    return pattern if all(re.search(pattern, f"/{tail}") for tail in tails) else ""


def _common(texts: Sequence[str]) -> str:
    """What all of some texts begin with."""
    shortest = min(texts, key=len)
    for at, character in enumerate(shortest):
        if any(text[at] != character for text in texts):
            return shortest[:at]
    return shortest


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def as_comment(derived: Derived, slug: str) -> str:
    """The skin as comment lines of a profile, ready for a family of its own."""
    lines = ["Selectors derived from what was read without a family."]
    if derived.of_pages:
        lines += [
            f"Read again with them, title lists of {derived.pages} of {derived.of_pages} pages are the same,",
            f"headline and text of {derived.articles} of {derived.of_articles} articles.",
            "In a file of its own in crawler/platforms/families they are a family.",
        ]
    else:
        lines += [f"They are not enough to read with: nothing was found for {', '.join(derived.lacks)}."]
    lines += [f"article_id = '{derived.article_id}'"] * bool(derived.article_id) + [f"[skins.{slug}]"]
    named = {field.name: getattr(derived.skin, field.name) for field in fields(Skin)}
    plain = Skin()
    lines += [
        f"{name} = '{value}'"
        for name, value in named.items()
        if isinstance(value, str) and value != getattr(plain, name)
    ]
    return "".join(f"# {line}\n" for line in lines)
