"""The clock of the newspapers."""

from __future__ import annotations

from datetime import timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Where the newspapers are printed: whether a day has come is decided there, on whatever machine."""
