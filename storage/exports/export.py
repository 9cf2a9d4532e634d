"""A release of the corpus: data in one format; its card, manifest, digests and descriptions beside it.

A release is a directory (`articles.jsonl`, `articles.csv`, `data/…` for Parquet, `tei/…`), or a single file
where its name ends as its format does (`corpus.jsonl`, `corpus.csv.gz`, `corpus.parquet`); then card and
manifest lie beside the file (`corpus.README.md`, `corpus.manifest.json`). It is built beside its place and
moved there when it is whole. The same state of the database gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import Engine, func, select

from storage import ledger
from storage.corpus import NAMES, Progress, article_rows
from storage.database import reading
from storage.exports.croissant import croissant
from storage.exports.datasheet import Counts, Program, as_asked, datasheet, names_of, title_of
from storage.exports.described import Described, File, citation, datapackage, ro_crate, sums
from storage.exports.formats import Options, Per, Writer, write_csv, write_jsonl, write_parquet
from storage.exports.place import Refused, already_there, beside, publish
from storage.exports.tei import write_tei
from storage.exports.text import tokenizer, write_txt, write_vrt
from storage.extras import load_pyarrow
from storage.models import table
from storage.selection import Selection, snapshot

Format = Literal["jsonl", "csv", "parquet", "tei", "vrt", "txt"]
FORMATS: tuple[Format, ...] = get_args(Format)
MANIFEST, CARD, SUMS = "manifest.json", "README.md", "SHA256SUMS"
CROISSANT, DATAPACKAGE = "croissant.json", "datapackage.json"
RO_CRATE, CITATION = "ro-crate-metadata.json", "CITATION.cff"
_BESIDE = (CARD, CROISSANT, DATAPACKAGE, SUMS, MANIFEST)
"""What lies beside a release that is a single file."""
RELEASE = "banmian release 1"
"""What a manifest says it is the manifest of."""

_WRITERS: dict[Format, Writer] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "tei": write_tei,
    "vrt": write_vrt,
    "txt": write_txt,
}
_DATA: dict[Format, str] = {
    "jsonl": "articles.jsonl",
    "csv": "articles.csv",
    "parquet": "data",
    "tei": "tei",
    "vrt": "articles.vrt",
    "txt": "txt",
}
_GLOBS: dict[Format, str] = {"parquet": "/**/*.parquet", "tei": "/**/*.xml", "txt": "/**/*.txt"}

_ALWAYS_DIRECTORIES: tuple[Format, ...] = ("tei", "txt")
_UNZIPPED: tuple[Format, ...] = ("parquet",)
"""Formats that are not packed once more."""
_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,7}", re.IGNORECASE)

_ISSUES = table("issues")

Dates = Mapping[str, Iterable[dt.date]]


@dataclass(frozen=True, slots=True)
class Order:
    """What to release, and how."""

    selection: Selection
    format: Format
    program: Program
    bom: bool = False
    """CSV with a byte order mark."""
    per: Per = "article"
    """Plain text: a file an article, or an issue."""
    force: bool = False
    """Replace an earlier release."""
    expected: Dates = field(default_factory=dict)
    """Paper → days on which issues are to be expected: for the gaps in the card."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was written."""

    path: Path
    rows: int
    size: int
    """Bytes of the data."""
    digest: str
    """SHA-256 of the data: of its file, or of the list of its files with their digests."""


def export(engine: Engine, out: Path, order: Order, progress: Progress | None = None) -> Release:
    """Write a release to `out`, which must not exist (`force`: or be a release).

    Raises Refused, UnknownPaper, MissingExtra (no pyarrow), and StorageError when database or disk fail:
    then nothing of it is left.
    """
    single = is_single(out, order.format)
    _check(out, order, single)
    prefix = f"{_stem(out)}." if single else ""
    options = Options(
        out.name if single else _DATA[order.format],
        order.per,
        single,
        order.bom,
        order.selection.script,
        order.program.version,
    )
    with beside(out) as directory:
        counts = Counts()
        with snapshot(engine) as connection:
            by_paper = order.format in _GLOBS
            found = article_rows(connection, order.selection, by_paper=by_paper, progress=progress)
            _WRITERS[order.format](counts.counted(found), directory, options)
        files = list(_files(directory))
        digest = _digest(files)
        glob = options.data if single else options.data + _GLOBS.get(order.format, "")
        known = _ledger(engine, order)
        chosen = order.selection
        taken = ledger.taken_down(engine, list(chosen.papers), chosen.since, chosen.until)
        card = datasheet(counts, chosen, order.program, *known, order.format, glob, digest, taken)
        names = names_of(counts)
        described = Described(
            title=title_of(counts),
            papers=names,
            format=order.format,
            data=glob,
            files=files,
            digest=digest,
            rows=counts.rows,
            version=order.program.version,
            published=counts.newest or order.selection.as_of or dt.date(1970, 1, 1),
            key=f"banmian-{digest[:12]}",
        )
        texts = {CARD: card, **_descriptions(described, single)}
        for name, text in texts.items():
            (directory / f"{prefix}{name}").write_text(text, encoding="utf-8")
        about = [_file(directory, directory / f"{prefix}{name}") for name in sorted(texts)]
        manifest = {
            "release": RELEASE,
            "program": f"banmian {order.program.version}",
            "key_version": order.program.key_version,
            "fold_version": order.program.fold_version,
            "format": order.format,
            "data": options.data,
            "rows": counts.rows,
            "columns": NAMES,
            "selection": as_asked(order.selection),
            **({"tokenizer": tokenizer()} if order.format == "vrt" else {}),
            **({"per": order.per} if order.format == "txt" else {}),
            "digest": digest,
            "files": [asdict(file) for file in (*files, *about)],
        }
        (directory / f"{prefix}{MANIFEST}").write_text(_json(manifest), encoding="utf-8")
        listed = [*files, *about, _file(directory, directory / f"{prefix}{MANIFEST}")]
        (directory / f"{prefix}{SUMS}").write_text(sums(listed), encoding="utf-8")
        publish(directory, out, single, order.force)
    return Release(out, counts.rows, sum(file.size for file in files), digest)


