"""`banmian show`: one article as printed, what is known of it, and the bytes it was read from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from importlib.metadata import version
from typing import Annotated, Any, Literal

import typer

from crawler.commands.output import print_json, printable
from crawler.commands.places import archive_directory, database_url
from pipelines.text.fold import PrintScript
from storage import Corpus
from storage.captures import capture_of, read
from storage.corpus import Article, History, history, record
from storage.errors import StorageError, UsageError
from storage.exports import issue_document

As = Literal["text", "json", "tei", "html"]

_TAGS = {"headline": "h1"}
_HEADS = ("kicker", "headline", "subhead", "byline", "dateline", "source", "column_name")


def show(
    cite_id: Annotated[
        str, typer.Argument(metavar="CITE_ID", help="For example gongyishibao-2023-10-17-36001.")
    ],
    form: Annotated[As, typer.Option("--as", help="What to print.")] = "text",
    script: Annotated[PrintScript, typer.Option(help="The script of the text.")] = "printed",
    bytes: Annotated[
        bool, typer.Option("--bytes", help="The archived bytes it was read from, as the site sent them.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The same as --as json.")] = False,
) -> None:
    """Show an article: text, place in print, reprints, revisions, the record of its bytes."""
    with Corpus(database_url()) as corpus:
        try:
            article = corpus.article(cite_id, script=script)
        except LookupError as error:
            raise UsageError(str(error.args[0])) from None
        if bytes:
            print_bytes(corpus, article)
            return
        if form == "tei":
            from lxml import etree

            document = issue_document([article], script, version("banmian"))
            etree.indent(document)
            print(etree.tostring(document, encoding="unicode"))
            return
        known = history(corpus.engine, cite_id)
        assert known is not None
        prints = corpus.prints(article)
        place = capture_of(corpus.engine, article.cite_id)
    where = f"{place.warc} at byte {place.offset}, SHA-256 {place.sha256}" if place else ""
    if json or form == "json":
        print_json(as_document(article, known, prints, where))
    elif form == "html":
        print(as_page(article, list(notes(article, known, prints, where))))
    else:
        from crawler.commands.terminal import Pager

        console = Pager(highlight=False, soft_wrap=True)
        for line in as_text(article, list(notes(article, known, prints, where))):
            console.print(printable(line), markup=False)


def print_bytes(corpus: Corpus, article: Article) -> None:
    """Writes the archived bytes to stdout. Raises StorageError where there are none, CaptureDamaged."""
    place = capture_of(corpus.engine, article.cite_id)
    if place is None:
        raise StorageError(f"no bytes of {article.cite_id} were archived")
    body = read(archive_directory(), place.warc, place.offset, place.length, place.sha256).body
    sys.stdout.flush()
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        raise StorageError("standard output takes no bytes here: send them to a file")
    out.write(body)
    out.flush()


def as_document(article: Article, known: History, prints: list[Article], where: str) -> dict[str, Any]:
    """What --as json prints: the columns of a release, then what is known besides."""
    return {
        **record(article),
        "prints": [each.cite_id for each in prints],
        "versions": [
            {"revision": each.revision, "seen_from": each.seen_from, "seen_until": each.seen_until}
            for each in known.versions
        ],
        "bytes": where,
    }


def notes(article: Article, known: History, prints: list[Article], where: str) -> Iterator[tuple[str, str]]:
    """What is known of an article besides its text: names and values."""
    page = f"{article.page_number}版 {article.page_name}".strip() if article.page_number else "page not read"
    issue = f", 第{article.issue_number}期" if article.issue_number else ""
    edition = f" {article.edition}" if article.edition else ""
    yield "printed", f"{article.paper_name} {article.date}{edition}{issue}, {page}"
    if article.further_pages:
        yield "also on", ", ".join(article.further_pages)
    if article.authors:
        yield "authors", "、".join(article.authors)
    yield "url", article.url
    if len(known.versions) > 1:
        yield "versions", f"{len(known.versions)}: banmian diff {article.cite_id}"
    if article.withdrawn_at:
        yield "withdrawn", f"found gone {article.withdrawn_at:%Y-%m-%d %H:%M} UTC"
    for each in prints:
        first = " (the first print)" if each.cite_id == article.reprint_of else ""
        yield "also printed", f"{each.cite_id} {each.headline}{first}"
    if article.repairs:
        yield "repairs", f"{len(article.repairs)} (--as json has them)"
    for image in article.images:
        yield "picture", " ".join(filter(None, (image.url, image.caption, image.credit)))
    yield "bytes", where or "not archived"


def as_text(article: Article, known: list[tuple[str, str]]) -> Iterator[str]:
    """The lines of the article, as printed, and what is known of it."""
    yield article.cite_id
    yield ""
    for name in _HEADS:
        if value := getattr(article, name):
            yield value
    yield ""
    yield from article.body.split("\n")
    yield ""
    for name, value in known:
        yield f"{name + ':':<14}{value}"


def as_page(article: Article, known: list[tuple[str, str]]) -> str:
    """The article as a page of HTML that needs nothing else."""
    heads = [(name, value) for name in _HEADS if (value := getattr(article, name))]
    above = "".join(
        f'<{_TAGS.get(name, "p")} class="{name}">{escape(value)}</{_TAGS.get(name, "p")}>\n'
        for name, value in heads
    )
    text = "".join(f"<p>{escape(line)}</p>\n" for line in article.body.split("\n"))
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>\n" for name, value in known)
    language = "zh-Hant" if article.script == "hant" else "zh-Hans"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(article.headline or article.cite_id)}</title>\n"
        "<style>body{max-width:40em;margin:2em auto;padding:0 1em;line-height:1.7}"
        ".kicker,.subhead,.byline,.dateline,.source,dl{color:#59636e}"
        "dd{overflow-wrap:anywhere}</style></head>\n"
        f'<body><article id="{escape(article.cite_id)}">\n{above}{text}</article>\n'
        f"<dl>\n{rows}</dl></body></html>"
    )
