"""What an invented newspaper prints (`Edition`), and what must be read of it (`TrueIssue`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Form = Literal["news", "long", "jump", "photo", "poem", "table", "notice"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a story."""

    name: str
    """File name, without its directory and ending."""
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Story:
    """One article as the newsroom hands it in."""

    key: int
    """1, 2 … in its issue."""
    form: Form
    headline: str
    paragraphs: tuple[str, ...]
    kicker: str = ""
    subhead: str = ""
    byline: str = ""
    column: str = ""
    pictures: tuple[Picture, ...] = ()
    listed: str = ""
    """The entry of the title list, where it is shortened; '' = the headline."""
    continues: int = 0
    """Key of the part on an earlier page; 0: none."""

    @property
    def title(self) -> str:
        """The entry of the title list."""
        return self.listed or self.headline


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page (版)."""

    number: str
    name: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue."""

    day: date
    number: int
    """期号."""
    sheets: tuple[Sheet, ...]
    previous: date
    following: date | None
    """None: this is the newest issue."""

    def sheet_of(self, story: Story) -> Sheet:
        """The page on which a story stands."""
        return next(sheet for sheet in self.sheets if story in sheet.stories)

    def sheet_showing(self, picture: Picture) -> Sheet:
        """The page on which a picture stands."""
        return next(sheet for sheet in self.sheets for story in sheet.stories if picture in story.pictures)

    def elsewhere(self, sheet: Sheet) -> tuple[Story, ...]:
        """The stories of the other pages."""
        return tuple(story for other in self.sheets if other is not sheet for story in other.stories)

    def place(self, sheet: Sheet) -> int:
        """1 for the first page, 2 …"""
        return self.sheets.index(sheet) + 1

    def beside(self, sheet: Sheet) -> tuple[Sheet | None, Sheet | None]:
        """The page before and the page after, None at the ends."""
        place = self.sheets.index(sheet)
        before = self.sheets[place - 1] if place else None
        return before, self.sheets[place + 1] if place + 1 < len(self.sheets) else None


@dataclass(frozen=True, slots=True)
class TruePicture:
    """A picture as it must be read."""

    address: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class TrueTitle:
    """An entry of a page's title list as it must be read."""

    source_id: str
    """The article's own id, as its address shows it."""
    title: str
    """As printed there: shortened with … where the site shortens it."""
    address: str


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page as it must be read; addresses are relative to the site's base."""

    number: str
    name: str
    address: str
    titles: tuple[TrueTitle, ...]
    picture: str
    """Address of the picture of the whole page; '' where there is none."""
    pdf: str


@dataclass(frozen=True, slots=True)
class TrueArticle:
    """An article as it must be read; what the site does not print is ''."""

    source_id: str
    address: str
    """Its first document, where it is cut into several (`more`)."""
    more: tuple[str, ...]
    """Addresses of the further parts of a long article (下一页)."""
    form: Form
    kicker: str
    headline: str
    subhead: str
    byline: str
    """Without the marks and labels around it: ■ □ 【】（） 作者：."""
    column: str
    date: date
    paragraphs: tuple[str, ...]
    """Inner headings are paragraphs; a row of a table is one, a space between its cells."""
    pictures: tuple[TruePicture, ...]
    continues: str
    """Source id of the part on an earlier page (上接); ''."""

    @property
    def body(self) -> str:
        """The text, a line feed between paragraphs."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class TrueIssue:
    """An issue as it must be read."""

    date: date
    number: str
    """期号; '' where the site does not print it."""
    front_page: str
    pages: tuple[TruePage, ...]
    articles: tuple[TrueArticle, ...]
    previous: str
    """Address behind 上一期; '' where there is no link."""
    following: str
