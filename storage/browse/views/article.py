"""An article with everything that is known of it, and the journey of a text from paper to paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from pipelines.text.differences import Segment, aligned
from storage.browse import citation, reading
from storage.browse.archived import Picture, picture
from storage.browse.drawing import Drawing
from storage.browse.marks import Piece, paragraphs, pieces
from storage.browse.reader import Reader, of
from storage.browse.views.issue import page_drawing
from storage.corpus import Article, Version, history
from storage.items import TEXT_FIELDS
from storage.reprints import explain

SCRIPTS = ("printed", "hans", "hant")
LINES = ("kicker", "headline", "subhead")
SETTINGS = ("horizontal", "vertical")
PRINTS = 60
"""So many prints of a text are compared on its page."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """Where an article stands on a page: the page and its drawing."""

    place: reading.Place
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision changed, field by field."""

    before: Version
    after: Version
    fields: tuple[tuple[str, list[Segment]], ...]


def article(request: Request) -> Response:
    """One article."""
    reader, asked = of(request)
    script = asked.one_of("script", SCRIPTS)
    setting = asked.one_of("setting", SETTINGS)
    plain = asked.one_of("marks", ("shown", "hidden")) == "hidden"
    cite_id = request.path_params["cite_id"]
    found = reader.corpus.article(cite_id, script=script)
    printed = found if script == "printed" else reader.corpus.article(cite_id)
    repairs = found.repairs if script == "printed" and not plain else None
    engine = reader.corpus.engine
    past = history(engine, found.cite_id)
    further = [
        reader.corpus.article(part, script=script) for part in reading.further_parts(engine, found.cite_id)
    ]
    return reader.page(
        request,
        "article.html.j2",
        article=found,
        before=reader.corpus.article(found.continues, script=script) if found.continues else None,
        further=[(part, _paragraphs(part, script, plain)) for part in further],
        printed=printed,
        script=script,
        setting=setting,
        marks_hidden=plain,
        shown_script=_shown_script(found, script),
        lines={name: pieces(getattr(found, name), name, repairs) for name in LINES},
        paragraphs=_paragraphs(found, script, plain),
        pictures=_pictures(reader, found),
        on_pages=list(_on_pages(reader, printed)),
        prints=explain.prints(engine, found.cluster) if found.cluster and found.reprints < PRINTS else None,
        names=reader.corpus.papers(),
        changes=list(_changes(past.versions)) if past is not None else [],
        capture=reading.captured_article(engine, found.cite_id),
        sentence=citation.sentence(printed),
    )


def _paragraphs(found: Article, script: str, plain: bool) -> list[list[Piece]]:
    """The body; restored places are marked in print only, for another script moves them."""
    return paragraphs(
        pieces(found.body, "body", found.repairs if script == "printed" and not plain else None)
    )


def _shown_script(found: Article, script: str) -> str:
    """The script the texts are shown in."""
    return found.script if script == "printed" or not found.script else script


def _pictures(reader: Reader, found: Article) -> list[tuple[Any, Picture | None]]:
    """Its pictures, with the archived one of each."""
    stored = reading.captured(reader.corpus.engine, found.paper, [image.url for image in found.images])
    return [(image, picture(reader.archive, stored.get(image.url))) for image in found.images]


def _on_pages(reader: Reader, found: Article) -> Iterator[OnPage]:
    """The pages it is printed on; a story that jumps stands on several."""
    places = reading.places(reader.corpus.engine, found.cite_id)
    if not places:
        return
    first = {place.sequence: place for place in reversed(places)}
    for _, place in sorted(first.items()):
        issue = reader.corpus.issue(found.paper, found.date, found.edition, page=place.sequence)
        page = next((page for page in issue.pages if page.sequence == place.sequence), None)
        yield OnPage(place, page_drawing(reader, found.paper, page))


def _changes(versions: tuple[Version, ...]) -> Iterator[Change]:
    for before, after in pairwise(versions):
        fields = tuple(
            (name, aligned(_as_text(before.texts[name]), _as_text(after.texts[name])))
            for name in TEXT_FIELDS
            if before.texts[name] != after.texts[name]
        )
        yield Change(before, after, fields)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else "、".join(value)


def cite(request: Request) -> Response:
    """The citation of an article as a file."""
    reader, _ = of(request)
    found = reader.corpus.article(request.path_params["cite_id"])
    kind = request.path_params["kind"]
    if kind not in citation.TYPES:
        raise LookupError(f"no citation is written as {kind!r}: {', '.join(citation.TYPES)}")
    name = "".join(one if one.isascii() and (one.isalnum() or one in "-_") else "_" for one in found.cite_id)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    media_type = f"{citation.TYPES[kind]}; charset=utf-8"
    return Response(citation.cited(found, kind).encode(), headers=headers, media_type=media_type)


def text(request: Request) -> Response:
    """The journey of a text: every print of it, in the order of print, with what each changed."""
    reader, _ = of(request)
    found = reader.corpus.article(request.path_params["cite_id"])
    cluster = explain.prints(reader.corpus.engine, found.cluster) if found.cluster else None
    names = reader.corpus.papers()
    return reader.page(request, "text.html.j2", article=found, cluster=cluster, names=names)
