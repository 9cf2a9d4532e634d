"""The test newsstand: newspapers of any length, made on request from a seed, and faults as data.

    with newsstand(Newspaper(first=date(2023, 10, 3)), faults=[Fault("content_", "500", times=1)]) as stand:
        ...  # stand.url, stand.requests, stand.counts

All text is invented: words drawn from a small vocabulary.
"""

from __future__ import annotations

import contextlib
import json
import random
import re
import ssl
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from crawler.demo.newsstand import ROBOTS, Handler, Newsstand, Resource, running
from tests.facsimile.press import (
    FacsimileArticle,
    FacsimileImage,
    FacsimileIssue,
    FacsimilePage,
    Press,
    Written,
    find,
    page_xml,
    period_xml,
)
from tests.support.attacks import ATTACKS
from tests.support.faults import BREAKS, CHANGES, Fault, no_fin

if TYPE_CHECKING:
    from socketserver import _RequestType as _Request

UTF8 = Press()
RRULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SUPPLEMENT = 50
"""What is added to the page numbers of a supplement, for ids and `empty_pages`."""
VOCABULARY: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "vocabulary.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Newspaper:
    """An invented newspaper: which days it appears, how large its issues are and how they are printed."""

    slug: str = "yangzhang"
    name: str = "样张晨报"
    first: date = date(2023, 10, 16)
    last: date = date(2023, 10, 18)
    days: tuple[str, ...] = ()
    """Weekdays as RRULE codes; empty = daily."""
    skipped: tuple[date, ...] = ()
    """Planned days without an issue (休刊): 404 there."""
    moved: tuple[tuple[date, date], ...] = ()
    """(planned day, the day it appears instead)."""
    pages: int = 4
    articles: int = 5
    """Articles on each page."""
    gaps: tuple[int, ...] = ()
    """Page numbers that the numbering leaves out."""
    supplement: int = 0
    """Pages of a supplement (特刊) behind the others, which begins at 01 again."""
    empty_pages: tuple[int, ...] = ()
    """Page numbers without articles."""
    jumps: bool = False
    """The first article of page 1 goes on on page 2."""
    first_node: int = 2
    """Node id of the first page (node_1.htm is always its alias)."""
    linked: bool = True
    """上一期/下一期 have an address (in the table skin; the list skin never has)."""
    xml: bool = True
    """html/YYYY-MM/period.xml and page.xml exist."""
    seed: int = 0
    press: Press = UTF8

    @property
    def prefix(self) -> str:
        """Path of the site's base."""
        return f"/{self.slug}"

    def site(self, path: str) -> Resource | None:
        """What the paper's server has under `path`, made now."""
        if match := re.match(r"html/(\d{4})-(\d\d)/(\d\d)/", path):
            day = _day(*match.groups())
            return find(issue_of(self, day), self.press, path) if day in issue_dates(self) else None
        if match := re.match(r"(?:images|res)/(\d{4})-(\d\d)/(\d\d)/", path):
            day = _day(*match.groups())
            return find(issue_of(self, day), self.press, path) if day in issue_dates(self) else None
        if self.xml and (match := re.fullmatch(r"html/(\d{4})-(\d\d)/(period|page)\.xml", path)):
            month = [
                day for day in issue_dates(self) if (day.year, day.month) == (int(match[1]), int(match[2]))
            ]
            if not month:
                return None
            if match[3] == "period":
                return period_xml(self.name, month)
            return page_xml(issue_of(self, day) for day in month)
        if path in {"", "index.htm"}:
            return find(issue_of(self, issue_dates(self)[-1]), self.press, path)
        return None

    def profile(self, url: str, **settings: object) -> str:
        """The paper's profile (TOML) on the newsstand at `url`; `settings` are further top-level keys."""
        keys = {"name": self.name, "script": "hans", "first_issue": self.first, "delay": 0.0} | settings
        if self.days:
            keys["days"] = list(self.days)
        top = "".join(f"{key} = {_toml(value)}\n" for key, value in keys.items())
        front_page = f"{url}{self.prefix}/html/{{date:%Y-%m/%d}}/node_1.htm"
        return f'{top}[[eras]]\nsince = {self.first}\nplatform = "founder"\nfront_page = "{front_page}"\n'


