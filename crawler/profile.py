"""A profile's TOML: its values checked, a new one written, a proof noted in one that is there.

Each fault of a key is one sentence that names it. `crawler.paper` makes a newspaper of what is right.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.keys import ProfileError

# --- checked ---------------------------------------------------------------------------------------------


def days_after(days: list[Any]) -> tuple[int, ...]:
    """The value of `settle`: whole numbers of days, ascending."""
    if not all(isinstance(day, int) and not isinstance(day, bool) and day > 0 for day in days):
        raise ProfileError("settle: must be whole numbers of days such as [1, 7], or [] for never")
    return tuple(sorted(set(days)))


_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::\d+)?")


_WORD = r"[A-Za-z_][\w-]*"
_PART = rf"(?:[.#]{_WORD}|\[{_WORD}(?:[*^$]?='[\w ./:-]*')?\])"
_THING = rf"(?:{_WORD}{_PART}*(?::nth-of-type\([1-9]\)|:first-of-type)?|{_PART}+)"
_HAS = rf":has\((?:~ )?{_THING}\)"
_STEP = rf"{_THING}(?::not\((?:{_THING}|{_HAS})\)|{_HAS})*"
_PLAIN_CSS = re.compile(rf"{_STEP}(?:(?: [>~+] |, | ){_STEP})*", re.ASCII)
"""Selectors as most profiles write them; what else is one, the compiler of selectors knows."""


def is_css(css: str) -> bool:
    """Whether a text is a selector in parsel's dialect."""
    if _PLAIN_CSS.fullmatch(css):  # without loading a reader of HTML
        return True
    try:
        from crawler.platforms.document import compile_css

        compile_css(css)
    except ValueError:
        return False
    return True


def check_address(template: str, where: str, newest_only: bool = False) -> None:
    """Raises ProfileError where a front page's template gives no address, or the same for two days (which is
    right only where the site shows its newest issue only)."""
    try:
        url, next_day = (template.format(date=date(2023, 10, day)) for day in (17, 18))
    except (KeyError, ValueError, IndexError, AttributeError, TypeError) as error:
        raise ProfileError(f"{where}: the template cannot be filled with a date: {error}") from error
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ProfileError(f"{where}: {template!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", url):
        raise ProfileError(f"{where}: {template!r} is no http or https address")
    if url == next_day and not newest_only:
        raise ProfileError(f"{where}: {template!r} has no {{date}}: every issue would have one address")


def host_of(host: Any) -> str:
    """An entry of `hosts`, in lower case: a host, with its port where that is not the usual one."""
    try:
        right = bool(_HOST.fullmatch(str(host))) and urlsplit(f"//{host}").port != 0
    except ValueError:
        right = False
    if not right or not isinstance(host, str):
        hint = ": name each host, there are no patterns" if set("*?[(") & set(str(host)) else ""
        raise ProfileError(f"hosts: {host!r} is no host such as www.example.cn or www.example.cn:8080{hint}")
    return host.lower()


# --- written ---------------------------------------------------------------------------------------------


def profile_toml(data: Mapping[str, Any]) -> str:
    """The TOML document of a profile's data, its eras last; without comments."""
    import tomlkit  # to write a profile; reading one takes tomli

    return tomlkit.dumps(dict(sorted(data.items(), key=lambda item: item[0] == "eras")))


def with_proof(text: str, proof: str, checked: date) -> str:
    """A profile's text with that proof and the day of its check; everything else, comments too, stays."""
    import tomlkit
    from tomlkit.items import AoT, Table

    profile = tomlkit.parse(text)
    for key, value in (("proof", proof), ("checked", checked)):
        if key in profile:
            profile[key] = value
        else:  # behind the last key that is no table: an empty line or a comment before the eras stays there
            plain = [
                place
                for place, (name, item) in enumerate(profile.body, start=1)
                if name is not None and not isinstance(item, (AoT, Table))
            ]
            profile.body.insert(max(plain, default=0), (tomlkit.key(key), tomlkit.item(value)))
    return tomlkit.dumps(profile)


def note_proof(profile: Path, file: Path, proof: str, checked: date) -> None:
    """Writes a profile with that proof and the day of its check into a file, which may be its own.

    Raises ProfileError where the one cannot be read or the other cannot be written.
    """
    try:
        text = profile.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{profile}: cannot be read: {error}") from error
    write_whole(file, with_proof(text, proof, checked))


def write_whole(file: Path, text: str) -> None:
    """Writes a file so that it is there whole or not at all. Raises ProfileError where that is impossible."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        try:
            aside.write_text(text, encoding="utf-8")
            os.replace(aside, file)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise ProfileError(f"{file} cannot be written: {error.strerror or error}") from error
