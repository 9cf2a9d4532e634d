"""The day of an issue: what a document prints, against what its addresses say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from crawler.platforms.document import Document
from crawler.platforms.enpproperty import read_enpproperty
from crawler.platforms.generic.lines import Line
from crawler.platforms.generic.reading import Proof
from pipelines.text.dates import dates_in, read_date

_WEEKDAY = re.compile(r"(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]")
_TODAY = re.compile(
    r"天气|天氣|℃|阵雨|多云|晴间|农历|農曆|恆指|今天是|现在是|現在是|当前时间|更新时间|更新時間|发布时间|版权|Copyright|©|备案|备\d|创刊|創刊",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"第\s*[0-9０-９]{2,6}\s*期")
"""An issue's number: the day beside it is the issue's, whatever else the line says (moon, weather)."""
_ISSUED = re.compile(r"(?:出版日期|出版时间|报纸日期|报刊日期|出版)\s*[:：]?\s*(.{6,24})")
_IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(1[0-2]|0?[1-9])([-/_.]?)(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_META = re.compile(r"date|time", re.IGNORECASE)


def read_day(
    document: Document, lines: Sequence[Line], addresses: Iterable[str] = ()
) -> tuple[date | None, Proof]:
    """The day a document says it is of: printed, in its comment or meta, or in the addresses it names itself.

    `addresses` are those of its own pages and articles. None where two days have equal claims.
    """
    votes: Counter[date] = Counter()
    why: dict[date, list[str]] = {}

    def vote(day: date | None, weight: int, reason: str) -> None:
        if day is not None:
            votes[day] += weight
            why.setdefault(day, []).append(reason)

    comment = read_enpproperty(document)
    vote(read_date(comment.get("date", "")[:10]), 4, "the vendor's comment")
    for meta in document.root.iter("meta"):
        if _META.search(f"{meta.get('name') or ''} {meta.get('property') or ''}"):
            vote(read_date((meta.get("content") or "")[:10]), 2, "a meta element")
    title = next(document.root.iter("title"), None)
    vote(read_date(title.text_content()) if title is not None else None, 2, "the title")
    printed: set[date] = set()
    for line in lines:
        if not line.is_sentence and len(line.text) < 200 and (issued := _ISSUED.search(line.text)):
            vote(
                next((day for _, _, day in dates_in(issued[1]) if day), None), 5, f"printed: {issued[0][:20]}"
            )
    dated = {line.number: {day for _, _, day in dates_in(line.text) if day} for line in lines}
    issues = {frozenset(dated[line.number]) for line in lines if line.is_link and dated[line.number]}
    for line in lines:
        if line.is_link and len(issues) > 1:  # links to several days: a list of other issues
            continue
        today = _TODAY.search(line.text) and not _NUMBER.search(line.text)
        if (line.is_sentence and len(line.text) > 90) or today:
            continue
        days = dated[line.number]
        if len(days) == 1 and (day := next(iter(days))) not in printed:
            rest = len(line.text) - sum(end - start for start, end, _ in dates_in(line.text))
            vote(
                day,
                (4 if _WEEKDAY.search(line.text) else 3) if rest <= 60 else 1,
                f"printed: {line.text[:30]}",
            )
            printed.add(day)
    named = Counter(that for address in set(addresses) if (that := day_in(address)) is not None)
    if named:
        most, count = named.most_common(1)[0]
        vote(most, (5 if count >= 3 else 3) if count * 2 > sum(named.values()) else 1, f"{count} addresses")
    if not votes:
        return None, Proof(0.0, "no day is printed, nor named by an address")
    (day, weight), *others = votes.most_common(2)
    rival = others[0][1] if others else 0
    if rival * 2 > weight:
        return None, Proof(0.3, f"{day} and {others[0][0]} have claims")
    sure = 0.98 if weight >= 6 else 0.93 if weight >= 4 else 0.85 if weight >= 3 else 0.7
    return day, Proof(sure, "; ".join(why[day]))


def day_in(address: str) -> date | None:
    """The day an address names: `2023-10/17`, `20231017_001`, `2005/0616`, `2010/5/7`; None for none, or
    two.
    """
    if (day := read_date(address)) is not None:
        return day
    days = set()
    for year, first, month, second, day_ in _IN_ADDRESS.findall(
        address.partition("://")[2].partition("/")[2]
    ):
        if (len(month) == 2 and len(day_) == 2) or (first and second):
            try:
                days.add(date(int(year), int(month), int(day_)))
            except ValueError:
                continue
    return days.pop() if len(days) == 1 else None
