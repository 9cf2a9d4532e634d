"""What the sections of the report show: pictures and their numbers; `page.html.j2` asks for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from markupsafe import Markup

from storage.charts import COLOURS, Row, bar_chart, chart, svg
from storage.extras import altair
from storage.report.drawings import STATES, calendar, flow
from storage.report.numbers import LENGTHS, Report

MOST_BARS, MOST_GAPS, MOST_PAPERS = 25, 100, 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, what is written over it, and its numbers as rows of a table."""

    caption: str
    picture: Markup
    rows: Sequence[Row]


def calendars(report: Report) -> list[tuple[str, Markup]]:
    """Title and calendar of every paper."""
    found = []
    for paper in dict.fromkeys(issue.paper for issue in report.issues):
        name = report.names.get(paper, paper)
        drawn = calendar(name, [issue for issue in report.issues if issue.paper == paper])
        found.append((name if name == paper else f"{name} {paper}", drawn))
    return found


def overview(report: Report) -> Figure:
    """The share of complete issues of each paper and year, as a colour."""
    alt = altair()
    rows = [
        {
            "paper": report.names.get(each.paper, each.paper),
            "year": str(each.begins.year),
            "complete": each.states.get("complete", 0) / each.issues if each.issues else None,
            "issues": each.issues,
        }
        for each in report.years
    ]
    years = alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False)
    papers = alt.Axis(domain=False, ticks=False, labelLimit=180)
    colours = alt.Scale(domain=[0, 1], range=["#f6e3c5", "#1f7a4d"])
    legend = alt.Legend(format="%", gradientLength=120)
    drawn = (
        chart(rows, width=alt.Step(44), height=alt.Step(22))
        .mark_rect(stroke="white")
        .encode(
            x=alt.X("year:O", title=None, axis=years),
            y=alt.Y("paper:N", title=None, axis=papers),
            color=alt.Color("complete:Q", title="complete issues", scale=colours, legend=legend),
        )
    )
    return _figure("Share of complete issues by paper and year", drawn, rows)


_YEARS: dict[str, Any] = {"width": 440, "upright": {"labelAngle": 0, "labelOverlap": True}}


def issues_by_year(report: Report) -> Figure:
    """Issues by year and state."""
    counts = (
        {"year": str(each.begins.year), "state": state, "issues": count}
        for each in report.years
        for state, count in each.states.items()
        if state != "no_issue"
    )
    rows = _summed(counts, ("year", "state"), "issues")
    colours: dict[str, str] = {state: colour for state, (colour, _) in STATES.items() if state != "no_issue"}
    square = {"symbolType": "square"}
    drawn = bar_chart(rows, "year", "issues", ("state", colours), order="given", legend=square, **_YEARS)
    return _figure("Issues by year and state", drawn, rows)


def articles_by_year(report: Report) -> Figure:
    """Articles by year and paper; of many papers the largest ones."""
    sizes = Counter[str]()
    for each in report.years:
        sizes[each.paper] += each.articles
    most = MOST_PAPERS if len(sizes) <= MOST_PAPERS else MOST_PAPERS - 1
    largest = {paper: report.names.get(paper, paper) for paper, _ in sizes.most_common(most)}
    counts = (
        {"year": str(each.begins.year), "paper": largest.get(each.paper, "others"), "articles": each.articles}
        for each in report.years
    )
    rows = _summed(counts, ("year", "paper"), "articles")
    shown = [name for name in (*largest.values(), "others") if any(row["paper"] == name for row in rows)]
    colours = dict(zip(shown, COLOURS, strict=False))
    legend = {"columns": 4, "labelLimit": 110}
    drawn = bar_chart(rows, "year", "articles", ("paper", colours), legend=legend, **_YEARS)
    return _figure("Articles by year and paper", drawn, rows)


def gaps_by_reason(report: Report) -> Figure:
    """How many pages and issues, and how many articles, are lacking for which reason."""
    whats = ("pages and issues", "articles")
    counts = Counter((gap.kind, whats[gap.source_id is not None]) for gap in report.gaps)
    rows = [{"reason": kind, "what": what, "count": count} for (kind, what), count in sorted(counts.items())]
    colours = dict(zip(whats, ("#c0392b", "#1f5f8b"), strict=True))
    drawn = bar_chart(rows, "reason", "count", ("what", colours), title="gaps", sort="-x")
    return _figure("Gaps by reason", drawn, rows)


