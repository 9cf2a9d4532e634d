"""What must hold is held by the database: an article's paper and date are its issue's, numbers and words are
possible ones. Indexes on foreign keys; on PostgreSQL jsonb, and numbers of captures beyond 2³¹.

On SQLite constraints are added where tables are described (https://sqlite.org/lang_altertable.html, "making
other kinds of table schema changes"): no row is written.
"""

import sqlalchemy as sa
from alembic import op

from storage.errors import StorageError

revision = "0012"
down_revision = "0011"

CHECKS = {
    "papers": {"script": "script IN ('', 'hans', 'hant')"},
    "issues": {"page_count": "page_count >= 0"},
    "placements": {"position": "position >= 1", "share": "share BETWEEN 0 AND 1"},
    "articles": {
        "script": "script IN ('', 'hans', 'hant', 'mixed')",
        "char_count": "char_count >= 0",
        "revision": "revision >= 1",
        "reprint_of": "reprint_of IS NULL OR reprint_of = coalesce(cluster, '')",
    },
    "revisions": {"revision": "revision >= 1"},
    "images": {"position": "position >= 1"},
    "captures": {"place": '"offset" >= 0 AND length >= 0'},
    "spans": {"days": "since <= until", "kind": "kind IN ('cron', 'asked', 'accepted')"},
}
INDEXES = (
    ("articles", "capture_id"),
    ("revisions", "capture_id"),
    ("problems", "capture_id"),
    ("aliases", "article_id"),
    ("spans", "run_id"),
)
JSON = {
    "issues": ("promised",),
    "placements": ("area",),
    "articles": ("authors", "repairs"),
    "revisions": ("authors",),
    "runs": ("counts", "papers"),
    "removals": ("bytes",),
}
LARGE = {
    "captures": ("id",),
    "articles": ("capture_id",),
    "revisions": ("capture_id",),
    "problems": ("capture_id",),
}

_FK = "fk_articles_issue_id_issues"
_LOOSE = f"CONSTRAINT {_FK} FOREIGN KEY(issue_id) REFERENCES issues (id)"
_HELD = f"CONSTRAINT {_FK} FOREIGN KEY(issue_id, paper, date) REFERENCES issues (id, paper, date)"


def upgrade() -> None:
    for table, checks in CHECKS.items():
        for check in checks.values():
            _find_none_against(table, check)
    op.create_index("ix_issues_id_paper_date", "issues", ["id", "paper", "date"], unique=True)
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    guessed = sa.text("read_by <> ''")
    op.create_index(
        "ix_articles_guessed", "articles", ["issue_id"], sqlite_where=guessed, postgresql_where=guessed
    )
    if op.get_bind().dialect.name == "sqlite":
        _describe({"articles": (_LOOSE, _HELD)}, adding=True)
    else:
        _alter("jsonb", "bigint", [f"DROP CONSTRAINT {_FK}", f"ADD {_HELD}"], adding=True)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _describe({"articles": (_HELD, _LOOSE)}, adding=False)
    else:
        _alter("json", "integer", [f"DROP CONSTRAINT {_FK}", f"ADD {_LOOSE}"], adding=False)
    op.drop_index("ix_articles_guessed", "articles")
    for table, column in INDEXES:
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_index("ix_issues_id_paper_date", "issues")


def _find_none_against(table: str, check: str) -> None:
    against = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table} WHERE NOT ({check})")).scalar_one()
    if against:
        raise StorageError(
            f"{against} rows of {table} are against {check}: banmian wrote none of them; correct them first"
        )


def _checks(table: str) -> list[str]:
    return [f"CONSTRAINT ck_{table}_{name} CHECK ({check})" for name, check in CHECKS.get(table, {}).items()]


def _alter(json: str, whole: str, of_articles: list[str], *, adding: bool) -> None:
    """One statement a table, so that each is written once; with memory for their indexes."""
    op.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for table in sorted({*CHECKS, *JSON, *LARGE}):
        parts = [
            f"ALTER COLUMN {column} TYPE {json} USING {column}::{json}" for column in JSON.get(table, ())
        ]
        parts += [f"ALTER COLUMN {column} TYPE {whole}" for column in LARGE.get(table, ())]
        parts += of_articles if table == "articles" else []
        parts += [
            f"ADD {check}" if adding else f"DROP CONSTRAINT {check.split()[1]}" for check in _checks(table)
        ]
        op.execute(f"ALTER TABLE {table} {', '.join(parts)}")
    op.execute(f"ALTER SEQUENCE captures_id_seq AS {whole}")


def _describe(replaced: dict[str, tuple[str, str]], *, adding: bool) -> None:
    """Write other constraints into the descriptions of SQLite's tables."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table in sorted({*CHECKS, *replaced}):
        where = "WHERE type = 'table' AND name = ?"
        before = connection.exec_driver_sql(f"SELECT sql FROM sqlite_master {where}", (table,)).scalar_one()
        after = before.replace(*replaced.get(table, ("", "")))
        checks = "".join(f", \n\t{check}" for check in _checks(table))
        if adding:
            body, end = after.rstrip().removesuffix(")"), "\n)"
            after = f"{body.rstrip()}{checks}{end}"
        else:
            after = after.replace(checks, "")
        if after == before:
            raise StorageError(f"the table {table} is not described as banmian made it: nothing was changed")
        connection.exec_driver_sql(f"UPDATE sqlite_master SET sql = ? {where}", (after, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
    if connection.exec_driver_sql("PRAGMA foreign_key_check(articles)").first() is not None:
        raise StorageError("an article has another paper or date than its issue: correct it first")
