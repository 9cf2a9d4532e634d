"""The tables of the database: names, types and the sentence that explains each column.

The names are public (outsiders query them); `doc=` of a column is what docs/fields.md prints. Small
columns stand before the long texts, because SQLite reads a row from its front and follows the
overflow pages of a long text only to reach what stands behind it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UTCDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware datetimes in and out, kept as UTC in either database.

    PostgreSQL keeps `timestamptz`; SQLite keeps the text `YYYY-MM-DD HH:MM:SS.ffffff`, which is UTC and
    sorts as time does. A datetime without tzinfo is refused with ValueError: nobody knows what it means.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value!r}")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


Json = JSON(none_as_null=True)


class Base(DeclarativeBase):
    """Every table of banmian; constraints get names by rule, so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, dt.datetime: UTCDateTime, dt.date: Date}  # noqa: RUF012 (SQLAlchemy's name)


class Paper(Base):
    """A newspaper (报纸) that has at least one row elsewhere."""

    __tablename__ = "papers"

    slug: Mapped[str] = mapped_column(primary_key=True, doc="The paper's short name, that of its profile.")
    name: Mapped[str] = mapped_column(doc="The paper's name as on its nameplate; the slug until it is known.")
    script: Mapped[str] = mapped_column(doc="The script it prints, hans or hant; '' until it is known.")


class Issue(Base):
    """One issue (期) and what its page navigation promised."""

    __tablename__ = "issues"
    __table_args__ = (UniqueConstraint("paper", "date", "edition"),)

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


class Placement(Base):
    """One entry of a page's title list: a place where an article is printed."""

    __tablename__ = "placements"
    __table_args__ = (UniqueConstraint("page_id", "position"),)

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


