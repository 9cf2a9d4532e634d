"""Everything about duplicates again for a whole database: `banmian dedup`.

Three phases in batches, each batch in a transaction that also notes how far it came (`runs.counts`), so that
a run that was killed is continued by the next. Memory holds a batch, and of each text a few bytes; the
signatures lie in a temporary file. What comes out is what storing
the articles one by one gives (`storage.reprints.index`, `storage.reprints.clusters`).
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, bindparam, func, select

from pipelines.text.fingerprint import FINGERPRINT_VERSION, fingerprints
from pipelines.text.keys import key_prefix
from pipelines.text.script import fold_article
from storage import driver
from storage.database import explained, for_writing, parts, reading
from storage.models import table
from storage.reprints import clusters, index, likeness, locks
from storage.reprints.version import drop_other_version, note_version

_ARTICLES, _TEXTS, _BANDS, _PAIRS, _RUNS = map(table, ("articles", "texts", "bands", "pairs", "runs"))

COMMAND = "banmian dedup"
BATCH = 2_000
"""Articles, texts or pairs in a transaction."""

Phase = Literal["texts", "bands", "groups"]
Values = npt.NDArray[np.uint16]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a phase came."""

    phase: Phase
    done: int
    total: int


def dedup(engine: Engine) -> Iterator[Progress]:
    """Make all keys and signatures again, find all pairs, group everything; yields how far it is.

    Continues the last run where that was not finished. Raises StorageError when the database fails.
    """
    writer = locks.alone(for_writing(engine))
    with explained(engine.url):
        run, phase, through = _begin(writer)
        if phase == "texts":
            yield from _derive_all(writer, run, through)
            phase, through = "bands", 0
        if phase == "bands":
            with _signatures(engine) as (ids, values):
                yield from _pair_all(writer, run, through, ids, values)
        yield from _group_all(writer, run)
        _note(writer, run, {}, finished=True)


# --- phases ----------------------------------------------------------------------------------------------


def _begin(writer: Engine) -> tuple[int, Phase, int]:
    """The run to continue with its phase and place, or a new one over an empty index."""
    last = select(_RUNS).where(_RUNS.c.command == COMMAND).order_by(_RUNS.c.id.desc()).limit(1)
    with writer.begin() as connection:
        found = connection.execute(last).one_or_none()
        if (
            found is not None
            and found.finished is None
            and found.counts.get("fingerprint") == FINGERPRINT_VERSION
        ):
            return found.id, found.counts["phase"], found.counts["through"]
        for of in (_PAIRS, _BANDS, _TEXTS):
            connection.execute(sa.delete(of))
        drop_other_version(connection)
        values = {"started": dt.datetime.now(dt.UTC), "command": COMMAND}
        values["counts"] = _counts("texts", 0)
        key = connection.execute(sa.insert(_RUNS), values).inserted_primary_key
        return (int(key[0]) if key else 0), "texts", 0


def _derive_all(writer: Engine, run: int, through: int) -> Iterator[Progress]:
    """Columns of `articles` that are derived from others, and the rows of `texts`."""
    with writer.connect() as connection:
        total = connection.execute(select(func.count()).select_from(_ARTICLES)).scalar_one()
        before = select(func.count()).select_from(_ARTICLES).where(_ARTICLES.c.id <= through)
        done = connection.execute(before).scalar_one()
    while True:
        with writer.begin() as connection:
            locks.hold(connection, {})
            rows = driver.ask(connection, _AFTER, after=through, most=BATCH)
            if not rows:
                note_version(connection)
                _note_in(connection, run, _counts("bands", 0))
                break
            entered: list[tuple[str, bytes]] = []
            changed: list[dict[str, Any]] = []
            texts = [*map(folded, rows)]
            made = fingerprints(body_hans for _, body_hans in texts)
            for row, (headline_hans, body_hans), (key, signature) in zip(rows, texts, made, strict=True):
                if (row.headline_hans, row.body_hans, row.content_key) != (headline_hans, body_hans, key):
                    new = {"new_headline_hans": headline_hans, "new_body_hans": body_hans}
                    changed.append({"row": row.id, "new_content_key": key, **new})
                if key and signature:
                    entered.append((key, signature))
            if changed:
                connection.execute(_RENEW, changed)
            index.put(connection, "texts", entered)
            through = rows[-1].id
            _note_in(connection, run, _counts("texts", through))
        done += len(rows)
        yield Progress("texts", done, max(total, done))


