"""Two drawings as SVG that charts have no form for: the calendar of a paper, and who reprints whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import accumulate

from markupsafe import Markup

from storage.charts import COLOURS, PALE
from storage.ledger import IssueStatus, State

STATES: dict[State, tuple[str, str]] = {
    "complete": ("#1f7a4d", "everything promised is there"),
    "partial": ("#d99a00", "pages or articles are lacking"),
    "missing": ("#c0392b", "expected, and nothing of it is stored"),
    "absent": ("#2e6da4", "no front page that day; nothing proves yet that there was no issue"),
    "blocked": ("#7d3c98", "the site refused it"),
    "no_issue": ("#aeb6bf", "no issue that day (休刊)"),
}
"""State → colour, and what it means."""

_CELL, _STEP, _LEFT, _TOP = 9, 11, 40, 16
_WIDTH, _GAP, _SCALE = _LEFT + 54 * _STEP, 10, 1.45
_WEEKDAYS = "一二三四五六日"
# Each state has a form of its own, so that it can be read without its colour, too.
_FORMS: dict[State, str] = {
    "complete": "h9v9h-9z",
    "partial": "v9h9z",
    "missing": "m.75.75h7.5v7.5h-7.5z",
    "blocked": "m.75.75l7.5 7.5m0-7.5l-7.5 7.5",
    "no_issue": "m3 3h3v3h-3z",
    "absent": "m4.5.75l3.75 3.75-3.75 3.75-3.75-3.75z",
}
_LINES: tuple[State, ...] = ("missing", "blocked", "absent")
_WORST: tuple[State, ...] = ("blocked", "missing", "partial", "absent", "complete", "no_issue")
"""Of a day with several editions the first of these is shown."""


def mark(state: State) -> Markup:
    """The sign of a state, for the key to the calendar."""
    return Markup(
        f'<svg width="11" height="11" viewBox="-1 -1 11 11" aria-hidden="true">{_path(state, "M0 0")}</svg>'
    )


def calendar(name: str, issues: Sequence[IssueStatus]) -> Markup:
    """The issues of one paper: a band a year, a column a week, a row a weekday it appears on."""
    days: dict[dt.date, State] = {}
    for issue in issues:
        before = days.get(issue.date, issue.state)
        days[issue.date] = min(before, issue.state, key=_WORST.index)
    weekdays = sorted({day.weekday() for day in days})
    years = range(min(days).year, max(days).year + 1) if days else range(0)
    band = len(weekdays) * _STEP + _GAP
    bands = [_year(year, days, weekdays, _TOP + place * band) for place, year in enumerate(years)]
    weeks = [dt.date(2023, month, 1).timetuple().tm_yday // 7 for month in range(1, 13)]
    months = "".join(
        f'<text x="{_LEFT + week * _STEP}" y="9">{month}月</text>' for month, week in enumerate(weeks, 1)
    )
    height = _TOP + len(bands) * band
    said = f"{name}: {_counted(days.values())}"
    return Markup(
        f'<svg class="calendar" role="img" aria-label="{escape(said)}" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH * _SCALE:.0f}" height="{height * _SCALE:.0f}">{months}{"".join(bands)}</svg>'
    )


def _year(year: int, days: Mapping[dt.date, State], weekdays: Sequence[int], top: int) -> str:
    """One band: a path a state, and over each week with issues a pane that tells its counts."""
    paths: defaultdict[State, list[str]] = defaultdict(list)
    weeks: defaultdict[int, list[dt.date]] = defaultdict(list)
    first = dt.date(year, 1, 1)
    height = len(weekdays) * _STEP
    for number in range(dt.date(year, 12, 31).timetuple().tm_yday):
        day = first + dt.timedelta(days=number)
        if day in days:
            week = (number + first.weekday()) // 7
            weeks[week].append(day)
            row = weekdays.index(day.weekday())
            paths[days[day]].append(f"M{_LEFT + week * _STEP} {top + row * _STEP}")
    drawn = [_path(state, *places) for state, places in paths.items()]
    for week, known in weeks.items():
        title = f"{known[0]}{'' if len(known) == 1 else f' – {known[-1]:%m-%d}'}: "
        title += _counted(days[day] for day in known)
        place = f'x="{_LEFT + week * _STEP - 1}" y="{top - 1}" width="{_STEP}" height="{height}"'
        drawn.append(f'<rect class="pane" {place}><title>{title}</title></rect>')
    names = "".join(
        f'<text class="day" x="{_LEFT - 12}" y="{top + row * _STEP + 8}">{_WEEKDAYS[weekday]}</text>'
        for row, weekday in enumerate(weekdays)
    )
    size = f'width="{53 * _STEP + 4}" height="{height + 4}"'
    frame = f'<rect class="frame" x="{_LEFT - 3}" y="{top - 3}" {size}/>'
    label = f'<text class="year" x="0" y="{top + height / 2 + 2}">{year}</text>'
    return f"{frame}{label}{names}{''.join(drawn)}"


def _path(state: State, *places: str) -> str:
    path = "".join(f"{place}{_FORMS[state]}" for place in places)
    colour = STATES[state][0]
    paint = f'fill="none" stroke="{colour}" stroke-width="1.5"' if state in _LINES else f'fill="{colour}"'
    return f'<path class="{state}" d="{path}" {paint}/>'


def _counted(states: Iterable[State]) -> str:
    counts = Counter(states)
    return ", ".join(f"{counts[state]:,} {state.replace('_', ' ')}" for state in STATES if counts[state])


def flow(reprints: Mapping[tuple[str, str], int], names: Mapping[str, str], most: int = 12) -> Markup:
    """Who printed texts first (left) and who printed them again (right); the wider, the more."""
    left, right = _largest(reprints, 0, most), _largest(reprints, 1, most)
    shown: Counter[tuple[str, str]] = Counter()
    for (one, other), count in reprints.items():
        shown[one if one in left else "others", other if other in right else "others"] += count
    sides = [_largest(shown, side, most + 1) for side in (0, 1)]
    total = sum(shown.values())
    gap, full = 14, 300
    height = full + gap * max(map(len, sides)) + 10
    scale = full / total
    tops = [_tops(side, scale, gap) for side in sides]
    used = [dict(each) for each in tops]
    colour = {name: COLOURS[place % len(COLOURS)] for place, name in enumerate(sides[0])}
    parts = []
    for one in sides[0]:
        for other in sides[1]:
            count = shown[one, other]
            if not count:
                continue
            wide = count * scale
            y1, y2 = used[0][one] + wide / 2, used[1][other] + wide / 2
            used[0][one] += wide
            used[1][other] += wide
            title = f"{_name(one, names)} → {_name(other, names)}: {count:,} reprints"
            parts.append(
                f'<path d="M220 {y1:.1f}C360 {y1:.1f} 360 {y2:.1f} 500 {y2:.1f}" fill="none" '
                f'stroke="{colour[one]}" stroke-opacity=".45" stroke-width="{max(wide, 1):.1f}">'
                f"<title>{escape(title)}</title></path>"
            )
    for side, (x, anchor, edge) in enumerate(((206, "end", 212), (514, "start", 500))):
        for name, count in sides[side].items():
            y, wide = tops[side][name], max(count * scale, 1)
            fill = colour[name] if side == 0 else PALE
            parts.append(f'<rect x="{edge}" y="{y:.1f}" width="8" height="{wide:.1f}" fill="{fill}"/>')
            label = f"{escape(_name(name, names))} <tspan>{count:,}</tspan>"
            parts.append(f'<text x="{x}" y="{y + wide / 2 + 4:.1f}" text-anchor="{anchor}">{label}</text>')
    said = f"{total:,} reprints between {len({*sides[0], *sides[1]})} papers; the table below has the numbers"
    return Markup(
        f'<svg class="flow" role="img" aria-label="{said}" viewBox="0 0 720 {height:.0f}" width="720" '
        f'height="{height:.0f}">{"".join(parts)}</svg>'
    )


def _largest(counts: Mapping[tuple[str, str], int], side: int, most: int) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for pair, count in counts.items():
        sums[pair[side]] += count
    return dict(sorted(sums.items(), key=lambda each: (-each[1], each[0]))[:most])


def _tops(side: Mapping[str, int], scale: float, gap: int) -> dict[str, float]:
    steps = accumulate((count * scale + gap for count in side.values()), initial=float(gap))
    return dict(zip(side, steps, strict=False))


def _name(slug: str, names: Mapping[str, str]) -> str:
    return names.get(slug, slug)
