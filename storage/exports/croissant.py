"""A release described in Croissant 1.0, for tools that load data sets for machine learning."""

from __future__ import annotations

from typing import Any

from storage.corpus import COLUMNS
from storage.exports.described import ROWS, Described, media
from storage.exports.formats import RIGHTS


def croissant(release: Described) -> dict[str, Any]:
    """Croissant 1.0 (docs.mlcommons.org/croissant): the files, and the columns of their rows."""
    source: dict[str, Any] = {"fileObject": {"@id": "data"}}
    if len(release.files) == 1:
        [file] = release.files
        distribution: list[dict[str, Any]] = [
            {
                "@type": "cr:FileObject",
                "@id": "data",
                "name": "data",
                "contentUrl": file.path,
                "contentSize": f"{file.size} B",
                "encodingFormat": media(release.data.removesuffix(".gz")),
                "sha256": file.sha256,
            }
        ]
    else:
        source = {"fileSet": {"@id": "data"}}
        distribution = [
            {
                "@type": "cr:FileSet",
                "@id": "data",
                "name": "data",
                "encodingFormat": media(release.data),
                "includes": release.data,
            }
        ]
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": release.key,
        "alternateName": release.title,
        "description": release.summary,
        "license": RIGHTS,
        "creator": [{"@type": "sc:Organization", "name": name} for name in release.papers],
        "datePublished": release.published.isoformat(),
        "version": "1.0.0",
        "inLanguage": "zh",
        "citeAs": f"{release.summary} SHA-256 {release.digest}.",
        "distribution": distribution if release.files else [],
    }
    if release.format in ROWS and release.files:
        found["recordSet"] = [
            {
                "@type": "cr:RecordSet",
                "@id": "articles",
                "name": "articles",
                "key": {"@id": "articles/cite_id"},
                "field": [_field(*column, source, release.format) for column in COLUMNS],
            }
        ]
    return found


def _field(name: str, kind: str, doc: str, source: dict[str, Any], form: str) -> dict[str, Any]:
    types = {
        "int": "sc:Integer",
        "int | None": "sc:Integer",
        "Large | None": "sc:Integer",
        "float | None": "sc:Float",
        "bool": "sc:Boolean",
        "bool | None": "sc:Boolean",
        "dt.date": "sc:Date",
        "dt.date | None": "sc:Date",
        "dt.datetime": "sc:DateTime",
        "dt.datetime | None": "sc:DateTime",
    }
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"articles/{name}",
        "name": name,
        "description": doc,
        "dataType": types.get(kind, "sc:Text"),
        "source": {**source, "extract": {"column": name}},
    }
    if kind.startswith("tuple") and form != "csv":
        found["repeated"] = True
    return found


_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
