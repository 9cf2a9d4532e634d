"""The text of an article: the block of Chinese sentences that is not shared with other articles' pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crawler.platforms.document import Element
from crawler.platforms.generic.lines import INLINE, Line, block_of, common, path_of, place_of
from crawler.platforms.generic.reading import Places, Proof

STOP = re.compile(
    r"^\W*(?:上一[篇条條版页頁]|下一[篇条條版页頁]|返回|相[关關](?:新[闻聞]|[阅閱][读讀]|[稿文]|[链鏈]接|[报報][道導])|[热熱][门門点點]|推[荐薦]|分享|"
    r"版[权權]所有|版[权權][声聲]明|Copyright|©|[技支]术?支持|[网網]友[评評]|(?:精彩|[热熱][门門]|最新|全部|[读讀]者)?[评評][论論]|本[版网]其[他它]|[猜大]你|大家都?在|[关關]于我|[联聯]系我|主[办辦][：:]|"
    r".{0,12}ICP[备備]|标题导航|標題導航|版面[导導]航|更多|[点點][击擊]排|往期|[友情]{2}[链鏈]接|未[经經].{0,12}(?:授[权權]|[许許]可)|[扫掃]码|二[维維][码碼]|本[报報]地址|地址[：:]|[订訂][阅閱][热熱电])",
    re.IGNORECASE,
)
"""How lines begin that end an article, where they are no sentence of it."""
TOOLS = re.compile(
    r"^(?:[\s|｜·+\-A\[\]【】/（）()]|放大|[缩縮]小|默[认認]|大|中|小|字[号號体體][：:]?|打印|[关關][闭閉](?:窗口)?|收藏|朗[读讀]|分享(?:到)?|推[荐薦]|[复複]制|全文|复制|微信|微博|QQ空间|"
    r"(?:正在)?加[载載]中?|…|[请請]稍[候等]|[Ll]oading|[点點]?[赞贊讚]\s*\d*|\d+(?=\s*分享)|[评評][论論]|投稿|PDF|下[载載]|[语語]音|播放|本文|纠错|[点點][击擊]查看|大图|[浏瀏][览覽]|原版)+[：:\d]*$"
)
"""Lines that are buttons."""
_HEADS = re.compile("来源|來源|作者|记者|記者|日期|(?:19|20)\\d\\d[年.-]|字号|字號|^.{0,3}版|[>|]")
_INLINE = frozenset(("p", "span", "font", "b", "strong"))
TAIL = re.compile(
    r"^\W*(?:[责責]任?[编編][辑輯]?|本版[责責]?[编編][辑輯]?|[编編][辑輯]|[校审]对|美[编編])\W*[：:]|^\W*(?:【?(?:打印|[关關][闭閉]))"
)


_SUMMARY = re.compile(
    r"^\W*(?:AI|智能|机器|人工智能)\W*(?:摘要|速[览覽读讀]|[总總]结|[导導][读讀])|^\W*内容[摘提]要\W*$",
    re.IGNORECASE,
)
_LONGEST_SUMMARY = 400


@dataclass(frozen=True, slots=True)
class Text:
    """Where the text stands."""

    lines: list[Line]
    """Its lines in order, captions among them."""
    home: Element
    """The lowest element that holds its sentences."""
    proof: Proof


def find_text(
    lines: Sequence[Line],
    start: int,
    shared: frozenset[str],
    apart: Collection[Element],
    places: Places,
) -> Text | None:
    """The text behind the line numbered `start`, without what stands in `apart` (pictures); None for none.

    `places` says where other articles of the issue have theirs.
    """
    runs = _runs(lines, start, shared, apart)
    own = [[line for line in run if line.key not in shared] for run in runs]
    there = [[line for line in run if place_of(line) == places.text] for run in own]
    is_there = any(map(_verses, there))
    looked = there if is_there else own
    masses = list(map(_mass, looked))
    enough = 1 if is_there else 3
    at = next((at for at, run in enumerate(looked) if masses[at] or _verses(run) >= enough), None)
    is_short = at is None or not masses[at]
    at = at or 0
    is_first = is_short or is_there or masses[at] >= 100 or max(masses) <= 4 * masses[at]
    if not is_first:
        at = masses.index(max(masses))
    if is_short and not (looked and looked[at]):
        return None
    good = [line for line in looked[at] if is_short or line.is_sentence]
    run, is_parted = _whole(lines, runs[at], good, shared, apart, is_there)
    if is_short:
        return _short(lines, run, shared, places)
    good = [line for line in run if line.is_sentence and line.key not in shared]
    if is_there:
        good = [line for line in good if place_of(line) == places.text]
    home = _home(good, run, lines, shared)
    inside = [line for line in run if _within(line.element, home)]
    most, total = _mass(good), sum(map(_mass, own))
    share = most / max(total, most)
    sure = 0.97 if share > 0.9 else 0.85 if share > 0.6 else 0.7 if share > 0.25 and is_first else 0.5
    around = sum(line.han for line in run if line.key not in shared and not is_furniture(line, places))
    if not shared or is_parted or not is_there or 2 * most < around:
        sure = min(sure, 0.85)
    return Text(
        inside, home, Proof(sure, f"{most} characters in sentences, {share:.0%} of those on the page")
    )


def _runs(
    lines: Sequence[Line], start: int, shared: frozenset[str], apart: Collection[Element]
) -> list[list[Line]]:
    """The lines behind a headline in runs, each without links and what other articles have."""
    runs: list[list[Line]] = [[]]
    links = 0
    for line in lines[start:]:
        if line.hidden or is_in(line, apart):
            continue
        if line.is_link and not TOOLS.match(line.text):
            links += 1
            if links >= 2 or STOP.match(line.text):
                runs.append([])
            continue
        if STOP.match(line.text) and not line.is_sentence:
            runs.append([])
            continue
        if line.key in shared and (line.is_sentence or not runs[-1]):
            runs.append([])
            continue
        links = 0
        runs[-1].append(line)
    return [run for run in runs if run]


def _whole(
    lines: Sequence[Line],
    run: list[Line],
    good: Sequence[Line],
    shared: frozenset[str],
    apart: Collection[Element],
    is_there: bool,
) -> tuple[list[Line], bool]:
    """A run, and behind it what goes on in the same element after a box in the midst of the text; whether
    there is such. `good` are the lines of the run that are its text for certain, `is_there` says that other
    articles have theirs in the same place.
    """
    kinds = Counter(map(kind_of, good))
    usual = kinds.most_common(1)[0][0]
    kept = [line for line in good if kind_of(line) == usual]
    bed = common([line.element for line in kept])
    if bed in (line.element for line in kept):
        held = {line.number for line in lines if _within(line.element, bed)}
        wider = (e for e in bed.iterancestors() if {n.number for n in lines if _within(n.element, e)} != held)
        bed = next(wider, bed)
    near = {block_of(line).getparent() for line in kept}
    more = [
        line
        for line in lines[run[-1].number + 1 :]
        if (line.is_sentence or is_there)
        and not (line.hidden or line.is_link or STOP.match(line.text) or line.key in shared)
        and _within(line.element, bed)
        and (kind_of(line) == usual or (is_there and not near.isdisjoint(line.element.iterancestors())))
        and not is_in(line, apart)
    ]
    if not more or bed.tag in ("body", "html"):
        return run, False
    own = {around for line in (*kept, *more) for around in (line.element, *line.element.iterancestors())}
    between = lines[run[-1].number + 1 : more[-1].number + 1]
    dropped = [line for line in between if line.is_link or STOP.match(line.text) or line.key in shared]
    boxes = [box for line in dropped if (box := _box(line, own)) is not None]
    behind = [
        line
        for line in between
        if not line.hidden and line not in dropped and not is_in(line, boxes) and not is_in(line, apart)
    ]
    return [*(line for line in run if not is_in(line, boxes)), *behind], True


def _box(line: Line, own: Collection[Element]) -> Element | None:
    """The highest element around a line that holds nothing of the text; None where it stands in the text."""
    box = None
    for around in (line.element, *line.element.iterancestors()):
        if around in own:
            break
        box = around
    return box


def summaries(lines: Sequence[Line]) -> list[Element]:
    """The boxes in which a machine's summary of the text stands: their label, and what stands beside it."""
    found = []
    for line in lines:
        if len(line.text) <= 12 and _SUMMARY.match(line.text):
            for around in line.element.iterancestors():
                inside = [one for one in lines if _within(one.element, around)]
                if len(inside) > 1:
                    found += [around] * (sum(one.han for one in inside) <= _LONGEST_SUMMARY)
                    break
    return found


