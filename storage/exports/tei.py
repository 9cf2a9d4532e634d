"""A release in TEI P5: a document an issue, with its header, pages and articles.

Elements and attributes are those of tei_all (https://tei-c.org/guidelines/p5/): `div type="page"` and
`type="article"`, `head type="kicker|main|sub"`, `pb`, `byline`, `p`, `figure`; restored passages as
`choice` of `sic` and `corr`; what is known besides in the header, a `bibl` an article.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from lxml import etree

from pipelines.text.fold import PrintScript
from storage.corpus import Article
from storage.exports.formats import RIGHTS, Options

NAMESPACE = "http://www.tei-c.org/ns/1.0"

_LANGUAGES = {"hans": "zh-Hans", "hant": "zh-Hant"}
_LANG, _ID = "{http://www.w3.org/XML/1998/namespace}lang", "{http://www.w3.org/XML/1998/namespace}id"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VERSION = re.compile(r"\d+(\.\d+){0,3}")
_NOT_NAME = re.compile(r"[^A-Za-z0-9._\u4e00-\u9fff-]")


def write_tei(articles: Iterable[Article], directory: Path, options: Options) -> None:
    """A file an issue, in directories by paper and year; the articles come by paper."""
    for (paper, date, edition), group in groupby(
        articles, lambda each: (each.paper, each.date, each.edition)
    ):
        folder = directory / options.data / paper / f"{date:%Y}"
        folder.mkdir(parents=True, exist_ok=True)
        name = _name(_issue_id(paper, date, edition))
        document = issue_document(list(group), options.script, options.version)
        text = etree.tostring(document, encoding="UTF-8", xml_declaration=True)
        (folder / f"{name}.xml").write_bytes(text)


def issue_document(articles: Sequence[Article], script: PrintScript, version: str) -> etree._Element:
    """The TEI element of an issue: its articles (one at least), in print order, in that script."""
    default: dict[Any, str] = {None: NAMESPACE}
    document = etree.Element(_tei("TEI"), nsmap=default)
    scripts = {article.script for article in articles} if script == "printed" else {script[:4]}
    document.set(_LANG, _LANGUAGES.get(scripts.pop(), "zh") if len(scripts) == 1 else "zh")
    _header(document, articles, version)
    body = _add(_add(document, "text"), "body")
    for sequence, group in groupby(articles, lambda article: article.page_sequence):
        on_page = list(group)
        page = _add(body, "div", type="page" if sequence is not None else "unplaced")
        if sequence is not None:
            _add(page, "pb", n=on_page[0].page_number)
            if on_page[0].page_name:
                _add(page, "head", on_page[0].page_name)
        for article in on_page:
            _article(page, article)
    return document


def _header(document: etree._Element, articles: Sequence[Article], version: str) -> None:
    first = articles[0]
    header = _add(document, "teiHeader")
    file = _add(header, "fileDesc")
    name = " ".join(part for part in (first.paper_name, first.edition, first.date.isoformat()) if part)
    _add(_add(file, "titleStmt"), "title", name)
    extent = _add(file, "extent")
    _add(extent, "measure", unit="articles", quantity=str(len(articles)))
    _add(extent, "measure", unit="characters", quantity=str(sum(each.char_count for each in articles)))
    published = _add(file, "publicationStmt")
    _add(published, "publisher", "banmian")
    _add(published, "idno", _issue_id(first.paper, first.date, first.edition), type="issue")
    _add(_add(published, "availability", status="restricted"), "p", RIGHTS)
    source = _add(file, "sourceDesc")
    printed = _add(source, "bibl", type="issue")
    _add(printed, "title", first.paper_name, level="j")
    if first.edition:
        _add(printed, "edition", first.edition)
    if first.issue_number:
        _add(printed, "biblScope", first.issue_number, unit="issue")
    _add(printed, "date", first.date.isoformat(), when=first.date.isoformat())
    sources = _add(source, "listBibl")
    for article in articles:
        _bibl(sources, article)
    encoding = _add(header, "encodingDesc")
    number = _VERSION.match(version)
    numbered = number[0] if number else "0"
    application = _add(_add(encoding, "appInfo"), "application", ident="banmian", version=numbered)
    _add(application, "label", "banmian")


def _bibl(sources: etree._Element, article: Article) -> None:
    """What is known of an article besides its text."""
    bibl = _add(sources, "bibl", type="article", corresp=f"#{identifier(article.cite_id)}")
    _add(bibl, "title", article.headline, level="a")
    for author in article.authors:
        _add(bibl, "author", author)
    _add(bibl, "idno", article.cite_id, type="cite_id")
    if article.content_key:
        _add(bibl, "idno", article.content_key, type="content_key")
    for number in (article.page_number, *article.further_pages):
        if number:
            _add(bibl, "biblScope", number, unit="page")
    _add(bibl, "ref", article.url, target=_address(article.url))
    notes = {
        "dateline": article.dateline,
        "source": article.source,
        "column": article.column_name,
        "script": article.script,
        "read_by": article.read_by,
        "reprint_of": article.reprint_of,
        "cluster": article.cluster,
        "reprints": str(article.reprints) if article.reprints else "",
        "revision": str(article.revision) if article.revision > 1 else "",
        "withdrawn": article.withdrawn_at.isoformat() if article.withdrawn_at else "",
    }
    for kind, text in notes.items():
        if text:
            _add(bibl, "note", text, type=kind)


def _article(page: etree._Element, article: Article) -> None:
    repairs = _by_field(article)
    division = _add(page, "div", type="article")
    division.set(_ID, identifier(article.cite_id))
    for kind, name in (("kicker", "kicker"), ("main", "headline"), ("sub", "subhead")):
        if text := getattr(article, name):
            _fill(_add(division, "head", type=kind), _pieces(text, repairs.get(name, ())))
    if article.byline:
        _fill(_add(division, "byline"), _pieces(article.byline, repairs.get("byline", ())))
    for paragraph in _paragraphs(_pieces(article.body, repairs.get("body", ()))):
        _fill(_add(division, "p"), paragraph)
    for image in article.images:
        figure = _add(division, "figure")
        _add(figure, "graphic", url=_address(image.url))
        for text in (image.caption, image.credit):
            if text:
                _add(figure, "p", text)


Piece = tuple[str, str | None]
"""A stretch of text, and for a restored one what was received in its place."""


def _by_field(article: Article) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for repair in article.repairs or ():
        found.setdefault(str(repair["field"]), []).append(repair)
    return found


def _pieces(text: str, repairs: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """The text with its restored passages; whole where they do not fit it (a text in another script)."""
    pieces: list[Piece] = []
    end, moved = 0, 0
    for repair in sorted(repairs, key=lambda repair: int(repair["start"])):
        observed, restored = str(repair["observed"]), str(repair["restored"])
        start = int(repair["start"]) + moved
        if start < end or text[start : start + len(restored)] != restored:
            return [(text, None)]
        moved += len(restored) - len(observed)
        if "\n" in restored or "\n" in observed:
            continue  # a paragraph made or unmade: no passage within one
        pieces += [(text[end:start], None), (restored, observed)]
        end = start + len(restored)
    return [*pieces, (text[end:], None)]


def _paragraphs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    paragraph: list[Piece] = []
    for text, observed in pieces:
        if observed is not None:
            paragraph.append((text, observed))
            continue
        head, *rest = text.split("\n")
        paragraph.append((head, None))
        for line in rest:
            if any(words for words, _ in paragraph):
                yield paragraph
            paragraph = [(line, None)]
    if any(words for words, _ in paragraph):
        yield paragraph


def _fill(element: etree._Element, pieces: Iterable[Piece]) -> None:
    last: etree._Element | None = None
    for text, observed in pieces:
        if observed is not None:
            last = _add(element, "choice")
            _add(last, "sic", observed)
            _add(last, "corr", text)
        elif last is None:
            element.text = (element.text or "") + _clean(text)
        else:
            last.tail = (last.tail or "") + _clean(text)


def _issue_id(paper: str, date: dt.date, edition: str) -> str:
    return "-".join(part for part in (paper, date.isoformat(), edition) if part)


def identifier(cite_id: str) -> str:
    """The xml:id of an article: its cite_id, `_20_` for a blank and so on, for a name cannot have these."""
    name = _name(cite_id)
    return name if name[0].isalpha() else f"_{name}"


def _name(text: str) -> str:
    return _NOT_NAME.sub(lambda found: f"_{ord(found[0]):x}_", text)


def _address(url: str) -> str:
    return re.sub(r"\s", "%20", _clean(url))


def _add(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _tei(name), {key: _clean(value) for key, value in attributes.items()})
    if text:
        element.text = _clean(text)
    return element


def _tei(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
