"""How one design of a newspaper's site is read: selectors by name, and a few switches.

`crawler/papers/README.md` shows how a skin is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selectors:
    """The named selectors of a skin (parsel CSS); '' means the skin has none.

    A profile overrides them by name in `[eras.select]`.
    """

    page_link: str = ""
    """Every link of the page navigation (版面导航)."""
    page_label: str = ""
    """The label of the page itself: 第01版：头版."""
    issue_date: str = ""
    """The element that prints the issue's date."""
    issue_number: str = ""
    """The element that prints 期号."""
    title_list: str = ""
    """What a page must have even without articles: its title list (标题导航) or its page map."""
    title_link: str = ""
    """Every link of the title list."""
    part: str = ""
    """Where every page lists the whole issue: the parts of that list, one for each page."""
    area: str = ""
    """The areas of the page map."""
    page_image: str = ""
    """The picture of the whole page."""
    page_pdf: str = ""
    """The link to the page's PDF."""
    entry_pdf: str = ""
    """The link to a PDF beside an entry of the page navigation, where that is not `page_pdf`."""
    kicker: str = ""
    """引题."""
    headline: str = ""
    """主题."""
    subhead: str = ""
    """副题."""
    byline: str = ""
    """署名."""
    credits: str = ""
    """A row that prints byline, source (来源：…), date and page beside each other."""
    column: str = ""
    """栏目."""
    lines: str = ""
    """Lines that their place explains: the kicker before the headline, subhead and byline after it."""
    body: str = ""
    """The container of the article's text."""
    left_out: str = ""
    """What stands within the text and is no part of it; '' for the pictures with their captions."""
    image: str = ""
    """The article's pictures."""
    caption: str = ""
    """图说, one for each picture and in their order; '' where the switch `captions` says how they stand."""


@dataclass(frozen=True, slots=True)
class Skin(Selectors):
    """A skin: its selectors, and the switches by which it is read."""

    captions: str = "row"
    """Where captions stand; a key of SWITCHES["captions"]."""
    text: str = "first"
    """Which elements that `body` finds are the text."""
    date: str = "printed"
    """Where the date of a page is."""
    pdf: tuple[str, ...] = ("own",)
    """Where the PDF of a page is looked for, in order."""
    comment: tuple[str, ...] = ()
    """Where the vendor's comment stands in for what is not printed."""
    issue_list: str = ""
    """How a page lists the whole issue, where it does."""
    byline_label: str = ""
    """The label before the author in a line that names more than the author: 作者."""
    neighbours: bool = True
    """Whether the links 上一期 and 下一期 lead to other issues."""


SWITCHES: Mapping[str, Mapping[str, str]] = {
    "captions": {
        "row": "the rest of the picture's own cell, else the next row of its table",
        "block": "what stands beside the picture in the largest element of its own, else behind it",
        "alt": "the picture's attribute alt",
        "none": "nowhere, as far as is known: what stands around a picture is text",
    },
    "text": {
        "first": "the first that `body` finds",
        "every": "all of them, one after the other",
        "longest": "the one with most text",
    },
    "date": {
        "printed": "on the page only",
        "address": "on the page, else in its address",
    },
    "pdf": {
        "own": "a link that does not stand beside an entry of the page navigation",
        "beside_entry": "the link beside the page's own entry of the page navigation",
        "named": "the first link that `page_pdf` finds",
    },
    "comment": {
        "page": "a page's number and date",
        "article": "an article's kicker, headline, subhead and byline",
    },
    "issue_list": {
        "linked": "a list for each page, and a link to each page",
        "parts": "a list for each page; pages have no addresses of their own",
    },
}
"""The switches that have words for values, and what the words mean."""
