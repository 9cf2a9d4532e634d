"""The environment variables that `crawler.settings` reads, checked before anything is begun."""

from __future__ import annotations

import math
import os

from storage.errors import UsageError


class SettingsError(UsageError):
    """A setting of the environment that cannot be used; the text names it."""


def check_environment() -> None:
    """Raises SettingsError for what `crawler.settings` reads from the environment and cannot use."""
    text = os.environ.get("BANMIAN_TIMEOUT") or "60"
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise SettingsError(f"BANMIAN_TIMEOUT: {text!r} is no number of seconds above 0, write it as 60")
    if not (networks := os.environ.get("BANMIAN_NETWORKS")):
        return
    from crawler.download.hosts import read_networks

    try:
        read_networks(networks)
    except ValueError as error:
        raise SettingsError(f"BANMIAN_NETWORKS: {error}, write them as 198.18.0.0/15, fd00::/8") from error
