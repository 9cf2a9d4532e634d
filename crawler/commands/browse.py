"""`banmian browse`: the newspaper reader in the browser."""

from __future__ import annotations

import datetime as dt
import socket
import webbrowser
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.metadata import version
from threading import Thread, Timer
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.exits import complain
from crawler.commands.places import archive_directory, database_url
from crawler.commands.status import expected_dates
from crawler.paper import profile_files, today
from pipelines.text.fold import FOLD_VERSION
from pipelines.text.keys import KEY_VERSION
from storage import Corpus
from storage.errors import StorageError, UsageError
from storage.exports import Program
from storage.extras import reader_packages

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from storage.browse import Reader

PUBLIC = (
    "the reader answers to everybody who reaches this machine: you take upon yourself the rights in every "
    "text and picture it shows, and the limits on how often it is asked"
)


def browse(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any that is free.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="Answer to others than this machine: you take upon yourself the rights in what is shown, "
            "and rate limits.",
        ),
    ] = False,
) -> None:
    """Read the archive as newspapers in the browser: issues, pages, articles, search. Nothing is written."""
    reader_packages()
    from storage.browse import LOOPBACK, Reader, application

    if host not in LOOPBACK and not public:
        require_address(host)
        raise UsageError(f"{host} can be reached from other machines: say so with --public")
    with Corpus(database_url()) as corpus, listening(host, port) as listener:
        reader = Reader(
            corpus=corpus,
            archive=archive_directory(),
            today=today,
            program=Program(version("banmian"), KEY_VERSION, FOLD_VERSION),
            expected=lambda papers, since, until: expected(corpus.engine, papers, since, until),
            public=public,
        )
        address = address_of(listener)
        if public:
            complain(PUBLIC)
        print(f"{address}  (Ctrl-C ends it)", flush=True)
        if open_:
            Timer(0.5, webbrowser.open, [address]).start()
        Thread(target=count, args=(reader,), daemon=True).start()
        serve(application(reader), listener)


def count(reader: Reader) -> None:
    """Has the first page's numbers ready before it is asked for: a million articles take a while."""
    with suppress(StorageError):  # whoever asks for the page is told
        reader.overview()


def expected(
    engine: Engine, papers: Iterable[str] | None, since: dt.date | None, until: dt.date | None
) -> Mapping[str, list[dt.date]]:
    """The days on which profiles let expect an issue, of papers that have a profile."""
    known = None if papers is None else sorted(profile_files().keys() & set(papers))
    return {} if known == [] else expected_dates(engine, known, since, until)


def require_address(host: str) -> None:
    """Raises UsageError where this machine has no such address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as one:
            one.bind((host, 0))
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{host} is no address of this machine: name another with --host") from error


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to that address. Raises UsageError where that is impossible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        what = error.strerror or error
        raise UsageError(f"{host}:{port} cannot be listened on ({what}): name another with --port") from error


def address_of(listener: socket.socket) -> str:
    """The address of a bound socket as a browser wants it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(app: object, listener: socket.socket) -> None:
    """Answers until Ctrl-C."""
    import uvicorn

    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    with suppress(KeyboardInterrupt):  # the one way it ends
        uvicorn.Server(config).run(sockets=[listener])
