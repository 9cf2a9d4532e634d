"""What keeps strangers out: foreign Host headers, other methods than reading, anything that could execute.

The reader listens on this machine, but every site a browser visits may send that browser here. A site that
has its own name resolve to 127.0.0.1 (DNS rebinding) still sends its own name as Host: it is refused.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names by which a browser reaches this machine itself."""

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Language",
}
TO_EVERYONE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Viewers of IIIF on other sites may read what is public; of this machine nobody else may."""
TO_ITSELF = {"Cross-Origin-Resource-Policy": "same-origin"}
METHODS = ("GET", "HEAD")


class Guard:
    """ASGI middleware around the reader; `hosts` None answers to any name (`--public`)."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None) -> None:
        self.app = app
        self.hosts = hosts
        self.headers = HEADERS | (TO_EVERYONE if hosts is None else TO_ITSELF)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is refused itself; adds the headers to whatever is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        host = Headers(scope=scope).get("host", "")
        app = self.app
        if self.hosts is not None and hostname(host) not in self.hosts:
            app = PlainTextResponse("This reader answers to its own address only.\n", status_code=421)
        elif scope["method"] not in METHODS:
            allowed = {"Allow": ", ".join(METHODS)}
            app = PlainTextResponse("This reader is only read.\n", status_code=405, headers=allowed)
        await app(scope, receive, guarded)


def hostname(host: str) -> str:
    """The name in a Host header, lower case, without port; '' for one that cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
