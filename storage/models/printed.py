"""What was printed: papers, issues, pages, placements, articles and their pictures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    false,
    text,
)

from storage.models.base import Base, Json, Large, Mapped, mapped_column


class Paper(Base):
    """A newspaper (报纸) that has at least one row elsewhere."""

    __tablename__ = "papers"
    __table_args__ = (CheckConstraint("script IN ('', 'hans', 'hant')", "script"),)

    slug: Mapped[str] = mapped_column(primary_key=True, doc="The paper's short name, that of its profile.")
    name: Mapped[str] = mapped_column(doc="The paper's name as on its nameplate; the slug until it is known.")
    script: Mapped[str] = mapped_column(doc="The script it prints, hans or hant; '' until it is known.")
    province: Mapped[str] = mapped_column(
        server_default=text("''"),
        doc="Its province without 省, 全国 for a national paper; '' until it is known.",
    )


class Issue(Base):
    """One issue (期) and what its page navigation promised."""

    __tablename__ = "issues"
    __table_args__ = (
        UniqueConstraint("paper", "date", "edition"),
        Index(None, "id", "paper", "date", unique=True),  # articles refer to it
        CheckConstraint("page_count >= 0", "page_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    paper: Mapped[str] = mapped_column(ForeignKey("papers.slug"), doc="Slug of the paper.")
    date: Mapped[dt.date] = mapped_column(doc="Date of the issue, a calendar date as printed.")
    edition: Mapped[str] = mapped_column(doc="'' for the only edition of the day, else its printed name.")
    number: Mapped[str | None] = mapped_column(doc="期号 as printed; NULL where none is printed.")
    page_count: Mapped[int | None] = mapped_column(
        doc="How many pages the page navigation promises; 0 no issue that day, NULL not known yet."
    )
    url: Mapped[str | None] = mapped_column(doc="Address of the front page; NULL until it was read.")
    promised: Mapped[list[dict[str, Any]]] = mapped_column(
        Json, doc="The page navigation: a list of {sequence, number, name, url} in print order."
    )
    first_seen: Mapped[dt.datetime] = mapped_column(doc="When anything of this issue first arrived, UTC.")
    checked_at: Mapped[dt.datetime | None] = mapped_column(
        doc="When its page navigation was last read, UTC; NULL when never."
    )
    sha256: Mapped[str | None] = mapped_column(
        doc="SHA-256 of the bytes the page navigation was read from; NULL when none were archived."
    )
    unproved: Mapped[bool] = mapped_column(
        default=True,
        server_default=false(),
        doc="Whether nothing that was read of it says which day it is of; false in older rows.",
    )
    read_by: Mapped[str] = mapped_column(
        server_default=text("''"),
        doc="'' the paper's family; 'generic' where only the generic reader understood it.",
    )


class Page(Base):
    """One page (版) whose title list was read; a page only promised stands in `issues.promised`."""

    __tablename__ = "pages"
    __table_args__ = (UniqueConstraint("issue_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), doc="The issue the page belongs to.")
    sequence: Mapped[int] = mapped_column(doc="1 for the first page of the issue, in print order.")
    number: Mapped[str] = mapped_column(doc="The page number (版次) as printed: '01', 'A12'.")
    name: Mapped[str] = mapped_column(doc="The page name (版名); '' when none is printed.")
    url: Mapped[str] = mapped_column(doc="Address of the page.")
    image_url: Mapped[str | None] = mapped_column(doc="Address of the page's picture.")
    pdf_url: Mapped[str | None] = mapped_column(doc="Address of the page's PDF.")
    checked_at: Mapped[dt.datetime] = mapped_column(doc="When its title list was last read, UTC.")
    sha256: Mapped[str | None] = mapped_column(
        doc="SHA-256 of the bytes the title list was read from; NULL when none were archived."
    )
    read_by: Mapped[str] = mapped_column(
        server_default=text("''"),
        doc="'' the paper's family; 'generic' where only the generic reader understood it.",
    )


class Placement(Base):
    """One entry of a page's title list: a place where an article is printed."""

    __tablename__ = "placements"
    __table_args__ = (
        UniqueConstraint("page_id", "position"),
        CheckConstraint("position >= 1", "position"),
        CheckConstraint("share BETWEEN 0 AND 1", "share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), doc="The page.")
    position: Mapped[int] = mapped_column(doc="1 for the first title of the page.")
    source_id: Mapped[str] = mapped_column(
        doc="`source_id` of the article printed here, equal to that of its row in `articles`."
    )
    listed_id: Mapped[str] = mapped_column(
        doc="The id in the title list itself; another than source_id where one text has two ids in the issue."
    )
    title: Mapped[str] = mapped_column(doc="The title as the list prints it.")
    url: Mapped[str] = mapped_column(doc="Address of the article as the list links it.")
    area: Mapped[list[list[list[float]]] | None] = mapped_column(
        Json, doc="Polygons on the page image, each a list of [x, y] in its pixels; NULL for none."
    )
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(
        doc="When the title list was found without this entry, UTC; NULL while it lists it."
    )
    share: Mapped[float | None] = mapped_column(
        doc="Its share of the page, 0 to 1: the area of its polygons by that of the box around all areas of "
        "the page; NULL without a map.",
    )


class Article(Base):
    """One printed article (稿件)."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("issue_id", "source_id"),
        UniqueConstraint("cite_id"),
        Index(None, "content_key", "issue_id"),
        Index(None, "paper", "date"),
        Index(None, "capture_id"),
        # Of rows that have one (see their migrations): saying so here would load both databases' dialects.
        Index(None, "cluster"),
        Index("ix_articles_guessed", "issue_id"),
        ForeignKeyConstraint(["issue_id", "paper", "date"], ["issues.id", "issues.paper", "issues.date"]),
        CheckConstraint("script IN ('', 'hans', 'hant', 'mixed')", "script"),
        CheckConstraint("char_count >= 0", "char_count"),
        CheckConstraint("revision >= 1", "revision"),
        CheckConstraint("reprint_of IS NULL OR reprint_of = coalesce(cluster, '')", "reprint_of"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    issue_id: Mapped[int] = mapped_column(doc="The issue it is printed in.")
    source_id: Mapped[str] = mapped_column(doc="The site's own id of the article.")
    cite_id: Mapped[str] = mapped_column(
        doc="{paper}-{date}-{source_id}, with -{edition} after the date for a named edition."
    )
    url: Mapped[str] = mapped_column(doc="Address of the article.")
    content_key: Mapped[str | None] = mapped_column(
        doc="Equal for equal texts whatever script, width or punctuation; NULL for too little text."
    )
    reprint_of: Mapped[str | None] = mapped_column(
        doc="cite_id of the first print of the same text; NULL for that print itself and for a lone text."
    )
    cluster: Mapped[str | None] = mapped_column(
        doc="cite_id of the first print, on every print of that text; NULL for a text of its own."
    )
    script: Mapped[str] = mapped_column(doc="hans, hant or mixed: what the characters of the article are.")
    char_count: Mapped[int] = mapped_column(doc="Characters of the body that are not white space.")
    revision: Mapped[int] = mapped_column(doc="1, and one more each time the site changed the text.")
    first_seen: Mapped[dt.datetime] = mapped_column(doc="When the article first arrived, UTC.")
    last_seen: Mapped[dt.datetime] = mapped_column(doc="When it last arrived, changed or not, UTC.")
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(
        doc="When the site was found to have taken it back, UTC; NULL while it stands."
    )
    capture_id: Mapped[int | None] = mapped_column(
        Large,
        ForeignKey("captures.id"),
        doc="The bytes this row was read from; NULL when none were archived.",
    )
    kicker: Mapped[str] = mapped_column(doc="引题, the line above the headline.")
    headline: Mapped[str] = mapped_column(doc="主题.")
    subhead: Mapped[str] = mapped_column(doc="副题, the line below the headline.")
    byline: Mapped[str] = mapped_column(doc="署名 as printed.")
    authors: Mapped[list[str]] = mapped_column(Json, doc="Names read from byline, dateline and closing line.")
    dateline: Mapped[str] = mapped_column(doc="电头: 本报北京1月1日电.")
    source: Mapped[str] = mapped_column(doc="来源: the agency or paper the text is taken from.")
    column_name: Mapped[str] = mapped_column(doc="栏目, the standing column the article appears in.")
    repairs: Mapped[list[dict[str, Any]]] = mapped_column(
        Json, doc="What restoration changed: field, start, end, observed, restored, kind, confidence."
    )
    headline_hans: Mapped[str] = mapped_column(doc="The headline folded to simplified script.")
    body: Mapped[str] = mapped_column(doc="The text: paragraphs with a line feed between.")
    body_hans: Mapped[str] = mapped_column(doc="The body folded to simplified script.")
    continues: Mapped[str | None] = mapped_column(
        doc="cite_id of the part on an earlier page whose story this goes on with (下转); NULL for others."
    )
    paper: Mapped[str] = mapped_column(server_default=text("''"), doc="Slug of the paper, that of its issue.")
    date: Mapped[dt.date] = mapped_column(
        server_default="0001-01-01", doc="Date of its issue: to query without a join."
    )
    read_by: Mapped[str] = mapped_column(
        server_default=text("''"),
        doc="'' the paper's family; 'generic' where only the generic reader understood it.",
    )


class Total(Base):
    """How much is stored of an issue that has articles; the database keeps it in step with them."""

    __tablename__ = "totals"

    issue_id: Mapped[int] = mapped_column(
        ForeignKey("issues.id"), primary_key=True, autoincrement=False, doc="The issue."
    )
    articles: Mapped[int] = mapped_column(doc="Its articles.")
    characters: Mapped[int] = mapped_column(
        BigInteger, doc="Characters of their headlines and bodies, white space not counted in bodies."
    )


class Revision(Base):
    """A text the site has since changed, as it was."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("article_id", "revision"),
        Index(None, "capture_id"),
        CheckConstraint("revision >= 1", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), doc="The article.")
    revision: Mapped[int] = mapped_column(doc="The number this version had.")
    seen_at: Mapped[dt.datetime] = mapped_column(doc="When this version was last seen, UTC.")
    capture_id: Mapped[int | None] = mapped_column(
        Large, ForeignKey("captures.id"), doc="The bytes this version was read from."
    )
    kicker: Mapped[str] = mapped_column(doc="引题 as it was.")
    headline: Mapped[str] = mapped_column(doc="主题 as it was.")
    subhead: Mapped[str] = mapped_column(doc="副题 as it was.")
    byline: Mapped[str] = mapped_column(doc="署名 as it was.")
    authors: Mapped[list[str]] = mapped_column(Json, doc="Authors as they were.")
    dateline: Mapped[str] = mapped_column(doc="电头 as it was.")
    source: Mapped[str] = mapped_column(doc="来源 as it was.")
    column_name: Mapped[str] = mapped_column(doc="栏目 as it was.")
    body: Mapped[str] = mapped_column(doc="The text as it was.")


class Image(Base):
    """One picture of an article."""

    __tablename__ = "images"
    __table_args__ = (
        UniqueConstraint("article_id", "position"),
        CheckConstraint("position >= 1", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), doc="The article.")
    position: Mapped[int] = mapped_column(doc="1 for the first picture of the article.")
    url: Mapped[str] = mapped_column(doc="Address of the picture.")
    caption: Mapped[str] = mapped_column(doc="图说; '' when none is printed.")
    credit: Mapped[str] = mapped_column(doc="摄影; '' when none is printed.")
