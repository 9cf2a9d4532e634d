"""A release described for the tools that open it: the Hub, Frictionless, RO-Crate, CITATION.cff, sha256sum.

Each is a pure function of `Described`; nothing is dated now, so that the same state of the database gives
the same descriptions.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from storage.corpus import COLUMNS
from storage.exports.formats import RIGHTS

_MEDIA = {
    ".jsonl": "application/jsonlines",
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".xml": "application/tei+xml",
    ".vrt": "text/plain",
    ".txt": "text/plain",
    ".gz": "application/gzip",
}
ROWS = ("jsonl", "csv", "parquet")
"""The formats whose rows have the columns of a release; `load_dataset` reads these."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release."""

    path: str
    """Within the release, `/` between."""
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Described:
    """What the descriptions of a release say."""

    title: str
    papers: Sequence[str]
    """Names of the papers in it."""
    format: str
    data: str
    """The data: path of the file, or glob of the files."""
    files: Sequence[File]
    """The files of the data."""
    digest: str
    """SHA-256 of the data, as in the manifest."""
    rows: int
    version: str
    """Version of banmian."""
    published: dt.date
    """The day of the newest thing in it."""
    key: str
    """What the release is called where a short name without blanks is wanted."""

    @property
    def summary(self) -> str:
        """One sentence."""
        return f"{self.title}. Corpus release made with banmian {self.version}, {self.rows} articles."


def hub_configs(form: str, data: str) -> list[dict[str, Any]]:
    """`configs` of the front matter by which `load_dataset` of the release gives its rows."""
    config: dict[str, Any] = {"config_name": "default", "data_files": data}
    if form != "parquet":
        config["features"] = [_feature(column.name, column.type, form) for column in COLUMNS]
    if form == "csv":  # a headline "NA" is a headline
        config |= {"keep_default_na": False, "na_values": [""]}
    return [config]


def _feature(name: str, kind: str, form: str) -> dict[str, Any]:
    if form == "csv":
        scalar = {"int": "int32", "bool": "bool"}
        scalar |= dict.fromkeys(("int | None", "Large | None", "float | None"), "float64")  # NULL is NaN
        return {"name": name, "dtype": scalar.get(kind, "string")}
    text = {"str": "string", "str | None": "string", "dt.date": "date32", "dt.date | None": "date32"}
    number = {"int": "int32", "int | None": "int32", "Large | None": "int64"}
    number |= {"float | None": "float64", "bool": "bool", "bool | None": "bool"}
    instant = {"dt.datetime": "timestamp[us, tz=UTC]", "dt.datetime | None": "timestamp[us, tz=UTC]"}
    scalar = text | number | instant
    if kind in scalar:
        return {"name": name, "dtype": scalar[kind]}
    if kind == "tuple[str, ...]":
        return {"name": name, "list": "string"}
    members = [{"name": part, "dtype": dtype} for part, dtype in _PARTS[kind].items()]
    return {"name": name, "list": members}


_PARTS = {
    "tuple[Image, ...]": {"url": "string", "caption": "string", "credit": "string"},
    "tuple[Mapping[str, Any], ...] | None": {
        "field": "string",
        "start": "int32",
        "end": "int32",
        "observed": "string",
        "restored": "string",
        "kind": "string",
        "confidence": "float64",
    },
}
"""What the members of a list have: name → type."""


def datapackage(release: Described) -> dict[str, Any]:
    """A Frictionless Data Package (specs.frictionlessdata.io): one resource, its files, its columns."""
    one = len(release.files) == 1
    resource: dict[str, Any] = {
        "name": "articles",
        "path": release.files[0].path if one else [file.path for file in release.files],
        "format": release.format,
        "mediatype": media(release.data),
        "encoding": "utf-8",
    }
    if one:
        resource |= {"bytes": release.files[0].size, "hash": f"sha256:{release.digest}"}
    if release.data.endswith(".gz"):
        resource |= {"compression": "gz", "innerpath": ""}
    if release.format in ROWS:
        resource |= {"profile": "tabular-data-resource", "schema": _table_schema()}
    return {
        "profile": "data-package",
        "name": release.key,
        "title": release.title,
        "description": release.summary,
        "version": release.version,
        "licenses": [{"name": "rights-of-the-newspapers", "title": RIGHTS}],
        "contributors": [{"title": name, "role": "author"} for name in release.papers],
        "resources": [resource] if release.files else [],
    }


