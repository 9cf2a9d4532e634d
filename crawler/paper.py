"""A newspaper as data: its profile, its eras, the days it appears.

A profile is a TOML file (`crawler/papers/<slug>.toml`, or one in a directory named in `$BANMIAN_PAPERS`,
which wins); the file name is the slug and the spider's name. `crawler/papers/README.md` explains every key.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dateutil.rrule import DAILY, rrule, weekday
from dateutil.tz import gettz

from crawler.platforms import PLATFORMS
from crawler.platforms.base import Platform, Selectors
from crawler.platforms.document import compile_css

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PROOFS = ("live", "page", "facsimile", "listed")
SHANGHAI = gettz("Asia/Shanghai")


class ProfileError(ValueError):
    """A profile that cannot be used, or a paper that does not exist; the message names file and key."""


@dataclass(frozen=True, slots=True)
class Era:
    """A span of time in which a paper's site kept one layout (网站版式)."""

    since: date
    """First issue date of the era; it ends where the next begins."""
    platform_name: str
    """Key of PLATFORMS."""
    platform: Platform
    """The platform with this era's selectors."""
    front_page: str
    """Template of the front page's address: `{date:%Y-%m/%d}` and the like."""

    def front_page_url(self, day: date) -> str:
        """Address of the front page of the issue of `day`."""
        return self.front_page.format(date=day)


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper: what its profile says."""

    slug: str
    name: str
    script: str
    """hans or hant: the script it prints."""
    eras: tuple[Era, ...]
    """Oldest first."""
    days: tuple[str, ...] = WEEKDAYS
    """Publication weekdays as RRULE codes."""
    first_issue: date | None = None
    """Never ask for an earlier one."""
    delay: float = 1.0
    """Seconds between two requests to its host."""
    hosts: tuple[str, ...] = ()
    """Further hosts it may be fetched from, beside those of its front pages."""
    verify_tls: bool = True
    """False only where the paper's certificate is known to be bad; every run says so."""
    settle: tuple[int, ...] = (1, 7)
    """Days after its date on which a complete issue is looked at again: for pages added, articles edited."""
    proof: str = "listed"
    """How far the profile is proved: live, page, facsimile or listed."""

    def era(self, day: date) -> Era:
        """The era an issue date belongs to. Raises ProfileError for a date before the first."""
        for era in reversed(self.eras):
            if era.since <= day:
                return era
        raise ProfileError(f"{self.slug}: no era covers {day}; the first begins {self.eras[0].since}")

    def issue_dates(self, since: date, until: date) -> list[date]:
        """The days between `since` and `until` (both included) on which the paper appears, ascending."""
        since = max(since, self.earliest)
        if since > until:
            return []
        days = [weekday(WEEKDAYS.index(code)) for code in self.days]
        start, end = (
            datetime.combine(since, datetime.min.time()),
            datetime.combine(until, datetime.min.time()),
        )
        return [moment.date() for moment in rrule(DAILY, dtstart=start, until=end, byweekday=days)]

    @property
    def earliest(self) -> date:
        """The earliest issue date that may be asked for."""
        return max(self.first_issue or self.eras[0].since, self.eras[0].since)

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts (`host` or `host:port` as in the templates) this paper may be fetched from."""
        return frozenset(urlsplit(era.front_page).netloc.lower() for era in self.eras) | frozenset(self.hosts)


def today() -> date:
    """Today where the newspapers are printed (Asia/Shanghai), whatever the server's clock zone."""
    return datetime.now(SHANGHAI).date()


def profile_files() -> dict[str, Path]:
    """Slug → profile file; directories in $BANMIAN_PAPERS win over the bundled papers, earlier ones first."""
    found: dict[str, Path] = {}
    for directory in profile_directories():
        if not directory.is_dir():
            raise ProfileError(
                f"{directory} is no directory: $BANMIAN_PAPERS must name directories of profiles"
            )
        for file in sorted(directory.glob("*.toml")):
            found.setdefault(file.stem, file)
    return found


def profile_directories() -> list[Path]:
    """Where profiles are looked for, in order."""
    named = [Path(part) for part in os.environ.get("BANMIAN_PAPERS", "").split(os.pathsep) if part]
    return [*named, Path(str(files("crawler") / "papers"))]


def every() -> Iterator[Paper]:
    """All papers, by slug. Raises ProfileError at the first profile that cannot be read."""
    for _, file in sorted(profile_files().items()):
        yield _read(file, file.stat().st_mtime_ns)


