"""`banmian restore`: a text in, the restored text out."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from json import dumps
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer
from rich.progress import Progress

from crawler.commands.learned import learned
from crawler.commands.progress import progress
from pipelines.text.decode import decode
from pipelines.text.fold import fold, to_hant
from pipelines.text.readings import ORDINARY, mean_price
from pipelines.text.restoration.memory import Memory
from pipelines.text.restoration.repair import Repair, Restored
from pipelines.text.restoration.restore import Survey, join, restore_part, survey
from pipelines.text.script import detect_script
from storage.errors import UsageError

PIECE = 1 << 22
"""Bytes read at a time, up to the end of a paragraph: no more of a large file is in memory."""
LONGEST = 1 << 26
"""Bytes after which a paragraph is cut."""
SHOWN = 1 << 20
"""Inputs of at least so many bytes get a progress bar."""

_HEAD = 1 << 13
"""Bytes from the beginning of a document that are looked at to tell UTF-16 and UTF-32 apart."""
_WIDE_FEEDS = {
    "utf-32-le": b"\n\0\0\0",
    "utf-32-be": b"\0\0\0\n",
    "utf-16-le": b"\n\0",
    "utf-16-be": b"\0\n",
}
"""Codec → its line feed: one byte of it alone is half a character."""
_HTML = re.compile("<(?:!doctype html|html|head|body|div|p|table|span|br)[\\s/>]", re.IGNORECASE)
_CHARSET = re.compile(
    r"(<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*|<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']\s*)[\w.:-]+",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"(<!--.*?-->|<(script|style)\b.*?</\2\s*>|<[^<>]*>)", re.DOTALL | re.IGNORECASE)


def restore(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Texts or HTML in any encoding; standard input when none is named or `-`."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="One JSON document on stdout, with every repair.")
    ] = False,
    script: Annotated[
        Literal["hans", "hant"] | None,
        typer.Option(help="Convert the result: simplified (hans) or traditional by word (hant)."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Directory for the restored files, each under its own name.")
    ] = None,
    damaged: Annotated[
        bool,
        typer.Option("--damaged", help="The texts are known to come from a mirror: no proof is asked for."),
    ] = False,
    learn: Annotated[
        str | None,
        typer.Option(metavar="DB", help="Learn words and names from the sound articles of a database first."),
    ] = None,
) -> None:
    """Undo what a mirror did to a text: pinyin in brackets, torn characters, folded punctuation.

    Text without such damage comes out as it went in. Every file is one document. The output is UTF-8;
    offsets of repairs are characters of the decoded input, before any conversion to another script.
    """
    named = list(files or [Path("-")])
    if len(named) > 1 and out is None:
        raise UsageError("several files need --out DIR, the directory for their restored texts")
    if len({file.name for file in named}) < len(named):
        raise UsageError("two of the files have the same name; --out would hold only one of them")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        if any(file.resolve().parent == out.resolve() for file in named):
            raise UsageError("--out is the directory of the files themselves: they would be overwritten")
    how = How(script, damaged, learned(learn) if learn else None)
    for file in named:
        with _opened(file) as source, _target(out, file, json) as target:
            _refuse_no_text(source, file)
            size = _size(source)
            with progress("bytes", hidden=size < SHOWN, transient=True) as bars:
                try:
                    (_write_json if json else _write_text)(source, target, size, bars, how)
                except MemoryError:
                    raise UsageError("a paragraph of the input is too long for this memory") from None


@dataclass(frozen=True, slots=True)
class How:
    """What was asked for beside the files."""

    script: str | None
    damaged: bool
    learned: Memory | None


@contextmanager
def _target(out: Path | None, file: Path, json: bool) -> Iterator[BinaryIO]:
    if out is None:
        yield typer.get_binary_stream("stdout")
        return
    name = ("stdin" if str(file) == "-" else file.name) + (".json" if json else "")
    unfinished = out / f".{name}.part"
    try:
        with unfinished.open("wb") as target:
            yield target
        unfinished.replace(out / name)
    finally:
        unfinished.unlink(missing_ok=True)


def _refuse_no_text(source: BinaryIO, file: Path) -> None:
    """Refuse bytes of which a twentieth are controls or belong to no encoding."""
    source.seek(0)
    head = _read(source, _HEAD)
    decoded = decode(head)
    strange = sum(c < " " and c not in "\t\n\r\f\x0b\x1b" for c in decoded.text)
    strange += sum(len(one.observed) for one in decoded.damage if one.kind == "byte")
    if strange > 8 and strange * 20 > len(decoded.text):
        raise UsageError(f"{file} is no text: its bytes are in no encoding of Chinese")


def _opened(file: Path | None) -> BinaryIO:
    """The input as a file that can be read twice. Raises UsageError."""
    if file is None or str(file) == "-":
        if sys.stdin is not None and sys.stdin.isatty():
            raise UsageError(
                "no file was named and standard input is a terminal; name a file or pipe a text in"
            )
        return _spooled(typer.get_binary_stream("stdin"))
    try:
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UsageError(f"{file} is a directory; name a file")
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise UsageError(f"{file} is a device; name a file")
        if stat.S_ISFIFO(mode):
            with file.open("rb") as pipe:
                return _spooled(pipe)
        return file.open("rb")
    except FileNotFoundError:
        raise UsageError(f"{file} does not exist; name a file that does") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}); check its permissions") from error


def _spooled(source: BinaryIO) -> BinaryIO:
    """What comes through a pipe as something that can be read twice."""
    spool = tempfile.SpooledTemporaryFile(LONGEST)  # noqa: SIM115 (the caller closes it)
    try:
        shutil.copyfileobj(source, spool)
    except OSError as error:
        raise UsageError(f"the input cannot be kept until its end ({error.strerror})") from error
    return spool  # type: ignore[return-value]


def _size(source: BinaryIO) -> int:
    """Bytes in the input; 0 where the system does not tell (files of /proc)."""
    try:
        return source.seek(0, os.SEEK_END)
    except OSError:
        return 0


def _read(source: BinaryIO, size: int) -> bytes:
    try:
        return source.read(size)
    except OSError as error:
        raise UsageError(f"the input cannot be read ({error.strerror})") from error


def _write_text(source: BinaryIO, out: BinaryIO, size: int, progress: Progress, how: How) -> None:
    for restored, mirrored in _restored(source, size, progress, how, truthful=True):
        out.write(_converted(restored.text, how.script, mirrored).encode("utf-8", "surrogatepass"))
    out.flush()


def _write_json(source: BinaryIO, out: BinaryIO, size: int, progress: Progress, how: How) -> None:
    """{encoding, script, mirrored, text, repairs}, written piece by piece."""

    def write(text: str) -> None:
        out.write(text.encode("utf-8", "backslashreplace"))

    encoding = _wide(source) or decode(next(_pieces(source), b"")).encoding
    write('{"encoding": ' + dumps(encoding) + ', "text": "')
    printed: set[str] = set()
    damaged = False
    for restored, mirrored in _restored(source, size, progress, how):
        damaged = mirrored
        printed.add(detect_script(restored.text))
        write(dumps(_converted(restored.text, how.script, mirrored), ensure_ascii=False)[1:-1])
    printed.discard("")
    found = how.script or (printed.pop() if len(printed) == 1 else "mixed" if printed else "")
    write(f'", "script": {dumps(found)}, "mirrored": {dumps(damaged)}, "repairs": [')
    separator = ""
    for restored, _ in _restored(source, size, progress, how) if damaged else ():
        for repair in restored.repairs:
            write(separator + dumps(asdict(repair), ensure_ascii=False))
            separator = ", "
    write("]}\n")
    out.flush()


def _converted(text: str, script: str | None, mirrored: bool) -> str:
    if script == "hans":
        return fold(text)
    if script == "hant" and (mirrored or detect_script(text) == "hans"):
        # A mirror chose character by character; by word, 后 and 發 come out right.
        return to_hant(fold(text))
    return text


def _restored(
    source: BinaryIO, size: int, progress: Progress, how: How, truthful: bool = False
) -> Iterator[tuple[Restored, bool]]:
    """The pieces of the document restored, offsets counted from its beginning, and whether it came
    through a mirror.

    Read twice: the evidence of the whole document comes before the first repair. `truthful`: the charset
    that HTML names is made the one that is written.
    """
    found: Survey | None = None
    task = progress.add_task("looking for damage", total=size)
    wide = encoding = _wide(source)
    html: bool | None = None
    for piece in _pieces(source, wide):
        text, encoding = _text(piece, encoding)
        html = bool(_HTML.search(text[:20_000])) if html is None else html
        found = join(found, survey([part for part in _parts(text, html) if part], how.damaged, how.learned))
        progress.advance(task, len(piece))
    task = progress.add_task("restoring", total=size)
    offset = 0
    for piece in _pieces(source, wide):
        text, encoding = _text(piece, encoding)
        repairs: list[Repair] = []
        parts: list[str] = []
        for part, markup in _split(text, bool(html)):
            made = restore_part(part, found) if found and not markup else Restored(part)
            parts.append(_CHARSET.sub(r"\1utf-8", made.text) if markup and truthful else made.text)
            repairs += (
                Repair(r.start + offset, r.end + offset, r.observed, r.restored, r.kind, r.confidence)
                for r in made.repairs
            )
            offset += len(part)
        yield Restored("".join(parts), tuple(repairs)), found is not None
        progress.advance(task, len(piece))


def _wide(source: BinaryIO) -> str:
    """The UTF-16 or UTF-32 codec of a document, '' where its characters are bytes.

    Without a byte order mark UTF-16 is what `decode` recognises by its NULs, and besides whatever is ordinary
    Chinese in UTF-16 and nothing of the kind in any other encoding.
    """
    source.seek(0)
    head = _read(source, _HEAD)
    plain = decode(head)
    if plain.encoding in _WIDE_FEEDS:
        return plain.encoding
    even = head[: len(head) // 2 * 2]
    prices = {codec: mean_price(even.decode(codec, "replace")) for codec in ("utf-16-le", "utf-16-be")}
    codec = min(prices, key=prices.__getitem__)
    sound = plain.encoding == "utf-8" or mean_price(plain.text) - 1 < prices[codec]
    return codec if not sound and prices[codec] < ORDINARY else ""


def _pieces(source: BinaryIO, wide: str = "") -> Iterator[bytes]:
    """The bytes in pieces of whole lines."""
    source.seek(0)
    rest, feed = b"", _WIDE_FEEDS.get(wide, b"\n")
    while block := _read(source, PIECE):
        rest += block
        end = _after_last(rest, feed)
        if end or len(rest) > LONGEST:
            yield rest[: end or len(rest)]
            rest = rest[end or len(rest) :]
    if rest:
        yield rest


def _after_last(data: bytes, feed: bytes) -> int:
    """Where the last line of `data` ends: behind a line feed that stands at a character's place, else 0."""
    at = data.rfind(feed)
    while at > 0 and at % len(feed):
        at = data.rfind(feed, 0, at + len(feed) - 1)
    return at + len(feed) if at >= 0 and not at % len(feed) else 0


def _text(piece: bytes, encoding: str) -> tuple[str, str]:
    if encoding in _WIDE_FEEDS:
        return piece.decode(encoding, "replace").removeprefix("\ufeff").replace("\0", ""), encoding
    decoded = decode(piece, f"text/plain; charset={encoding}" if encoding else "")
    return decoded.text, encoding or decoded.encoding


def _parts(text: str, html: bool) -> list[str]:
    return [part for part, markup in _split(text, html) if not markup]


def _split(text: str, html: bool) -> Iterator[tuple[str, bool]]:
    """The text between tags, and the markup, in order."""
    if not html:
        yield text, False
        return
    at = 0
    for tag in _MARKUP.finditer(text):
        if tag.start() > at:
            yield text[at : tag.start()], False
        yield tag[0], True
        at = tag.end()
    if at < len(text):
        yield text[at:], False
