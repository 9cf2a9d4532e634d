"""The description of the API as OpenAPI 3.1, made of the same endpoints as its routes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from storage.corpus import COLUMNS

PATH = "/api"
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A parameter of an address."""

    name: str
    doc: str
    kind: Literal["text", "date", "integer"] = "text"
    allowed: Sequence[str] = ()
    many: bool = False
    required: bool = False
    least: int = 0
    most: int = 0

    def described(self) -> Schema:
        """As OpenAPI says it."""
        schema: Schema = {"type": "string"}
        if self.kind == "date":
            schema |= {"format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        elif self.kind == "integer":
            schema = {"type": "integer", "minimum": self.least, "maximum": self.most}
        elif self.allowed:
            schema["enum"] = list(self.allowed)
        else:
            schema |= {"pattern": "^[^\\u0000]*$"}  # no database has NUL in a text
            schema |= {"minLength": 1} if self.required else {}
        if self.many:
            schema = {"type": "array", "items": schema}
            schema |= {"minItems": 1} if self.required else {}
            schema |= {"maxItems": self.most} if self.most else {}
        return {
            "name": self.name,
            "in": "query",
            "description": self.doc,
            "required": self.required,
            "schema": schema,
        }


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the API below PATH, and what it answers with."""

    path: str
    answer: str
    """Name of a schema."""
    questions: Sequence[Question] = ()


_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_DATE: Schema = {"type": "string", "format": "date"}
_TYPES: Mapping[str, Schema] = {
    "str": _TEXT,
    "str | None": {"type": ["string", "null"]},
    "int": _NUMBER,
    "int | None": {"type": ["integer", "null"]},
    "Large | None": {"type": ["integer", "null"]},
    "float | None": {"type": ["number", "null"]},
    "bool": {"type": "boolean"},
    "bool | None": {"type": ["boolean", "null"]},
    "dt.date": _DATE,
    "dt.date | None": {"type": ["string", "null"], "format": "date"},
    "dt.datetime": {"type": "string", "format": "date-time"},
    "dt.datetime | None": {"type": ["string", "null"], "format": "date-time"},
    "tuple[str, ...]": {"type": "array", "items": _TEXT},
    "tuple[Image, ...]": {"type": "array", "items": {"type": "object"}},
    "tuple[Mapping[str, Any], ...] | None": {"type": ["array", "null"], "items": {"type": "object"}},
}
_ITEMS: Schema = {"type": "array", "items": {"type": "object"}}
_WINDOW: Mapping[str, Schema] = {
    "offset": _NUMBER,
    "limit": _NUMBER,
    "next": {"type": ["integer", "null"], "description": "The offset of the next page; null on the last."},
}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "required": list(properties), "properties": dict(properties)}


_HIT = _object(
    {
        "cite_id": _TEXT,
        "paper": _TEXT,
        "date": _DATE,
        "page_number": _TEXT,
        "headline": _TEXT,
        "left": _TEXT,
        "match": _TEXT,
        "right": _TEXT,
    }
)
SCHEMAS: Mapping[str, Schema] = {
    "Article": _object(
        {column.name: {**_TYPES[column.type], "description": column.doc} for column in COLUMNS}
    ),
    "Articles": _object(
        {**_WINDOW, "items": {"type": "array", "items": {"$ref": "#/components/schemas/Article"}}}
    ),
    "Papers": _object({"items": _ITEMS}),
    "Items": _object({"items": _ITEMS}),
    "Page": _object({"total": _NUMBER, **_WINDOW, "items": _ITEMS}),
    "Issue": _object({"paper": _TEXT, "date": _DATE, "edition": _TEXT, "pages": _ITEMS}),
    "History": _object({"cite_id": _TEXT, "url": _TEXT, "versions": _ITEMS}),
    "Cluster": _object({"cluster": {"type": ["string", "null"]}, "prints": _ITEMS}),
    "Found": _object(
        {
            "query": _TEXT,
            "total": _NUMBER,
            "total_is": _TEXT,
            "hits": {"type": "array", "items": _HIT},
            **_WINDOW,
        }
    ),
    "Facets": _object({"counted": _NUMBER, "whole": {"type": "boolean"}, "facets": {"type": "object"}}),
    "Collocates": _object(
        {
            **dict.fromkeys(("word", "unit", "tokenizer", "window"), _TEXT),
            **dict.fromkeys(("articles", "occurrences", "tokens", "window_tokens"), _NUMBER),
            "rows": _ITEMS,
        }
    ),
    "Error": _object({"error": _TEXT}),
}
_PLACES: Mapping[str, Schema] = {"date": {**_DATE, "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}


def description(endpoints: Iterable[tuple[Endpoint, str]], version: str) -> Schema:
    """The document that describes these endpoints, each with a sentence."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "banmian",
            "version": version,
            "description": "A corpus of newspapers, to be read. Nothing here changes anything.",
        },
        "servers": [{"url": PATH}],
        "paths": {endpoint.path: {"get": _operation(endpoint, doc)} for endpoint, doc in endpoints},
        "components": {"schemas": dict(SCHEMAS)},
    }


def _operation(endpoint: Endpoint, doc: str) -> Schema:
    names = re.findall(r"{(\w+)}", endpoint.path)
    places = [
        {"name": name, "in": "path", "required": True, "schema": _PLACES.get(name, {"type": "string"})}
        for name in names
    ]
    return {
        "summary": doc.strip().splitlines()[0],
        "operationId": re.sub(r"\W+", "_", endpoint.path).strip("_"),
        "parameters": [*places, *(question.described() for question in endpoint.questions)],
        "responses": {
            "200": _response("What was asked for.", endpoint.answer),
            "400": _response("A question that cannot be answered; why.", "Error"),
            "404": _response("There is no such thing.", "Error"),
            "503": _response("The database cannot be read now.", "Error"),
        },
    }


def _response(sentence: str, schema: str) -> Schema:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": sentence, "content": content}