def _verses(run: Sequence[Line]) -> int:
    """How many lines of a run may be a text's, though they are short."""
    return sum(line.han >= 2 and not _HEADS.search(line.text) for line in run)


def _short(lines: Sequence[Line], run: Sequence[Line], shared: frozenset[str], places: Places) -> Text | None:
    """A text without sentences, as of a poem or a table: the first lines behind the headline."""
    run = [line for line in run if line.key not in shared and not TOOLS.match(line.text)]
    if sum(line.han for line in run) < 2:
        return None
    placed = [line for line in run if place_of(line) == places.text]
    home = common([block_of(line) for line in placed or run])
    if len(placed or run) == 1:
        home = next((e for e in home.iterancestors() if e.tag not in INLINE), home)
    home = _wider(home, [line for line in run if not is_furniture(line, places)], lines)
    run = [
        line for line in run if any(_alike(e, home) for e in (line.element, *line.element.iterancestors()))
    ]
    sure = 0.85 if shared and len(run) > 2 else 0.7 if shared else 0.62
    return Text(list(run), home, Proof(sure, f"{len(run)} short lines behind the headline"))


def _alike(element: Element, home: Element) -> bool:
    """Whether an element is another, or one of its kind: the second column of a text."""
    return element is home or (
        element.get("class") == home.get("class")
        and path_of(element) == path_of(home)
        and element.tag not in INLINE
    )


