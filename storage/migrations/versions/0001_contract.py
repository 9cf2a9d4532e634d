"""The tables of the contract (DESIGN §2)."""

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
# PostgreSQL: characters as their code points, pairs as first << 21 | second; 32 a gap, 10 a paragraph's end.
POSTGRESQL_SEARCH = (
    """
    CREATE FUNCTION search_grams(headline text, body text) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH characters AS MATERIALIZED (
        SELECT array_agg(
            CASE WHEN c BETWEEN 19968 AND 40959 THEN c
                 WHEN c BETWEEN 65 AND 90 THEN c + 32
                 WHEN c < 128 THEN CASE WHEN c IN (9, 11, 12) THEN 32 ELSE c END
                 WHEN c BETWEEN 65281 AND 65374
                 THEN CASE WHEN c BETWEEN 65313 AND 65338 THEN c - 65216 ELSE c - 65248 END
                 WHEN c IN (160, 8239, 8287, 12288) OR c BETWEEN 8192 AND 8202 THEN 32
                 WHEN c BETWEEN 192 AND 222 AND c <> 215 THEN c + 32
                 WHEN (c BETWEEN 256 AND 303 OR c BETWEEN 330 AND 375) AND c % 2 = 0 THEN c + 1
                 WHEN c BETWEEN 461 AND 475 AND c % 2 = 1 THEN c + 1
                 WHEN c BETWEEN 913 AND 937 OR c BETWEEN 1040 AND 1071 THEN c + 32
                 WHEN c BETWEEN 1024 AND 1039 THEN c + 80
                 ELSE c END::bigint) AS codes
        FROM (SELECT ascii(one) AS c
              FROM unnest(string_to_array(headline || chr(10) || body || chr(10), NULL)) AS one) AS each
    ), kinds AS (
        SELECT x, y,
            CASE WHEN x IN (10, 32) THEN 4 WHEN x BETWEEN 48 AND 57 OR x BETWEEN 97 AND 122
                 OR x BETWEEN 192 AND 591 AND x NOT IN (215, 247)
                 OR x BETWEEN 880 AND 1327 OR x BETWEEN 7680 AND 7935 THEN 1 ELSE 0 END
            + CASE WHEN y IN (10, 32) THEN 4 WHEN y BETWEEN 48 AND 57 OR y BETWEEN 97 AND 122
                 OR y BETWEEN 192 AND 591 AND y NOT IN (215, 247)
                 OR y BETWEEN 880 AND 1327 OR y BETWEEN 7680 AND 7935 THEN 1 ELSE 0 END = 1 AS touch
        FROM characters, unnest(codes, codes[2:]) AS pair (x, y) WHERE y IS NOT NULL
    )
    SELECT array_agg(x)
        || array_agg(x << 21 | CASE WHEN touch THEN 32 ELSE y END)
        || coalesce(array_agg(32::bigint << 21 | y) FILTER (WHERE touch), '{}')
    FROM kinds
    $$
    """,
    "CREATE INDEX search ON articles USING gin (search_grams(headline_hans, body_hans))",
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
