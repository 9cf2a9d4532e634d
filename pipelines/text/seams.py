"""Where exactly a byte was lost, by what the text around it says.

Prices of single characters find that a run of GBK or Big5 is shifted, but not always where it begins to be:
优险展 and 优先照顾 are made of equally common characters. The language model of the restoration knows which
of them is Chinese. It is loaded for damaged pages only.
"""

from __future__ import annotations

from itertools import accumulate

from pipelines.text.fold import fold
from pipelines.text.readings import ORDINARY, REPLACEMENT, UTF8, mean_price, price, price_of_run, text_of

Piece = tuple[int, str, str]
"""Number of bytes, their text, the codec that read them."""
_REACH = 20  # bytes the true place may be away from the cheapest one
_AROUND = 8  # bytes scored besides
_MOST = 7  # places the model is asked about
_LIKELIER = 0.5  # how much likelier a reading of one or two characters must be than the well-formed one
_SURELY = 8.0  # nats by which text with a loss must read better than well-formed text
_MARGIN = 3.0  # nats by which the neighbour of the cheapest place must read better


def realigned(run: bytes, pieces: list[Piece], main: str) -> list[Piece]:
    """The pieces of a run with every lost place moved to where the text around it reads best.

    As many bytes stay lost. Only text of the main codec moves with them; UTF-8 has no such doubt.
    """
    if main == UTF8 or all(text != REPLACEMENT for _, text, _ in pieces):
        return pieces
    found = list(pieces)
    for at in range(len(found)):
        length, text, codec = found[at]
        if text != REPLACEMENT or codec != main:
            continue
        begin, place = (sum(size for size, _, _ in found[:end]) for end in (max(at - 1, 0), at))
        left = at > 0 and found[at - 1][1] != REPLACEMENT and found[at - 1][2] == main
        right = at + 1 < len(found) and found[at + 1][1] != REPLACEMENT and found[at + 1][2] == main
        if not (left and right):
            continue
        code = run[begin : place + length + found[at + 1][0]]
        size = _best(code, place - begin, length, codec)
        rest = code[size + length :]
        found[at - 1] = (size, text_of(code[:size], codec), codec)
        found[at + 1] = (len(rest), text_of(rest, codec), codec)
    return found


def likelihood(text: str) -> float:
    """Log probability of the text by the language model; U+FFFD says nothing and what follows begins anew."""
    from pipelines.text.restoration.lm import ORDER, normal, score  # with numpy, for damaged pages alone

    total, plain = 0.0, normal(fold(text))
    for at, character in enumerate(plain):
        if character != REPLACEMENT:
            total += score(plain[max(at + 1 - ORDER, 0) : at].rpartition(REPLACEMENT)[2], character)
    return total


def _best(code: bytes, place: int, lost: int, codec: str) -> int:
    """How many bytes stand before the likeliest place of `lost` bytes near `place`."""
    end = min(len(code), place + _REACH + _AROUND)
    boundaries = _boundaries(code, place + _REACH, codec)
    begin = max((one for one in boundaries if one <= place - _REACH - _AROUND), default=0)
    texts: dict[int, str] = {}
    for at in boundaries:
        if at < max(place - _REACH, 1) or at + lost >= len(code):
            continue
        try:
            before = text_of(code[begin:at], codec)
            text_of(code[at + lost :], codec)
        except UnicodeDecodeError:
            continue
        after = code[at + lost : end].decode(codec, "ignore")
        texts[at] = f"{before}{REPLACEMENT}{after}"
    prices = {at: price(text) for at, text in texts.items()}
    cheap = sorted(prices, key=prices.__getitem__)[:_MOST]
    candidates = {at: likelihood(texts[at]) - prices[at] for at in {*cheap, place} & texts.keys()}
    best = max(candidates, key=candidates.__getitem__, default=place)
    near = abs(best - place) <= 2
    return best if candidates.get(best, 0.0) > candidates.get(place, 0.0) + _MARGIN * near else place


def _boundaries(code: bytes, end: int, codec: str) -> list[int]:
    """Where the characters begin, as far as the bytes can be read from their start."""
    text = code[:end].decode(codec, "replace").partition(REPLACEMENT)[0]
    return [0, *accumulate(len(character.encode(codec)) for character in text)]


def convincing(pieces: list[Piece], run: bytes, codec: str) -> list[Piece]:
    """The pieces found for a run, or the run as it is: well-formed text must not be made worse."""
    try:
        plain = text_of(run, codec)
    except UnicodeDecodeError:
        return pieces
    found = "".join(text for _, text, _ in pieces)
    start = _alike(plain, found)
    end = _alike(plain[start:][::-1], found[start:][::-1])
    gone, changed = plain[start : len(plain) - end], found[start : len(found) - end]
    han = sum(one > "\x7f" for one in changed.replace(REPLACEMENT, ""))
    ordinary = han and mean_price(changed.replace(REPLACEMENT, "")) < ORDINARY
    if ordinary and (han > 2 or price_of_run(gone) > price_of_run(changed) + _LIKELIER or codec == UTF8):
        return pieces
    if not ordinary and han and REPLACEMENT in changed and _reads_better(plain, found, start, end):
        return pieces
    return [(len(run), plain, codec)]


def _reads_better(plain: str, found: str, start: int, end: int) -> bool:
    """Whether the text found reads better than the well-formed one where they differ."""
    from pipelines.text.restoration.lm import ORDER

    costs = []
    for text in (found, plain):
        part = text[max(start - ORDER, 0) : len(text) - max(end - ORDER, 0)]
        costs.append(price_of_run(part) - likelihood(part))
    return costs[0] + _SURELY < costs[1]


def _alike(left: str, right: str) -> int:
    """How many characters two texts have in common at their start."""
    unlike = (i for i, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1])
    return next(unlike, min(len(left), len(right)))
