"""Profiles as text: written anew, or with another proof, so that they can be read again."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from crawler.paper import PROOFS, Paper, ProfileError, parse_profile, profile_directories


def profile_toml(data: Mapping[str, Any]) -> str:
    """The TOML document of a profile's data, as `tomllib` reads it; without comments."""
    lines = [f"{key} = {_value(value)}" for key, value in data.items() if key != "eras"]
    for era in data.get("eras", ()):
        lines += ["", "[[eras]]"]
        lines += [f"{key} = {_value(value)}" for key, value in era.items() if key != "select"]
        if select := era.get("select"):
            lines += ["", "[eras.select]"]
            lines += [f"{key} = {_value(value)}" for key, value in select.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case int() | float() | date():
            return str(value)
    raise TypeError(f"no value of a profile: {value!r}")


def with_proof(text: str, slug: str, proof: str, checked: date) -> str:
    """A profile's text with that proof and the date of its check; everything else, comments too, stays.

    Raises ProfileError where the text is written so that these two lines cannot be put into it.
    """
    head, eras = _parts(text)
    for key, value in (("proof", f'"{proof}"'), ("checked", str(checked))):
        line = f"{key} = {value}"
        head, replaced = re.subn(rf"(?m)^{key}[ \t]*=[^\n]*$", line, head, count=1)
        if not replaced:
            head = f"{head.rstrip()}\n{line}\n\n" if eras else f"{head.rstrip()}\n{line}\n"
    changed = head + eras
    expected = tomllib.loads(text) | {"proof": proof, "checked": checked}
    try:
        as_written = tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        as_written = {}
    if as_written != expected:
        raise ProfileError(f"{slug}: proof and checked cannot be put into this profile: write them yourself")
    parse_profile(slug, as_written)
    return changed


def _parts(text: str) -> tuple[str, str]:
    """What stands before the first table, and the rest."""
    found = re.search(r"(?m)^[ \t]*\[", text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def raises_proof(paper: Paper, proof: str) -> bool:
    """Whether a proof says at least as much as the one the profile has."""
    return PROOFS.index(proof) <= PROOFS.index(paper.proof)


def own_directory() -> Path | None:
    """The first directory of $BANMIAN_PAPERS, where one's own profiles are; None where none is named.

    Raises ProfileError where it is named and no directory.
    """
    first = profile_directories()[0] if os.environ.get("BANMIAN_PAPERS", "").strip(os.pathsep) else None
    if first is not None and not first.is_dir():
        raise ProfileError(f"{first} is no directory: $BANMIAN_PAPERS must name directories of profiles")
    return first


def write_whole(file: Path, text: str) -> None:
    """Writes a file so that it is there whole or not at all. Raises ProfileError where that is impossible."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        try:
            aside.write_text(text, encoding="utf-8")
            os.replace(aside, file)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise ProfileError(f"{file} cannot be written: {error.strerror or error}") from error
