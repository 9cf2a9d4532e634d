"""Changes a redesign makes to a page, over its bytes: for tests that a changed page is read right or refused.

A mutation is a pure function of the bytes, their codec and a seed. What it does to a name depends on seed and
name only, so that all pages of a site change alike. Scripts and styles are never touched. The text is the
same before and after, `foreign_box` apart.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

Mutation = Callable[[bytes, str, int], bytes]
"""(bytes, codec, seed) → bytes."""

_TOKEN = re.compile(
    r"(?P<raw><(?P<kind>script|style)\b.*?</(?P=kind)\s*>)|(?P<comment><!--.*?-->)"
    r"""|(?P<tag></?(?P<name>[A-Za-z][^\s/>]*)(?P<rest>(?:"[^"]*"|'[^']*'|[^'">])*)>)""",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
_LISTS = ("ul", "ol", "dl", "table")
_BLOCKS = (*_LISTS, "div", "section", "h1", "h2", "h3")
_WRAPPERS = ("div", "section", "center")


def rename(body: bytes, codec: str, seed: int) -> bytes:
    """Every class and id gets another name, the same one wherever it stands; ids that are addresses stay."""
    text = body.decode(codec)
    addresses = set(re.findall(r"""href\s*=\s*["']?#([^\s"'>]+)""", text, re.IGNORECASE))

    def renamed(name: str) -> str:
        rng = random.Random(f"{seed} {name}")
        return name if name in addresses else "".join(rng.choices("bcdfghjklmnpqrstvwxz", k=7))

    def attribute(found: re.Match[str]) -> str:
        if found[1].lower() not in ("class", "id") or not found[2]:
            return found[0]
        value = found[2].partition("=")[2].strip().strip("\"'")
        return f'{found[1]}="{" ".join(map(renamed, value.split()))}"'

    return _tags(text, lambda tag: _with_rest(tag, _ATTRIBUTE.sub(attribute, tag["rest"]))).encode(codec)


def shuffle_attributes(body: bytes, codec: str, seed: int) -> bytes:
    """The attributes of every element in another order."""

    def shuffled(tag: re.Match[str]) -> str:
        attributes = [found[0] for found in _ATTRIBUTE.finditer(tag["rest"])]
        if len(attributes) < 2:
            return tag[0]
        random.Random(f"{seed} {tag[0]}").shuffle(attributes)
        end = "/" if tag["rest"].rstrip().endswith("/") and not attributes[-1].endswith("/") else ""
        return _with_rest(tag, f" {' '.join(attributes)}{' ' + end if end else ''}")

    return _tags(body.decode(codec), shuffled).encode(codec)


def change_case(body: bytes, codec: str, seed: int) -> bytes:
    """The names of elements and attributes in capitals or in small letters."""
    turned: Callable[[str], str] = str.upper if random.Random(seed).random() < 0.7 else str.lower

    def changed(tag: re.Match[str]) -> str:
        rest = _ATTRIBUTE.sub(lambda found: turned(found[1]) + (found[2] or ""), tag["rest"])
        slash = "/" if tag[0].startswith("</") else ""
        return f"<{slash}{turned(tag['name'])}{rest}>"

    return _tags(body.decode(codec), changed).encode(codec)


def remove_comments(body: bytes, codec: str, seed: int) -> bytes:
    """Without comments, the vendor's values in them included."""
    text = body.decode(codec)
    return _TOKEN.sub(lambda token: "" if token["comment"] else token[0], text).encode(codec)


def wrap(body: bytes, codec: str, seed: int) -> bytes:
    """About a third of the blocks (lists, tables, divs, headings) in one or two elements more."""
    text = body.decode(codec)
    rng = random.Random(seed)
    inserted: list[tuple[int, int, str]] = []
    for start, end in _elements(text, _BLOCKS):
        if rng.random() < 0.34:
            tags = rng.choices(_WRAPPERS, k=rng.randint(1, 2))
            inserted.append((start, 1, "".join(f'<{tag} class="w{rng.randrange(99)}">' for tag in tags)))
            inserted.append((end, 0, "".join(f"</{tag}>" for tag in reversed(tags))))
    return _inserted(text, inserted).encode(codec)


def move_lists(body: bytes, codec: str, seed: int) -> bytes:
    """A list or table of links, the innermost, stands elsewhere: first or last in the body."""
    text = body.decode(codec)
    rng = random.Random(seed)
    linking = [span for span in _elements(text, _LISTS) if _links(text[slice(*span)]) > 1]
    lists = [
        (start, end)
        for start, end in linking
        if not any(
            start <= first and last <= end and (first, last) != (start, end) for first, last in linking
        )
    ]
    opening = re.search(r"<body\b[^>]*>", text, re.IGNORECASE)
    closing = text.lower().rfind("</body")
    if not lists or not opening or closing < 0:
        return body
    start, end = rng.choice(lists)
    if not opening.end() <= start < end <= closing:
        return body
    moved = text[start:end]
    if rng.random() < 0.5:
        return (text[: opening.end()] + moved + text[opening.end() : start] + text[end:]).encode(codec)
    return (text[:start] + text[end:closing] + moved + text[closing:]).encode(codec)


MUTATIONS: Mapping[str, Mutation] = {
    function.__name__: function
    for function in (rename, shuffle_attributes, change_case, remove_comments, wrap, move_lists)
}
"""Those that change no text, by name."""


def foreign_box(
    body: bytes, codec: str, seed: int, own: Sequence[tuple[str, str]], foreign: Sequence[tuple[str, str]]
) -> bytes:
    """A second box in the markup of the page's title list, before or behind it, with titles of other pages.

    `own` are the page's (source id, title as printed), `foreign` those to be shown. Raises LookupError where
    no list or block holds the page's titles, ValueError for fewer foreign titles than own ones.
    """
    if len(foreign) < len(own):
        raise ValueError(f"{len(own)} own titles, but {len(foreign)} foreign ones")
    text = body.decode(codec)
    holding = [
        (start, end)
        for start, end in _elements(text, _BLOCKS[: len(_LISTS) + 2])
        if all(title in text[start:end] for _, title in own)
    ]
    if not own or not holding:
        raise LookupError("no list or block holds the page's titles")
    start, end = min(holding, key=lambda span: span[1] - span[0])
    new: dict[str, str] = {}
    for (old_id, old_title), (new_id, new_title) in zip(own, foreign, strict=False):
        new |= {old_id: new_id, old_title: new_title}
    either = "|".join(re.escape(old) for old in sorted(new, key=len, reverse=True))
    box = re.sub(rf"(?<!\d)(?:{either})(?!\d)", lambda found: new[found[0]], text[start:end])
    at = random.Random(seed).choice((start, end))
    return (text[:at] + box + text[at:]).encode(codec, "xmlcharrefreplace")


def _tags(text: str, change: Callable[[re.Match[str]], str]) -> str:
    return _TOKEN.sub(lambda token: change(token) if token["tag"] else token[0], text)


def _with_rest(tag: re.Match[str], rest: str) -> str:
    slash = "/" if tag[0].startswith("</") else ""
    return f"<{slash}{tag['name']}{rest}>"


def _elements(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where the elements of these names begin and end, in order; tags that do not pair are left out."""
    spans: list[tuple[int, int]] = []
    open_tags: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(text):
        if not token["tag"] or (name := token["name"].lower()) not in names:
            continue
        if not token[0].startswith("</"):
            open_tags.append((name, token.start()))
        elif open_tags and open_tags[-1][0] == name:
            spans.append((open_tags.pop()[1], token.end()))
    return sorted(spans)


def _links(text: str) -> int:
    return len(re.findall(r"<a\b", text, re.IGNORECASE))


def _inserted(text: str, parts: Sequence[tuple[int, int, str]]) -> str:
    """The text with parts at their places; what closes there stands before what opens there."""
    for at, _, part in sorted(parts, key=lambda each: each[:2], reverse=True):
        text = text[:at] + part + text[at:]
    return text
