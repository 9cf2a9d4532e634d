"""The report as one page of HTML: `page.html.j2` filled with what `sections` draw."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from storage.extras import altair
from storage.report import sections
from storage.report.drawings import STATES, mark
from storage.report.numbers import SURE, Report

OPEN_CALENDARS = 4
"""With more papers the calendars are folded, the overview stays."""


def page(report: Report) -> str:
    """The page. Raises MissingExtra without the extra `corpus`."""
    altair()
    loader = PackageLoader("storage.report", "")
    templates = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    dates = [issue.date for issue in report.issues]
    return templates.get_template("page.html.j2").render(
        report=report,
        sections=sections,
        states=STATES,
        mark=mark,
        open_calendars=OPEN_CALENDARS,
        sure=SURE,
        style=Markup(files("storage.report").joinpath("report.css").read_text("utf-8")),
        span=f"{min(dates)} to {max(dates)}" if dates else "",
        papers=_papers(report),
        totals=_totals(report),
    )


def _papers(report: Report) -> str:
    names = [name if name == slug else f"{name} ({slug})" for slug, name in report.names.items()]
    few = "、".join(names[:6])
    return (few + (f" and {len(names) - 6} more" if len(names) > 6 else "")) or "No papers"


def _totals(report: Report) -> list[tuple[str, int, str]]:
    """The numbers at the head of the page: name, number, a note."""
    states = Counter(issue.state for issue in report.issues)
    issues = sum(count for state, count in states.items() if state != "no_issue")
    reprinted = report.reprints.total()
    return [
        ("papers", len(report.names), ""),
        ("issues", issues, f"{100 * states['complete'] / issues:.1f} % complete" if issues else ""),
        ("pages", sum(issue.pages for issue in report.issues), ""),
        ("articles", report.articles, f"{report.characters / 1e6:,.1f} million characters"),
        ("gaps", len(report.gaps), "pages, articles, issues"),
        ("reprints", reprinted, _share(reprinted, report.articles)),
        ("restored", report.repaired, _share(report.repaired, report.articles)),
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % of the articles" if whole else ""
