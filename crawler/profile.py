"""How the values of a profile are checked: each fault is one sentence that names the key."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from crawler.keys import ProfileError
from crawler.platforms.document import compile_css


def days_after(days: list[Any]) -> tuple[int, ...]:
    """The value of `settle`: whole numbers of days, ascending."""
    if not all(isinstance(day, int) and not isinstance(day, bool) and day > 0 for day in days):
        raise ProfileError("settle: must be whole numbers of days such as [1, 7], or [] for never")
    return tuple(sorted(set(days)))


def is_css(css: str) -> bool:
    """Whether a text is a selector in parsel's dialect."""
    try:
        compile_css(css)
    except ValueError:
        return False
    return True


def check_address(template: str, where: str) -> None:
    """Raises ProfileError where a front page's template gives no address, or the same for two days."""
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
    if url == next_day:
        raise ProfileError(f"{where}: {template!r} has no {{date}}: every issue would have one address")


def host_of(host: Any) -> str:
    """An entry of `hosts`, in lower case: a host, with its port where that is not the usual one."""
    try:
        right = bool(re.fullmatch(r"[^\s/@]+", str(host))) and urlsplit(f"//{host}").port != 0
    except ValueError:
        right = False
    if not right or not isinstance(host, str):
        raise ProfileError(f"hosts: {host!r} is no host such as www.example.cn or www.example.cn:8080")
    return host.lower()
