"""The pictures of an article with their captions: no icons, no buttons, nothing that other articles show
too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from crawler.platforms.document import Document, Element
from crawler.platforms.generic.lines import Line, is_hidden
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption

_ICON = re.compile(
    r"ico\d*(?:n|_|\.|/|$)|btn|button|logo|share|weixin|weibo|qrcode|ewm|arrow|blank|spacer|loading|banner|sprite|avatar|print|favorite|(?:^|[/_])(?:bg|top|nav|line|dot|close|pdf|ad|gg)\d*[_./]|placeholder|pixel|play|\.svg|data:",
    re.IGNORECASE,
)
_TOOL_WORDS = re.compile("放大|缩小|縮小|复制|打印|朗读|收藏|分享|默认|关闭|二维码|logo|返回", re.IGNORECASE)
_CAPTION_HINT = re.compile(
    r"caption|tushuo|tuzhu|pic[-_]?(?:text|info|desc|note)|imgtext|photo|zhushi|tu_?zhu|explain|desc|note",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"(?:[/／]\s*(?:摄|攝|图|文)|[摄攝]|供[图圖]|[摄攝]影\s*[:：/／]?.{2,8})[）)\]】。\s]*$")
_ATTRIBUTES = ("data-original-title", "data-caption", "data-title", "title", "alt")
_LAZY = ("data-original", "data-src", "data-lazy-src", "src")
"""Where the address of a picture stands: one that a script loads has another in `src`."""
LONGEST_CAPTION = 160


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of an article."""

    images: tuple[ImageItem, ...]
    blocks: tuple[Element, ...]
    """What belongs to them and not to the text."""
    lines: frozenset[int]
    """Numbers of lines that are captions."""


def find_pictures(
    document: Document,
    lines: Sequence[Line],
    within: Element,
    home: Element | None,
    text: Sequence[Line],
    head: Collection[Element],
    shared: frozenset[str],
) -> Pictures:
    """The pictures in an element, with their captions; `text` are the lines that may be the article's,
    `home` holds
    them."""
    elements = [image for image in within.iter("img") if _is_picture(image, shared)]
    sentences = {line.element for line in text if line.is_sentence}
    beyond = {around for element in head for around in (element, *element.iterancestors())}
    if home is not None and not all(map(is_caption, filter(lambda line: line.is_sentence, text))):
        beyond |= {home, *home.iterancestors()}
        for line, behind in zip_longest(text, text[1:]):
            if line.is_sentence and not is_caption(line) and not _is_credited(line, behind):
                beyond |= {line.element, *line.element.iterancestors()}
    images: list[ImageItem] = []
    blocks: list[Element] = []
    numbers: set[int] = set()
    seen: set[str] = set()
    for image in elements:
        url = document.absolute(_source(image))
        block = _block(image, elements, beyond, sentences)
        held = [
            line
            for line in lines
            if any(block is around for around in (line.element, *line.element.iterancestors()))
            and not line.hidden
        ]
        caption = (
            " ".join(line.text for line in held)
            if held and sum(len(line.text) for line in held) <= LONGEST_CAPTION
            else ""
        )
        if caption:
            blocks.append(block)
        elif not held and not _said(image, _ATTRIBUTES[:2]) and (below := _below(block, lines)) is not None:
            caption = below.text
            numbers.add(below.number)
        if not caption:
            caption = _said(image, _ATTRIBUTES)
        if url not in seen:
            seen.add(url)
            images.append(ImageItem(len(images) + 1, url, *read_caption(re.sub(r"\s+", " ", caption))))
    return Pictures(tuple(images), tuple(blocks), frozenset(numbers))


def _said(image: Element, names: Sequence[str]) -> str:
    """What the first of some attributes that has Chinese words says of a picture; ''."""
    for name in names:
        value = (image.get(name) or "").strip()
        if re.search(r"[\u4e00-\u9fff]", value) and not re.search(r"\.(?:jpe?g|png|gif)$", value):
            return value
    return ""


def is_caption(line: Line) -> bool:
    """Whether a line says that it belongs to a picture: by its last words, by names, or by the table it
    shares.
    """
    if line.han > 100 or line.indented:
        return False
    if has_credit(line):
        return True
    for around in (line.element, *list(line.element.iterancestors())[:3]):
        if around.tag in ("figure", "figcaption") or _CAPTION_HINT.search(
            f"{around.get('class') or ''} {around.get('id') or ''}"
        ):
            return True
    table = next(line.element.iterancestors("table"), None)
    return (
        table is not None
        and len("".join(table.itertext()).strip()) <= LONGEST_CAPTION
        and any(True for _ in table.iter("img"))
    )


def has_credit(line: Line) -> bool:
    """Whether a short line ends with who took a picture."""
    return line.han <= 100 and _CREDIT.search(line.text) is not None


def _is_credited(line: Line, behind: Line | None) -> bool:
    """Whether the line behind one is who took a picture and nothing else, in the same element."""
    return (
        behind is not None
        and not behind.is_sentence
        and has_credit(behind)
        and line.han <= 100
        and line.element.getparent() is behind.element.getparent()
    )


def _source(image: Element) -> str:
    sources = [image.get(name) or "" for name in _LAZY]
    real = [source for source in sources if source and not _ICON.search(source)]
    return next(iter(real), next(filter(None, sources), ""))


def _is_picture(image: Element, shared: frozenset[str]) -> bool:
    source = _source(image)
    if not source or _ICON.search(source.rpartition("/")[2]):
        return False
    if source == image.get("src") and f"picture {source}" in shared:
        return False
    if _TOOL_WORDS.search(f"{image.get('alt') or ''}{image.get('title') or ''}"):
        return False
    if image.get("usemap") or source.lower().split("?")[0].endswith(".gif"):
        return False
    for name in ("width", "height"):
        if (size := re.match(r"\s*(\d+)(?:px)?\s*$", image.get(name) or "")) and int(size[1]) <= 48:
            return False
    return not any(map(is_hidden, (image, *image.iterancestors())))


def _block(
    image: Element, pictures: Collection[Element], beyond: Collection[Element], sentences: Collection[Element]
) -> Element:
    """The largest element around a picture that holds no other picture, no headline and no second
    sentence.
    """
    block = image
    others = {other for other in pictures if other is not image}
    for around in image.iterancestors():
        if around in beyond or around.tag in ("body", "html"):
            break
        inside = list(around.iter())
        if not others.isdisjoint(inside):
            break
        texts = "".join(around.itertext()).strip()
        if len(texts) > LONGEST_CAPTION or sum(element in sentences for element in inside) > 1:
            break
        block = around
    return block


def _below(block: Element, lines: Sequence[Line]) -> Line | None:
    """The line right behind a picture, where it looks like a caption."""
    behind = block.getnext()
    while behind is not None and (not isinstance(behind.tag, str) or behind.tag == "br"):
        behind = behind.getnext()
    if behind is None:
        return None
    held = [line for line in lines if line.element is behind or behind in line.element.iterancestors()]
    if len(held) != 1 or len(held[0].text) > LONGEST_CAPTION:
        return None
    line = held[0]
    names = " ".join(
        f"{element.get('class') or ''} {element.get('id') or ''}" for element in (behind, line.element)
    )
    centred = any(
        "center" in f"{e.get('align') or ''} {e.get('style') or ''}" for e in (behind, line.element)
    )
    closing = re.search(r"(?:摄|攝|供图|供圖|/图|图)\W*$", line.text)
    return line if _CAPTION_HINT.search(names) or centred or (closing and line.han <= 60) else None