def _table_schema() -> dict[str, Any]:
    types = {
        "int": "integer",
        "int | None": "integer",
        "Large | None": "integer",
        "float | None": "number",
        "bool": "boolean",
        "bool | None": "boolean",
        "dt.date": "date",
        "dt.date | None": "date",
        "dt.datetime": "datetime",
        "dt.datetime | None": "datetime",
    }
    fields = []
    for name, kind, doc in COLUMNS:
        type_ = types.get(kind, "array" if kind.startswith("tuple") else "string")
        each = {"name": name, "type": type_, "description": doc}
        if type_ == "datetime":
            each["format"] = "any"
        if type_ == "boolean":
            each |= {"trueValues": ["true"], "falseValues": ["false"]}  # type: ignore[dict-item]
        fields.append(each)
    return {"fields": fields, "primaryKey": ["cite_id"], "missingValues": [""]}


def ro_crate(release: Described, others: Sequence[str]) -> dict[str, Any]:
    """RO-Crate 1.1 (w3id.org/ro/crate): every file of the release (`others`: those beside the data)."""
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": release.title,
        "description": release.summary,
        "datePublished": release.published.isoformat(),
        "license": {"@id": "#rights"},
        "inLanguage": "zh",
        "author": [{"@id": f"#paper-{n}"} for n, _ in enumerate(release.papers, 1)],
        "hasPart": [
            *({"@id": file.path} for file in release.files),
            *({"@id": path} for path in sorted(others)),
        ],
        "mentions": {"@id": "#export"},
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        root,
        {"@id": "#rights", "@type": "CreativeWork", "name": "Rights", "description": RIGHTS},
        *(
            {"@id": f"#paper-{n}", "@type": "Organization", "name": name}
            for n, name in enumerate(release.papers, 1)
        ),
        {
            "@id": "#banmian",
            "@type": "SoftwareApplication",
            "name": "banmian",
            "softwareVersion": release.version,
        },
        {
            "@id": "#export",
            "@type": "CreateAction",
            "name": "banmian export",
            "instrument": {"@id": "#banmian"},
            "result": {"@id": "./"},
        },
    ]
    for file in release.files:
        graph.append(
            {
                "@id": file.path,
                "@type": "File",
                "name": PurePosixPath(file.path).name,
                "contentSize": str(file.size),
                "encodingFormat": media(file.path),
                "sha256": file.sha256,
            }
        )
    graph += [{"@id": path, "@type": "File", "name": path} for path in sorted(others)]
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}


def citation(release: Described) -> str:
    """CITATION.cff 1.2.0 (citation-file-format.github.io); every value is JSON, which is YAML."""
    authors = [{"name": name} for name in release.papers] or [{"name": "banmian"}]
    said = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "If you use this corpus, please cite it by its digest; cite an article by its cite_id.",
        "title": release.title,
        "abstract": release.summary,
        "authors": authors,
        "date-released": release.published.isoformat(),
        "identifiers": [
            {
                "type": "other",
                "value": f"sha256:{release.digest}",
                "description": "SHA-256 of the data, as in manifest.json",
            }
        ],
        "keywords": ["newspapers", "Chinese", "corpus"],
    }
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items())


def sums(files: Sequence[File]) -> str:
    """SHA256SUMS, for `sha256sum -c`."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in files)


def media(path: str) -> str:
    """The media type of a file by its name."""
    return _MEDIA.get(PurePosixPath(path).suffix, "application/octet-stream")
