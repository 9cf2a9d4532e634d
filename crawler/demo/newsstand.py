"""A newsstand on loopback: serves sites over real HTTP and remembers what was asked for."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, TypeVar

Resource = tuple[str, bytes]
"""Content-Type and body."""
Site = Mapping[str, Resource] | Callable[[str], Resource | None]
"""Paths below the site's base, without leading slash, and what is there: a mapping or a function."""
ROBOTS = "User-agent: *\nAllow: /\n"

if TYPE_CHECKING:
    from socketserver import _AfInetAddress as _Address
    from socketserver import _RequestType as _Request


class Newsstand(ThreadingHTTPServer):
    """The server: sites by prefix ('/newdzb'), and the paths requested so far, in order."""

    # Threads are joined on close: none outlives the context manager.
    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(
        self, sites: Mapping[str, Site], robots: str = ROBOTS, handler: type[Handler] | None = None
    ) -> None:
        """Binds a free port of 127.0.0.1; raises OSError where that is impossible."""
        self.sites = {prefix.rstrip("/"): site for prefix, site in sites.items()}
        self.robots = robots
        self.requests: list[str] = []
        self.closing = threading.Event()
        self._connections: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(("127.0.0.1", 0), handler or Handler)

    def process_request_thread(self, request: _Request, client_address: _Address) -> None:
        """Remembers the connection while its thread lives."""
        connection = request if isinstance(request, socket.socket) else request[1]
        with self._guard:
            self._connections.add(connection)
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._guard:
                self._connections.discard(connection)

    def server_close(self) -> None:
        """Ends kept connections too, so that the threads waiting on them can be joined."""
        self.closing.set()
        with self._guard:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def handle_error(self, request: _Request, client_address: _Address) -> None:
        """A client that hangs up is no error of the newsstand; anything else is raised as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        """http://127.0.0.1:port, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}"

    def resource(self, path: str) -> Resource | None:
        """What stands at `path` (leading slash); None: nothing."""
        if path == "/robots.txt":
            return "text/plain; charset=utf-8", self.robots.encode()
        for prefix, site in self.sites.items():
            if path.startswith(f"{prefix}/"):
                inner = path[len(prefix) + 1 :]
                found = site(inner) if callable(site) else site.get(inner)
                if found:
                    return found
        return None


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD, keeping the connection."""

    server: Newsstand
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # Head and body leave in one packet; a connection idle for this long is given up.
    wbufsize = -1
    timeout = 30

    def do_GET(self) -> None:
        """Serves the resource of the path, 404 where there is none."""
        self.server.requests.append(self.path)
        found = self.server.resource(self.path) or self.server.resource(self.path.partition("?")[0])
        if found is None:
            self.answer(HTTPStatus.NOT_FOUND, "text/html", b"<html><body>404 Not Found</body></html>")
        else:
            self.answer(HTTPStatus.OK, *found)

    do_HEAD = do_GET

    def answer(
        self, status: int, content_type: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        """Sends a whole response; `headers` are added, or replace Content-Length."""
        self.send_response(status)
        given = {"Content-Type": content_type, "Content-Length": str(len(body)), **(headers or {})}
        for name, value in given.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr: `Newsstand.requests` is the log."""


Stand = TypeVar("Stand", bound=Newsstand)


@contextlib.contextmanager
def serve(
    sites: Mapping[str, Site], robots: str = ROBOTS, handler: type[Handler] | None = None
) -> Iterator[Newsstand]:
    """A running newsstand for the length of the `with`; `newsstand.url` is its address.

    `sites` maps a path prefix ('/newdzb', '' for the root) to a site. Raises OSError when no port
    can be bound.
    """
    with running(Newsstand(sites, robots, handler)) as newsstand:
        yield newsstand


@contextlib.contextmanager
def running(newsstand: Stand) -> Iterator[Stand]:
    """Serves in a thread until the `with` ends, then closes the socket and joins the thread."""
    thread = threading.Thread(target=newsstand.serve_forever, args=(0.02,), name="newsstand", daemon=True)
    thread.start()
    try:
        yield newsstand
    finally:
        newsstand.shutdown()
        newsstand.server_close()
        thread.join()
