"""Bytes of a page → its text, trusting no label.

What a server, a `<meta>` and a byte order mark say is worth a few points; the bytes themselves decide. Text
is read as UTF-8, GB18030 (with it GBK and GB2312), Big5 (with HKSCS), HZ, UTF-16, UTF-32 or windows-1252,
whichever makes the most ordinary Chinese of it, or as Japanese or Korean where it is full of kana or hangul.
A clean page costs one strict decoding; the search of `readings` runs on damaged pages only, and there only on
the runs of bytes that are damaged.

Why not `errors="replace"`: a lost byte in GBK or Big5 shifts every following character until the next ASCII
byte, all of them well-formed and wrong. Here a bad byte costs at most two characters wherever the text around
it is ordinary Chinese, and a section of another encoding pasted into a page is read in that encoding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.text.charsets import labels, mark_of
from pipelines.text.doubled import maybe_doubled, undoubled
from pipelines.text.foreign import foreign, maybe_japanese, seven_bit
from pipelines.text.readings import (
    BIG5,
    BIG5_MARKS,
    CP950,
    GB,
    LATIN,
    ORDINARY,
    REPLACEMENT,
    UTF8,
    cheapest,
    has_chinese,
    is_utf8,
    mean_price,
    price,
    suspicions,
    text_of,
)
from pipelines.text.seams import convincing, realigned


@dataclass(frozen=True, slots=True)
class Damage:
    """One place where the bytes were not what the page's encoding asks for."""

    offset: int
    """Where in the body, in bytes."""
    observed: bytes
    """The bytes found there."""
    replacement: str
    """What stands for them in the text: U+FFFD; '' for a dropped NUL; the text of a section."""
    kind: str
    """`byte` lost, `cut` lost at the very end, `nul` dropped, `section` of another encoding (kept),
    `doubled` encoded twice (undone)."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, with how it was had."""

    text: str
    """The text without byte order mark and NULs."""
    encoding: str
    """Python's name of the codec that read it (most of it, for a mixed page); 'utf-8' for pure ASCII."""
    damage: tuple[Damage, ...] = ()
    """In the order of the body; empty for a sound page."""


_RUN_LIMIT = 20_000  # bytes of one run that are searched; longer runs of binary rubbish are just replaced
_MOST_DOUBTS = 2_000
_SEARCH_LIMIT = 100_000  # bytes of one page that are searched

