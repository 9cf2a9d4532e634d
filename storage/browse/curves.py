"""The curves of a trend, drawn on the server: points, ticks and names, for a template to put into SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from storage.search import Count

CURVES = 6
"""Words in one trend: the style has as many colours."""
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 960, 360, 56, 36, 16, 16
"""In the units of the drawing."""
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve."""

    x: float
    y: float
    count: Count


@dataclass(frozen=True, slots=True)
class Curve:
    """The curve of one query."""

    query: str
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """As SVG writes points."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves with their axes."""

    curves: tuple[Curve, ...]
    across: tuple[tuple[float, str], ...]
    """Where a period is named."""
    up: tuple[tuple[float, str], ...]
    """Where a number is named: occurrences in a million characters."""


def chart(counts: Sequence[Count]) -> Chart | None:
    """The curves of these counts; None where there are none."""
    if not counts:
        return None
    periods = sorted({count.period for count in counts})
    most = max(count.per_million for count in counts) or 1.0
    step = _nice(most / (_TICKS - 1))
    top = step * max(-(-most // step), 1)
    wide = (WIDTH - LEFT - RIGHT) / max(len(periods) - 1, 1)
    at = {period: round(LEFT + place * wide, 1) for place, period in enumerate(periods)}
    if len(periods) == 1:
        at = {periods[0]: round((LEFT + WIDTH - RIGHT) / 2, 1)}

    def height(number: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * number / top, 1)

    curves = tuple(
        Curve(
            query,
            tuple(
                Point(at[one.period], height(one.per_million), one) for one in counts if one.query == query
            ),
        )
        for query in dict.fromkeys(count.query for count in counts)
    )
    every = -(-len(periods) // 12)
    across = tuple((at[period], period) for period in periods[::every])
    up = tuple((height(step * n), f"{step * n:g}") for n in range(round(top / step) + 1))
    return Chart(curves, across, up)


def _nice(number: float) -> float:
    """The next larger number of 1, 2, 5, 10, 20 …"""
    size = 10.0 ** floor(log10(number)) if number > 0 else 1.0
    return next(float(size * factor) for factor in (1, 2, 5, 10) if size * factor >= number * 0.999)
