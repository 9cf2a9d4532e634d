"""Newspapers on several hosts of this machine, printed before anybody asks for them.

    python -m bench.newsstands PORT PAPERS ISSUES PAGES ARTICLES DIRECTORY

Writes a profile of each paper and `urls.txt`, all addresses of a crawl, into the directory, then serves.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.facsimile.press import render
from tests.support.newsstand import Newspaper, issue_dates, issue_of

FIRST, LATEST = date(2023, 10, 16), date(2025, 12, 31)
"""Issues begin on the first day, or earlier where they would not end before the latest."""
SIZE = 25_000
"""Bytes of a page, as newspapers' pages have."""


def papers_of(count: int, issues: int, pages: int, articles: int) -> list[Newspaper]:
    """Invented dailies."""
    first = min(FIRST, LATEST - timedelta(days=issues))
    last = first + timedelta(days=issues - 1)
    return [
        Newspaper(f"zhi{n}", f"第{n}报", first, last, pages=pages, articles=articles, xml=False, seed=n)
        for n in range(count)
    ]


def printed(paper: Newspaper) -> dict[str, bytes]:
    """Path → page, as large as pages are: what is added is a script nobody reads."""
    found = {}
    for day in issue_dates(paper):
        for path, (_, body) in render(issue_of(paper, day), paper.press).items():
            if path.endswith(".htm") and path.startswith("html/"):
                filler = b"<script>/*" + b"x" * max(0, SIZE - len(body) - 22) + b"*/</script>"
                found[f"/{paper.slug}/{path}"] = body.replace(b"</head>", filler + b"</head>", 1)
    return found


async def serve(port: int, hosts: int, site: dict[str, bytes]) -> None:
    """Answers what is asked of it, on as many addresses as there are papers."""
    head = "HTTP/1.1 %d OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    answers = {path: (head % (200, len(body))).encode() + body for path, body in site.items()}
    missing = (head % (404, 0)).encode()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                writer.write(answers.get(request.split(b" ", 2)[1].decode(), missing))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    servers = [await asyncio.start_server(talk, f"127.0.0.{n + 1}", port) for n in range(hosts)]
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


@dataclass(frozen=True, slots=True)
class Stands:
    """Newsstands that are open."""

    directory: Path
    """Holds the profiles and `urls.txt`."""
    slugs: tuple[str, ...]
    first: date
    last: date


@contextmanager
def stands(directory: Path, papers: int, issues: int, pages: int, articles: int) -> Iterator[Stands]:
    """Newsstands in a process of their own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    numbers = [str(n) for n in (port, papers, issues, pages, articles)]
    command = [sys.executable, "-m", "bench.newsstands", *numbers, str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            printed = papers_of(papers, issues, pages, articles)
            yield Stands(directory, tuple(each.slug for each in printed), printed[0].first, printed[0].last)
        finally:
            process.kill()


def main(arguments: list[str]) -> None:
    """Prints the papers and opens the stands."""
    port, count, *size = map(int, arguments[:5])
    directory = Path(arguments[5])
    site: dict[str, bytes] = {}
    urls: list[str] = []
    for n, paper in enumerate(papers_of(count, *size)):
        url = f"http://127.0.0.{n + 1}:{port}"
        (directory / f"{paper.slug}.toml").write_text(paper.profile(url), "utf-8")
        pages = printed(paper)
        site |= pages
        second = {f"/{paper.slug}/html/{day:%Y-%m/%d}/node_2.htm" for day in issue_dates(paper)}
        urls += [url + path for path in pages if path not in second]  # node_1 is the same page
    (directory / "urls.txt").write_text("\n".join(urls), "utf-8")
    asyncio.run(serve(port, count, site))


if __name__ == "__main__":
    main(sys.argv[1:])