def _pair_all(writer: Engine, run: int, through: int, ids: Ids, values: Values) -> Iterator[Progress]:
    """The index, band after band in its own order (much faster than text after text), and its pairs."""
    count = values.shape[1] // likeness.ROWS if len(ids) else 0
    crowded: list[Ids] = []
    for place in range(count):
        entries = likeness.bands_at(values, place)
        order = np.argsort(entries, kind="stable")
        ordered = entries[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        sizes = np.diff(np.append(starts, len(ordered)))
        crowded.append(ordered[starts[sizes > index.CROWDED]])
        if place < through:
            continue
        with writer.begin() as connection:
            locks.hold(connection, {})
            for start in range(0, len(order), BATCH * 10):
                part = order[start : start + BATCH * 10]
                rows = zip(entries[part].tolist(), ids[part].tolist(), strict=True)
                index.put(connection, "bands", list(rows))
            candidates = _candidates(order, starts, sizes, values, crowded)
            for start in range(0, len(candidates), BATCH):
                some = ids[candidates[start : start + BATCH]].tolist()
                index.confirm(connection, [(one, other) for one, other in some])
            _note_in(connection, run, _counts("bands", place + 1))
        yield Progress("bands", place + 1, count)
    _note(writer, run, _counts("groups", 0))


def _group_all(writer: Engine, run: int) -> Iterator[Progress]:
    """`cluster` and `reprint_of` of every article; begun again when interrupted: it writes differences."""
    with writer.connect() as connection:
        repeated = connection.execute(_REPEATED).scalars().all()
        paired = connection.execute(select(_PAIRS.c.text_id).distinct()).scalars().all()
        keys: list[str] = []
        for part in parts(paired):
            keys += index.keys_of(connection, part).values()
    left = dict.fromkeys([*keys, *repeated])
    total = len(left)
    while left:
        chosen = [key for key, _ in zip(left, range(BATCH // 4), strict=False)]
        with writer.begin() as connection:
            for key in clusters.regroup(connection, chosen):
                left.pop(key, None)
        for key in chosen:
            left.pop(key, None)
        yield Progress("groups", total - len(left), total)
    with writer.begin() as connection:
        connection.execute(_ALONE)


# --- their parts -----------------------------------------------------------------------------------------


_DERIVED = ("headline_hans", "body_hans", "content_key")
_AFTER = (
    select(*(_ARTICLES.c[name] for name in ("id", "headline", "body", *_DERIVED)))
    .where(_ARTICLES.c.id > bindparam("after"))
    .order_by(_ARTICLES.c.id)
    .limit(bindparam("most", type_=sa.Integer()))
)
_RENEW = (
    sa.update(_ARTICLES)
    .where(_ARTICLES.c.id == bindparam("row"))
    .values({name: bindparam(f"new_{name}") for name in _DERIVED})
)
_REPEATED = (
    select(_ARTICLES.c.content_key)
    .where(_ARTICLES.c.content_key.is_not(None))
    .group_by(_ARTICLES.c.content_key)
    .having(func.count() > 1)
)
_OTHER = _ARTICLES.alias("other")
_PAIRED = select(_TEXTS.c.id).join(_PAIRS, _PAIRS.c.text_id == _TEXTS.c.id)
_ALONE = (
    sa.update(_ARTICLES)
    .where(_ARTICLES.c.cluster.is_not(None))
    .where(
        ~select(_OTHER.c.id)
        .where(_OTHER.c.content_key == _ARTICLES.c.content_key, _OTHER.c.id != _ARTICLES.c.id)
        .correlate(_ARTICLES)
        .exists()
        & ~_PAIRED.where(_TEXTS.c.content_key == _ARTICLES.c.content_key).correlate(_ARTICLES).exists()
    )
    .values(cluster=None, reprint_of=None)
)


@contextmanager
def _signatures(engine: Engine) -> Iterator[tuple[Ids, Values]]:
    """The numbers of all texts and their signatures, these in a temporary file that is mapped."""
    with tempfile.TemporaryFile() as file, reading(engine) as connection:
        statement = select(_TEXTS.c.id, _TEXTS.c.signature).order_by(_TEXTS.c.id).limit(BATCH * 10)
        numbers: list[npt.NDArray[np.int64]] = []
        last, width = 0, 0
        while rows := connection.execute(statement.where(_TEXTS.c.id > last)).all():
            for row in rows:
                width = width or len(row.signature)
                file.write(row.signature)
            numbers.append(np.array([row.id for row in rows], dtype=np.int64))
            last = rows[-1].id
        file.flush()
        ids = np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int64)
        shape = (len(ids), width // 2)
        yield (
            ids,
            np.memmap(file, dtype="<u2", mode="r", shape=shape) if len(ids) else np.zeros((0, 0), "<u2"),
        )


def _candidates(order: Ids, starts: Ids, sizes: Ids, values: Values, crowded: Sequence[Ids]) -> Ids:
    """Pairs (rows of `values`) that share a band in the newest place and no earlier, and agree in ESTIMATE.

    The bands of that place begin at `starts` of `order` and have `sizes`; pairs that share an earlier band
    (which is not crowded, see there for each place) were compared with that.
    """
    found = [np.zeros((0, 2), dtype=np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= index.CROWDED)]).tolist():
        one, other = np.triu_indices(size, 1)
        alike = starts[sizes == size]
        step = max(BATCH * 10 // len(one), 1)
        for at in range(0, len(alike), step):
            members = order[alike[at : at + step, None] + np.arange(size)]
            pairs = np.stack([members[:, one].ravel(), members[:, other].ravel()], axis=1)
            found.append(_sifted(pairs, values, crowded))
    return np.concatenate(found)


def _sifted(pairs: Ids, values: Values, crowded: Sequence[Ids]) -> Ids:
    equal = values[pairs[:, 0]] == values[pairs[:, 1]]
    keep = equal.mean(axis=1) >= likeness.ESTIMATE
    place = len(crowded) - 1
    shared = equal[:, : place * likeness.ROWS].reshape(len(pairs), -1, likeness.ROWS).all(axis=2)
    for earlier in np.flatnonzero((shared & keep[:, None]).any(axis=0)).tolist():
        at = np.flatnonzero(keep & shared[:, earlier])
        entries = likeness.bands_at(values[pairs[at, 0]], earlier)
        keep[at[~np.isin(entries, crowded[earlier])]] = False
    kept: Ids = pairs[keep]
    return kept


def folded(article: Any) -> tuple[str, str]:
    """Headline and body of a stored article in simplified script; what this version folded stays."""
    if article.content_key is not None and article.content_key.startswith(key_prefix()):
        return article.headline_hans, article.body_hans
    return fold_article(article.headline, article.body)


def _counts(phase: Phase, through: int) -> dict[str, object]:
    return {"phase": phase, "through": through, "fingerprint": FINGERPRINT_VERSION}


def _note(writer: Engine, run: int, counts: dict[str, object], *, finished: bool = False) -> None:
    with writer.begin() as connection:
        _note_in(connection, run, counts, finished=finished)


def _note_in(connection: Connection, run: int, counts: dict[str, object], *, finished: bool = False) -> None:
    values: dict[str, object] = {"counts": counts}
    if finished:
        values |= {"finished": dt.datetime.now(dt.UTC), "exit_code": 0}
    connection.execute(sa.update(_RUNS).where(_RUNS.c.id == run), values)
