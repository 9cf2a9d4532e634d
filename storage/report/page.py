"""The report as one page of HTML: no script, no network, every chart with its numbers as a table."""

from __future__ import annotations

from collections import Counter
from html import escape
from importlib.resources import files

from storage.extras import altair
from storage.ledger import Gap
from storage.report.charts import COLOURS
from storage.report.drawings import STATES, calendar, flow, mark
from storage.report.figures import Row, bars, chart, figure, nothing, pair, summed, table, wide
from storage.report.numbers import LENGTHS, SURE, Report

MOST_BARS, MOST_GAPS, MOST_PAPERS = 25, 100, 8
OPEN_CALENDARS = 4
"""With more papers the calendars are folded, the overview stays."""


def page(report: Report) -> str:
    """The page. Raises MissingExtra without the extra `corpus`."""
    altair()
    style = files("storage").joinpath("report.css").read_text("utf-8")
    sections = [
        ("coverage", "Coverage", _coverage(report)),
        ("years", "Issues and articles per year", _years(report)),
        ("gaps", "Gaps and their reasons", _gaps(report)),
        ("pages", "Page names", _pages(report)),
        ("lengths", "Length of articles", _lengths(report)),
        ("reprints", "Reprints between papers", _reprints(report)),
        ("restoration", "Restoration", _restoration(report)),
        ("problems", "Problems", _problems(report)),
    ]
    links = "".join(f'<a href="#{key}">{title}</a>' for key, title, _ in sections)
    body = "".join(
        f'<section id="{key}" aria-labelledby="{key}-title">'
        f'<h2 id="{key}-title">{title}</h2>{content}</section>'
        for key, title, content in sections
    )
    span = f"{report.issues[0].date:%Y}" if report.issues else ""
    if report.issues:
        dates = [issue.date for issue in report.issues]
        span = f"{min(dates)} to {max(dates)}"
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>banmian report {span}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<header><p class="mark">版面 banmian</p><h1>What is kept, and what is lacking</h1>'
        f"<p>{escape(_papers(report))}{span and f', {span}'}. Expected up to {report.until}.</p></header>\n"
        f'<nav aria-label="Sections">{links}</nav>\n<main>{_figures(report)}{body}</main>\n</body>\n</html>\n'
    )


def _papers(report: Report) -> str:
    names = [name if name == slug else f"{name} ({slug})" for slug, name in report.names.items()]
    few = "、".join(names[:6])
    return (few + (f" and {len(names) - 6} more" if len(names) > 6 else "")) or "No papers"


def _figures(report: Report) -> str:
    states = Counter(issue.state for issue in report.issues)
    issues = sum(count for state, count in states.items() if state != "no_issue")
    complete = f"{100 * states['complete'] / issues:.1f} % complete" if issues else ""
    reprinted = report.reprints.total()
    shares = (
        ("papers", len(report.names), ""),
        ("issues", issues, complete),
        ("pages", sum(issue.pages for issue in report.issues), ""),
        ("articles", report.articles, f"{report.characters / 1e6:,.1f} million characters"),
        ("gaps", len(report.gaps), "pages, articles, issues"),
        ("reprints", reprinted, _share(reprinted, report.articles)),
        ("restored", report.repaired, _share(report.repaired, report.articles)),
    )
    boxes = "".join(
        f"<div><dt>{name}</dt><dd>{count:,}<small>{note}</small></dd></div>" for name, count, note in shares
    )
    return f'<dl class="figures">{boxes}</dl>'


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % of the articles" if whole else ""


# --- sections --------------------------------------------------------------------------------------------


def _coverage(report: Report) -> str:
    if not report.issues:
        return nothing("No issue is stored or expected.")
    key = "".join(f"<li>{mark(state)} <b>{state}</b> {told}</li>" for state, (_, told) in STATES.items())
    papers = list(dict.fromkeys(issue.paper for issue in report.issues))
    parts = [f'<ul class="key">{key}</ul>']
    if len(papers) > 1:
        parts.append(_overview(report))
    for paper in papers:
        name = report.names.get(paper, paper)
        drawn = calendar(name, [issue for issue in report.issues if issue.paper == paper])
        title = escape(name if name == paper else f"{name} {paper}")
        shown = " open" if len(papers) <= OPEN_CALENDARS else ""
        parts.append(f'<details class="paper"{shown}><summary>{title}</summary>{wide(drawn)}</details>')
    return "".join(parts)


