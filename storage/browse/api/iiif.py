"""IIIF Presentation 3: issues whose page images are archived, as viewers such as Mirador open them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from storage.browse import reading
from storage.browse.archived import Picture, picture
from storage.browse.asked import read_day
from storage.browse.drawing import box, drawn
from storage.browse.reader import Reader, of
from storage.browse.shown import path, weblink
from storage.corpus import Issue, Page

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
MEDIA_TYPE = f'application/ld+json;profile="{CONTEXT}"'


def manifest(request: Request) -> Response:
    """The manifest of an issue: a canvas for each page whose picture is archived."""
    reader, asked = of(request)
    slug, day = request.path_params["paper"], read_day(request.path_params["date"])
    reader.paper(slug)
    issue = reader.corpus.issue(slug, day, asked.text("edition"))
    pictures = pictures_of(reader, issue)
    if not pictures:
        raise LookupError(f"no page image of {slug} {day} is archived (banmian crawl --media all)")
    base = str(request.base_url).rstrip("/")
    return JSONResponse(described(base, issue, pictures), media_type=MEDIA_TYPE)


def pictures_of(reader: Reader, issue: Issue) -> list[tuple[Page, Picture]]:
    """The pages of an issue whose picture is archived."""
    urls = [page.image_url for page in issue.pages if page.image_url]
    stored = reading.captured(reader.corpus.engine, issue.paper, urls)
    found = ((page, picture(reader.archive, stored.get(page.image_url or ""))) for page in issue.pages)
    return [(page, shown) for page, shown in found if shown is not None]


def described(base: str, issue: Issue, pictures: Sequence[tuple[Page, Picture]]) -> dict[str, Any]:
    """The manifest; `base` is the reader's own address."""
    edition = {"edition": issue.edition}
    own = base + path("iiif", issue.paper, issue.date, "manifest.json", **edition)
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "id": own,
        "type": "Manifest",
        "label": {"zh": [f"{issue.paper_name} {issue.date} {issue.edition}".rstrip()]},
        "navDate": f"{issue.date}T00:00:00Z",
        "behavior": ["paged"],
        "homepage": [
            {
                "id": base + path("paper", issue.paper, issue.date, **edition),
                "type": "Text",
                "label": {"zh": [issue.paper_name]},
                "format": "text/html",
            }
        ],
        "items": [_canvas(base, issue, page, shown) for page, shown in pictures],
    }
    if issue.number:
        document["metadata"] = [{"label": {"zh": ["期号"]}, "value": {"zh": [issue.number]}}]
    if address := weblink(issue.url):
        document["seeAlso"] = [{"id": address, "type": "Text", "format": "text/html"}]
    return document


def _canvas(base: str, issue: Issue, page: Page, shown: Picture) -> dict[str, Any]:
    own = base + path("iiif", issue.paper, issue.date, page.sequence, edition=issue.edition)
    body = {
        "id": base + path("archive", shown.id),
        "type": "Image",
        "format": shown.media_type,
        "width": shown.width,
        "height": shown.height,
    }
    painting = {
        "id": f"{own}#painting-1",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": own,
    }
    return {
        "id": own,
        "type": "Canvas",
        "label": {"zh": [f"第{page.number}版 {page.name}".rstrip()]},
        "width": shown.width,
        "height": shown.height,
        "items": [{"id": f"{own}#page-1", "type": "AnnotationPage", "items": [painting]}],
        "annotations": [
            {"id": f"{own}#articles", "type": "AnnotationPage", "items": _articles(base, own, page, shown)}
        ],
    }


def _articles(base: str, canvas: str, page: Page, shown: Picture) -> list[dict[str, Any]]:
    """The articles of a page where they stand on its picture."""
    drawing = drawn(page.placements, shown)
    if drawing is None:
        return []
    scale = shown.width / drawing.width
    notes = []
    for area in drawing.areas:
        placement = area.placement
        corners = tuple((x * scale, y * scale) for polygon in placement.area for x, y in polygon)
        xywh = ",".join(f"{number:.0f}" for number in box(corners))
        notes.append(
            {
                "id": f"{canvas}#article-{placement.position}",
                "type": "Annotation",
                "motivation": "linking" if placement.article else "commenting",
                "body": {
                    "type": "TextualBody",
                    "value": placement.title,
                    "format": "text/plain",
                    "language": "zh",
                }
                if placement.article is None
                else {
                    "id": base + path("article", placement.article.cite_id),
                    "type": "Text",
                    "format": "text/html",
                    "label": {"zh": [placement.title]},
                },
                "target": f"{canvas}#xywh={xywh}",
            }
        )
    return notes


ROUTES = [Route("/iiif/{paper}/{date}/manifest.json", manifest)]
