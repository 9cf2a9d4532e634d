"""`banmian papers add URL`: makes a profile for one more newspaper from an address of it."""

from __future__ import annotations

import ipaddress
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from rich.progress import Progress
from scrapy.crawler import Crawler

from crawler import settings
from crawler.commands.exits import Exit, fail
from crawler.commands.logs import log_to
from crawler.commands.options import Json
from crawler.commands.output import print_json
from crawler.commands.progress import progress
from crawler.commands.show import as_document, exit_code, print_findings, print_suggestions
from crawler.download.hosts import host_name, host_of, is_public, read_networks
from crawler.download.reasons import Reason
from crawler.keys import GENERIC
from crawler.paper import Paper, ProfileError, own_directory, parse_profile, profile_files, survey, today
from crawler.plan import Limits
from crawler.profile import profile_toml, with_proof, write_whole
from crawler.run import outcome_of, run_in_turn
from crawler.trial.derive import as_comment, derive
from crawler.trial.fetch import Bench, Fetched, arguments_of, bench, show_pages
from crawler.trial.findings import Findings, find
from crawler.trial.proof import proof_of
from crawler.trial.scout import REFUSALS, Sighting, scout_of
from crawler.trial.suggest import suggest
from crawler.trial.templates import day_in, slug_of


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asks for."""

    url: str
    host: str
    name: str | None
    slug: str | None
    delay: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile for what was seen."""

    slug: str
    data: dict[str, Any]
    """What the profile says, as `tomllib` reads it."""
    paper: Paper


@dataclass(slots=True)
class Addition:
    """The steps of adding a newspaper: it is looked at, proposed, fetched."""

    wish: Wish
    place: Bench
    bars: Progress
    refusal: Reason | None = None
    """Why it cannot be added."""
    sighting: Sighting | None = None
    proposal: Proposal | None = None
    fetched: Fetched | None = None

    def runs(self) -> Iterator[tuple[Crawler, dict[str, str]]]:
        """The crawlers in turn: one that looks, and one that fetches the issue by what was seen."""
        look = self.place.process.create_crawler(scout_of(self.wish.url, self.wish.host, self.wish.delay))
        yield look, {}
        self.refusal = getattr(look.spider, "failure", None)
        self.sighting = getattr(look.spider, "sighting", None)
        if self.sighting is None:
            return
        try:
            self.proposal = propose(self.wish, self.sighting)
        except ProfileError as error:
            self.refusal = Reason("profile", str(error))
            return
        paper, limits = self.proposal.paper, Limits()
        crawler = self.place.crawler(paper)
        show_pages(crawler, limits, self.bars, paper.slug)
        yield crawler, arguments_of(self.sighting.day, limits)
        self.fetched = self.place.fetched(paper, outcome_of(paper.slug, crawler), limits)


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Any page or article of an issue.")],
    name: Annotated[str | None, typer.Option(help="The newspaper's name, if the site does not say.")] = None,
    slug: Annotated[str | None, typer.Option(help="Its short name; made of the address if absent.")] = None,
    delay: Annotated[float, typer.Option(min=0, max=3600, help="Seconds between two requests.")] = 1.0,
    json: Json = False,
) -> None:
    """Recognise the newspaper behind an address, propose a profile, check it on that issue and write it.

    Written to the first directory of $BANMIAN_PAPERS, or to ./papers; never over a profile that exists.
    """
    url = url.strip()
    host, day, directory = host_of(url), day_in(url), own_directory()
    if host is None:
        if "@" in urlsplit(url).netloc:
            raise ProfileError("an address with a user name or password is not accepted")
        raise ProfileError(f"{url!r} is not an http or https address")
    refuse_inner(url)
    if slug is not None and slug in profile_files():
        raise ProfileError(f"{slug} exists already: {profile_files()[slug]}")
    if day is not None:
        refuse_known(url, day)
    bars = progress("addresses", hidden=json)
    log_to(bars)
    with bench() as place, bars:
        addition = Addition(Wish(url, host, name, slug, delay), place, bars)
        run_in_turn(place.process, addition.runs())
        place.process.start()
    if addition.refusal is not None:
        fail(Exit.BLOCKED if addition.refusal.kind in REFUSALS else Exit.USAGE, addition.refusal)
    if addition.sighting is None or addition.proposal is None or addition.fetched is None:
        fail(Exit.UNFINISHED, f"{url} was not looked at to the end")
    sys.exit(conclude(addition.sighting, addition.proposal, addition.fetched, directory, as_json=json))


