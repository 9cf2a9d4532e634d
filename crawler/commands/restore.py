"""`banmian restore`: a text in, the restored text out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from json import dumps
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer
from rich.progress import Progress

from crawler.commands.given import HEAD, opened, read_from, refuse_no_file, refuse_no_text, size_of
from crawler.commands.learned import learned
from crawler.commands.output import writing
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
    for file in named:
        refuse_no_file(file)
    if out is not None:
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
        if any(file.resolve().parent == out.resolve() for file in named):
            raise UsageError("--out is the directory of the files themselves: they would be overwritten")
    how = How(script, damaged, learned(learn) if learn else None)
    for file in named:
        with opened(file) as source, _target(out, file, json) as target:
            refuse_no_text(source, file)
            size = size_of(source)
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
    with writing(out / name):
        try:
            with unfinished.open("wb") as target:
                yield target
            unfinished.replace(out / name)
        finally:
            unfinished.unlink(missing_ok=True)


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
    head = read_from(source, HEAD)
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
    while block := read_from(source, PIECE):
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
