"""Texts apart from their prints: what equal and nearly equal ones are found by."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary

from storage.models.base import Base, Mapped, mapped_column


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
    __table_args__ = (Index(None, "article_id"),)

    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), primary_key=True, doc="The issue.")
    source_id: Mapped[str] = mapped_column(primary_key=True, doc="The id that has no row in `articles`.")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), doc="The row that keeps its text.")
    cite_id: Mapped[str] = mapped_column(doc="The cite_id that belongs to this id; it leads to the article.")
    url: Mapped[str] = mapped_column(doc="Address under which the second copy stands.")