def is_furniture(line: Line, places: Places) -> bool:
    """Whether other articles have a line in the same place, which is not that of their texts."""
    return bool(places.text) and place_of(line) in places.furniture


def _mass(run: Sequence[Line]) -> int:
    return sum(line.han for line in run if line.is_sentence)


def _home(
    good: Sequence[Line], run: Sequence[Line], lines: Sequence[Line], shared: frozenset[str]
) -> Element:
    """The lowest element with nearly all of the sentences, and what stands around it as long as that is
    text only.
    """
    total = sum(line.han for line in good)
    weights: Counter[Element] = Counter()
    for line in good:
        for around in (line.element, *line.element.iterancestors()):
            weights[around] += line.han
    home = common([line.element for line in good])
    candidates = [
        element for element, weight in weights.items() if weight >= 0.9 * total and _within(element, home)
    ]
    deepest = max(candidates, key=lambda element: len(list(element.iterancestors())))
    deepest = _wider(deepest, [line for line in run if line.key not in shared], lines)
    if (
        deepest.tag in _INLINE
        and (around := deepest.getparent()) is not None
        and around.tag not in ("body", "html")
    ):
        return around
    return deepest


def _wider(home: Element, own: Sequence[Line], lines: Sequence[Line]) -> Element:
    """An element, or what stands around it as long as that shows some lines and no others."""
    numbers = {line.number for line in own}
    while (around := home.getparent()) is not None and around.tag not in ("body", "html"):
        inside = [line for line in lines if not line.hidden and _within(line.element, around)]
        if any(line.number not in numbers for line in inside):
            break
        home = around
    return home


def _within(element: Element, home: Element) -> bool:
    return element is home or home in element.iterancestors()


def is_in(line: Line, apart: Collection[Element]) -> bool:
    """Whether a line stands in one of some elements."""
    return any(element in apart for element in (line.element, *line.element.iterancestors()))


def trimmed(lines: Sequence[Line], shared: frozenset[str], places: Places) -> list[Line]:
    """The lines of a text without the buttons among them, and without what is furniture at its end."""
    kept = [line for line in lines if not TOOLS.match(line.text)]
    while (
        kept
        and not kept[-1].is_sentence
        and (
            TAIL.match(kept[-1].text)
            or STOP.match(kept[-1].text)
            or kept[-1].key in shared
            or is_furniture(kept[-1], places)
        )
    ):
        kept.pop()
    return kept


def kind_of(line: Line) -> tuple[str, str]:
    """What lines of one kind share: their path and their class."""
    around = line.element.getparent()
    names = (line.element.get("class") or "", around.get("class") or "" if around is not None else "")
    return path_of(line.element), " ".join(names)


def usual_kind(lines: Sequence[Line]) -> tuple[str, str]:
    """The kind most of the text's characters have; empty for a text without sentences."""
    kinds: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.is_sentence:
            kinds[kind_of(line)] += line.han
    return kinds.most_common(1)[0][0] if kinds else ("", "")