# A run of bytes no character can reach out of: it ends at two ASCII bytes in a row or one below 0x30.
_RUN = re.compile(rb"[\x80-\xff]+(?:[0-9@-~][\x80-\xff]+)*[0-9@-~]?")
_REST = re.compile(rb"[\x80-\xff]*(?:[0-9@-~][\x80-\xff]+)*[0-9@-~]?")
_UTF8_HAN = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}")
_BIG5_MOVED = re.compile("[ぁ-ヾЁ-ё]")  # rows cp950 and everyone else place differently


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The text of a page of Chinese, whatever its labels say.

    `body` is the response body after content decoding, `content_type` the value of the HTTP header or ''.
    Never raises. Private-use characters a sound page carries stay. Labels (header, `<meta>`, XML declaration,
    byte order mark) decide only between equally good readings, as on a page with three Chinese characters.
    """
    skipped, marked = mark_of(body)
    content = body[skipped:]
    nuls: list[Damage] = []
    if marked or b"\0" in content:
        wide = _wide(content, marked)
        if wide:
            text, damage = _plainly(content, wide)
            return Decoded(text.replace("\0", ""), wide, _moved(damage, skipped, ()))
        nuls = [Damage(m.start(), m.group(), "", "nul") for m in re.finditer(rb"\0+", content)]
        if nuls:
            content = content.replace(b"\0", b"")
    text, damage, encoding = _narrow(content, content_type, marked)
    if not nuls and not damage:
        return Decoded(text, encoding)
    found = [*_moved(nuls, skipped, ()), *_moved(damage, skipped, nuls)]
    return Decoded(text, encoding, tuple(sorted(found, key=lambda one: one.offset)))


def _moved(damage: list[Damage], skipped: int, nuls: list[Damage] | tuple[()]) -> tuple[Damage, ...]:
    """Offsets in the content without NULs → offsets in the body."""
    moved = []
    for one in damage:
        offset = one.offset
        for nul in nuls:
            if nul.offset <= offset:
                offset += len(nul.observed)
        moved.append(Damage(offset + skipped, one.observed, one.replacement, one.kind))
    return tuple(moved)


def _wide(content: bytes, marked: str) -> str:
    """The UTF-16 or UTF-32 codec of the content, '' if its characters are bytes.

    Markup tells: every second byte (three of four) of it is NUL. The mark alone counts where no NUL is and
    the bytes are no UTF-8 either.
    """
    if marked.startswith("utf-32"):
        return marked
    head = content[:8192]
    pairs = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if max(even, odd) > 0.2 and min(even, odd) < 0.5 * max(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    if marked.startswith("utf-16"):
        try:
            content.decode(UTF8)
        except UnicodeDecodeError:
            return marked
    return ""


def _narrow(content: bytes, content_type: str, marked: str) -> tuple[str, list[Damage], str]:
    """Text, damage and encoding of content whose characters begin with bytes."""
    try:
        text = content.decode(UTF8)
    except UnicodeDecodeError:
        pass
    else:
        # GBK can be well-formed UTF-8 of two-byte characters (Greek, Cyrillic), hardly ever of Chinese.
        if content.isascii():
            text, codec = seven_bit(content) or (text, UTF8)
            return text, [], codec
        if maybe_doubled(content, text):
            undone, damage = _undoubled(text)
            if damage:
                return undone, damage, UTF8
        if has_chinese(text):
            return text, [], UTF8
    start = _sample(content, 800)
    chinese = False
    for codec in (GB, BIG5):
        if len(start) > 60 and mean_price(start.decode(codec, "replace")) < ORDINARY:
            if codec == BIG5 and maybe_japanese(start) and foreign(start):
                break
            chinese = True
            text, name, doubts = _read(content, codec)
            if text:
                return (*_searched(content, name, UTF8, doubts), name) if doubts else (text, [], name)
    claimed = labels(content, content_type, marked)
    if not chinese and (codec := foreign(start, claimed)):
        return *_plainly(content, codec), codec
    main, other = _choose(content, claimed)
    if main in (UTF8, LATIN):
        try:
            return content.decode(main), [], main
        except UnicodeDecodeError:
            return *(_plainly(content, main) if main == LATIN else _searched(content, main, other)), main
    text, name, doubts = _read(content, main)
    return (*_searched(content, name, other, doubts), name) if doubts else (text, [], name)


def _undoubled(text: str) -> tuple[str, list[Damage]]:
    """The text of a UTF-8 page with what was encoded twice undone, and where that was."""
    texts: list[str] = []
    damage: list[Damage] = []
    position = offset = 0
    for start, end, original in undoubled(text):
        offset += len(text[position:start].encode())
        observed = text[start:end].encode()
        damage.append(Damage(offset, observed, original, "doubled"))
        texts += [text[position:start], original]
        position, offset = end, offset + len(observed)
    return "".join((*texts, text[position:])), damage


def _read(content: bytes, codec: str) -> tuple[str, str, list[int]]:
    """Text ('' if not well-formed), codec and doubtful offsets of content in GB18030 or Big5."""
    if codec == BIG5:  # as Windows has it where that is enough, otherwise with the Hong Kong characters
        text, doubts = _doubts(content, CP950)
        if text and not _BIG5_MOVED.search(text):
            return text, CP950, doubts
    text, doubts = _doubts(content, codec)
    return text.translate(BIG5_MARKS) if codec == BIG5 else text, codec, doubts


def _doubts(content: bytes, codec: str) -> tuple[str, list[int]]:
    """The text ('' if malformed) and the offsets where it is malformed or looks shifted or pasted in."""
    view, position = memoryview(content), 0
    doubts: list[int] = []
    while True:
        end: int | None = None
        try:
            text = str(view[position:], codec)
        except UnicodeDecodeError as error:
            end = position + error.start
            text = str(view[position:end], codec)
        offset, last = position, 0
        for found in suspicions(text, codec):
            offset, last = offset + len(text[last:found].encode(codec, "replace")), found
            doubts.append(offset)
        if end is None and not position:
            return text, doubts
        if end is None or len(doubts) > _MOST_DOUBTS:
            return "", doubts
        doubts.append(end)
        rest = _REST.match(content, end)
        position = max(rest.end() if rest else 0, end + 1)


def _choose(content: bytes, claimed: list[str]) -> tuple[str, str]:
    """The codec of most of the content, and the one a damaged run may be in besides."""
    sample = _sample(content, 4_000)
    prices = {codec: price(sample.decode(codec, "replace")) for codec in (UTF8, GB, BIG5, LATIN)}
    if REPLACEMENT not in sample.decode(UTF8, "replace"):
        prices[UTF8] -= 3.0  # well-formed by chance: one in three short words of GBK
    for weight, label in zip((4.0, 2.0), dict.fromkeys(claimed), strict=False):
        if label in prices:
            prices[label] -= weight
    main = min(prices, key=prices.__getitem__)
    if main != UTF8:
        return main, UTF8
    rest = _UTF8_HAN.sub(b" ", sample)
    return main, min((GB, BIG5), key=lambda codec: price(rest.decode(codec, "replace")))


def _sample(content: bytes, limit: int) -> bytes:
    """The first runs of the content that are not ASCII, with spaces between."""
    runs, size = [], 0
    for run in _RUN.finditer(content):
        runs.append(run.group()[: limit - size])
        size += len(runs[-1])
        if size >= limit:
            break
    return b" ".join(runs)


def _plainly(content: bytes, codec: str) -> tuple[str, list[Damage]]:
    """Every malformed piece replaced as the codec reports it."""
    view, position = memoryview(content), 0
    texts: list[str] = []
    damage: list[Damage] = []
    while True:
        try:
            texts.append(str(view[position:], codec))
            return "".join(texts), damage
        except UnicodeDecodeError as error:
            start, end = position + error.start, position + error.end
        texts += [str(view[position:start], codec), REPLACEMENT]
        damage.append(_lost(content, start, end))
        position = end
        if len(damage) == 1_000:  # no text at all
            texts.append(str(view[position:], codec, "replace"))
            return "".join(texts), damage


def _end(damage: Damage) -> int:
    return damage.offset + len(damage.observed)


def _lost(content: bytes, start: int, end: int) -> Damage:
    return Damage(start, content[start:end], REPLACEMENT, "cut" if end == len(content) else "byte")


def _searched(content: bytes, main: str, other: str, doubts: Sequence[int] = ()) -> tuple[str, list[Damage]]:
    """The text of a damaged or mixed page: sound runs as they are, the others by search.

    `doubts` are the offsets of what may be unsound; for UTF-8 every run is looked at instead.
    """
    texts: list[str] = []
    damage: list[Damage] = []
    position, mode, left, waiting = 0, main, _SEARCH_LIMIT, list(reversed(doubts))
    for run in _RUN.finditer(content):
        piece = run.group()
        if main == UTF8:
            if mode == main and is_utf8(piece):
                continue
        else:
            doubtful = False
            while waiting and waiting[-1] < run.end():
                doubtful = waiting.pop() >= run.start() or doubtful
            if not doubtful:
                mode = main
                continue
        texts.append(text_of(content[position : run.start()], main))
        position = run.end()
        if len(piece) > _RUN_LIMIT or left < 0:
            text, found = _plainly(piece, main)
            texts.append(text)
            starts = [run.start() + one.offset for one in found]
            damage += [_lost(content, i, i + len(one.observed)) for i, one in zip(starts, found, strict=True)]
            continue
        left -= len(piece)
        offset = run.start()
        pieces = realigned(piece, cheapest(piece, main, other, mode), main)
        for length, text, codec in convincing(pieces, piece, main):
            if text == REPLACEMENT:
                damage.append(_lost(content, offset, offset + length))
                if (
                    len(damage) > 1
                    and _end(damage[-2]) == offset - 1
                    and "".join(texts)[-2:-1] == REPLACEMENT
                ):
                    text = ""  # an ASCII byte stands in the middle of one character
                    damage[-1] = replace(damage[-1], replacement=text)
            elif codec != main and not text.isascii():
                damage.append(Damage(offset, content[offset : offset + length], text, "section"))
            texts.append(text)
            offset += length
            mode = codec
    texts.append(text_of(content[position:], main))
    return "".join(texts), damage