class Article(Base):
    """One printed article (稿件)."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("issue_id", "source_id"),
        UniqueConstraint("cite_id"),
        Index(None, "content_key", "issue_id"),
        Index(
            None,
            "cluster",
            sqlite_where=text("cluster IS NOT NULL"),
            postgresql_where=text("cluster IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), doc="The issue it is printed in.")
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
        ForeignKey("captures.id"), doc="The bytes this row was read from; NULL when none were archived."
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


class PrintedText(Base):
    """One text, however often it is printed: what near duplicates are found by."""

    __tablename__ = "texts"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the text in this database.")
    content_key: Mapped[str] = mapped_column(unique=True, doc="The `content_key` of every print of the text.")
    signature: Mapped[bytes] = mapped_column(
        LargeBinary, doc="MinHash values of the text, two bytes each; equal ones estimate likeness."
    )


class Band(Base):
    """An entry of the index of signatures: texts with an equal band are compared.

    Without foreign keys: their check would need a second index as large as the table.
    """

    __tablename__ = "bands"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's name)

    band: Mapped[int] = mapped_column(
        BigInteger,
        primary_key=True,
        autoincrement=False,
        doc="Number of the band and its three values, 14 bits each.",
    )
    text_id: Mapped[int] = mapped_column(primary_key=True, doc="`id` of the text in `texts`.")


class Pair(Base):
    """Two different texts that were compared and are nearly the same; each pair stands here both ways."""

    __tablename__ = "pairs"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's name)

    text_id: Mapped[int] = mapped_column(primary_key=True, doc="`id` of one text in `texts`.")
    like_id: Mapped[int] = mapped_column(primary_key=True, doc="`id` of the other.")
    similarity: Mapped[float] = mapped_column(
        doc="Share of the letters of both that lie in character 3-grams they have in common."
    )


class Alias(Base):
    """A second id of an article within its issue: same text, same day, another source_id."""

    __tablename__ = "aliases"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), primary_key=True, doc="The issue.")
    source_id: Mapped[str] = mapped_column(primary_key=True, doc="The id that has no row in `articles`.")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), doc="The row that keeps its text.")
    cite_id: Mapped[str] = mapped_column(doc="The cite_id that belongs to this id; it leads to the article.")
    url: Mapped[str] = mapped_column(doc="Address under which the second copy stands.")


class Revision(Base):
    """A text the site has since changed, as it was."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("article_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), doc="The article.")
    revision: Mapped[int] = mapped_column(doc="The number this version had.")
    seen_at: Mapped[dt.datetime] = mapped_column(doc="When this version was last seen, UTC.")
    capture_id: Mapped[int | None] = mapped_column(
        ForeignKey("captures.id"), doc="The bytes this version was read from."
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
    __table_args__ = (UniqueConstraint("article_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), doc="The article.")
    position: Mapped[int] = mapped_column(doc="1 for the first picture of the article.")
    url: Mapped[str] = mapped_column(doc="Address of the picture.")
    caption: Mapped[str] = mapped_column(doc="图说; '' when none is printed.")
    credit: Mapped[str] = mapped_column(doc="摄影; '' when none is printed.")


class Capture(Base):
    """Where the bytes of one response lie in the WARC files."""

    __tablename__ = "captures"
    __table_args__ = (UniqueConstraint("warc", "offset"), Index(None, "issue_id"))

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    url: Mapped[str] = mapped_column(doc="Address the bytes came from, after redirects.")
    fetched_at: Mapped[dt.datetime] = mapped_column(doc="When they arrived, UTC.")
    status: Mapped[int] = mapped_column(doc="HTTP status code.")
    warc: Mapped[str] = mapped_column(doc="Path of the WARC file, relative to the archive directory.")
    offset: Mapped[int] = mapped_column(BigInteger, doc="Byte offset of the record's gzip member.")
    length: Mapped[int] = mapped_column(BigInteger, doc="Length of the gzip member in bytes.")
    sha256: Mapped[str] = mapped_column(doc="SHA-256 of the body, 64 hex digits.")
    issue_id: Mapped[int | None] = mapped_column(
        ForeignKey("issues.id"),
        doc="The issue a page or article of which was read from it; NULL when none was.",
    )


class Problem(Base):
    """Something promised that could not be kept (never called an issue: that is 期)."""

    __tablename__ = "problems"
    __table_args__ = (UniqueConstraint("paper", "date", "url", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the row in this database.")
    paper: Mapped[str] = mapped_column(doc="Slug of the paper.")
    date: Mapped[dt.date] = mapped_column(doc="Date of the issue.")
    url: Mapped[str] = mapped_column(doc="The address concerned.")
    kind: Mapped[str] = mapped_column(doc="One word for what is wrong: not_found, blocked, layout_changed ….")
    detail: Mapped[str] = mapped_column(doc="What was seen and what was expected, one sentence.")
    first_seen: Mapped[dt.datetime] = mapped_column(doc="When it was first seen, UTC.")
    last_seen: Mapped[dt.datetime] = mapped_column(doc="When it was last seen, UTC.")
    resolved_at: Mapped[dt.datetime | None] = mapped_column(
        doc="When what was lacking arrived, UTC; NULL while the problem is open."
    )
    capture_id: Mapped[int | None] = mapped_column(
        ForeignKey("captures.id"), doc="The bytes that caused it; NULL when there was no answer."
    )


class Run(Base):
    """One run of a command that writes."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the run.")
    started: Mapped[dt.datetime] = mapped_column(doc="When it began, UTC.")
    finished: Mapped[dt.datetime | None] = mapped_column(doc="When it ended, UTC; NULL running or killed.")
    command: Mapped[str] = mapped_column(doc="The command line.")
    counts: Mapped[dict[str, Any]] = mapped_column(Json, doc="What was stored, by kind and outcome.")
    exit_code: Mapped[int | None] = mapped_column(doc="The exit code; NULL running or killed.")


class Meta(Base):
    """What the program must know of this database beside its tables."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(
        primary_key=True, doc="What is known: `fingerprint`, the version of all content keys and signatures."
    )
    value: Mapped[str] = mapped_column(doc="The value: `k1.1-s1` of key 1, fold 1 and signature 1.")


def table(name: str) -> Table:
    """The Core table of that name, for statements."""
    return Base.metadata.tables[name]