def newest_gaps(report: Report) -> list[Row]:
    """The newest gaps one by one."""
    return [
        {
            "date": gap.date,
            "paper": gap.paper,
            "reason": gap.kind,
            "what is lacking": gap.detail,
            "address": gap.url,
        }
        for gap in sorted(report.gaps, key=lambda gap: gap.date, reverse=True)[:MOST_GAPS]
    ]


def page_names(report: Report) -> Figure:
    """Articles by the name of the page; the most frequent names are drawn."""
    rows = [
        {"page name": name or "(none)", "articles": count}
        for name, count in sorted(report.pages.items(), key=lambda each: (-each[1], each[0]))
    ]
    drawn = bar_chart(rows[:MOST_BARS], "page name", "articles", step=20)
    return _figure("Articles by page name", drawn, rows)


def lengths(report: Report) -> Figure:
    """Articles by the length of their bodies."""
    ends = [f"–{following - 1:,}" for following in LENGTHS[1:]] + [" or more"]
    rows = [
        {"characters": f"{begin:,}{end}", "articles": report.lengths[begin]}
        for begin, end in zip(LENGTHS, ends, strict=True)
    ]
    below = "characters of the body"
    drawn = bar_chart(rows, "characters", "articles", width=800, upright={"labelAngle": -35}, below=below)
    return _figure("Articles by length", drawn, rows)


def reprints(report: Report) -> Figure:
    """Who printed texts first, and who printed them again."""
    rows = [
        {
            "first printed by": report.names.get(one, one),
            "printed again by": report.names.get(other, other),
            "reprints": count,
        }
        for (one, other), count in sorted(report.reprints.items(), key=lambda each: (-each[1], each[0]))
    ]
    caption = "Texts by the paper that printed them first (left) and those that printed them again (right)"
    return Figure(caption, flow(report.reprints, report.names), rows)


def repairs(report: Report) -> Figure:
    """Places repaired, by kind, and how many of the repairs are guesses."""
    rows = [
        {"kind": each.kind, "confidence": confidence, "places": count}
        for each in report.repairs
        for confidence, count in (("sure", each.count - each.unsure), ("guessed", each.unsure))
    ]
    numbers = [
        {"kind": each.kind, "places": each.count, "guessed": each.unsure, "articles": each.articles}
        for each in report.repairs
    ]
    colours = {"sure": "#1f5f8b", "guessed": "#d99a00"}
    kinds = [each.kind for each in report.repairs]
    drawn = bar_chart(rows, "kind", "places", ("confidence", colours), sort=kinds, order="descending")
    return _figure("Repaired places by kind", drawn, numbers)


def problems(report: Report) -> Figure:
    """Problems by kind, open and resolved."""
    rows = [
        {"kind": kind, "state": state, "problems": count}
        for (kind, state), count in sorted(report.problems.items())
    ]
    colours = {"open": "#c0392b", "resolved": "#aeb6bf"}
    drawn = bar_chart(rows, "kind", "problems", ("state", colours), sort="-x", order="ascending")
    return _figure("Problems by kind, open and resolved", drawn, rows)


def _summed(rows: Iterable[Row], keys: Sequence[str], value: str) -> list[Row]:
    """The rows with equal keys added up."""
    sums: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        sums[tuple(row[key] for key in keys)] += row[value]
    return [{**dict(zip(keys, names, strict=True)), value: count} for names, count in sorted(sums.items())]


def _figure(caption: str, drawn: Any, rows: Sequence[Row]) -> Figure:
    return Figure(caption, _embedded(svg(drawn), re.sub(r"\W+", "-", caption.lower())), rows)


def _embedded(drawing: str, name: str) -> Markup:
    """An SVG fit to stand in a page among others: ids of its own, and what a mark says shown as its title."""
    root = etree.fromstring(drawing.encode())
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items():
            if str(key) == "id":
                element.set(key, f"{name}-{value!s}")
            elif "url(#" in str(value):
                element.set(key, str(value).replace("url(#", f"url(#{name}-"))
        if element.get("role") == "graphics-symbol" and element.get("aria-roledescription") != "legend":
            title = etree.SubElement(element, "{http://www.w3.org/2000/svg}title")
            title.text = element.get("aria-label")
    return Markup(etree.tostring(root, encoding="unicode"))
