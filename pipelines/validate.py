"""Refuses what cannot be true; what is refused becomes a problem with its reason."""

from __future__ import annotations

import re

from pipelines.items import ArticleItem, Item, ProblemItem
from pipelines.text.labels import read_label

_WORDS = (
    "上一[期篇版]|下一[期篇版]|版面[导導]航|[标標][题題][导導]航|版面目[录錄]|返回(?:目[录錄]|首[页頁])?|首[页頁]"
    "|放大|[缩縮]小|默[认認]|收藏|推[荐薦]|打印|列印|朗[读讀]|[关關][于於]我[们們]|版[权權][声聲]明|[广廣]告服[务務]|[联聯][系繫]我[们們]"
)
_NAVIGATION = re.compile(rf"^(?:{_WORDS}|[|·\s])+$")


class ValidatePipeline:
    """Lets an article pass, or turns it into the problem it is."""

    def process_item(self, item: Item) -> Item:
        """The item, or a ProblemItem in its place."""
        if isinstance(item, ArticleItem) and (reason := refusal(item)) is not None:
            return ProblemItem(item.paper, item.date, item.url, *reason, item.capture)
        return item


def refusal(article: ArticleItem) -> tuple[str, str] | None:
    """Kind and detail of why an article cannot be kept; None when it can."""
    if article.printed_date not in (None, article.date):
        return "other_issue", f"asked for {article.date}, the article is printed {article.printed_date}"
    if not article.body and not article.images:
        return "empty", f"no text and no picture under the headline {article.headline!r}"
    if is_navigation(article.body):
        return "navigation", f"the body is navigation, not an article: {article.body[:40]!r}"
    return None


def is_navigation(body: str) -> bool:
    """Whether more than half of a body's lines (three at least) are page labels and navigation words."""
    lines = body.splitlines()
    found = sum(bool(_NAVIGATION.match(line)) or _is_label(line) for line in lines)
    return len(lines) >= 3 and 2 * found > len(lines)


def _is_label(line: str) -> bool:
    label = read_label(line) if len(line) <= 20 else None
    return label is not None and bool(label.number)