def _descriptions(release: Described, single: bool) -> dict[str, str]:
    """Name → text of what describes the release to other tools."""
    texts = {DATAPACKAGE: _json(datapackage(release)), CROISSANT: _json(croissant(release))}
    if not single:  # these two have their name once a directory
        texts[CITATION] = citation(release)
        texts[RO_CRATE] = _json(ro_crate(release, [CARD, MANIFEST, SUMS, *texts]))
    return texts


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def is_single(out: Path, format: Format) -> bool:
    """Whether a release of that name is a single file with card and manifest beside it."""
    endings = (f".{format}",) if format in _UNZIPPED else (f".{format}", f".{format}.gz")
    return out.name.endswith(endings) and format not in _ALWAYS_DIRECTORIES


def manifest_of(release: Path) -> tuple[Path, dict[str, Any]]:
    """Directory and manifest of a release, named by its directory, its data file or its manifest.

    Raises Refused when there is none.
    """
    file = release / MANIFEST if release.is_dir() else release
    if file.is_file() and not file.name.endswith(MANIFEST):
        file = file.with_name(f"{_stem(file)}.{MANIFEST}")
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Refused(f"{release} is no release: {file} cannot be read ({why})") from error
    if not isinstance(manifest, dict) or manifest.get("release") != RELEASE:
        raise Refused(f"{release} is no release: {file} is something else")
    return file.parent, manifest


def _check(out: Path, order: Order, single: bool) -> None:
    """Refuse what can be known to fail before anything is read."""
    if order.bom and order.format != "csv":
        raise Refused("a byte order mark is for CSV: leave --bom out, or write --format csv")
    if order.per != "article" and order.format != "txt":
        raise Refused("--per issue is for plain text: leave it out, or write --format txt")
    other = next((other for other in FORMATS if out.name.endswith((f".{other}", f".{other}.gz"))), None)
    if other not in (None, order.format) and not out.exists():
        raise Refused(f"{out.name} looks like {other}, the format is {order.format}: rename one of them")
    if order.format == "parquet":
        load_pyarrow()
    if not out.parent.is_dir():
        raise Refused(f"the directory {out.parent} does not exist: create it")
    taken = [path for path in (out, *_companions(out, single)) if path.exists()]
    if taken and not order.force:
        raise already_there(taken[0])
    if out.exists() and out.is_dir() == single:
        raise Refused(f"{out} is {'a directory' if single else 'a file'}: name another place")
    if not taken and not single and (out.suffix == ".gz" or _ENDING.fullmatch(out.suffix)):
        files = ", ".join(f".{form}" for form in FORMATS if form not in _ALWAYS_DIRECTORIES)
        raise Refused(
            f"{out.name}: no release in {order.format} is a file {out.suffix!r}: a file ends in {files} "
            "(text also in .gz after it), a directory has no such ending"
        )
    if taken and (single or any(out.iterdir())):
        manifest_of(out if out.exists() else taken[-1])  # only a release is replaced


def _stem(out: Path) -> str:
    name = out.name.removesuffix(".gz")
    return name.rpartition(".")[0] or name


def _companions(out: Path, single: bool) -> list[Path]:
    return [out.with_name(f"{_stem(out)}.{name}") for name in _BESIDE] if single else []


def _ledger(engine: Engine, order: Order) -> tuple[Sequence[ledger.IssueStatus], Sequence[ledger.Gap]]:
    """Coverage and gaps of the papers and dates selected, between each paper's first and last issue."""
    chosen = order.selection
    with reading(engine) as connection:
        columns = (_ISSUES.c.paper, func.min(_ISSUES.c.date), func.max(_ISSUES.c.date))
        spans = {
            paper: (first, last)
            for paper, first, last in connection.execute(select(*columns).group_by(_ISSUES.c.paper))
        }
    expected = {
        paper: [date for date in dates if paper in spans and spans[paper][0] <= date <= spans[paper][1]]
        for paper, dates in order.expected.items()
    }
    papers = chosen.papers or None
    asked: dict[str, Any] = {"papers": papers, "since": chosen.since, "until": chosen.until}
    return ledger.status_and_gaps(engine, **asked, expected=expected)


def _files(directory: Path) -> Iterator[File]:
    for path in sorted(directory.rglob("*"), key=lambda path: path.relative_to(directory).parts):
        if path.is_file():
            yield _file(directory, path)


def _file(directory: Path, path: Path) -> File:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path.relative_to(directory).as_posix(), path.stat().st_size, digest)


def _digest(files: Sequence[File]) -> str:
    """Of one file its own digest; of several that of the lines `digest  path`, as sha256sum prints them."""
    return files[0].sha256 if len(files) == 1 else hashlib.sha256(sums(files).encode()).hexdigest()