def _day(year: str, month: str, day: str) -> date | None:
    with contextlib.suppress(ValueError):
        return date(int(year), int(month), int(day))
    return None


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


@lru_cache(maxsize=32)
def issue_dates(paper: Newspaper) -> tuple[date, ...]:
    """The days on which the paper has an issue, in order."""
    span = (paper.last - paper.first).days
    planned = (paper.first + timedelta(days=offset) for offset in range(span + 1))
    moved = dict(paper.moved)
    wanted = (day for day in planned if not paper.days or RRULE_DAYS[day.weekday()] in paper.days)
    return tuple(sorted(moved.get(day, day) for day in wanted if day not in paper.skipped))


@lru_cache(maxsize=64)
def issue_of(paper: Newspaper, day: date) -> FacsimileIssue:
    """The paper's issue of that day: the same for the same paper and day, always."""
    days = issue_dates(paper)
    at = days.index(day)
    numbers = [number for number in range(1, paper.pages + len(paper.gaps) + 1) if number not in paper.gaps]
    pages: list[FacsimilePage] = []
    numbers += [SUPPLEMENT + number for number in range(1, paper.supplement + 1)]
    for position, number in enumerate(numbers):
        count = 0 if number in paper.empty_pages else paper.articles
        articles = tuple(_article(paper, day, number, order) for order in range(count))
        if paper.jumps and position == 1:
            articles = (*articles, pages[0].articles[0])
        names = VOCABULARY["page_names"]
        name = names[position % len(names)]
        pages.append(FacsimilePage(f"{number % SUPPLEMENT:02d}", name, paper.first_node + position, articles))
    return FacsimileIssue(
        paper=paper.name,
        code=paper.slug.upper(),
        date=day,
        pages=tuple(pages),
        previous=days[at - 1] if paper.linked and at else None,
        following=days[at + 1] if paper.linked and at + 1 < len(days) else None,
    )


def _article(paper: Newspaper, day: date, number: int, order: int) -> FacsimileArticle:
    rng = random.Random(f"{paper.seed}/{paper.slug}/{day}/{number}/{order}")
    source_id = f"{day.toordinal()}{number:02d}{order:02d}"
    author = rng.choice(VOCABULARY["surnames"]) + "".join(rng.sample(VOCABULARY["given"], 2))
    paragraphs = tuple(_paragraph(rng) for _ in range(rng.randint(2, 4)))
    images = (FacsimileImage(f"{source_id}.jpg", f"{_clause(rng)}。", author),) if order % 4 == 1 else ()
    return FacsimileArticle(
        source_id=source_id,
        headline=_clause(rng),
        kicker=f"{_word(rng, 'where')}{_word(rng, 'what')}见闻" if order % 3 == 1 else "",
        subhead=_clause(rng) if order % 3 == 2 else "",
        byline=f"本报记者 {author}",
        authors=(author,),
        paragraphs=(*paragraphs, f"（第{source_id}号样张，内容系虚构。）"),
        images=images,
        written=Written(areas=1 + order % 2, query="?div=-1" if paper.press.skin == "list" else ""),
    )


def _word(rng: random.Random, kind: str) -> str:
    return rng.choice(VOCABULARY[kind])


def _clause(rng: random.Random) -> str:
    who, where, what, does, how = (_word(rng, kind) for kind in ("who", "where", "what", "does", "how"))
    count = f"{rng.randint(2, 997)}件"
    return f"{where}{who}{how}{does}{count if rng.random() < 0.5 else ''}{what}"


def _paragraph(rng: random.Random) -> str:
    sentences = ("，".join(_clause(rng) for _ in range(rng.randint(2, 3))) for _ in range(rng.randint(2, 3)))
    return "。".join(sentences) + "。"


