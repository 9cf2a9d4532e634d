"""The hosts this process asks: what it knows of each, and the budgets it shares with other processes."""

from __future__ import annotations

import asyncio
import atexit
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from time import monotonic
from typing import Any

from sqlalchemy import make_url

from crawler.download.reasons import Reason
from storage.budgets import Budgets
from storage.database import open_engine, open_existing
from storage.errors import StorageError, UsageError

logger = logging.getLogger("banmian")


@dataclass(slots=True)
class Host:
    """What this process knows of a host."""

    name: str
    """As `crawler.download.hosts.server_of` gives it."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a request is out, or waits for the host's turn."""
    asked_at: float = 0.0
    """When the last request was sent (monotonic clock)."""
    crawl_delay: float = 0.0
    """Seconds between two requests, as robots.txt wishes."""
    refusals: int = 0
    """Refusals since the last sound answer."""
    failures: int = 0
    """Failed tries since the last answer that was no failure."""
    given_up: Reason | None = None
    """Why nothing more is asked for in this run."""


class _Hosts(dict[str, Host]):
    def __missing__(self, name: str) -> Host:
        self[name] = host = Host(name)
        return host


HOSTS = _Hosts()
"""Name of a host → what is known of it."""


def sent(name: str) -> None:
    """Notes that a request is being sent now: a connection may have taken its time before."""
    HOSTS[name].asked_at = monotonic()


def budgets_of(settings: Mapping[str, Any]) -> Budgets:
    """The budgets of a crawl: in its database where that is a PostgreSQL, and on this machine.

    A trial, whose database is its own, shares those of the database in BANMIAN_TURNS_DB. Raises StorageError.
    """
    return _budgets(settings["BANMIAN_DB"], settings.get("BANMIAN_TURNS_DB") or "")


@cache
def _budgets(db: str, of_others: str) -> Budgets:
    url = of_others or db
    try:
        if make_url(url).get_backend_name() == "sqlite":
            return Budgets()
        engine = open_existing(url) if of_others else open_engine(url)
        atexit.register(engine.dispose)
        return Budgets(engine)
    except (StorageError, UsageError, ValueError) as error:
        if not of_others:
            raise
        logger.warning("whose turn it is on other machines cannot be asked: %s", error)
        return Budgets()
