"""Bytes out of the archive: pictures as pictures, everything else as text; nothing is ever executed."""

from __future__ import annotations

import io
from dataclasses import dataclass

import imagesize  # type: ignore[import-untyped]
from starlette.requests import Request
from starlette.responses import Response

from pipelines.text import decode
from storage.browse import reading
from storage.browse.asked import Unreadable
from storage.browse.reader import of
from storage.browse.reading import Stored
from storage.captures import CaptureDamaged, Record, read
from storage.corpus import history

_PICTURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
"""How pictures begin that are made of dots; an SVG is a program and no picture here."""
SHOWN = 200_000
"""Characters of an archived page that are shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An archived picture."""

    id: int
    """Number of its capture."""
    width: int
    height: int
    """In pixels."""
    media_type: str


class Gone(LookupError):
    """The archive does not have the bytes; the text says why."""


def record_of(archive: str, stored: Stored) -> Record:
    """The archived response. Raises Gone where it cannot be read."""
    place = stored.capture
    try:
        return read(archive, place.warc, place.offset, place.length, place.sha256)
    except CaptureDamaged as error:
        raise Gone(str(error)) from error


def media_type(body: bytes) -> str:
    """What picture the bytes are, '' for none."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _PICTURES if body.startswith(start)), "")


def picture(archive: str, stored: Stored | None) -> Picture | None:
    """The picture in a capture; None where there is none, or none that can be read."""
    if stored is None:
        return None
    try:
        body = record_of(archive, stored).body
    except Gone:
        return None
    kind = media_type(body)
    width, height = imagesize.get(io.BytesIO(body)) if kind else (-1, -1)
    return Picture(stored.id, int(width), int(height), kind) if width > 0 and height > 0 else None


def image(request: Request) -> Response:
    """A picture or a PDF of the archive, under the type its bytes have, whatever the server called them."""
    reader, _ = of(request)
    stored = reading.capture(reader.corpus.engine, request.path_params["number"])
    if stored is None:
        raise Gone(f"the archive has no capture {request.path_params['number']}")
    headers = {"Cache-Control": "private, max-age=86400", "ETag": f'"{stored.capture.sha256}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    body = record_of(reader.archive, stored).body
    if kind := media_type(body):
        return Response(body, media_type=kind, headers=headers)
    if body.startswith(b"%PDF-"):
        headers["Content-Disposition"] = f'attachment; filename="capture-{stored.id}.pdf"'
        return Response(body, media_type="application/pdf", headers=headers)
    raise Unreadable(f"capture {stored.id} is no picture")


def source(request: Request) -> Response:
    """The bytes an article was read from, shown as text."""
    reader, asked = of(request)
    cite_id = request.path_params["cite_id"]
    revision = asked.number("revision", 0, 1, 1_000_000) or None
    article = reader.corpus.article(cite_id)
    past = history(reader.corpus.engine, article.cite_id)
    known = [one.revision for one in past.versions] if past is not None else []
    if revision is not None and revision not in known:
        raise Gone(f"{cite_id} has no revision {revision}: it has {', '.join(map(str, known))}")
    stored = reading.captured_article(reader.corpus.engine, article.cite_id, revision)
    if stored is None:
        raise Gone(f"no bytes of {cite_id} are archived")
    record = record_of(reader.archive, stored)
    kind = next((value for name, value in record.headers if name.lower() == "content-type"), "")
    decoded = decode(record.body, kind)
    return reader.page(
        request,
        "source.html.j2",
        article=article,
        capture=stored.capture,
        record=record,
        encoding=decoded.encoding,
        text=decoded.text[:SHOWN],
        cut=len(decoded.text) > SHOWN,
    )
