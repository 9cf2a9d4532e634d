"""The order of print: date, page, position, cite_id. What is first is said here alone."""

from __future__ import annotations

import datetime as dt

from storage.models import table

_PAGES, _PLACEMENTS = table("pages"), table("placements")

NOWHERE = 1_000_000_000
"""The place of an article whose page was not read yet: behind all others of its day."""
PLACE = _PAGES.c.sequence * 100_000 + _PLACEMENTS.c.position

Rank = tuple[dt.date, int, str]
"""(date, place, cite_id): the order of prints. Compared in Python, for collations differ by database."""
