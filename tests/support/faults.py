"""What can go wrong between a newsstand and its reader, each kind by name (see `newsstand.Fault`).

`CHANGES` spoil the issue before it is printed, `BREAKS` the answer on its way.
"""

from __future__ import annotations

import gzip
import re
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

from crawler.demo.newsstand import Handler, Resource
from tests.facsimile.press import FacsimileArticle, FacsimileIssue, Press


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to the requests whose path (with query) the pattern is found in."""

    pattern: str
    """Regular expression, searched."""
    kind: str
    """A key of `BREAKS` or `CHANGES`, or 'todays_issue'."""
    times: int | None = None
    """How often it strikes; None: always."""
    after: int = 0
    """How many matching requests are spared first."""
    value: str = ""
    """Retry-After ('3', or 'date+3': an HTTP date in three seconds) or the target of a redirect."""


Break = Callable[[Handler, Fault, Resource], None]
Change = Callable[[FacsimileIssue, Press, Fault], tuple[FacsimileIssue, Press]]

CAPTCHA = (
    "<html><head><title>安全验证</title></head><body><h1>请完成安全验证</h1><p>您的访问过于频繁，请输入验证码后继续访问。</p>"
    '<form action="/captcha/verify"><img src="/captcha.jpg"><input name=captcha></form></body></html>'
).encode()
BOMB_SIZE = 64 * 1024 * 1024
ENDLESS_SIZE = 256 * 1024 * 1024
"""Where endless ends, should nobody hang up (bytes)."""
RENAMED = {
    b"pageLink": b"pageItem",
    b"<MAP ": b"<DIV ",
    b"<map ": b"<div ",
    b"<Area ": b"<span ",
    b"btdh": b"titles",
    b"ul02_l": b"list",
    b"id=mp": b"id=t",
    b"font01": b"title-1",
    b"ozoom": b"artbody",
    b"founder-": b"vendor-",
    b"enpproperty": b"property",
}
"""The redesign that breaks the platform's promise: other names for everything it is read by."""
NAVIGATION = (
    "上一篇 下一篇 返回目录 放大 缩小 默认",
    "版面导航 标题导航 上一期 下一期",
    "关于我们 版权声明 广告服务 联系我们",
)


def _status(handler: Handler, fault: Fault, _: Resource) -> None:
    headers = {}
    if fault.value:
        wait = int(fault.value.removeprefix("date+"))
        dated = format_datetime(datetime.now(UTC) + timedelta(seconds=wait), usegmt=True)
        headers["Retry-After"] = dated if fault.value.startswith("date+") else str(wait)
    handler.answer(int(fault.kind), "text/html", f"<html><body>{fault.kind}</body></html>".encode(), headers)


def _captcha(handler: Handler, _: Fault, __: Resource) -> None:
    handler.answer(200, "text/html; charset=utf-8", CAPTCHA)


def _empty_body(handler: Handler, _: Fault, found: Resource) -> None:
    handler.answer(200, found[0], b"")


