"""A slice of a real issue as a directory: for a bug report, and to read it again without network.

`index.json` names every answer (address, what it was asked for, status, file, digest) and what had none; the
bodies lie beside it as they came, after content decoding. Nothing in it is of the machine that fetched it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crawler.answer import Answer
from crawler.paper import Paper, parse_profile
from crawler.plan import Limits
from crawler.profile import profile_toml
from crawler.trial.fetch import Fetched
from crawler.trial.findings import Findings
from pipelines.items import ProblemItem
from pipelines.text.plain import plain
from storage.captures import Record
from storage.errors import StorageError, UsageError
from storage.items import Capture, Purpose

FORMAT = 1
"""Of `index.json`."""
_ENDINGS = {"html": "html", "json": "json", "xml": "xml", "javascript": "js", "plain": "txt"}
_LEFT_OUT = (
    "capture", "signature", "headline_hans", "body_hans", "ending", "dated", "unproved", "damaged", "read_by",
)  # fmt: skip
"""Fields of an item that say nothing of how it was read, or are made of other fields."""


class SpecimenError(UsageError):
    """A directory that cannot be made, or is no specimen; the message says why."""


def write_specimen(directory: Path, fetched: Fetched, findings: Findings, profile: str) -> int:
    """Writes a new directory with the answers of an issue, its profile's text and what was read of them.

    Returns the number of answers. It is there whole or not at all. Raises SpecimenError where it exists,
    StorageError where it cannot be written.
    """
    if directory.exists():
        raise SpecimenError(f"{directory} exists already: name another directory with --out")
    partial = directory.with_name(f".{directory.name}.{os.getpid()}")
    try:
        try:
            partial.mkdir(parents=True)
            answers = _write_all(partial, fetched, findings, profile)
            partial.rename(directory)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise StorageError(f"{directory} cannot be written: {error.strerror or error}") from error
    return answers


def _write_all(directory: Path, fetched: Fetched, findings: Findings, profile: str) -> int:
    answers = [
        _write_answer(directory, number, record)
        for number, (_, record) in enumerate(fetched.responses, start=1)
    ]
    index = {
        "format": FORMAT,
        "banmian": version("banmian"),
        "paper": fetched.paper.slug,
        "date": fetched.day,
        "pages": fetched.limits.pages,
        "articles": fetched.limits.articles,
        "answers": answers,
        "failures": [plain(problem, _LEFT_OUT) for problem in fetched.failures],
    }
    said = {
        "banmian": version("banmian"),
        **{
            name: plain(getattr(findings.read, name), _LEFT_OUT)
            for name in ("issue", "pages", "articles", "problems")
        },
        "found": plain(findings, (*_LEFT_OUT, "read")) | {"problems": len(findings.problems)},
    }
    _write(directory / "index.json", _json(index))
    _write(directory / "read.json", _json(said))
    _write(directory / f"{fetched.paper.slug}.toml", profile_toml(tomllib.loads(profile)).encode())
    return len(answers)


def _write_answer(directory: Path, number: int, record: Record) -> dict[str, Any]:
    assert record.purpose is not None
    answer = Answer.of_record(record)
    kind = answer.content_type.lower()
    ending = next((ending for word, ending in _ENDINGS.items() if word in kind), "bin")
    word = record.purpose.role.partition(" ")[0].rstrip("?") or "other"
    name = f"{number:03d}-{word}.{ending}"
    _write(directory / name, record.body)
    return {
        "address": record.url,
        "asked": record.purpose.asked,
        "role": record.purpose.role,
        "attempt": record.attempt,
        "status": record.status,
        "content_type": answer.content_type,
        "location": answer.location,
        "fetched_at": record.fetched_at.isoformat(),
        "file": name,
        "sha256": hashlib.sha256(record.body).hexdigest(),
    }


def _write(file: Path, data: bytes) -> None:
    with file.open("xb") as opened:
        opened.write(data)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def profile_in(directory: Path, slug: str) -> Paper | None:
    """The paper of that slug by the profile beside the answers; None where there is none.

    Raises SpecimenError where it cannot be read, ProfileError where it is no profile.
    """
    file = directory / f"{slug}.toml"
    if not file.is_file():
        return None
    try:
        return parse_profile(slug, tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SpecimenError(f"{file} cannot be read: {error}") from error


def read_specimen(directory: Path, paper: Paper) -> Fetched:
    """The answers in a directory as if they had just come. Raises SpecimenError naming what is wrong."""
    file = directory / "index.json"
    try:
        index = json.loads(file.read_text(encoding="utf-8"))
        if index["format"] != FORMAT:
            raise SpecimenError(f"{file}: its format is {index['format']!r}, this banmian reads {FORMAT}")
        if index["paper"] != paper.slug:
            raise SpecimenError(f"{file}: an issue of {index['paper']!r}, not of {paper.slug!r}")
        day = None if index["date"] is None else dt.date.fromisoformat(index["date"])
        responses = tuple(_answer(directory, paper.slug, day, entry) for entry in index["answers"])
        failures = tuple(
            ProblemItem(paper.slug, day, one["url"], one["kind"], one["detail"])
            for one in index["failures"]
            if day is not None
        )
        limits = Limits(index["pages"], index["articles"])
    except OSError as error:
        raise SpecimenError(f"{error.filename} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, SpecimenError):
            raise
        raise SpecimenError(f"{file}: no index of a specimen: {type(error).__name__} {error}") from error
    return Fetched(paper, day, responses, failures, limits)


def _answer(directory: Path, slug: str, day: dt.date | None, entry: dict[str, Any]) -> tuple[Capture, Record]:
    name = str(entry["file"])
    if day is None or Path(name).name != name:
        raise SpecimenError(f"{directory / 'index.json'}: {name!r} is no file beside it")
    body = (directory / name).read_bytes()
    digest = hashlib.sha256(body).hexdigest()
    if digest != entry["sha256"]:
        raise SpecimenError(f"{directory / name} is not what was captured: its SHA-256 is another")
    fetched_at = dt.datetime.fromisoformat(entry["fetched_at"])
    url, status = str(entry["address"]), int(entry["status"])
    named = {"Content-Type": entry["content_type"], "Location": entry["location"]}
    record = Record(
        url=url,
        status=status,
        headers=tuple((key, str(value)) for key, value in named.items() if value),
        body=body,
        fetched_at=fetched_at,
        purpose=Purpose(slug, day, str(entry["role"]), str(entry["asked"])),
        attempt=int(entry["attempt"]),
        sha256=digest,
    )
    return Capture(url, fetched_at, status, name, 0, len(body), digest), record