class FaultyNewsstand(Newsstand):
    """A newsstand whose answers are spoilt as `faults` say; the tuple may be replaced while it runs."""

    def __init__(self, papers: Sequence[Newspaper], faults: Sequence[Fault], robots: str) -> None:
        """Serves every paper under its prefix."""
        super().__init__({paper.prefix: paper.site for paper in papers}, robots, FaultyHandler)
        self.papers = tuple(papers)
        self.faults = tuple(faults)
        self._met: Counter[Fault] = Counter()
        self.arrivals: list[tuple[float, str]] = []
        """When (monotonic clock, seconds) each path was asked for."""
        self.agents: set[str] = set()
        """Every User-Agent seen."""
        self.most_at_once = 0
        """How many requests were being answered at the same time, at most."""
        self._busy = 0
        self.scheme = "http"

    def speak_tls(self, context: ssl.SSLContext) -> None:
        """From now on the newsstand is an https server."""
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.scheme = "https"

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    @contextlib.contextmanager
    def noted(self, path: str, agent: str) -> Iterator[None]:
        """Notes a request while it is answered."""
        with self._guard:
            self.arrivals.append((monotonic(), path))
            self.agents.add(agent)
            self._busy += 1
            self.most_at_once = max(self.most_at_once, self._busy)
        try:
            yield
        finally:
            with self._guard:
                self._busy -= 1

    def waits(self, pattern: str = "") -> list[float]:
        """Seconds between each two requests in a row whose path the pattern is found in."""
        times = [moment for moment, path in self.arrivals if re.search(pattern, path)]
        return [later - earlier for earlier, later in pairwise(times)]

    @property
    def counts(self) -> Counter[str]:
        """How often each path (with its query) was asked for."""
        return Counter(self.requests)

    def strike(self, path: str) -> Fault | None:
        """The first fault that strikes this request."""
        with self._guard:
            for fault in self.faults:
                if re.search(fault.pattern, path):
                    self._met[fault] += 1
                    last = None if fault.times is None else fault.after + fault.times
                    if self._met[fault] > fault.after and (last is None or self._met[fault] <= last):
                        return fault
        return None

    def changed(self, path: str, fault: Fault) -> Resource | None:
        """The resource as it would be had the issue been printed with the fault."""
        for paper in self.papers:
            match = re.match(rf"{paper.prefix}/(html/(\d{{4}})-(\d\d)/(\d\d)/.*)", path)
            day = _day(*match.groups()[1:]) if match else None
            if match and day in issue_dates(paper):
                issue, press = CHANGES[fault.kind](issue_of(paper, day), paper.press, fault)
                return find(issue, press, match[1])
        return None

    def newest(self, path: str) -> Resource | None:
        """The newest issue's resource under the address of another day."""
        for paper in self.papers:
            if path.startswith(f"{paper.prefix}/html/"):
                day = issue_dates(paper)[-1]
                return self.resource(re.sub(r"/html/\d{4}-\d\d/\d\d/", f"/html/{day:%Y-%m/%d}/", path))
        return None

    def shutdown_request(self, request: _Request) -> None:
        """A connection to be reset is closed without the usual farewell."""
        if no_fin(request):
            self.close_request(request)
        else:
            super().shutdown_request(request)


class FaultyHandler(Handler):
    """Asks the newsstand for a fault before it answers."""

    server: FaultyNewsstand

    def do_GET(self) -> None:
        """Serves the path, spoilt where a fault strikes."""
        with self.server.noted(self.path, self.headers.get("User-Agent", "")):
            self.serve()

    def serve(self) -> None:
        """Answers one request."""
        fault = self.server.strike(self.path)
        if fault is None:
            super().do_GET()
            return
        self.server.requests.append(self.path)
        path = self.path.partition("?")[0]
        if fault.kind in CHANGES:
            found = self.server.changed(path, fault)
            self.answer(200 if found else 404, *(found or ("text/html", b"404")))
        elif fault.kind == "todays_issue":
            found = self.server.newest(path)
            self.answer(200 if found else 404, *(found or ("text/html", b"404")))
        else:
            kinds = BREAKS | ATTACKS
            kinds[fault.kind](self, fault, self.server.resource(path) or ("text/html", b"<html>404</html>"))


@contextlib.contextmanager
def newsstand(
    *papers: Newspaper,
    faults: Sequence[Fault] = (),
    robots: str = ROBOTS,
    tls: ssl.SSLContext | None = None,
) -> Iterator[FaultyNewsstand]:
    """A running newsstand with these papers and faults; over https with a server's `tls` context."""
    stand = FaultyNewsstand(papers, faults, robots)
    if tls is not None:
        stand.speak_tls(tls)
    with running(stand):
        yield stand
