"""How much of a page each of its titles takes, by the areas of the page map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_DIGITS = 4
"""Decimal places of a share: maps are drawn by hand."""


def shares(areas: Sequence[Any]) -> list[float | None]:
    """The share of the page of each title, 0 to 1: its area by that of the box around all areas of the page.

    An area is a list of polygons, each a list of corners (x, y); two corners are those of a rectangle. None
    for None, and where the map has no extent.
    """
    corners = [corner for area in areas if area for polygon in area for corner in polygon]
    if not corners:
        return [None] * len(areas)
    wide, high = (max(each) - min(each) for each in zip(*corners, strict=True))
    page = wide * high
    return [
        round(min(sum(map(_size, area)) / page, 1.0), _DIGITS) if area and page else None for area in areas
    ]


def _size(polygon: Sequence[Sequence[float]]) -> float:
    """The area of a polygon whose sides do not cross (Gauss's formula)."""
    if len(polygon) == 2:
        (x1, y1), (x2, y2) = polygon
        return abs((x2 - x1) * (y2 - y1))
    following = [*polygon[1:], *polygon[:1]]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(polygon, following, strict=True))) / 2
