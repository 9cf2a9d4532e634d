"""A page as it can be drawn: its picture or blank paper, the areas of its articles, a headline in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from storage.browse.archived import Picture
from storage.items import Polygon

_BROADSHEET = 1.42
"""Height of a page by its width, where nothing else is known."""
_MARGIN = 0.02
"""Of a page's width: what its outermost areas leave free."""
_CLOSE = 1.25
"""A picture at most so much larger than the areas on it is the picture they were measured on."""
_LARGEST = 0.085
"""Of a page's width: the largest character of a headline."""
_SMALLEST = 0.011
_CLOSING = tuple("，。、；：？！）》」』”’,.;:?!)")


class Stored(Protocol):
    """An article that can be opened."""

    @property
    def cite_id(self) -> str: ...


class Placed(Protocol):
    """A title on a page: that of an issue (`corpus.Placement`) or of a newsstand (`fronts.Title`)."""

    @property
    def position(self) -> int: ...

    @property
    def title(self) -> str: ...

    @property
    def area(self) -> tuple[Polygon, ...]: ...

    @property
    def article(self) -> Stored | None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a headline, drawn from its middle."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A grey bar that stands for a line of text."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Area:
    """Where an article stands on the page."""

    placement: Placed
    polygons: tuple[str, ...]
    """As SVG writes points."""
    lines: tuple[Line, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page to be drawn, in the units of its areas."""

    width: float
    height: float
    picture: Picture | None
    areas: tuple[Area, ...]


def drawn(titles: Iterable[Placed], picture: Picture | None) -> Drawing | None:
    """The page of these titles as it is drawn; None where there is neither a picture nor an area."""
    placed = [placement for placement in titles if placement.area]
    corners = [corner for placement in placed for polygon in placement.area for corner in polygon]
    right = max((x for x, _ in corners), default=0.0)
    bottom = max((y for _, y in corners), default=0.0)
    if picture is not None:
        width, height = _on_picture(picture, right, bottom)
    elif right > 0 and bottom > 0:
        width = right * (1 + _MARGIN)
        height = max(bottom + right * _MARGIN, width * (_BROADSHEET if bottom > right else 0.6))
    else:
        return None
    areas = [_area(placement, width, with_text=picture is None) for placement in placed]
    return Drawing(round(width, 1), round(height, 1), picture, tuple(areas))


def _on_picture(picture: Picture, right: float, bottom: float) -> tuple[float, float]:
    """Width and height of a picture in the units of the areas on it.

    Sites measure the areas on a small picture and link a large one of the same shape: where it is much
    larger than everything on it, it is shown so large that the areas cover it.
    """
    if right <= 0 or bottom <= 0:
        return float(picture.width), float(picture.height)
    larger = min(picture.width / right, picture.height / bottom)
    if 1 <= larger <= _CLOSE:
        return float(picture.width), float(picture.height)
    scale = larger / (1 + _MARGIN)
    return picture.width / scale, picture.height / scale


def _area(placement: Placed, page_width: float, *, with_text: bool) -> Area:
    polygons = tuple(_points(polygon) for polygon in placement.area)
    if not with_text:
        return Area(placement, polygons)
    lines, rules = _set(placement.title.replace("\u3000", ""), placement.area, page_width)
    return Area(placement, polygons, lines, rules)


def _points(polygon: Polygon) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in polygon)


def _set(
    title: str, polygons: Sequence[Polygon], page_width: float
) -> tuple[tuple[Line, ...], tuple[Rule, ...]]:
    """The headline over the first column, bars for the text in the rest of it and in the other columns."""
    rules: list[Rule] = []
    lines: list[Line] = []
    inset, step = page_width * 0.012, page_width * 0.016
    for number, polygon in enumerate(polygons):
        left, top, width, height = box(polygon)
        below = top + inset
        inner = width - 2 * inset
        if number == 0 and inner > 0 and title:
            lines = _headline(title, left, below, inner, height, page_width)
            below = max((line.y + line.size * 0.9 for line in lines), default=below)
        while below + step < top + height - page_width * 0.01:
            for start, end in _across(polygon, below):
                if end - start > 3 * inset:
                    at, long = round(start + inset, 1), round(end - start - 2 * inset, 1)
                    rules.append(Rule(at, round(below, 1), long, round(step * 0.4, 2)))
            below += step
    return tuple(lines), tuple(rules)


def _across(polygon: Polygon, y: float) -> list[tuple[float, float]]:
    """The stretches of a horizontal line that lie within a polygon."""
    crossed = []
    for (x1, y1), (x2, y2) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (y1 <= y) != (y2 <= y):
            crossed.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    crossed.sort()
    return list(zip(crossed[::2], crossed[1::2], strict=False))


def _headline(
    title: str, left: float, top: float, width: float, height: float, page_width: float
) -> list[Line]:
    """The title in as large characters as a third of the box has room for; no line begins with a mark."""
    size = min(sqrt(width * height * 0.35 / len(title)), page_width * _LARGEST, width / min(len(title), 4))
    size = max(size, page_width * _SMALLEST)
    a_line = max(int(width / size), 1)
    rows = -(-len(title) // a_line)
    a_line = -(-len(title) // rows)
    room = max(int(height * 0.8 / (size * 1.25)), 1)
    written = [title[row * a_line : (row + 1) * a_line] for row in range(rows)]
    for row in range(1, rows):
        while written[row].startswith(_CLOSING):
            written[row - 1], written[row] = written[row - 1] + written[row][0], written[row][1:]
    return [
        Line(
            round(left + width / 2 + page_width * 0.012, 1),
            round(top + size * (0.95 + 1.25 * row), 1),
            round(size, 1),
            written[row],
        )
        for row in range(min(rows, room))
    ]


def box(polygon: Polygon) -> tuple[float, float, float, float]:
    """Left, top, width, height of the rectangle around a polygon."""
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
