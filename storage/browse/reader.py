"""What every page of the reader stands on: the corpus, the archive, the day, the templates."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from storage.browse.asked import Asked, is_text
from storage.browse.language import TAGS, preferred, words
from storage.browse.overview import Expected, Overview, overview
from storage.browse.shown import environment, path
from storage.corpus import Corpus
from storage.exports import Program
from storage.selection import Selection, snapshot, stored_papers

_PATIENCE = 20
"""The overview is made again when it is older than so many times what making it takes, and ten seconds."""


def _nothing_expected(
    papers: Iterable[str] | None, since: dt.date | None, until: dt.date | None
) -> Mapping[str, list[dt.date]]:
    return {}


@dataclass(frozen=True)
class Reader:
    """A corpus to be read in the browser."""

    corpus: Corpus
    archive: str
    """Directory of the WARC files."""
    today: Callable[[], dt.date]
    """The day it is for the newspapers."""
    program: Program
    """Who writes releases."""
    expected: Expected = _nothing_expected
    public: bool = False
    """Whether others than this machine may read."""
    templates: Environment = field(default_factory=environment)
    _kept: list[tuple[float, float, Overview]] = field(default_factory=list)
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def overview(self) -> Overview:
        """The numbers of the whole database; those of some seconds ago while newer ones are counted."""
        if self._kept:
            made, took, kept = self._kept[-1]
            if time.monotonic() - made > max(10.0, _PATIENCE * took) and self._busy.acquire(blocking=False):
                threading.Thread(target=self._count, daemon=True).start()
            return kept
        with self._busy:
            if self._kept:
                return self._kept[-1][2]
            return self._counted()

    def _count(self) -> None:
        try:
            self._counted()
        finally:
            self._busy.release()

    def _counted(self) -> Overview:
        begun = time.monotonic()
        found = overview(self.corpus.engine, self.expected)
        ended = time.monotonic()
        self._kept[:] = [(ended, ended - begun, found)]
        return found

    def paper(self, slug: str) -> Any:
        """The row of that paper. Raises LookupError where the database does not have it."""
        with snapshot(self.corpus.engine) as connection:
            known = stored_papers(connection, Selection())
        if slug not in known:
            raise LookupError(f"the database has no paper {slug!r}")
        return known[slug]

    def page(self, request: Request, template: str, status: int = 200, /, **values: Any) -> Response:
        """A page of HTML in the language of whoever asks."""
        chosen = request.query_params.get("lang", "")
        language = preferred(request.headers.get("accept-language", ""), chosen)
        asked = {"lang": chosen} if chosen == language else {}

        def link(*steps: object, **questions: Any) -> str:
            return path(*steps, **questions, **asked)

        other = "en" if language == "zh" else "zh"
        given = {name: request.query_params.getlist(name) for name in request.query_params if name != "lang"}
        steps = [step for step in request.url.path.split("/") if step]
        html = self.templates.get_template(template).render(
            t=words(language),
            language=language,
            page_lang=TAGS[language],
            chosen=asked.get("lang", ""),
            link=link,
            here=path(*steps, **given),
            other_language=(TAGS[other], path(*steps, **given, lang=other)),
            **values,
        )
        return HTMLResponse(html, status)


def of(request: Request) -> tuple[Reader, Asked]:
    """The reader a request is for, and what its address asks.

    Raises LookupError for a cite_id no database can be asked for.
    """
    reader: Reader = request.app.state.reader
    cite_id = request.path_params.get("cite_id", "")
    if not is_text(cite_id):
        raise LookupError(f"no article {cite_id!r}")
    return reader, Asked(request.query_params)
