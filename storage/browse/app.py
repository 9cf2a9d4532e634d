"""The application: which address is answered by what, and how an error is said."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from storage.browse import api, guard, views
from storage.browse.reader import Reader
from storage.errors import StorageError, UsageError
from storage.selection import UnknownPaper


def static(name: str, media_type: str) -> Route:
    """A file of the package, at its own name."""
    body = files("storage.browse").joinpath("static", name).read_bytes()

    def answer(request: Request) -> Response:
        return Response(body, media_type=media_type, headers={"Cache-Control": "max-age=300"})

    return Route(f"/{name}", answer)


STATIC = (static("reader.css", "text/css"), static("icon.svg", "image/svg+xml"))


def application(reader: Reader, hosts: Collection[str] = ()) -> Starlette:
    """The reader as an ASGI application; `hosts` are names it answers to besides this machine's own.

    A reader that is public answers to any name.
    """
    allowed = None if reader.public else frozenset({*guard.LOOPBACK, *(host.lower() for host in hosts)})
    routes = [*views.ROUTES, *api.ROUTES, *STATIC]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(guard.Guard, hosts=allowed)],
        exception_handlers={
            HTTPException: failed,
            LookupError: failed,
            UsageError: failed,
            StorageError: failed,
        },
    )
    app.state.reader = reader
    return app


def status_of(error: Exception) -> int:
    """The status by which HTTP says what kind of error it is."""
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, LookupError | UnknownPaper):
        return 404
    return 400 if isinstance(error, UsageError) else 503


def failed(request: Request, error: Exception) -> Response:
    """What is said where a page cannot be given: a sentence, for programs as JSON."""
    code = status_of(error)
    sentence = error.detail if isinstance(error, HTTPException) else str(error)
    if isinstance(error, HTTPException) and code == 404:
        sentence = f"there is no page {request.url.path}"
    if request.url.path.startswith(("/api", "/iiif")):
        return api.refused(code, sentence)
    reader: Reader = request.app.state.reader
    return reader.page(request, "error.html.j2", code, code=code, sentence=sentence)
