"""Tells a monitor (healthchecks style) that a run started, succeeded or failed."""

from __future__ import annotations

import logging
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from storage.errors import UsageError, without_passwords

logger = logging.getLogger("banmian")

SECONDS = 10
"""How long the monitor may take to answer: a broken monitor must not hold up a crawl."""


class PingError(UsageError):
    """An address that cannot be pinged."""


def check(url: str) -> str:
    """The address without a slash at its end. Raises PingError where it is not one."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise PingError(without_passwords(f"--ping: {url!r} is not an http or https address"))
    return url.rstrip("/")


def ping(url: str | None, event: str = "", body: str = "") -> None:
    """POSTs to the monitor: `url` for success, `url/start`, `url/fail`; a failure is logged, never raised."""
    if url is None:
        return
    address = f"{url}/{event}" if event else url
    request = urllib.request.Request(address, data=body.encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):
            pass
    except (urllib.error.URLError, OSError, ValueError) as error:
        logger.warning(
            "the monitor at %s does not answer: %s", urlsplit(url).netloc.rpartition("@")[2], error
        )