def refuse_inner(url: str) -> None:
    """Raises ProfileError for a number that is no public address, unless it is this machine's own or lies in
    $BANMIAN_NETWORKS; names are looked at when they are resolved (`crawler.download.guard`)."""
    try:
        address = ipaddress.ip_address(host_name(url))
    except ValueError:
        return
    known = any(address in network for network in read_networks(settings.BANMIAN_NETWORKS))
    if not (is_public(address) or address.is_loopback or known):
        raise ProfileError(f"{address} is not public: name its network in $BANMIAN_NETWORKS to ask there")


def refuse_known(url: str, day: date) -> None:
    """Raises ProfileError where a profile's front page of that day has this address, or lies beside it."""
    for paper in survey()[0]:
        for era in paper.eras:
            if _place(era.front_page_url(day), day) == _place(url, day):
                raise ProfileError(f"{paper.slug} has this newspaper already: {profile_files()[paper.slug]}")


def _place(url: str, day: date) -> str:
    """An address without its scheme, and without its last part where the directory is that day's alone."""
    url = url.partition("://")[2]
    directory = url.rpartition("/")[0]
    return directory if "?" not in url and day_in(f"{directory}/") == day else url


def propose(wish: Wish, sighting: Sighting) -> Proposal:
    """The profile of what was seen. Raises ProfileError: there is one already, or no name was found."""
    for day in {sighting.day, sighting.other or sighting.day}:
        refuse_known(sighting.template.format(date=day), day)
    name = wish.name or sighting.name
    if not name:
        raise ProfileError(f"{wish.url}: the site does not say the newspaper's name: give --name")
    slug = wish.slug or slug_of(sighting.template.format(date=sighting.day), profile_files())
    era = {
        "since": min(sighting.day, sighting.other or sighting.day),
        "platform": sighting.platform,
        "front_page": sighting.template,
    }
    data = {"name": name, "script": sighting.script, "delay": wish.delay, "proof": "listed", "eras": [era]}
    return Proposal(slug, data, parse_profile(slug, data))


def conclude(
    sighting: Sighting, proposal: Proposal, fetched: Fetched, directory: Path | None, *, as_json: bool
) -> Exit:
    """Prints what was found, writes the profile if the issue supports it, returns the exit code."""
    findings = find(fetched)
    code = exit_code(fetched, findings)
    text = profile_toml(proposal.data | {"script": script_of(findings) or sighting.script})
    if findings.sound:
        text = with_proof(text, proof_of(proposal.paper, sighting.day), today())
    if sighting.platform == GENERIC and (derived := derive(fetched, findings.read)) is not None:
        text = f"{text.rstrip()}\n\n{as_comment(derived, proposal.slug)}"
    objection = objection_to(sighting, findings)
    file = None if objection else (directory or Path("papers")) / f"{proposal.slug}.toml"
    if file is None and code == Exit.COMPLETE:
        code = Exit.UNFINISHED
    suggestions = suggest(fetched, findings)
    if as_json:
        said = {"slug": proposal.slug, "profile": text, "file": file and str(file), "objection": objection}
        check = as_document(fetched, findings, suggestions, None, code)
        print_json(said | {"exit_code": code, "check": check})
        sys.stdout.flush()  # before it is written, as below
        if file is not None:
            write_new(file, text)
        return code
    print(f"# {proposal.slug}.toml\n{text}")  # before it is written: it is seen though it cannot be
    print_findings(fetched, findings)
    print_suggestions(suggestions)
    sys.stdout.flush()
    if file is None:
        print(f"not written: {objection}")
        return code
    write_new(file, text)
    print(f"written to {file}; `since` is the earliest issue seen: write an earlier date to go back")
    if directory is None:
        print(f"banmian looks there after: export BANMIAN_PAPERS={Path('papers').resolve()}")
    return code


def script_of(findings: Findings) -> str:
    """The script of most articles of an issue; '' where it cannot be told."""
    counts = Counter(one.script for one in findings.read.articles if one.script in ("hans", "hant"))
    return counts.most_common(1)[0][0] if counts else ""


def objection_to(sighting: Sighting, findings: Findings) -> str:
    """Why a proposed profile is not written; '' where nothing speaks against it."""
    if sighting.other is None:
        return (
            "no other issue was found by this front page's address: other issues may have other addresses. "
            "Try again with an address of an older issue, or write the profile yourself"
        )
    if not findings.articles.found:
        return "no article of the issue could be read"
    return ""


def write_new(file: Path, text: str) -> None:
    """Writes a profile, and its directory. Raises ProfileError where that is impossible, or there is one."""
    if file.exists():
        raise ProfileError(f"{file} exists already")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProfileError(f"{file.parent} cannot be made: {error.strerror or error}") from error
    write_whole(file, text)
