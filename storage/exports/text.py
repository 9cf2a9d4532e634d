"""A release as text: vertical text for CQPweb and NoSketchEngine, plain text for AntConc and its kind."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from storage.corpus import Article
from storage.exports.formats import Options, text_file

INDEX = "index.tsv"
"""What each plain text is: a table AntConc takes as metadata."""
ATTRIBUTES = (
    "id", "paper", "paper_name", "date", "year", "page", "page_name", "section", "genre", "headline",
    "authors", "source", "agency", "script", "cluster", "url",
)  # fmt: skip
"""The attributes of <text> in vertical text, in this order."""
_COLUMNS = ("file", "cite_id", "paper", "date", "edition", "page_number", "genre", "headline")

# What has no full stop for so long (jieba's time grows with its square) is parted there.
_SENTENCE = re.compile(r"[^。！？；!?;]{0,300}[。！？；!?;]+[”’」』）)]*|[^。！？；!?;]{1,300}")
_LATIN = re.compile(r"[A-Za-z0-9０-９Ａ-Ｚａ-ｚ]+|\S")
_NOT_NAME = re.compile(r"[^A-Za-z0-9._\u4e00-\u9fff-]")
_CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")

Token = tuple[str, ...]
"""The columns of a token: itself, and with jieba its part of speech."""


def write_vrt(articles: Iterable[Article], directory: Path, options: Options) -> None:
    """Vertical text: a token a line, <text>, <p> and <s> around them; gzip where the name ends in .gz.

    Tokens are jieba's words with their part of speech where jieba is installed, else characters
    (`tokenizer`).
    """
    split = _splitter()
    with text_file(directory / options.data) as out:
        for article in articles:
            _write_article(out, article, split)


def tokenizer() -> str:
    """What makes the tokens of vertical text: `jieba 0.42.1`, or `characters` where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"jieba {version('jieba')}"
    except PackageNotFoundError:
        return "characters"


def _write_article(out: TextIO, article: Article, split: Callable[[str], Iterator[Token]]) -> None:
    values = (
        article.cite_id, article.paper, article.paper_name, article.date.isoformat(), str(article.date.year),
        article.page_number, article.page_name, article.page_section, article.genre, article.headline,
        "|".join(article.authors), article.source, article.agency, article.script, article.cluster or "",
        article.url,
    )  # fmt: skip
    said = " ".join(f'{name}="{_escaped(value)}"' for name, value in zip(ATTRIBUTES, values, strict=True))
    out.write(f"<text {said}>\n")
    lines = [("head", line) for line in (article.kicker, article.headline, article.subhead)]
    for kind, line in [*lines, *(("body", line) for line in article.body.split("\n"))]:
        if not line.strip():
            continue
        out.write(f'<p type="{kind}">\n')
        for sentence in _SENTENCE.findall(line):
            tokens = ["\t".join(map(_escaped, token)) for token in split(sentence)]
            if tokens:
                out.write("<s>\n" + "\n".join(tokens) + "\n</s>\n")
        out.write("</p>\n")
    out.write("</text>\n")


def _splitter() -> Callable[[str], Iterator[Token]]:
    if tokenizer() == "characters":
        return lambda sentence: ((token,) for token in _LATIN.findall(sentence))
    with warnings.catch_warnings():  # of jieba's own old ways
        warnings.simplefilter("ignore")
        import jieba  # type: ignore[import-untyped]
        import jieba.posseg  # type: ignore[import-untyped]
    jieba.setLogLevel("ERROR")

    def words(sentence: str) -> Iterator[Token]:
        for word, tag in jieba.posseg.cut(sentence):
            if word.strip():
                yield word.strip(), tag

    return words


def _escaped(text: str) -> str:
    plain = _CONTROL.sub(" ", text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def write_txt(articles: Iterable[Article], directory: Path, options: Options) -> None:
    """Plain text, a file an article or an issue (`options.per`), by paper and year, and `index.tsv`.

    The names sort as the articles are printed: 2023-10-17_001_002_36002.txt is page 1, title 2. The articles
    come by paper.
    """
    with text_file(directory / INDEX) as index:
        index.write("\t".join(_COLUMNS) + "\n")
        for article in articles:
            file = _file_of(article, options)
            path = directory / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8", newline="") as out:
                out.write(_text_of(article) + ("\n\n" if options.per == "issue" else ""))
            day, where = article.date.isoformat(), (article.edition, article.page_number)
            row = (file, article.cite_id, article.paper, day, *where, article.genre, article.headline)
            index.write("\t".join(_CONTROL.sub(" ", cell) for cell in row) + "\n")


def _file_of(article: Article, options: Options) -> str:
    """The path of the file an article stands in."""
    parts = [article.date.isoformat(), *([article.edition] if article.edition else [])]
    if options.per == "article":
        place = (article.page_sequence or 999, article.position or 999)
        source_id = article.cite_id.removeprefix("-".join((article.paper, *parts)) + "-")
        parts += [*(f"{number:03}" for number in place), source_id]
    name = "_".join(_NOT_NAME.sub(lambda found: f"~{ord(found[0]):x}", part) for part in parts)
    return f"{options.data}/{article.paper}/{article.date:%Y}/{name}.txt"


def _text_of(article: Article) -> str:
    heads = (article.kicker, article.headline, article.subhead)
    return "\n".join([*(line for line in heads if line), article.body]) + "\n"
