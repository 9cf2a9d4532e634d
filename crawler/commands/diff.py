"""`banmian diff`: what the site changed in an article after it was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler.commands.options import Json
from crawler.commands.output import print_json, printable
from crawler.commands.places import opened
from crawler.commands.terminal import Pager
from pipelines.text.differences import Operation, Segment, aligned
from storage.corpus import History, Version, history, why_none
from storage.errors import UsageError
from storage.items import TEXT_FIELDS

MARKS: dict[Operation, tuple[str, str]] = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
STYLES: dict[Operation, str] = {"same": "", "gone": "red strike", "new": "green"}


def diff(
    cite_id: Annotated[
        str, typer.Argument(metavar="CITE_ID", help="For example gongyishibao-2023-10-17-36001.")
    ],
    json: Json = False,
) -> None:
    """Show every version of an article: when it was seen, and what the site changed."""
    with opened() as engine:
        found = history(engine, cite_id)
        if found is None:
            raise UsageError(why_none(engine, cite_id))
    if json:
        print_json(as_json(found))
    else:
        print_history(found, cite_id)


def as_json(found: History) -> dict[str, Any]:
    """The history with its differences, as `--json` prints it."""
    return {
        "cite_id": found.cite_id,
        "url": found.url,
        "withdrawn_at": found.withdrawn_at,
        "versions": [asdict(version) for version in found.versions],
        "changes": [
            {"from": old.revision, "to": new.revision, "fields": dict(changed_fields(old, new))}
            for old, new in pairwise(found.versions)
        ],
    }


def changed_fields(old: Version, new: Version) -> Iterator[tuple[str, list[Segment]]]:
    """The text fields two versions differ in, with their segments; authors as one line."""
    for name in TEXT_FIELDS:
        before, after = _line(old.texts[name]), _line(new.texts[name])
        if before != after:
            yield name, aligned(before, after)


def print_history(found: History, asked: str) -> None:
    """A heading for each version, and under it what changed in each field."""
    console = Pager(highlight=False, soft_wrap=True)
    console.print(f"{found.cite_id}  {found.url}", markup=False)
    if found.cite_id != asked:
        console.print(f"{asked} is a second id of the same text", markup=False)
    earlier: Version | None = None
    for version in found.versions:
        since = f"{version.seen_from:%Y-%m-%d %H:%M}" if version.seen_from else "unknown"
        console.print(
            f"\nversion {version.revision}: seen from {since} to {version.seen_until:%Y-%m-%d %H:%M} UTC",
            style="bold",
        )
        if earlier is None:
            console.print(f"  {printable(version.texts['headline'])}", markup=False)
        else:
            for name, segments in changed_fields(earlier, version):
                console.print(Text(f"  {name}: ").append_text(shown(segments, console.is_terminal)))
        earlier = version
    if found.withdrawn_at is not None:
        console.print(f"\nwithdrawn: found gone {found.withdrawn_at:%Y-%m-%d %H:%M} UTC; the text is kept")


def shown(segments: list[Segment], coloured: bool) -> Text:
    """The segments in colours, or with `[-…-]` and `{+…+}`; long unchanged stretches are shortened."""
    text = Text()
    for place, (operation, words) in enumerate(segments):
        if operation == "same":
            words = _shortened(words, first=place == 0, last=place == len(segments) - 1)
        opening, closing = ("", "") if coloured else MARKS[operation]
        text.append(f"{opening}{printable(words)}{closing}", STYLES[operation] if coloured else "")
    return text


def _shortened(words: str, *, first: bool, last: bool, around: int = 20) -> str:
    if first and len(words) > around:
        return f"…{words[-around:]}"
    if last and len(words) > around:
        return f"{words[:around]}…"
    return words if len(words) <= 2 * around else f"{words[:around]}…{words[-around:]}"


def _line(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value)
