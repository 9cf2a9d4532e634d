"""The first tables: papers, issues, pages, articles and what belongs to them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("script", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_papers"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("exit_code", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "issues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("promised", sa.JSON(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["paper"], ["papers.slug"], name="fk_issues_paper_papers"),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
        sa.UniqueConstraint("paper", "date", "edition", name="uq_issues_paper_date_edition"),
    )
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("warc", sa.Text(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name="fk_captures_issue_id_issues"),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
        sa.UniqueConstraint("warc", "offset", name="uq_captures_warc_offset"),
    )
    op.create_index("ix_captures_issue_id", "captures", ["issue_id"], unique=False)
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("pdf_url", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name="fk_pages_issue_id_issues"),
        sa.PrimaryKeyConstraint("id", name="pk_pages"),
        sa.UniqueConstraint("issue_id", "sequence", name="uq_pages_issue_id_sequence"),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("cite_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("content_key", sa.Text(), nullable=True),
        sa.Column("reprint_of", sa.Text(), nullable=True),
        sa.Column("cluster", sa.Text(), nullable=True),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("char_count", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("capture_id", sa.Integer(), nullable=True),
        sa.Column("kicker", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("subhead", sa.Text(), nullable=False),
        sa.Column("byline", sa.Text(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("dateline", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("repairs", sa.JSON(), nullable=False),
        sa.Column("headline_hans", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hans", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name="fk_articles_capture_id_captures"),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name="fk_articles_issue_id_issues"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("cite_id", name="uq_articles_cite_id"),
        sa.UniqueConstraint("issue_id", "source_id", name="uq_articles_issue_id_source_id"),
    )
    op.create_index(
        "ix_articles_cluster",
        "articles",
        ["cluster"],
        unique=False,
        sqlite_where=sa.text("cluster IS NOT NULL"),
        postgresql_where=sa.text("cluster IS NOT NULL"),
    )
    op.create_index("ix_articles_content_key_issue_id", "articles", ["content_key", "issue_id"], unique=False)
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_key", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_texts"),
        sa.UniqueConstraint("content_key", name="uq_texts_content_key"),
    )
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("band", "text_id", name="pk_bands"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pairs",
        sa.Column("text_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("like_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("text_id", "like_id", name="pk_pairs"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("listed_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("area", sa.JSON(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_placements_page_id_pages"),
        sa.PrimaryKeyConstraint("id", name="pk_placements"),
        sa.UniqueConstraint("page_id", "position", name="uq_placements_page_id_position"),
    )
    op.create_table(
        "problems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("capture_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name="fk_problems_capture_id_captures"),
        sa.PrimaryKeyConstraint("id", name="pk_problems"),
        sa.UniqueConstraint("paper", "date", "url", "kind", name="uq_problems_paper_date_url_kind"),
    )
    op.create_table(
        "aliases",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("cite_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_aliases_article_id_articles"),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name="fk_aliases_issue_id_issues"),
        sa.PrimaryKeyConstraint("issue_id", "source_id", name="pk_aliases"),
    )
    op.create_table(
        "images",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_images_article_id_articles"),
        sa.PrimaryKeyConstraint("id", name="pk_images"),
        sa.UniqueConstraint("article_id", "position", name="uq_images_article_id_position"),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=True),
        sa.Column("kicker", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("subhead", sa.Text(), nullable=False),
        sa.Column("byline", sa.Text(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("dateline", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_revisions_article_id_articles"),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name="fk_revisions_capture_id_captures"),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.UniqueConstraint("article_id", "revision", name="uq_revisions_article_id_revision"),
    )
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


# The full text index (storage.fulltext): a function of an article's folded headline and body, which the
# database keeps in step with them by itself. SQLite calls the program's function `search_characters`.
SQLITE_SEARCH = (
    "CREATE VIEW search_source AS"
    " SELECT id, search_characters(headline_hans, body_hans) AS characters FROM articles",
    "CREATE VIRTUAL TABLE search USING fts5(characters, content='search_source', content_rowid='id',"
    " columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER search_insert AFTER INSERT ON articles BEGIN"
    " INSERT INTO search(rowid, characters)"
    " VALUES (new.id, search_characters(new.headline_hans, new.body_hans)); END",
    "CREATE TRIGGER search_update AFTER UPDATE OF id, headline_hans, body_hans ON articles"
    " WHEN (old.id, old.headline_hans, old.body_hans) <> (new.id, new.headline_hans, new.body_hans) BEGIN"
    " INSERT INTO search(search, rowid, characters)"
    " VALUES ('delete', old.id, search_characters(old.headline_hans, old.body_hans));"
    " INSERT INTO search(rowid, characters)"
    " VALUES (new.id, search_characters(new.headline_hans, new.body_hans)); END",
    "CREATE TRIGGER search_delete AFTER DELETE ON articles BEGIN"
    " INSERT INTO search(search, rowid, characters)"
    " VALUES ('delete', old.id, search_characters(old.headline_hans, old.body_hans)); END",
)
# PostgreSQL: characters as their code points, pairs as first << 21 | second, of the text as it stands but for
# spaces between Latin letters or digits and something else. (To have one form of a letter here, which the
# query has instead, took more than twice the time.)
_SPACES = r"\t\v\f \u00a0\u2000-\u200a\u202f\u205f\u3000"
_LATIN = (
    r"0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u052f\u1e00-\u1eff"
    r"\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
)
POSTGRESQL_SEARCH = (
    rf"""
    CREATE FUNCTION search_grams(headline text, body text) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(ascii(a)::bigint) || array_agg(ascii(a)::bigint << 21 | ascii(b))
    FROM regexp_replace(
            regexp_replace((headline || chr(10) || body) COLLATE "C",
                '([{_LATIN}])[{_SPACES}]+([^{_LATIN}{_SPACES}\n])', '\1\2', 'g'),
            '([^{_LATIN}{_SPACES}\n])[{_SPACES}]+([{_LATIN}])', '\1\2', 'g') AS spaced (line),
        unnest(string_to_array(line, NULL), string_to_array(substr(line, 2) || chr(10), NULL)) AS pair (a, b)
    $$
    """,
    # New entries wait in a list until there are 16 MB of them (4 by default): fewer and larger merges.
    "CREATE INDEX search ON articles USING gin (search_grams(headline_hans, body_hans))"
    " WITH (gin_pending_list_limit = 16384)",
    # Which character is how frequent helps no plan, and ANALYZE would take minutes to find out.
    "ALTER INDEX search ALTER COLUMN 1 SET STATISTICS 0",
)
SEARCH = {"sqlite": SQLITE_SEARCH, "postgresql": POSTGRESQL_SEARCH}


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search")
        op.execute("DROP VIEW search_source")
    else:
        op.execute("DROP INDEX search")
        op.execute("DROP FUNCTION search_grams")
    for table in (
        "pairs",
        "bands",
        "texts",
        "runs",
        "images",
        "revisions",
        "aliases",
        "placements",
        "problems",
        "articles",
        "pages",
        "captures",
        "issues",
        "papers",
    ):
        op.drop_table(table)
