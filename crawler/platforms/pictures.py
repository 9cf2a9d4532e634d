"""Which images of an article are its pictures, and what their attributes and figures print of them.

Buttons, logos and codes of a toolbar stand in the same container as the text; a caption may stand in no
element at all but in an attribute of its picture.
"""

from __future__ import annotations

import re

from crawler.platforms.document import Element, line_of
from pipelines.text.credits import read_caption

_FURNITURE = re.compile(
    r"(?:^|/)(?:tplimg|templates?|icons?)/|"
    r"(?:^|/)(?:left_|right_)?(?:icon?|btn|button|arrow|jiaon?|zoom|share|print|pdf|jpg|dot|blank|spacer|loading|"
    r"close|prev|next|checkbox|weixin|weibo|qq)[\w-]*\.(?:gif|png|svg|bmp)\b|"
    r"(?:^|/)[\w-]*(?:logo|erweima|ewm|qrcode)[\w-]*\.\w{3,4}\b|"
    r"//[\w.-]*(?:bdimg\.share|jiathis|bshare|cnzz|51\.la|hm\.baidu|qzonestyle)",
    re.IGNORECASE,
)
"""Addresses of what furnishes a page."""
_TOOL = re.compile(
    r"\W*(?:放大|缩小|默认|还原|关闭|打印|复制|全文复制|收藏|分享|分享到|朗读|语音|下载|返回|返回目录|上一[篇版期页]|下一[篇版期页]|"
    r"字体|字号|大字|小字|二维码|微信|微博|pdf|print|zoom)\W*",
    re.IGNORECASE,
)
_SMALL = 40
"""Pixels: what is not larger in both directions is a button."""
_LATER = ("data-original", "data-src", "data-lazy-src", "original")
"""Where a picture's address waits until it is scrolled into view."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_NO_CAPTION = re.compile(
    r"[\W\d]*(?:(?:新闻|文章|资料|配|插|组|题|大|原)?图片?|照片|图片新闻|.*(?:点击|单击).*|.*\.(?:jpe?g|png|gif|bmp)|.*二维码)[\W\d]*",
    re.IGNORECASE,
)
_NOBODY = ("受访者", "被采访者", "采访对象", "当事人")
_LEAST = 4
"""Han characters a caption in an attribute has at least."""


def source_of(image: Element) -> str:
    """The address of an image as written: where it waits for the reader to come, else its src."""
    addresses = [str(image.get(name) or "").strip() for name in (*_LATER, "src")]
    return next((each for each in addresses[:-1] if re.search(r"\.\w{3,4}\b", each)), addresses[-1])


def is_picture(image: Element) -> bool:
    """Whether an image is one of the article's, and no button, logo or code of the page's furniture."""
    address = source_of(image)
    if not address or address.startswith("data:") or _FURNITURE.search(address):
        return False
    sizes = [_pixels(str(image.get(name) or "")) for name in ("width", "height")]
    if all(size is not None and size <= _SMALL for size in sizes):
        return False
    words = [str(image.get(name) or "") for name in ("alt", "title")]
    link = next(image.iterancestors("a"), None)
    if link is not None:
        words.append(line_of(link))
    return not any(_TOOL.fullmatch(word) for word in words)


def attributed(image: Element, headline: str) -> tuple[str, str]:
    """Caption and credit in an attribute of a picture; both '' where it prints none, or only the headline.

    A giver without a name (受访者供图) is no credit there: the words stay in the caption.
    """
    for name in ("data-original-title", "data-caption", "title", "alt"):
        text = " ".join(str(image.get(name) or "").split())
        if len(_HAN.findall(text)) >= _LEAST and not _NO_CAPTION.fullmatch(text) and text != headline:
            caption, credit = read_caption(text)
            return (text, "") if credit in _NOBODY else (caption, credit)
    return "", ""


def figure_caption(image: Element) -> Element | None:
    """The figcaption of the figure a picture stands in; None where there is none."""
    figure = next(image.iterancestors("figure"), None)
    return None if figure is None else next(figure.iter("figcaption"), None)


def _pixels(size: str) -> int | None:
    found = re.fullmatch(r"\s*(\d+)(?:\.\d+)?\s*(?:px)?\s*", size)
    return int(found[1]) if found else None
