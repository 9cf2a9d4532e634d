"""The curve of `banmian trend`: how often something is written about, over time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from storage.extras import altair
from storage.report.charts import chart
from storage.search import Count

CURVES = 8
"""So many papers or page names are drawn, those with most occurrences."""


def plot(counts: Sequence[Count], *, relative: bool = False) -> Any:
    """The counts as an altair chart: a curve a query (and group). Raises MissingExtra.

    `relative` draws occurrences in a million characters. Where the database has no articles the curve breaks.
    """
    alt = altair()
    times: Counter[str] = Counter()
    for each in counts:
        times[each.group] += each.occurrences
    queries = list(dict.fromkeys(each.query for each in counts))
    said = _said(counts, len(times), relative)
    drawn = [group for group, _ in times.most_common(CURVES)]
    monthly = any(len(each.period) > 4 for each in counts)
    rows = [
        row for group in drawn for row in _rows([each for each in counts if each.group == group], relative)
    ]
    title = "occurrences per million characters" if relative else "occurrences"
    fields = [
        alt.Tooltip("label:N", title="query"),
        alt.Tooltip("period:N"),
        alt.Tooltip("value:Q", title=title, format=",.2f" if relative else ",d"),
        alt.Tooltip("articles:Q", format=",d"),
    ]
    axis = alt.Axis(format="%Y-%m" if monthly else "%Y", grid=False, labelOverlap=True)
    if len({each.period for each in counts}) <= 30 and not monthly:
        axis.tickCount = alt.TimeIntervalStep("year", 1)
    return (
        chart(rows, width=720, height=320, title=alt.Title("、".join(queries), subtitle=said))
        .mark_line(
            point=alt.OverlayMarkDef(size=36, filled=True), strokeWidth=2, invalid="break-paths-show-domains"
        )
        .encode(
            x=alt.X("date:T", title=None, axis=axis),
            y=alt.Y("value:Q", title=title, axis=alt.Axis(format="~s", tickCount=6)),
            color=alt.Color("label:N", title=None, sort=None, legend=alt.Legend(orient="top")),
            tooltip=fields,
        )
    )


def _said(counts: Sequence[Count], groups: int, relative: bool) -> list[str]:
    """What stands under the title: what is counted, over which time, and what is not drawn."""
    what = "occurrences per million characters" if relative else "occurrences"
    periods = sorted({each.period for each in counts})
    said = [f"{what}, {periods[0]} to {periods[-1]}" if periods else what]
    if groups > CURVES:
        said.append(f"drawn are the {CURVES} of {groups} with most occurrences; the table has all")
    return said


def _rows(counts: Sequence[Count], relative: bool) -> list[dict[str, Any]]:
    """The points of the curves of one group, one without a value between two that are no neighbours."""
    rows: list[dict[str, Any]] = []
    before: Count | None = None
    for each in counts:
        label = f"{each.query} · {each.group}" if each.group else each.query
        if before is not None and before.query == each.query:
            following = _following(before.period)
            if following != each.period:
                rows.append({"label": label, "date": _begin(following), "value": None})
        value = each.per_million if relative else each.occurrences
        more = {"articles": each.articles, "period": each.period}
        rows.append({"label": label, "date": _begin(each.period), "value": value, **more})
        before = each
    return rows


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
