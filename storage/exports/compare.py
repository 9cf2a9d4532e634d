"""What changed between two releases: their manifests compared, then their rows, an issue at a time."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, TextIO

from lxml import etree

from storage.exports.export import Format, manifest_of
from storage.exports.formats import unguarded
from storage.exports.place import Refused
from storage.exports.tei import NAMESPACE
from storage.exports.text import INDEX
from storage.extras import load_pyarrow

Kind = Literal["added", "removed", "changed"]
_LONGEST = 2**31 - 1
"""Characters a CSV cell may have; the module's own limit is 131,072."""
_ORIGIN = {"sha256", "warc", "warc_offset", "program"}
"""Columns that say where a row comes from: the same text read from other bytes has not changed."""
_TEI = {"t": NAMESPACE}


@dataclass(frozen=True, slots=True)
class Change:
    """An article that only one of two releases has, or that differs."""

    cite_id: str
    kind: Kind
    fields: tuple[str, ...] = ()
    """The columns that differ (of those both releases have)."""


def changed_settings(old: Path, new: Path) -> dict[str, tuple[Any, Any]]:
    """What two releases were made with and of that differs: name → (old, new). Raises Refused."""
    pairs = [_settings(manifest_of(release)[1]) for release in (old, new)]
    names = dict.fromkeys([*pairs[0], *pairs[1]])
    return {
        name: (pairs[0].get(name), pairs[1].get(name))
        for name in names
        if pairs[0].get(name) != pairs[1].get(name)
    }


def changes(old: Path, new: Path) -> Iterator[Change]:
    """The articles that differ between two releases of one format, by issue; each by its cite_id.

    Only one issue of each is in memory. Raises Refused when one is no release, its data are not what its
    manifest says, or the formats differ.
    """
    (old_directory, before), (new_directory, after) = manifest_of(old), manifest_of(new)
    if before["format"] != after["format"]:
        raise Refused(
            f"{old} is {before['format']}, {new} is {after['format']}: compare releases of one format"
        )
    if before["digest"] == after["digest"]:
        return
    if "issue" in (before.get("per"), after.get("per")):
        raise Refused("plain text a file an issue is not compared: compare releases in another format")
    common = set(before["columns"]) & set(after["columns"]) - _ORIGIN
    for first, second in _paired(_issues(old_directory, before), _issues(new_directory, after)):
        for cite_id in sorted(first.keys() | second.keys()):
            if cite_id not in first:
                yield Change(cite_id, "added")
            elif cite_id not in second:
                yield Change(cite_id, "removed")
            elif differing := _differing(first[cite_id], second[cite_id], common):
                yield Change(cite_id, "changed", differing)


Row = Mapping[str, Any]
Key = tuple[str, ...]
Issue = tuple[Key, dict[str, Row]]


def _differing(first: Row, second: Row, common: set[str]) -> tuple[str, ...]:
    # TEI says text and header, which are no columns.
    return tuple(
        name
        for name in first
        if name in second and (name in common or name in ("text", "header")) and first[name] != second[name]
    )


def _paired(old: Iterator[Issue], new: Iterator[Issue]) -> Iterator[tuple[dict[str, Row], dict[str, Row]]]:
    """The articles of each issue in both, in the order of issues; {} where one has not that issue."""
    first, second = next(old, None), next(new, None)
    while first is not None or second is not None:
        key = min(issue[0] for issue in (first, second) if issue is not None)
        one: dict[str, Row] = {}
        other: dict[str, Row] = {}
        if first is not None and first[0] == key:
            one, first = first[1], next(old, None)
        if second is not None and second[0] == key:
            other, second = second[1], next(new, None)
        yield one, other


def _issues(directory: Path, manifest: Mapping[str, Any]) -> Iterator[Issue]:
    """The issues of a release in its order, each with its rows by cite_id."""
    form: Format = manifest["format"]
    names = (
        ("paper", "date", "edition") if form in ("parquet", "tei", "txt") else ("date", "paper", "edition")
    )
    last: Key = ()
    try:
        rows = _rows(directory / manifest["data"], form)
        for key, group in groupby(rows, lambda row: tuple(str(row[name]) for name in names)):
            if key < last:
                raise Refused(
                    f"{directory / manifest['data']}: the issues are not in order at {' '.join(key)}"
                )
            last = key
            yield key, {row["cite_id"]: row for row in group}
    except (OSError, ValueError, KeyError, etree.XMLSyntaxError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"{directory / manifest['data']} is not what its manifest says: {error}") from error


def _rows(data: Path, form: Format) -> Iterator[Row]:
    if form == "jsonl":
        with _reading(data) as file:
            yield from map(json.loads, file)
    elif form == "csv":
        csv.field_size_limit(_LONGEST)
        with _reading(data) as file:
            for row in csv.DictReader(file):
                yield {name: unguarded(cell) for name, cell in row.items()}
    elif form == "parquet":
        load_pyarrow()
        import pyarrow.parquet as parquet  # type: ignore[import-untyped]

        for path in sorted(data.rglob("*.parquet"), key=lambda path: path.parts):
            with parquet.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    yield from file.read_row_group(group).to_pylist()
    elif form == "vrt":
        with _reading(data) as file:
            yield from _vertical_rows(file)
    elif form == "txt":
        yield from _plain_rows(data.parent)
    else:
        for path in sorted(data.rglob("*.xml"), key=lambda path: path.parts):
            yield from _tei_rows(path)


def _tei_rows(path: Path) -> Iterator[Row]:
    document = etree.parse(path)
    _, paper, _year, name = path.parts[-4:]
    divisions = {
        f"#{division.get('{http://www.w3.org/XML/1998/namespace}id')}": division
        for division in document.iterfind(".//t:div[@type='article']", _TEI)
    }
    for bibl in document.iterfind(".//t:listBibl/t:bibl", _TEI):
        yield {
            "cite_id": bibl.findtext("t:idno[@type='cite_id']", "", _TEI),
            "paper": paper,
            "date": name,
            "edition": "",
            "header": etree.tostring(bibl, method="c14n"),
            "text": etree.tostring(divisions[bibl.get("corresp", "")], method="c14n", with_tail=False),
        }


def _vertical_rows(file: TextIO) -> Iterator[Row]:
    head, lines = "", list[str]()
    for line in file:
        if line.startswith("<text "):
            head, lines = line, []
        elif line == "</text>\n":
            attributes = etree.fromstring(f"{head}</text>").attrib
            row = {"cite_id": attributes["id"], "paper": attributes["paper"], "date": attributes["date"]}
            yield {**row, "edition": "", "header": head, "text": "".join(lines)}
        else:
            lines.append(line)


def _plain_rows(directory: Path) -> Iterator[Row]:
    with (directory / INDEX).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = (directory / row["file"]).read_text(encoding="utf-8")
            yield {**row, "header": row["headline"], "text": text}


def _reading(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _settings(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What a manifest says besides its files."""
    plain = {
        name: manifest.get(name) for name in ("program", "key_version", "fold_version", "format", "columns")
    }
    return {**plain, "rows": manifest["rows"], **manifest["selection"]}
