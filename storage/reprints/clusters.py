"""Which prints belong together, and which of them was the first: `cluster` and `reprint_of`.

Equal texts have equal `content_key`s, nearly equal ones are `pairs` (storage.reprints.index), and who the
members of a cluster are is decided in `likeness.clusters`. Each result is a function of what is stored, never
of the order in which it arrived: what counts is the first *print* (date, then page, then position, then
cite_id). Called within the transaction that stores the article or the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, func, select

from pipelines.text.fingerprint import Fingerprint
from storage import driver
from storage.database import parts
from storage.models import table
from storage.order import GUESSED, RANK, Rank
from storage.reprints import index, likeness, locks

_ISSUES, _ARTICLES = table("issues"), table("articles")
_OTHER = _ARTICLES.alias("other")

_RANK = select(*RANK).select_from(_ARTICLES).join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
_RANKS = _RANK.where(_ARTICLES.c.cite_id.in_(bindparam("cite_ids", expanding=True)))
_EARLIEST_DAYS = (
    select(_ARTICLES.c.content_key, GUESSED, func.min(_ISSUES.c.date).label("date"))
    .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
    .where(_ARTICLES.c.content_key.in_(bindparam("keys", expanding=True)))
    .group_by(_ARTICLES.c.content_key, GUESSED)
    .subquery()
)
_EARLIEST = (
    _RANK.add_columns(_ARTICLES.c.content_key)
    .join(_EARLIEST_DAYS, _EARLIEST_DAYS.c.content_key == _ARTICLES.c.content_key)
    .where(_ISSUES.c.date == _EARLIEST_DAYS.c.date, _EARLIEST_DAYS.c.guessed == GUESSED)
)
_PRINTS = select(
    _ARTICLES.c.id, _ARTICLES.c.cite_id, _ARTICLES.c.content_key, _ARTICLES.c.cluster, _ARTICLES.c.reprint_of
).where(_ARTICLES.c.content_key.in_(bindparam("keys", expanding=True)))
# Of each of these prints of an issue, one print of the same text in another issue: an index look-up each.
_PRINTED_BEFORE = (
    select(
        *(_ARTICLES.c[name] for name in ("id", "cite_id", "content_key")),
        *(_OTHER.c[name].label(f"other_{name}") for name in ("id", "cite_id", "cluster")),
    )
    .select_from(_ARTICLES)
    .join(
        _OTHER,
        _OTHER.c.id
        == select((one := _ARTICLES.alias("one")).c.id)
        .where(one.c.content_key == _ARTICLES.c.content_key, one.c.issue_id != _ARTICLES.c.issue_id)
        .limit(1)
        .correlate(_ARTICLES)
        .scalar_subquery(),
    )
    .where(
        _ARTICLES.c.issue_id == bindparam("issue"),
        _ARTICLES.c.content_key.in_(bindparam("keys", expanding=True)),
    )
)
_POINT = (
    sa.update(_ARTICLES)
    .where(_ARTICLES.c.id == bindparam("row"))
    .values(cluster=bindparam("first"), reprint_of=bindparam("its_first"))
)


def join(connection: Connection, issue_id: int, prints: Mapping[str, bytes]) -> set[str]:
    """Put prints just stored (of one issue, content key → signature) where they belong.

    Their texts are locked (`locks.hold`). A new text enters the index. A text printed before is put under the
    first print: a few rows, however many prints there are. Returns the texts that have to be grouped again.
    """
    new, touched = index.enter(connection, prints)
    if len(new) == len(prints):
        return touched
    known = [key for key in prints if key not in new]  # or too short for the index
    found = driver.ask(connection, _PRINTED_BEFORE, issue=issue_id, keys=known)
    if not found:
        return touched
    firsts = {row.content_key: row.other_cluster or row.other_cite_id for row in found}
    asked = {*firsts.values(), *(row.cite_id for row in found)}
    ranks: dict[str, Rank] = {
        row.cite_id: Rank.of(row) for row in driver.ask(connection, _RANKS, cite_ids=list(asked))
    }
    pointed = []
    for row in found:
        first = firsts[row.content_key]
        if first not in ranks or ranks[row.cite_id] < ranks[first]:
            touched.add(row.content_key)
            continue
        pointed.append({"row": row.id, "first": first, "its_first": first})
        if row.other_cluster is None:
            pointed.append({"row": row.other_id, "first": first, "its_first": None})
    driver.change_all(connection, _POINT, pointed)
    return touched


def exchange(connection: Connection, before: str | None, after: Fingerprint) -> set[str]:
    """Bring the index of texts up to date after a stored article got another text.

    `before` is the content key it had. Returns the texts that have to be grouped again.
    """
    known = {before: index.signature_of(connection, before)} if before is not None else {}
    arrived = {after.content_key: after.signature} if after.content_key is not None else {}
    locks.hold(connection, known | arrived)
    touched = index.leave(connection, before)
    if after.content_key is not None:
        touched |= index.enter(connection, {after.content_key: after.signature})[1]
    return touched | {key for key in (before, after.content_key) if key is not None}


def regroup(connection: Connection, keys: Collection[str]) -> set[str]:
    """Set `cluster` and `reprint_of` of every print of these texts and of those like them.

    Returns all texts of their groups. Rows that are right already are not written.
    """
    held: set[str] = set()
    while True:  # who was waited for may have brought further members
        members, alike = index.family(connection, keys)
        if members <= held:
            break
        locks.hold(connection, dict.fromkeys(members - held, b""))
        held |= members
    ranks = first_prints(connection, members)  # a text whose last print has gone has no rank
    first_of = likeness.clusters(ranks, alike, kinship(connection))
    prints = [row for part in parts(members) for row in driver.ask(connection, _PRINTS, keys=part)]
    size = Counter(first_of[row.content_key] for row in prints)
    differing = []
    for row in prints:
        text = first_of[row.content_key]
        first = ranks[text].cite_id if size[text] > 1 else None
        its_first = None if first == row.cite_id else first
        if (row.cluster, row.reprint_of) != (first, its_first):
            differing.append({"row": row.id, "first": first, "its_first": its_first})
    driver.change_all(connection, _POINT, differing)
    return members


def first_prints(connection: Connection, keys: Collection[str]) -> dict[str, Rank]:
    """Content keys → the first print of each text."""
    ranks: dict[str, Rank] = {}
    for part in parts(keys):
        for row in driver.ask(connection, _EARLIEST, keys=part):
            rank = Rank.of(row)
            ranks[row.content_key] = min(rank, ranks.get(row.content_key, rank))
    return ranks


def kinship(connection: Connection) -> Callable[[str, str], bool]:
    """Whether the texts of two keys may stand in one cluster though they are no pair (`Likeness.kin`)."""
    read: dict[str, str] = {}

    def kin(one: str, other: str) -> bool:
        if unread := {one, other} - read.keys():
            read.update(index.letters_of(connection, unread))
        return likeness.compare(read[one], read[other]).kin

    return kin
