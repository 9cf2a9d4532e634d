"""Curves of counts over time, which say what they show: what is counted, of how much, and what is not."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import Engine

from storage.charts.covered import Covered, covered
from storage.charts.look import PALE, chart, save
from storage.extras import altair
from storage.search import Count
from storage.selection import Selection

CURVES = 8
"""So many curves are drawn, those with most occurrences: there are as many colours."""

Drawn = Literal["occurrences", "per-million", "per-issue", "share"]
"""What a curve shows: occurrences, those in a million characters or in an issue, the share of articles."""


@dataclass(frozen=True, slots=True)
class _Form:
    title: str
    number: str
    axis: str


_FORMS: Mapping[Drawn, _Form] = {
    "occurrences": _Form("occurrences", ",d", "~s"),
    "per-million": _Form("occurrences per million characters", ",.2f", "~s"),
    "per-issue": _Form("occurrences per issue", ",.2f", "~s"),
    "share": _Form("share of the articles", ".2%", "~%"),
}


class Trend(list[Count]):
    """The counts of one question over time, which can be drawn."""

    def __init__(self, counts: Iterable[Count], engine: Engine, selection: Selection) -> None:
        super().__init__(counts)
        self._engine, self._selection = engine, selection

    def plot(self, path: str | Path | None = None, *, drawn: Drawn = "occurrences") -> Any:
        """The curves as an altair chart; with `path` (.html, .svg, .png, .pdf) also written to that file.

        Raises MissingExtra without the extra `corpus`, ValueError, UnknownFormat and OSError.
        """
        if drawn not in get_args(Drawn):
            raise ValueError(f"drawn: {drawn!r} is not one of {', '.join(get_args(Drawn))}")
        curves = plot(self, covered(self._engine, self._selection), drawn=drawn, asked=asked(self._selection))
        if path is not None:
            save(curves, Path(path))
        return curves


def asked(selection: Selection) -> str:
    """What a selection asks for besides papers and dates, in words; '' for nothing."""
    said = [f"on pages named {'、'.join(selection.page_names)}"] if selection.page_names else []
    said += [f"by {'、'.join(selection.authors)}"] if selection.authors else []
    said += {"none": [], "exact": ["equal texts once"], "near": ["each text once"]}[selection.dedup]
    return ", ".join(said)


def plot(
    counts: Sequence[Count], of: Covered | None = None, *, drawn: Drawn = "occurrences", asked: str = ""
) -> Any:
    """The counts as an altair chart: a curve a query (and group). Raises MissingExtra.

    `of` is what they rest on, and gives papers their names; `asked` is what else was asked for. Where the
    database has no articles the curve breaks; a month or year of which it has a part is a hollow point.
    """
    alt = altair()
    of = of or Covered()
    form = _FORMS[drawn]
    times: Counter[tuple[str, str]] = Counter()
    for each in counts:
        times[each.query, each.group] += each.occurrences
    chosen = {curve for curve, _ in times.most_common(CURVES)}
    by_time = sorted((each for each in counts if (each.query, each.group) in chosen), key=_by_curve(times))
    several = len({group for _, group in times}) > 1
    rows = _rows(by_time, of.names, drawn, several)
    monthly = any(len(each.period) > 4 for each in counts)
    axis = alt.Axis(format=_axis_format(counts), grid=False, labelOverlap=True)
    if len({each.period for each in counts}) <= 30 and not monthly:
        axis.tickCount = alt.TimeIntervalStep("year", 1)
    tooltip = [
        alt.Tooltip("label:N", title="query"),
        alt.Tooltip("period:N"),
        alt.Tooltip("value:Q", title=form.title, format=form.number),
        alt.Tooltip("articles:Q", format=",d"),
        alt.Tooltip("of:Q", title="of articles", format=",d"),
        alt.Tooltip("issues:Q", format=",d"),
    ]
    amount = alt.Axis(format=form.axis, tickCount=6)
    if drawn == "occurrences":
        amount.tickMinStep = 1
    colour = alt.Color("label:N", title=None, sort=None, legend=alt.Legend(orient="top", columns=4))
    base = chart(rows).encode(
        x=alt.X("date:T", title=None, axis=axis),
        y=alt.Y("value:Q", title=form.title, axis=amount),
        color=colour,
        tooltip=tooltip,
    )
    lines = base.mark_line(strokeWidth=2, invalid="break-paths-show-domains")
    points = base.mark_point(size=36, opacity=1, strokeWidth=1.5, invalid="filter").encode(
        shape=alt.value("circle"),
        fill=alt.condition("datum.partial", alt.value("white"), alt.Fill("label:N", sort=None, legend=None)),
    )
    title = alt.Title(
        "、".join(dict.fromkeys(each.query for each in counts)),
        subtitle=_said(counts, len(times), of, form.title, asked),
        subtitleColor=PALE,
    )
    return alt.layer(lines, points).properties(width=720, height=320, title=title)


def _by_curve(times: Counter[tuple[str, str]]) -> Any:
    """The order of rows: queries as they were asked, of each its groups by occurrences, then time."""
    queries = list(dict.fromkeys(query for query, _ in times))
    rank = {curve: place for place, (curve, _) in enumerate(times.most_common())}
    return lambda each: (queries.index(each.query), rank[each.query, each.group], each.period)


def _said(counts: Sequence[Count], curves: int, of: Covered, what: str, asked: str) -> list[str]:
    """What stands under the title: what is counted, where, over which time, and what is not drawn."""
    periods = sorted({each.period for each in counts})
    said = [
        ", ".join([what, *([f"{periods[0]} to {periods[-1]}"] if periods else []), *([asked] * bool(asked))])
    ]
    if of.names:
        few = "、".join(list(of.names.values())[:6])
        said.append(f"{few} and {len(of.names) - 6} more" if len(of.names) > 6 else few)
        said.append(str(of))
    if curves > CURVES:
        said.append(f"drawn are the {CURVES} of {curves} curves with most occurrences; the table has all")
    if any(each.partial for each in counts):
        said.append("hollow: the database has, or was asked for, a part of this time only")
    if not counts:
        said.append("the database has no articles of this time")
    return said


def _rows(
    counts: Sequence[Count], names: Mapping[str, str], drawn: Drawn, several: bool
) -> list[dict[str, Any]]:
    """The points of the curves, one without a value between two that are no neighbours."""
    rows: list[dict[str, Any]] = []
    before: Count | None = None
    for each in counts:
        group = names.get(each.group, each.group) or ("(no page)" if several else "")
        label = f"{each.query} · {group}" if group else each.query
        if before is not None and (before.query, before.group) == (each.query, each.group):
            following = _following(before.period)
            if following != each.period:
                rows.append({"label": label, "date": _begin(following), "value": None, "partial": False})
        more = {"of": each.all_articles, "issues": each.issues, "partial": each.partial}
        point = {"label": label, "date": _begin(each.period), "value": _value(each, drawn)}
        rows.append({**point, "articles": each.articles, "period": each.period, **more})
        before = each
    return rows


def _value(count: Count, drawn: Drawn) -> float:
    match drawn:
        case "occurrences":
            return count.occurrences
        case "per-million":
            return count.per_million
        case "per-issue":
            return count.per_issue
        case "share":
            return count.share


def _axis_format(counts: Sequence[Count]) -> str:
    """How the time is written below: days and weeks by their day."""
    length = max((len(each.period) for each in counts), default=4)
    return {4: "%Y", 7: "%Y-%m"}.get(length, "%Y-%m-%d")


def _following(period: str) -> str:
    if len(period) == 4:
        return f"{int(period) + 1:04}"
    if len(period) > 7:
        step = 7 if "W" in period else 1
        following = dt.date.fromisoformat(period) + dt.timedelta(days=step)
        return "{}-W{:02}".format(*following.isocalendar()) if step == 7 else following.isoformat()
    year, month = map(int, period.split("-"))
    return f"{year + month // 12:04}-{month % 12 + 1:02}"


def _begin(period: str) -> str:
    if len(period) > 7:
        return f"{dt.date.fromisoformat(period)}T00:00:00"
    return f"{period}-01T00:00:00" if len(period) > 4 else f"{period}-01-01T00:00:00"
