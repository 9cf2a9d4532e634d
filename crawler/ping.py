"""Tells a monitor (healthchecks style) that a run started, succeeded or failed."""

from __future__ import annotations

import logging
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from storage.errors import UsageError, without_passwords

logger = logging.getLogger("banmian")

SECONDS = 10
"""How long the monitor may take to answer: a broken monitor must not hold up a crawl."""
SLUG = "{slug}"
"""What stands in an address for the paper: a monitor a paper."""
AT_ONCE = 8
"""How many pings are sent at the same time."""


class PingError(UsageError):
    """An address that cannot be pinged."""


def check(url: str) -> str:
    """The address without a slash at its end. Raises PingError where it is not one."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise PingError(without_passwords(f"--ping: {url!r} is not an http or https address"))
    return url.rstrip("/")


def tell(url: str | None, slugs: Sequence[str], said_of: Callable[[str], tuple[str, str]]) -> None:
    """Pings once, or, where the address holds `{slug}`, once a paper; all at the same time.

    `said_of` gives event and body for a slug, '' for the run as a whole.
    """
    if url is None:
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for slug in slugs if SLUG in url else ("",):
            pool.submit(ping, url.replace(SLUG, slug), *said_of(slug))


def ping(url: str, event: str, body: str) -> None:
    """POSTs to the monitor: `url` for success, `url/start`, `url/fail`; a failure is logged, never raised."""
    address = f"{url}/{event}" if event else url
    request = urllib.request.Request(address, data=body.encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):
            pass
    except (urllib.error.URLError, OSError, ValueError) as error:
        logger.warning(
            "the monitor at %s does not answer: %s", urlsplit(url).netloc.rpartition("@")[2], error
        )
