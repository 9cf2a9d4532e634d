"""How articles are written: their rows, revisions, pictures and second ids.

The articles of a page are looked up together and, as far as they are new, inserted together; one article is
a batch of one. What is in the database afterwards is what storing them one by one gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, select

from pipelines.text.fingerprint import Fingerprint
from storage import driver
from storage.items import ARTICLE_FIELDS, IMAGE_FIELDS, TEXT_FIELDS, ArticleItem, Outcome, ProblemItem
from storage.models import table
from storage.reprints import aliases, clusters, locks
from storage.writer import issue
from storage.writer.capture import capture_id, capture_ids, is_same, seen_at
from storage.writer.lookup import PICTURES, Known, look_up, picture
from storage.writer.problem import note, resolve
from storage.writer.rows import as_json, change, insert, insert_all, update

_ARTICLES, _ALIASES, _IMAGES = table("articles"), table("aliases"), table("images")
_ISSUES, _REVISIONS, _CAPTURES, _PROBLEMS = map(table, ("issues", "revisions", "captures", "problems"))

_AT_ONCE = 50
"""Articles looked up together."""
_SHRUNK = 2
"""A text that many times shorter than the stored one is a stub (a paywall, a broken page), not an edit."""

_VISIT = dt.timedelta(hours=12)
"""How far apart at most the requests of one visit to an issue are."""

_fields = attrgetter(*ARTICLE_FIELDS)
_image = attrgetter(*IMAGE_FIELDS)

_NUMBERS = select(_ARTICLES.c.source_id, _ARTICLES.c.id).where(
    _ARTICLES.c.issue_id == bindparam("issue"), _ARTICLES.c.source_id.in_(bindparam("ids", expanding=True))
)
_REVISIONS_OF = (
    select(_REVISIONS)
    .join(_CAPTURES, _CAPTURES.c.id == _REVISIONS.c.capture_id)
    .where(_REVISIONS.c.article_id == bindparam("id"), _CAPTURES.c.sha256 == bindparam("sha256"))
)


def store(
    connection: Connection, issue_id: int, items: Sequence[ArticleItem], touched: set[str]
) -> list[Outcome]:
    """Store articles of one issue, in this order: each is a new row, a new revision of one, a second id of a
    text, or nothing.

    A text less than half as long as the one stored does not replace it: a problem `shrunk` is opened.
    Texts that have to be grouped again are added to `touched`.
    """
    prints = {item.content_key: item.signature for item in items if item.content_key is not None}
    if prints:
        locks.hold(connection, prints)
    captures = capture_ids(connection, [item.capture for item in items], issue_id)
    if any(item.printed_date == item.date for item in items):
        issue.prove(connection, issue_id)
    arrived = list(zip(items, captures, strict=True))
    outcomes: list[Outcome] = []
    while left := arrived[len(outcomes) : len(outcomes) + _AT_ONCE]:
        known = look_up(connection, issue_id, [item for item, _ in left])
        new: list[tuple[ArticleItem, int | None]] = []
        for item, capture in left:
            state = known.state_of(item)
            if state == "written":
                break
            if state == "new":
                new.append((item, capture))
                known.written |= {item.source_id, item.content_key or item.source_id}
                continue
            if new:
                touched |= _insert(connection, issue_id, new, known)
                outcomes += ["new"] * len(new)
                new = []
            outcomes.append(_store_again(connection, issue_id, item, capture, known, touched))
        if new:
            touched |= _insert(connection, issue_id, new, known)
            outcomes += ["new"] * len(new)
    return outcomes


def withdraw(connection: Connection, item: ProblemItem) -> Outcome | None:
    """The address of an article has nothing any more: its text is kept, `withdrawn_at` is set.

    It is cleared when the article comes back. "same" where it was seen since, where the text stands under
    another address, too, or where the front page is not there either: then it is the site that is away. None
    where no article of that day has the address.
    """
    issues = select(_ISSUES.c.id).where(_ISSUES.c.paper == item.paper, _ISSUES.c.date == item.date)
    here = (_ARTICLES.c.issue_id.in_(issues), _ARTICLES.c.url == item.url)
    second = (_ALIASES.c.issue_id.in_(issues), _ALIASES.c.url == item.url)
    stands = connection.execute(select(_ARTICLES.c.id).where(*here)).first() is not None
    if not stands and connection.execute(select(_ALIASES.c.article_id).where(*second)).first() is None:
        return None
    seen = seen_at(item)
    capture_id(connection, item.capture, None)
    away = select(_PROBLEMS.c.id).where(
        *(_PROBLEMS.c[name] == getattr(item, name) for name in ("paper", "date")),
        _PROBLEMS.c.kind == "absent",
        _PROBLEMS.c.last_seen.between(seen - _VISIT, seen + _VISIT),
    )
    if connection.execute(away).first() is not None:
        return "same"
    done = connection.execute(
        sa.update(_ARTICLES)
        .where(*here, _ARTICLES.c.last_seen < seen, _ARTICLES.c.withdrawn_at.is_(None))
        .values(withdrawn_at=seen)
    )
    return "changed" if done.rowcount else "same"


def reinstate(connection: Connection, item: ProblemItem) -> None:
    """The front page is not there: what was not there in the same visit was not withdrawn."""
    seen = seen_at(item)
    issues = select(_ISSUES.c.id).where(_ISSUES.c.paper == item.paper, _ISSUES.c.date == item.date)
    connection.execute(
        sa.update(_ARTICLES)
        .where(_ARTICLES.c.issue_id.in_(issues))
        .where(_ARTICLES.c.withdrawn_at.between(seen - _VISIT, seen + _VISIT))
        .values(withdrawn_at=None)
    )


def _insert(
    connection: Connection, issue_id: int, new: Sequence[tuple[ArticleItem, int | None]], known: Known
) -> set[str]:
    """Insert articles of which neither id nor text is in the issue; the texts to be grouped again."""
    rows = []
    for item, capture in new:
        seen = seen_at(item)
        if item.url in known.problems:
            resolve(connection, item, seen)
        at = {"first_seen": seen, "last_seen": seen, "capture_id": capture}
        rows.append({"issue_id": issue_id, "revision": 1, **_row(item), **at})
    insert_all(connection, _ARTICLES, rows)
    if any(item.images for item, _ in new):
        asked = {"issue": issue_id, "ids": [item.source_id for item, _ in new]}
        numbers = {row.source_id: row.id for row in driver.ask(connection, _NUMBERS, **asked)}
        pictures = [(numbers[item.source_id], image) for item, _ in new for image in _image_rows(item)]
        insert_all(connection, _IMAGES, [{"article_id": number, **image} for number, image in pictures])
    prints = {item.content_key: item.signature for item, _ in new if item.content_key is not None}
    return clusters.join(connection, issue_id, prints) if prints else set()


def _store_again(
    connection: Connection,
    issue_id: int,
    item: ArticleItem,
    capture: int | None,
    known: Known,
    touched: set[str],
) -> Outcome:
    """Store an article whose id or text the issue has already; `known.written` gets what was changed."""
    seen = seen_at(item)
    if item.url in known.problems or item.images or known.images:  # the link of a picture may be right now
        resolve(connection, item, seen)
    before = known.rows.get(item.source_id)
    if before is not None:
        outcome = _replace(connection, before, item, seen, capture, known.images.get(before.id, []), touched)
        if outcome != "same":
            changed = (item.source_id, item.content_key, before.content_key)
            known.written |= {name for name in changed if name is not None}
            known.problems.add(item.url)
        return outcome
    twin = known.texts.get(item.content_key or "")
    if twin is not None and known.aliases.get(item.source_id) == twin:
        return "same"
    known.written |= {*known.rows, *known.aliases, *known.texts, item.source_id}  # ids may be exchanged
    touched |= aliases.drop(connection, issue_id, item.source_id)  # it may have been the double of another
    if twin is None:
        touched |= _insert(connection, issue_id, [(item, capture)], known)
        return "new"
    row = _row(item)
    standing, keys = aliases.add(connection, issue_id, twin, item.source_id, row["cite_id"], item.url)
    touched |= keys
    if (
        standing == item.source_id and not item.read_by
    ):  # printed first: then its wording is that of the row, too
        update(connection, _ARTICLES, twin, {**row, "capture_id": capture})
        stored = [*map(picture, driver.ask(connection, PICTURES, ids=[twin]))]
        _replace_images(connection, twin, item, stored)
    return "changed"


def _replace(
    connection: Connection,
    before: Any,
    item: ArticleItem,
    seen: dt.datetime,
    capture: int | None,
    images: list[dict[str, Any]],
    touched: set[str],
) -> Outcome:
    """The article is stored already: what arrived is the same, another, a stub, or one from before."""
    if item.read_by and not before.read_by:  # a guess never replaces what the family has read
        return "same"
    row = _row(item)
    replayed = seen <= before.last_seen
    corrected = replayed and before.revision > 1 and _correct_revisions(connection, before.id, row, item)
    # Other text from the same bytes is another parser, not another article.
    same_bytes = is_same(item, before)
    guessed = bool(before.read_by) and not item.read_by
    if not same_bytes and not guessed:
        if seen >= before.last_seen and row["char_count"] * _SHRUNK < before.char_count:
            if not replayed:
                update(connection, _ARTICLES, before.id, {"last_seen": seen, "withdrawn_at": None})
            detail = f"{row['char_count']} characters, earlier {before.char_count}: the fuller text stands"
            return note(connection, item, "shrunk", detail, seen, capture)
        if replayed:
            return "changed" if corrected else "same"
    differing = {name: value for name, value in row.items() if getattr(before, name) != value}
    if before.withdrawn_at is not None and before.withdrawn_at < seen:
        differing["withdrawn_at"] = None
    other_images = _replace_images(connection, before.id, item, images)
    is_changed = bool(differing) or other_images
    if not same_bytes and not guessed and not differing.keys().isdisjoint(TEXT_FIELDS):
        old = {name: getattr(before, name) for name in (*TEXT_FIELDS, "revision", "capture_id")}
        insert(connection, _REVISIONS, {**old, "article_id": before.id, "seen_at": before.last_seen})
        differing["revision"] = before.revision + 1
    if is_changed and capture is not None and seen >= before.last_seen:
        differing["capture_id"] = capture
    if "content_key" in differing:
        differing |= {"cluster": None, "reprint_of": None}
    if seen > before.last_seen:
        differing["last_seen"] = seen
    if differing:
        update(connection, _ARTICLES, before.id, differing)
    if "content_key" in differing:
        after = Fingerprint(item.content_key, item.signature)
        touched |= clusters.exchange(connection, before.content_key, after)
    elif "read_by" in differing and item.content_key is not None:  # no longer behind all other prints
        touched.add(item.content_key)
    return "changed" if is_changed or corrected else "same"


def _correct_revisions(
    connection: Connection, article_id: int, row: dict[str, Any], item: ArticleItem
) -> bool:
    """Replayed bytes of earlier versions: their text as it is read now. Other old bytes tell nothing new."""
    if item.capture is None:
        return False
    texts = {name: row[name] for name in TEXT_FIELDS}
    revisions = driver.ask(connection, _REVISIONS_OF, id=article_id, sha256=item.capture.sha256)
    changed = [change(connection, _REVISIONS, revision, texts) for revision in revisions]
    return any(changed)


def _replace_images(
    connection: Connection, article_id: int, item: ArticleItem, stored: list[dict[str, Any]]
) -> bool:
    """Replace the article's pictures where they differ; whether they did."""
    after = _image_rows(item)
    if stored == after:
        return False
    connection.execute(sa.delete(_IMAGES).where(_IMAGES.c.article_id == article_id))
    insert_all(connection, _IMAGES, [{"article_id": article_id, **image} for image in after])
    return True


def _row(item: ArticleItem) -> dict[str, Any]:
    """The columns of `articles` that an item decides."""
    row = dict(zip(ARTICLE_FIELDS, _fields(item), strict=True))
    row["paper"], row["date"] = item.paper, item.date
    row["authors"] = list(item.authors)
    row["repairs"] = as_json(item.repairs) if item.repairs else []
    # An edition that has a name stands after the date, for its ids may repeat those of another.
    parts = (item.paper, item.date.isoformat(), item.edition, item.source_id)
    row["cite_id"] = "-".join(part for part in parts if part)
    return row


def _image_rows(item: ArticleItem) -> list[dict[str, Any]]:
    """The rows of `images`, without their article."""
    return [dict(zip(IMAGE_FIELDS, _image(image), strict=True)) for image in item.images]
