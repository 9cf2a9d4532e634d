"""Who reprints whom, and how fast: the reprints of a database added up by pairs of papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, select

from storage.database import reading
from storage.models import table

_ISSUES, _ARTICLES, _PAPERS = table("issues"), table("articles"), table("papers")
_FIRST, _FIRST_ISSUE = _ARTICLES.alias("first"), _ISSUES.alias("first_issue")
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"


@dataclass(frozen=True, slots=True)
class Flow:
    """The texts that one paper printed first and another (or the same) printed again."""

    first: str
    """Slug of the paper with the first print."""
    again: str
    """Slug of the paper that printed it again."""
    reprints: int
    """Prints."""
    same_day: int
    """How many of them on the day of the first print: which was first is then a matter of pages."""
    median_days: float
    """Days from the first print to the reprint."""
    since: dt.date
    """Day of the first of these reprints."""
    until: dt.date
    """Day of the last one."""


def flows(source: Engine, papers: Collection[str] = ()) -> list[Flow]:
    """The pairs of papers between which texts went, the most frequent first; with `papers` those of them."""
    statement = (
        select(_FIRST_ISSUE.c.paper, _ISSUES.c.paper, _FIRST_ISSUE.c.date, _ISSUES.c.date)
        .select_from(_ARTICLES)
        .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
        .join(_FIRST, _FIRST.c.cite_id == _ARTICLES.c.reprint_of)
        .join(_FIRST_ISSUE, _FIRST_ISSUE.c.id == _FIRST.c.issue_id)
    )
    if papers:
        statement = statement.where(_FIRST_ISSUE.c.paper.in_(papers) | _ISSUES.c.paper.in_(papers))
    days: dict[tuple[str, str], list[tuple[dt.date, int]]] = {}
    with reading(source) as connection:
        for first, again, printed, reprinted in connection.execute(statement):
            days.setdefault((first, again), []).append((reprinted, (reprinted - printed).days))
    found = [
        Flow(
            *pair,
            len(prints),
            sum(1 for _, lag in prints if not lag),
            float(median(lag for _, lag in prints)),
            min(prints)[0],
            max(prints)[0],
        )
        for pair, prints in days.items()
    ]
    return sorted(found, key=lambda flow: (-flow.reprints, flow.first, flow.again))


def write_graphml(source: Engine, found: Sequence[Flow], path: Path) -> None:
    """Write the flows as a directed graph for Gephi, networkx, igraph: papers, an edge from first to again.

    Raises OSError.
    """
    from lxml import etree

    with reading(source) as connection:
        names = {row.slug: row.name for row in connection.execute(select(_PAPERS.c.slug, _PAPERS.c.name))}
    root = etree.Element(f"{{{_GRAPHML}}}graphml", nsmap={None: _GRAPHML})  # type: ignore[dict-item]

    def data(element: etree._Element, **values: object) -> None:
        for name, value in values.items():
            etree.SubElement(element, f"{{{_GRAPHML}}}data", key=name).text = str(value)

    edges = {
        "weight": "int",
        "same_day": "int",
        "median_days": "double",
        "since": "string",
        "until": "string",
    }
    for owner, keys in (("node", {"label": "string"}), ("edge", edges)):
        for name, kind in keys.items():
            attributes = {"id": name, "for": owner, "attr.name": name, "attr.type": kind}
            etree.SubElement(root, f"{{{_GRAPHML}}}key", attributes)
    graph = etree.SubElement(root, f"{{{_GRAPHML}}}graph", edgedefault="directed")
    for slug in sorted({slug for flow in found for slug in (flow.first, flow.again)}):
        node = etree.SubElement(graph, f"{{{_GRAPHML}}}node", id=slug)
        data(node, label=names.get(slug, slug))
    for flow in found:
        edge = etree.SubElement(graph, f"{{{_GRAPHML}}}edge", source=flow.first, target=flow.again)
        span = {"since": flow.since, "until": flow.until}
        data(edge, weight=flow.reprints, same_day=flow.same_day, median_days=flow.median_days, **span)
    path.write_bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
