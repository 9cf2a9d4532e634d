"""A newspaper as data: its profile, its eras, the days it appears.

A profile is a TOML file (`crawler/papers/<slug>.toml`, or one in a directory named in `$BANMIAN_PAPERS`,
which wins); the file name is the slug and the spider's name. `crawler/papers/README.md` explains every key.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import tomli

from crawler.keys import ProfileError as ProfileError
from crawler.keys import known_keys, near_words, one_of, typed
from crawler.platforms import NAMES, SELECTORS
from crawler.profile import check_address, days_after, host_of, is_css
from pipelines.text.plain import did_you_mean
from storage.clock import SHANGHAI

if TYPE_CHECKING:
    from crawler.platforms.base import Platform

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PROOFS = ("live", "page", "facsimile", "listed")
NATIONAL = "全国"
# fmt: off
PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海",
    "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南",
    "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西",
    "甘肃", "青海", "宁夏", "新疆", "香港", "澳门", "台湾",
)
# fmt: on
"""The provinces, in the order of the official codes (GB/T 2260)."""
# fmt: off
_OPTIONAL = (
    "days", "first_issue", "closed", "newest_only", "delay", "hosts", "verify_tls", "damaged", "settle",
    "proof", "checked", "province",
)
# fmt: on
MAX_DELAY = 3600.0
"""Seconds; a longer delay is a slip of the pen: it would not end a single issue in a day."""


@dataclass(frozen=True, slots=True)
class Era:
    """A span of time in which a paper's site kept one layout (网站版式)."""

    since: date
    """First issue date of the era; it ends where the next begins."""
    platform_name: str
    """Key of PLATFORMS."""
    reader: Callable[[], Platform]
    """Gives the platform with this era's selectors: whoever only lists papers reads no families."""
    front_page: str
    """Template of the front page's address: `{date:%Y-%m/%d}` and the like."""

    @property
    def platform(self) -> Platform:
        """The platform with this era's selectors."""
        return self.reader()

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
    closed: date | None = None
    """The day of its last issue: later days are no issues; None while it appears."""
    newest_only: bool = False
    """Whether its site shows the newest issue only: nothing earlier can be asked for."""
    delay: float = 1.0
    """Seconds between two requests to its host."""
    hosts: tuple[str, ...] = ()
    """Further hosts it may be fetched from, beside those of its front pages."""
    verify_tls: bool = True
    """False only where the paper's certificate is known to be bad; every run says so."""
    damaged: bool = False
    """Whether its site is a mirror that damages texts: a torn place needs no other proof to be restored."""
    settle: tuple[int, ...] = (1, 7)
    """Days after its date on which a complete issue is looked at again: for pages added, articles edited."""
    proof: str = "listed"
    """How far the profile is proved: live, page, facsimile or listed."""
    checked: date | None = None
    """The day an issue was last read with it: by somebody's `banmian check`, or by a crawler that the profile
    names; None where none is known."""
    province: str = ""
    """One of PROVINCES, 全国 for a national paper, '' where it is not known."""

    def era(self, day: date) -> Era:
        """The era an issue date belongs to. Raises ProfileError for a date before the first."""
        for era in reversed(self.eras):
            if era.since <= day:
                return era
        raise ProfileError(f"{self.slug}: no era covers {day}; the first begins {self.eras[0].since}")

    def issue_dates(self, since: date, until: date) -> list[date]:
        """The days between `since` and `until` (both included) on which the paper appears, ascending."""
        since, until = max(since, self.earliest), min(until, self.closed or until)
        if since > until:
            return []
        from dateutil.rrule import DAILY, rrule, weekday  # whoever lists papers needs no calendar

        days = [weekday(WEEKDAYS.index(code)) for code in self.days]
        start, end = (
            datetime.combine(since, datetime.min.time()),
            datetime.combine(until, datetime.min.time()),
        )
        return [moment.date() for moment in rrule(DAILY, dtstart=start, until=end, byweekday=days)]

    @property
    def days_known(self) -> bool:
        """Whether the profile says on which weekdays it appears; all of them may mean that nobody knows."""
        return set(self.days) != set(WEEKDAYS)

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
    """Slug → profile file; directories in $BANMIAN_PAPERS win over the bundled papers, earlier ones first.

    Raises ProfileError where one of them is no directory or cannot be listed.
    """
    found: dict[str, Path] = {}
    for directory in profile_directories():
        try:
            names = sorted(os.listdir(directory))
        except OSError as error:
            known = isinstance(error, FileNotFoundError | NotADirectoryError)
            raise ProfileError(
                f"{directory} {'is no directory' if known else 'cannot be listed'}: "
                "$BANMIAN_PAPERS must name directories of profiles"
            ) from error
        for name in names:
            if name.endswith(".toml") and not name.startswith("."):
                found.setdefault(name.removesuffix(".toml"), directory / name)
    return found


def profile_directories() -> list[Path]:
    """Where profiles are looked for, in order."""
    named = [Path(part) for part in os.environ.get("BANMIAN_PAPERS", "").split(os.pathsep) if part]
    return [*named, Path(str(files("crawler") / "papers"))]


def own_directory() -> Path | None:
    """The first directory of $BANMIAN_PAPERS, where one's own profiles are; None where none is named.

    Raises ProfileError where it is named and no directory.
    """
    first = profile_directories()[0] if os.environ.get("BANMIAN_PAPERS", "").strip(os.pathsep) else None
    if first is not None and not first.is_dir():
        raise ProfileError(f"{first} is no directory: $BANMIAN_PAPERS must name directories of profiles")
    return first