def _overview(report: Report) -> str:
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
    drawn = (
        chart(rows, width=alt.Step(44), height=alt.Step(22))
        .mark_rect(stroke="white")
        .encode(
            x=alt.X(
                "year:O", title=None, axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False)
            ),
            y=alt.Y("paper:N", title=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=180)),
            color=alt.Color(
                "complete:Q",
                title="complete issues",
                scale=alt.Scale(domain=[0, 1], range=["#f6e3c5", "#1f7a4d"]),
                legend=alt.Legend(format="%", gradientLength=120),
            ),
        )
    )
    return figure(drawn, "Share of complete issues by paper and year", rows)


def _years(report: Report) -> str:
    if not report.years:
        return nothing("No issue is stored.")
    alt = altair()
    states = [
        {"year": str(each.begins.year), "state": state, "issues": count}
        for each in report.years
        for state, count in each.states.items()
        if state != "no_issue"
    ]
    states = summed(states, ("year", "state"), "issues")
    kinds = [state for state in STATES if state != "no_issue"]
    colours = alt.Scale(domain=kinds, range=[STATES[state][0] for state in kinds])
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    legend = alt.Legend(orient="top", symbolType="square")
    issues = (
        chart(states, width=440, height=220)
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("issues:Q", title="issues", axis=alt.Axis(tickCount=5, format=",d")),
            color=alt.Color("state:N", title=None, sort=kinds, scale=colours, legend=legend),
            order=alt.Order("place:Q"),
        )
        .transform_calculate(place=f"indexof({kinds!r}, datum.state)")
    )
    sizes = Counter[str]()
    for each in report.years:
        sizes[each.paper] += each.articles
    most = MOST_PAPERS if len(sizes) <= MOST_PAPERS else MOST_PAPERS - 1
    largest = [paper for paper, _ in sizes.most_common(most)]
    printed = [
        {
            "year": str(each.begins.year),
            "paper": report.names.get(each.paper, each.paper) if each.paper in largest else "others",
            "articles": each.articles,
        }
        for each in report.years
    ]
    printed = summed(printed, ("year", "paper"), "articles")
    order = [*(report.names.get(paper, paper) for paper in largest), "others"]
    shown = [name for name in order if any(row["paper"] == name for row in printed)]
    articles = (
        chart(printed, width=440, height=220)
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("articles:Q", title="articles", axis=alt.Axis(tickCount=5, format=",d")),
            color=alt.Color(
                "paper:N",
                title=None,
                sort=shown,
                scale=alt.Scale(domain=shown, range=list(COLOURS[: len(shown)])),
                legend=alt.Legend(orient="top", columns=4, labelLimit=110),
            ),
        )
    )
    return pair(
        figure(issues, "Issues by year and state", states),
        figure(articles, "Articles by year and paper", printed),
    )


def _gaps(report: Report) -> str:
    if not report.gaps:
        return nothing("Nothing is lacking.")
    alt = altair()
    counts = Counter((gap.kind, _what(gap)) for gap in report.gaps)
    rows = [{"reason": kind, "what": what, "count": count} for (kind, what), count in sorted(counts.items())]
    whats = ["pages and issues", "articles"]
    drawn = (
        chart(rows, width=760, height=alt.Step(26))
        .mark_bar()
        .encode(
            y=alt.Y("reason:N", title=None, sort="-x"),
            x=alt.X("count:Q", title="gaps", axis=alt.Axis(tickCount=5, format=",d")),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=whats, range=["#c0392b", "#1f5f8b"]),
                legend=alt.Legend(orient="top"),
            ),
        )
    )
    newest = sorted(report.gaps, key=lambda gap: gap.date, reverse=True)
    listed = [
        {
            "date": gap.date,
            "paper": gap.paper,
            "reason": gap.kind,
            "what is lacking": gap.detail,
            "address": gap.url,
        }
        for gap in newest[:MOST_GAPS]
    ]
    more = (
        ""
        if len(newest) <= MOST_GAPS
        else f" (the newest {MOST_GAPS} of {len(newest):,}; banmian gaps has all)"
    )
    return figure(drawn, "Gaps by reason", rows) + table(listed, f"The gaps one by one{more}")