def _half_body(handler: Handler, _: Fault, found: Resource) -> None:
    content_type, body = found
    handler.answer(200, content_type, body[: len(body) // 2], {"Content-Length": str(len(body))})
    handler.close_connection = True


def _reset(handler: Handler, _: Fault, __: Resource) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True


def no_fin(connection: object) -> bool:
    """Whether `_reset` marked the connection: closed now, it answers RST."""
    if not isinstance(connection, socket.socket):
        return False
    return connection.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8) == struct.pack("ii", 1, 0)


def _drip(handler: Handler, _: Fault, found: Resource) -> None:
    """One byte every 50 ms, for half a minute at most."""
    content_type, body = found
    handler.answer(200, content_type, b"", {"Content-Length": str(len(body))})
    for at in range(min(len(body), 600)):
        handler.wfile.write(body[at : at + 1])
        handler.wfile.flush()
        if handler.server.closing.wait(0.05):
            break
    handler.close_connection = True


def _endless(handler: Handler, _: Fault, found: Resource) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", found[0])
    handler.send_header("Connection", "close")
    handler.end_headers()
    block = b"<p>\xe6\xb2\xa1\xe5\xae\x8c</p>\n" * 5000
    for _block in range(ENDLESS_SIZE // len(block)):
        if handler.server.closing.is_set():
            break
        handler.wfile.write(block)


@cache
def bomb() -> bytes:
    """A small gzip member that unfolds to BOMB_SIZE bytes."""
    return gzip.compress(b" " * BOMB_SIZE, 9, mtime=0)


def _gzip_bomb(handler: Handler, _: Fault, __: Resource) -> None:
    handler.answer(200, "text/html", bomb(), {"Content-Encoding": "gzip"})


def _redirect_loop(handler: Handler, _: Fault, __: Resource) -> None:
    turn = int(match[1]) if (match := re.search(r"turn=(\d+)", handler.path)) else 0
    path = handler.path.partition("?")[0]
    handler.answer(302, "text/html", b"", {"Location": f"{path}?turn={turn + 1}"})


def _redirect(handler: Handler, fault: Fault, _: Resource) -> None:
    handler.answer(302, "text/html", b"", {"Location": fault.value})


def _layout(handler: Handler, _: Fault, found: Resource) -> None:
    body = found[1]
    for old, new in RENAMED.items():
        body = body.replace(old, new)
    handler.answer(200, found[0], body)


def _forbid(handler: Handler, _: Fault, __: Resource) -> None:
    handler.answer(200, "text/plain", b"User-agent: *\nDisallow: /\n")


BREAKS: dict[str, Break] = {
    **dict.fromkeys(("304", "403", "404", "410", "429", "500", "502", "503"), _status),
    "captcha": _captcha,
    "empty_body": _empty_body,
    "half_body": _half_body,
    "reset": _reset,
    "drip": _drip,
    "endless": _endless,
    "gzip_bomb": _gzip_bomb,
    "redirect_loop": _redirect_loop,
    "redirect": _redirect,
    "layout": _layout,
    "forbid": _forbid,
}


def _articles(
    issue: FacsimileIssue, change: Callable[[FacsimileArticle], FacsimileArticle]
) -> FacsimileIssue:
    pages = (replace(page, articles=tuple(map(change, page.articles))) for page in issue.pages)
    return replace(issue, pages=tuple(pages))


def _smaller(issue: FacsimileIssue, press: Press, _: Fault) -> tuple[FacsimileIssue, Press]:
    """Half of the pages, with their first article only."""
    kept = issue.pages[: max(1, len(issue.pages) // 2)]
    return replace(issue, pages=tuple(replace(page, articles=page.articles[:1]) for page in kept)), press


def _page_added(issue: FacsimileIssue, press: Press, _: Fault) -> tuple[FacsimileIssue, Press]:
    """One page more, the last one's articles under new ids."""
    last = issue.pages[-1]
    articles = tuple(
        replace(article, source_id=f"{article.source_id}9", headline=f"补版：{article.headline}")
        for article in last.articles
    )
    added = replace(
        last, number=f"{int(last.number) + 1:02d}", name="号外", node=last.node + 1, articles=articles
    )
    return replace(issue, pages=(*issue.pages, added)), press


def _renumbered(issue: FacsimileIssue, press: Press, _: Fault) -> tuple[FacsimileIssue, Press]:
    """Every page number is one higher; the nodes stay."""
    pages = (replace(page, number=f"{int(page.number) + 1:02d}") for page in issue.pages)
    return replace(issue, pages=tuple(pages)), press


def _edited(issue: FacsimileIssue, press: Press, _: Fault) -> tuple[FacsimileIssue, Press]:
    """Every article has a sentence more at the end of its first paragraph."""

    def edit(article: FacsimileArticle) -> FacsimileArticle:
        first, *rest = article.paragraphs
        return replace(article, paragraphs=(f"{first}编者更正：此处原有数字有误。", *rest))

    return _articles(issue, edit), press


def _no_title_list(issue: FacsimileIssue, press: Press, _: Fault) -> tuple[FacsimileIssue, Press]:
    return replace(issue, title_list=False), press


def _other_date(issue: FacsimileIssue, press: Press, _: Fault) -> tuple[FacsimileIssue, Press]:
    """The pages print the day before."""
    return replace(issue, printed_date=issue.date - timedelta(days=1)), press


def _empty_article(issue: FacsimileIssue, press: Press, _: Fault) -> tuple[FacsimileIssue, Press]:
    return _articles(issue, lambda article: replace(article, paragraphs=(), images=())), press


def _navigation(issue: FacsimileIssue, press: Press, _: Fault) -> tuple[FacsimileIssue, Press]:
    return _articles(issue, lambda article: replace(article, paragraphs=NAVIGATION, images=())), press


def _wrong_label(issue: FacsimileIssue, press: Press, _: Fault) -> tuple[FacsimileIssue, Press]:
    """GB18030 bytes, called UTF-8 by the page and Big5 by the header."""
    return issue, replace(press, encoding="gb18030", label="utf-8", content_type="text/html; charset=big5")


CHANGES: dict[str, Change] = {
    "smaller": _smaller,
    "page_added": _page_added,
    "renumbered": _renumbered,
    "edited": _edited,
    "no_title_list": _no_title_list,
    "other_date": _other_date,
    "empty_article": _empty_article,
    "navigation": _navigation,
    "wrong_label": _wrong_label,
}
