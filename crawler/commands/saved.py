"""A query in a file, with the state of the database it was asked of: repeatable, and citable."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crawler.commands.output import check_replaceable, writing
from storage.errors import UsageError
from storage.search import Answer

_SAVED = "banmian search --saved "
"""How the comment at the head of a query's file begins."""


def check_query_file(file: Path) -> None:
    """Before a query is asked: its file must be new, empty or that of a query. Raises UsageError."""
    check_replaceable(file, f"# {_SAVED}")


def write_query(file: Path, query: str, options: Mapping[str, Any], found: Answer) -> None:
    """Write query, options and answer. Raises StorageError where that is impossible."""
    import tomlkit

    today = dt.datetime.now(dt.UTC).date()
    document = tomlkit.document()
    document.add(tomlkit.comment(f"{_SAVED}{file.name} asks it again and says what has changed"))
    document["query"] = query
    document["options"] = {
        name: value for name, value in options.items() if value not in (None, "", [], False)
    }
    document["answer"] = {
        **{name: value for name, value in asdict(found).items() if value is not None},
        "asked": today,
        "program": f"banmian {version('banmian')}",
    }
    state = f"; last article seen {found.last_seen:%Y-%m-%d %H:%M} UTC" if found.last_seen else ""
    document["cite"] = (
        f"banmian {version('banmian')}, query {query}, {today}: {found.articles} of {found.of_articles} "
        f"articles in {found.of_issues} issues{state}; SHA-256 of the cite_ids {found.sha256}"
    )
    with writing(file):
        file.write_text(tomlkit.dumps(document), encoding="utf-8")


def read_saved(file: Path) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Query, options and earlier answer of such a file. Raises UsageError."""
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        return str(document["query"]), dict(document.get("options", {})), dict(document["answer"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{file} is no query that --save wrote: {why}") from None


def compared(earlier: Mapping[str, Any], now: Answer) -> str:
    """What has changed since the query was saved, as a sentence."""
    when = earlier.get("asked")
    if earlier.get("sha256") == now.sha256:
        return f"the same {now.articles:,} articles as on {when}"
    return f"not the answer of {when}: {earlier.get('articles'):,} articles then, {now.articles:,} now"