def load(slug: str) -> Paper:
    """The paper of that slug. Raises ProfileError: unknown (with near matches) or unreadable."""
    known = profile_files()
    if slug not in known:
        near = difflib.get_close_matches(slug, known, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else "`banmian papers` lists them"
        raise ProfileError(f"unknown paper {slug!r}: {hint}")
    return _read(known[slug], known[slug].stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _read(file: Path, _modified: int) -> Paper:
    try:
        return parse_profile(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ProfileError(f"{file}: cannot be read: {error}") from error
    except ProfileError as error:
        raise ProfileError(f"{file}: {error}") from error


def parse_profile(slug: str, data: dict[str, Any]) -> Paper:
    """The paper a profile's TOML document describes. Raises ProfileError naming the key."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_]*", slug):
        raise ProfileError(f"the file name {slug!r} must be a slug: lower-case letters, digits and _")
    optional = {"days", "first_issue", "delay", "hosts", "verify_tls", "settle", "proof"}
    _known_keys(data, {"name", "script", "eras"}, optional, "")
    script = _one_of("script", _typed(data, "script", str), ("hans", "hant"))
    days = tuple(_one_of("days", code, WEEKDAYS) for code in _typed(data, "days", list, list(WEEKDAYS)))
    if not days:
        raise ProfileError("days: name at least one weekday, or leave the key out for a daily")
    delay = float(_typed(data, "delay", (int, float), 1.0))
    if delay < 0:
        raise ProfileError("delay: must not be negative")
    tables = _typed(data, "eras", list)
    if not tables:
        raise ProfileError("eras: at least one [[eras]] table is needed")
    eras = tuple(_era(table, f"eras[{place}]") for place, table in enumerate(tables))
    for earlier, later in pairwise(eras):
        if later.since <= earlier.since:
            raise ProfileError(f"eras: out of order, {later.since} comes after {earlier.since}; oldest first")
    hosts = tuple(host.lower() for host in _typed(data, "hosts", list, []))
    return Paper(
        slug=slug,
        name=_typed(data, "name", str),
        script=script,
        eras=eras,
        days=days,
        first_issue=_typed(data, "first_issue", date, None),
        delay=delay,
        hosts=hosts,
        verify_tls=_typed(data, "verify_tls", bool, True),
        settle=_days_after(_typed(data, "settle", list, [1, 7])),
        proof=_one_of("proof", _typed(data, "proof", str, "listed"), PROOFS),
    )


def _era(table: Any, where: str) -> Era:
    if not isinstance(table, dict):
        raise ProfileError(f"{where}: must be a table, written [[eras]]")
    _known_keys(table, {"since", "platform", "front_page"}, {"select"}, f"{where}.")
    name = _typed(table, "platform", str, where=f"{where}.")
    if name not in PLATFORMS:
        raise ProfileError(f"{where}.platform: unknown platform {name!r}{_near(name, PLATFORMS)}")
    front_page = _typed(table, "front_page", str, where=f"{where}.")
    try:
        url = front_page.format(date=date(2023, 10, 17))
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise ProfileError(
            f"{where}.front_page: the template cannot be filled with a date: {error}"
        ) from error
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise ProfileError(f"{where}.front_page: {front_page!r} is no http or https address")
    overrides = _typed(table, "select", dict, {}, where=f"{where}.")
    names = {field.name for field in fields(Selectors)}
    for key, css in overrides.items():
        if key not in names:
            raise ProfileError(f"{where}.select.{key}: unknown selector{_near(key, names)}")
        if not isinstance(css, str):
            raise ProfileError(f"{where}.select.{key}: must be a CSS selector in quotes")
        if css and not _is_css(css):
            raise ProfileError(f"{where}.select.{key}: {css!r} is no CSS selector")
    return Era(
        since=_typed(table, "since", date, where=f"{where}."),
        platform_name=name,
        platform=PLATFORMS[name].with_overrides(overrides),
        front_page=front_page,
    )


def _days_after(days: list[Any]) -> tuple[int, ...]:
    if not all(isinstance(day, int) and not isinstance(day, bool) and day > 0 for day in days):
        raise ProfileError("settle: must be whole numbers of days such as [1, 7], or [] for never")
    return tuple(sorted(set(days)))


def _is_css(css: str) -> bool:
    try:
        compile_css(css)
    except ValueError:
        return False
    return True


def _known_keys(table: dict[str, Any], needed: set[str], optional: set[str], where: str) -> None:
    for key in table:
        if key not in needed | optional:
            raise ProfileError(f"{where}{key}: unknown key{_near(key, needed | optional)}")
    for key in sorted(needed):
        if key not in table:
            raise ProfileError(f"{where}{key}: this key is missing")


def _near(word: str, known: Any) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f", did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"


_REQUIRED: Any = object()
_WORDS: dict[Any, str] = {
    str: "a text in quotes",
    list: "a list",
    date: "a date such as 2011-01-04",
    dict: "a table",
    bool: "true or false",
}


def _typed(table: dict[str, Any], key: str, kind: Any, default: Any = _REQUIRED, where: str = "") -> Any:
    value = table.get(key, default)
    if value is default and default is not _REQUIRED:
        return default
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, (bool, datetime))):
        raise ProfileError(f"{where}{key}: must be {_WORDS.get(kind, 'a number')}, not {value!r}")
    return value


def _one_of(key: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ProfileError(f"{key}: {value!r} is not one of {', '.join(allowed)}")
    return str(value)