def _what(gap: Gap) -> str:
    return "articles" if gap.source_id is not None else "pages and issues"


def _pages(report: Report) -> str:
    rows: list[Row] = [
        {"page name": name or "(none)", "articles": count}
        for name, count in sorted(report.pages.items(), key=lambda each: (-each[1], each[0]))
    ]
    if not rows:
        return nothing("No page is stored.")
    more = ""
    if len(rows) > MOST_BARS:
        rest = report.pages.total() - sum(row["articles"] for row in rows[:MOST_BARS])
        more = f"<p>{len(rows) - MOST_BARS} further names with {rest:,} articles are in the table.</p>"
    return figure(bars(rows[:MOST_BARS], "page name", "articles"), "Articles by page name", rows) + more


def _lengths(report: Report) -> str:
    if not report.lengths:
        return nothing("No article is stored.")
    alt = altair()
    ends = [f"–{following - 1:,}" for following in LENGTHS[1:]] + [" or more"]
    rows = [
        {"characters": f"{begin:,}{end}", "articles": report.lengths[begin]}
        for begin, end in zip(LENGTHS, ends, strict=True)
    ]
    drawn = (
        chart(rows, width=800, height=220)
        .mark_bar(color=COLOURS[0])
        .encode(
            x=alt.X("characters:O", title="characters of the body", sort=None, axis=alt.Axis(labelAngle=-35)),
            y=alt.Y("articles:Q", title="articles", axis=alt.Axis(tickCount=5, format=",d")),
        )
    )
    return figure(drawn, "Articles by length", rows)


def _reprints(report: Report) -> str:
    if not report.reprints:
        return nothing("No text is printed twice.")
    rows = [
        {
            "first printed by": report.names.get(one, one),
            "printed again by": report.names.get(other, other),
            "reprints": count,
        }
        for (one, other), count in sorted(report.reprints.items(), key=lambda each: (-each[1], each[0]))
    ]
    drawn = wide(flow(report.reprints, report.names))
    caption = "Texts by the paper that printed them first (left) and those that printed them again (right)"
    return f"<figure><figcaption>{caption}</figcaption>{drawn}</figure>{table(rows, 'The numbers')}"


def _restoration(report: Report) -> str:
    if not report.repairs:
        return nothing("No text was damaged.")
    alt = altair()
    rows: list[Row] = []
    for each in report.repairs:
        rows.append({"kind": each.kind, "confidence": "sure", "places": each.count - each.unsure})
        rows.append({"kind": each.kind, "confidence": "guessed", "places": each.unsure})
    drawn = (
        chart(rows, width=760, height=alt.Step(26))
        .mark_bar()
        .encode(
            y=alt.Y("kind:N", title=None, sort=[each.kind for each in report.repairs]),
            x=alt.X("places:Q", title="places", axis=alt.Axis(tickCount=5, format=",d")),
            color=alt.Color(
                "confidence:N",
                title=None,
                scale=alt.Scale(domain=["sure", "guessed"], range=["#1f5f8b", "#d99a00"]),
                legend=alt.Legend(orient="top"),
            ),
            order=alt.Order("confidence:N", sort="descending"),
        )
    )
    numbers = [
        {"kind": each.kind, "places": each.count, "guessed": each.unsure, "articles": each.articles}
        for each in report.repairs
    ]
    text = f"<p>Guessed: of a confidence below {SURE}. Every repair keeps what was there before.</p>"
    return text + figure(drawn, "Repaired places by kind", numbers)


def _problems(report: Report) -> str:
    if not report.problems:
        return nothing("There were none.")
    alt = altair()
    rows = [
        {"kind": kind, "state": state, "problems": count}
        for (kind, state), count in sorted(report.problems.items())
    ]
    drawn = (
        chart(rows, width=760, height=alt.Step(26))
        .mark_bar()
        .encode(
            y=alt.Y("kind:N", title=None, sort="-x"),
            x=alt.X("problems:Q", axis=alt.Axis(tickCount=5, format=",d")),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(domain=["open", "resolved"], range=["#c0392b", "#aeb6bf"]),
                legend=alt.Legend(orient="top"),
            ),
            order=alt.Order("state:N"),
        )
    )
    return figure(drawn, "Problems by kind, open and resolved", rows)
