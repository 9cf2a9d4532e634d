"""An article that no family knows: its head, its text, its pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.platforms.document import Document, Element, LayoutChanged
from crawler.platforms.enpproperty import read_enpproperty
from crawler.platforms.generic.around import read_around
from crawler.platforms.generic.body import Text, find_text, is_in, kind_of, summaries, trimmed, usual_kind
from crawler.platforms.generic.dates import read_day
from crawler.platforms.generic.forms import (
    REPORTER,
    is_bracketed_name,
    is_byline,
    is_dated,
    is_meta,
    without_marks,
)
from crawler.platforms.generic.head import Head, find_headline, plain
from crawler.platforms.generic.lines import Line, common, key_of, line_keys, lines_of, own_lines, place_of
from crawler.platforms.generic.links import links_of
from crawler.platforms.generic.pictures import Pictures, find_pictures, has_credit
from crawler.platforms.generic.reading import SURE, Places, Proof, Reading, Told, demand
from crawler.platforms.generic.scripts import or_written
from crawler.platforms.printed import PrintedArticle

SHORTEST = 8
"""Chinese characters of the shortest text."""


def read_article(document: Document, told: Told, title: str = "") -> Reading[PrintedArticle]:
    """An article; `title` is what the title list calls it. Raises LayoutChanged where it is not sure
    enough.
    """
    return or_written(document, lambda served: _read_article(served, told, title))


def _read_article(document: Document, told: Told, title: str) -> Reading[PrintedArticle]:
    lines = own_lines(document, lines_of(document))
    shared = told.shared(line_keys(document)) - {key_of(title)}
    head = find_headline(document, lines, title, shared)
    if head is None:
        said = f" {title[:30]!r}" if title else ""
        raise LayoutChanged(f"read without a family, no headline{said}")
    proofs = {"headline": head.proof}
    demand(proofs, "headline")
    apart, places = summaries(lines), told.places
    text = find_text(lines, head.last + 1, shared, apart, places)
    headline = [element for line in lines[head.first : head.last + 1] for element in line.pieces]
    within = _around(document, headline, text)
    behind = [line for line in lines[head.last + 1 :] if not line.hidden]
    pictures = find_pictures(
        document, lines, within, text.home if text else None, text.lines if text else behind, headline, shared
    )
    paragraphs, between = _parted(lines, head, text, pictures, shared, places)
    between = [line for line in between if not is_in(line, apart)]
    around = read_around(lines, head, between, told.furniture(line_keys(document), head.headline))
    comment = read_enpproperty(document)
    proofs["body"] = _proof_of_body(text if paragraphs else None, pictures)
    if any(map(has_credit, paragraphs)):
        proofs["body"] = Proof(min(proofs["body"].confidence, 0.85), "it may hold captions of pictures")
    proofs["pictures"] = Proof(0.85, "beside the text, and on no other article's page")
    if more := _next_part(document):
        proofs["body"] = Proof(0.4, f"the text goes on at {more}")
    signed = ""
    if text is not None and len(paragraphs) > 1:
        if _SIGNED.match(paragraphs[-1].text) and kind_of(paragraphs[-1])[0] != usual_kind(text.lines)[0]:
            signed = paragraphs.pop().text
        else:
            behind = lines[paragraphs[-1].number + 1 : paragraphs[-1].number + 2]
            signed = next((line.text for line in behind if _SIGNED.match(line.text)), "")
    if proofs["body"].confidence >= SURE and places.text and not _ends_in(paragraphs, places):
        proofs["body"] = Proof(0.85, "it ends where other texts do not stand")
    demand(proofs, "body")
    day, proofs["date"] = read_day(document, lines[: head.last + 8])
    own = comment if plain(comment.get("title", "")) == plain(head.headline) else {}
    byline = around.byline or without_marks(signed) or own.get("author", "") or _author_field(document)
    proofs["byline"] = Proof(
        0.85 if around.byline else 0.75, "by its form" if around.byline else "none is printed"
    )
    proofs["kicker"] = Proof(0.85, "the line above the headline") if around.kicker else Proof(0.8, "none")
    proofs["subhead"] = Proof(0.85, "the line below the headline") if around.subhead else Proof(0.8, "none")
    return Reading(
        PrintedArticle(
            kicker=around.kicker or own.get("introtitle", ""),
            headline=head.headline,
            subhead=around.subhead or own.get("subtitle", ""),
            byline=byline,
            column_name=around.column,
            body="\n".join(line.text for line in paragraphs),
            images=pictures.images,
            printed_date=day,
        ),
        proofs,
    )


_SIGNED = re.compile(r"^[（(【](?:本报|本報|特约|實習)?(?:记者|記者|通讯员|通訊員|作者).{2,30}[）)】]$")
_MORE = re.compile(r"^\W*(?:下一?[页頁]|第?[2二][页頁]?)\W*$")


def _next_part(document: Document) -> str:
    """The address of a further part of the text (下一页); ''."""
    stem = re.sub(r"\.\w+$", "", document.url.partition("#")[0])
    for link in links_of(document):
        if (
            link.element.tag == "a"
            and _MORE.match(link.text)
            and link.url.startswith(stem)
            and link.url != document.url
        ):
            return link.url
    return ""


def _author_field(document: Document) -> str:
    """What a hidden field of the page calls the author; ''."""
    fields = document.root.iter("input")
    named = (
        one for one in fields if re.search("author", f"{one.get('id')} {one.get('name')}", re.IGNORECASE)
    )
    return next((value for one in named if (value := (one.get("value") or "").strip())), "")


def _around(document: Document, headline: Sequence[Element], text: Text | None) -> Element:
    """The element that holds headline and text, and with them the pictures."""
    if text is not None:
        return common([*headline, text.home])
    if not headline:
        return next(document.root.iter("body"), document.root)
    element = headline[0]
    for around in (element, *element.iterancestors()):
        if any(True for _ in around.iter("img")) or around.tag == "body":
            return around
    return element


def _parted(
    lines: Sequence[Line],
    head: Head,
    text: Text | None,
    pictures: Pictures,
    shared: frozenset[str],
    places: Places,
) -> tuple[list[Line], list[Line]]:
    """The paragraphs of the text, and the lines between it and the headline."""
    if text is None:
        return [], [line for line in lines[head.last + 1 : head.last + 5] if not _of_picture(line, pictures)]
    usual = usual_kind(text.lines)
    own = trimmed([line for line in text.lines if not _of_picture(line, pictures)], shared, places)
    long = next((at for at, line in enumerate(own) if line.is_sentence and not is_meta(line.text)), len(own))
    heads = (
        at + 1 for at, line in enumerate(own[:long]) if is_meta(line.text) or _is_signed(line, own[long:])
    )
    start = max(heads, default=0)
    while start < long and (_is_head(own[start]) or (usual[0] and kind_of(own[start]) != usual)):
        start += 1
    paragraphs = [line for line in own[start:] if line.is_sentence or line.key not in shared]
    paragraphs = [line for line in paragraphs if not _is_quoted(line, paragraphs)]
    while len(paragraphs) > 1 and not paragraphs[-1].is_sentence and is_dated(paragraphs[-1].text):
        paragraphs.pop()
        if len(paragraphs) > 1 and is_byline(paragraphs[-1].text) and not paragraphs[-1].is_sentence:
            paragraphs.pop()
    first = paragraphs[0].number if paragraphs else text.lines[0].number
    between = [line for line in lines[head.last + 1 : first] if not _of_picture(line, pictures)]
    return paragraphs, between


def _ends_in(paragraphs: Sequence[Line], places: Places) -> bool:
    """Whether a text begins and ends where other articles have theirs."""
    return all(place_of(line) == places.text for line in (*paragraphs[:1], *paragraphs[-1:]))


def _is_quoted(line: Line, paragraphs: Sequence[Line]) -> bool:
    """Whether a line repeats, in a box of its own, what the text says: a quotation that is to be seen."""
    said = plain(line.text)
    return len(said) >= 12 and any(
        said in plain(other.text) and kind_of(other) != kind_of(line) and other is not line
        for other in paragraphs
    )


def _is_head(line: Line) -> bool:
    return bool(
        re.match(r"\s*[—―–-]{1,2}", line.text)
        or is_bracketed_name(line.text)
        or (is_byline(line.text) and len(line.text) <= 30)
    )


def _is_signed(line: Line, sentences: Sequence[Line]) -> bool:
    """Whether a line before the first sentence is a byline that says so: what stands above it is no text."""
    return bool(sentences) and len(line.text) <= 40 and REPORTER.match(line.text) is not None


def _of_picture(line: Line, pictures: Pictures) -> bool:
    if line.number in pictures.lines:
        return True
    return any(element in pictures.blocks for element in (line.element, *line.element.iterancestors()))


def _proof_of_body(text: Text | None, pictures: Pictures) -> Proof:
    if text is not None:
        return text.proof
    if pictures.images:
        captions = "".join(image.caption for image in pictures.images)
        return Proof(0.7 if "。" in captions else 0.85, "pictures, and no sentence but captions")
    return Proof(0.0, "neither a sentence nor a picture behind the headline")
