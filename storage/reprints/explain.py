"""What is known about duplicates: every cluster with its prints, and why two articles are one text or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, bindparam, select

from pipelines.text.differences import Difference, differences
from pipelines.text.keys import letters
from storage.database import reading
from storage.errors import UsageError
from storage.models import table
from storage.order import RANK, first_page
from storage.reprints import index, likeness

_ISSUES, _PAGES = table("issues"), table("pages")
_ARTICLES, _ALIASES, _TEXTS, _PAIRS = map(table, ("articles", "aliases", "texts", "pairs"))

Kind = Literal["first", "exact", "near"]


class UnknownArticle(UsageError, LookupError):
    """No article has that cite_id; the text says so."""


@dataclass(frozen=True, slots=True)
class Print:
    """One print of a text."""

    cite_id: str
    paper: str
    date: dt.date
    page_number: str
    """The page number as printed; '' when its page was not read."""
    headline: str
    kind: Kind
    """first: the first print; exact: the same letters and digits; near: nearly the same."""
    similarity: float
    """Share of letters in common with the first print (`likeness.Likeness`), 1 for exact."""
    differences: tuple[Difference, ...]
    """Where its body (folded) differs from the first print's."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """All prints of one text, in the order of print."""

    cluster: str
    """cite_id of the first print."""
    prints: tuple[Print, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What decides whether two articles are prints of one text."""

    cite_ids: tuple[str, str]
    content_keys: tuple[str | None, str | None]
    clusters: tuple[str | None, str | None]
    bands: int
    """Bands both signatures have; texts that share none are never compared when they are stored."""
    crowded: int
    """How many of these are crowded (`index.CROWDED`) and therefore do not count."""
    estimated: float
    """Jaccard index of the texts' character 3-grams, as the signatures tell."""
    similarity: float
    part: float
    whole: float
    rule: likeness.Rule
    reason: str
    """What the rule says."""
    through: tuple[str, ...]
    """One cite_id of each text by which the pairs lead from one to the other, where they are no pair."""
    differences: tuple[Difference, ...]


_PRINT: sa.Select[Any] = select(
    _ISSUES.c.paper,
    *RANK,
    first_page(_PAGES.c.number).label("page_number"),
    _ARTICLES.c.headline,
    _ARTICLES.c.content_key,
    _ARTICLES.c.cluster,
    _ARTICLES.c.body_hans,
).select_from(_ARTICLES.join(_ISSUES))
_MEMBERS = _PRINT.where(_ARTICLES.c.cluster.in_(bindparam("clusters", expanding=True)))
_CLUSTERS = select(_ARTICLES.c.cluster).where(_ARTICLES.c.cluster.is_not(None)).distinct()


def clusters(source: Engine, papers: Collection[str] = ()) -> Iterator[Cluster]:
    """Every cluster, by the cite_id of its first print; with `papers` those with a print of one of them."""
    wanted = _CLUSTERS
    if papers:
        wanted = wanted.join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id).where(_ISSUES.c.paper.in_(papers))
    with reading(source) as connection:
        names = sorted(connection.execute(wanted).scalars())
        for start in range(0, len(names), 100):
            part = names[start : start + 100]
            members: dict[str, list[sa.Row[Any]]] = {}
            for row in connection.execute(_MEMBERS, {"clusters": part}):
                members.setdefault(row.cluster, []).append(row)
            for name in part:
                yield _cluster(name, members[name])


def prints(source: Engine, name: str) -> Cluster | None:
    """The cluster of that name (the cite_id of its first print); None where there is none."""
    with reading(source) as connection:
        rows = connection.execute(_MEMBERS, {"clusters": [name]}).all()
    return _cluster(name, rows) if rows else None


def why(source: Engine, one: str, other: str) -> Why:
    """Why two articles are prints of one text, or are not. Raises UnknownArticle."""
    with reading(source) as connection:
        rows = [_article(connection, cite_id) for cite_id in (one, other)]
        signatures = [_signature(connection, row.content_key) for row in rows]
        shared = set(likeness.bands(signatures[0])) & set(likeness.bands(signatures[1]))
        like = likeness.compare(*(letters(row.body_hans) for row in rows))
        linked = not like.alike and rows[0].cluster is not None and rows[0].cluster == rows[1].cluster
        return Why(
            cite_ids=(rows[0].cite_id, rows[1].cite_id),
            content_keys=(rows[0].content_key, rows[1].content_key),
            clusters=(rows[0].cluster, rows[1].cluster),
            bands=len(shared),
            crowded=len(index.crowded(connection, shared)),
            estimated=likeness.estimate(*signatures),
            similarity=like.similarity,
            part=like.part,
            whole=like.whole,
            rule=like.rule,
            reason=likeness.RULES[like.rule],
            through=_path(connection, *(row.content_key for row in rows)) if linked else (),
            differences=tuple(differences(rows[0].body_hans, rows[1].body_hans)),
        )


def _cluster(name: str, rows: Sequence[sa.Row[Any]]) -> Cluster:
    rows = sorted(rows, key=lambda row: (row.date, row.place, row.cite_id))
    first = next((row for row in rows if row.cite_id == name), rows[0])
    kept = letters(first.body_hans)
    prints = []
    for row in rows:
        kind: Kind = "near" if row.content_key != first.content_key else "exact"
        is_near = kind == "near"  # equal texts, of which there may be hundreds, need not be compared
        prints.append(
            Print(
                cite_id=row.cite_id,
                paper=row.paper,
                date=row.date,
                page_number=row.page_number or "",
                headline=row.headline,
                kind="first" if row is first else kind,
                similarity=likeness.compare(kept, letters(row.body_hans)).similarity if is_near else 1.0,
                differences=() if row is first else tuple(differences(first.body_hans, row.body_hans)),
            )
        )
    return Cluster(name, tuple(prints))


def _article(connection: Connection, cite_id: str) -> sa.Row[Any]:
    """The article of that cite_id, or the one that keeps the text of that second id."""
    second = select(_ALIASES.c.article_id).where(_ALIASES.c.cite_id == cite_id)
    row = connection.execute(
        _PRINT.where((_ARTICLES.c.cite_id == cite_id) | _ARTICLES.c.id.in_(second))
    ).first()
    if row is None:
        raise UnknownArticle(f"no article is stored as {cite_id}")
    return row


def _signature(connection: Connection, key: str | None) -> bytes:
    found = connection.execute(select(_TEXTS.c.signature).where(_TEXTS.c.content_key == key)).scalar()
    return b"" if found is None else bytes(found)


def _path(connection: Connection, one: str, other: str) -> tuple[str, ...]:
    """A cite_id for each text on the shortest way from one to the other by pairs, without these two."""
    _, alike = index.family(connection, [one])
    before: dict[str, str] = {one: one}
    reached = [one]
    while reached and other not in before:
        following = []
        for text in reached:
            for next_text in sorted(alike.get(text, ())):
                if next_text not in before:
                    before[next_text] = text
                    following.append(next_text)
        reached = following
    steps = []
    text = before.get(other, one)
    while text != one:
        steps.append(text)
        text = before[text]
    found = select(sa.func.min(_ARTICLES.c.cite_id)).where(_ARTICLES.c.content_key == bindparam("key"))
    return tuple(connection.execute(found, {"key": key}).scalar_one() for key in reversed(steps))