def survey() -> tuple[list[Paper], list[ProfileError]]:
    """All papers, by slug; and what is wrong with the profiles that cannot be used, by file and key."""
    papers: list[Paper] = []
    faults: list[ProfileError] = []
    for _, file in sorted(profile_files().items()):
        try:
            papers.append(_read_file(file))
        except ProfileError as error:
            faults.append(error)
    return papers, faults


def every() -> Iterator[Paper]:
    """The papers whose profiles can be used, by slug (`survey` also says what is wrong with the others)."""
    yield from survey()[0]


def load(slug: str) -> Paper:
    """The paper of that slug. Raises ProfileError: unknown (with near matches) or unreadable."""
    known = profile_files()
    if slug not in known:
        raise unknown(slug, known)
    return _read_file(known[slug])


def unknown(slug: str, known: Iterable[str]) -> ProfileError:
    """What is said of a slug that is none of those known, with near matches."""
    hint = did_you_mean(slug, known, f"`banmian papers {slug}` searches them")
    return ProfileError(f"unknown paper {slug!r}: {hint}")


def _read_file(file: Path) -> Paper:
    try:
        return _read(file, file.stat().st_mtime_ns)
    except OSError as error:
        raise ProfileError(f"{file}: cannot be read: {error.strerror or error}") from error


@lru_cache(maxsize=1024)
def _read(file: Path, _modified: int) -> Paper:
    try:
        return parse_profile(file.stem, tomli.loads(file.read_text(encoding="utf-8")))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"{file}: cannot be read: {error}") from error
    except ProfileError as error:
        raise ProfileError(f"{file}: {error}") from error


def parse_profile(slug: str, data: dict[str, Any]) -> Paper:
    """The paper a profile's TOML document describes. Raises ProfileError naming the key."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_]*", slug):
        raise ProfileError(f"the file name {slug!r} must be a slug: lower-case letters, digits and _")
    known_keys(data, {"name", "script", "eras"}, _OPTIONAL, "")
    script = one_of("script", typed(data, "script", str), ("hans", "hant"))
    days = tuple(one_of("days", code, WEEKDAYS) for code in typed(data, "days", list, list(WEEKDAYS)))
    if not days:
        raise ProfileError("days: name at least one weekday, or leave the key out for a daily")
    delay = float(typed(data, "delay", (int, float), 1.0))
    if not 0 <= delay <= MAX_DELAY:
        raise ProfileError(f"delay: must be 0 to {MAX_DELAY:g} seconds, not {delay:g}")
    tables = typed(data, "eras", list)
    if not tables:
        raise ProfileError("eras: at least one [[eras]] table is needed")
    newest_only = typed(data, "newest_only", bool, False)
    eras = tuple(_era(table, f"eras[{place}]", newest_only) for place, table in enumerate(tables))
    for earlier, later in pairwise(eras):
        if later.since <= earlier.since:
            raise ProfileError(f"eras: out of order, {later.since} comes after {earlier.since}; oldest first")
    closed = typed(data, "closed", date, None)
    if closed is not None and closed < eras[0].since:
        raise ProfileError(f"closed: {closed} is before the first era, which begins {eras[0].since}")
    name = typed(data, "name", str).strip()
    if not name:
        raise ProfileError("name: must not be empty")
    hosts = tuple(host_of(host) for host in typed(data, "hosts", list, []))
    province = typed(data, "province", str, "")
    return Paper(
        slug=slug,
        name=name,
        script=script,
        eras=eras,
        days=days,
        first_issue=typed(data, "first_issue", date, None),
        closed=closed,
        newest_only=newest_only,
        delay=delay,
        hosts=hosts,
        verify_tls=typed(data, "verify_tls", bool, True),
        damaged=typed(data, "damaged", bool, False),
        settle=days_after(typed(data, "settle", list, [1, 7])),
        proof=one_of("proof", typed(data, "proof", str, "listed"), PROOFS),
        checked=typed(data, "checked", date, None),
        province=one_of("province", province, (NATIONAL, *PROVINCES)) if province else "",
    )


def _era(table: Any, where: str, newest_only: bool) -> Era:
    if not isinstance(table, dict):
        raise ProfileError(f"{where}: must be a table, written [[eras]]")
    known_keys(table, {"since", "platform", "front_page"}, {"select"}, f"{where}.")
    name = typed(table, "platform", str, where=f"{where}.")
    if name not in NAMES:
        raise ProfileError(f"{where}.platform: unknown platform {name!r}{near_words(name, NAMES)}")
    front_page = typed(table, "front_page", str, where=f"{where}.")
    check_address(front_page, f"{where}.front_page", newest_only)
    overrides = typed(table, "select", dict, {}, where=f"{where}.")
    for key, css in overrides.items():
        if key not in SELECTORS:
            raise ProfileError(f"{where}.select.{key}: unknown selector{near_words(key, SELECTORS)}")
        if not isinstance(css, str):
            raise ProfileError(f"{where}.select.{key}: must be a CSS selector in quotes")
        if css and not is_css(css):
            raise ProfileError(f"{where}.select.{key}: {css!r} is no CSS selector")
    return Era(
        since=typed(table, "since", date, where=f"{where}."),
        platform_name=name,
        reader=_reader(name, tuple(sorted(overrides.items()))),
        front_page=front_page,
    )


@lru_cache(maxsize=1024)
def _reader(name: str, overrides: tuple[tuple[str, str], ...]) -> Callable[[], Platform]:
    """One platform for all eras with the same selectors: it keeps no state, and most have no overrides."""

    @cache
    def read() -> Platform:
        from crawler.platforms import PLATFORMS

        return PLATFORMS[name].with_overrides(dict(overrides))

    return read
