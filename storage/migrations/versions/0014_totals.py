"""How much there is of each issue, kept by the database in step with its articles."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"

_ADD = """
INSERT INTO totals (issue_id, articles, characters)
VALUES (new.issue_id, 1, new.char_count + length(new.headline))
ON CONFLICT (issue_id) DO UPDATE SET
    articles = totals.articles + 1, characters = totals.characters + excluded.characters;
"""
_TAKE = """
UPDATE totals SET articles = articles - 1, characters = characters - old.char_count - length(old.headline)
WHERE issue_id = old.issue_id;
"""
_EMPTY = "DELETE FROM totals WHERE issue_id = old.issue_id AND articles = 0;"
_DIFFERS = (
    "old.issue_id <> new.issue_id OR old.char_count <> new.char_count"
    " OR length(old.headline) <> length(new.headline)"
)
_EACH = "FOR EACH ROW EXECUTE FUNCTION keep_totals()"
_WHEN = "UPDATE OF issue_id, char_count, headline ON articles"

SQLITE = (
    f"CREATE TRIGGER totals_insert AFTER INSERT ON articles BEGIN {_ADD} END",
    f"CREATE TRIGGER totals_update AFTER {_WHEN} WHEN {_DIFFERS} BEGIN {_TAKE} {_ADD} {_EMPTY} END",
    f"CREATE TRIGGER totals_delete AFTER DELETE ON articles BEGIN {_TAKE} {_EMPTY} END",
)
POSTGRESQL = (
    f"""
    CREATE FUNCTION keep_totals() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN {_TAKE} END IF;
        IF TG_OP <> 'DELETE' THEN {_ADD} END IF;
        IF TG_OP <> 'INSERT' THEN {_EMPTY} END IF;
        RETURN NULL;
    END $$
    """,
    f"CREATE TRIGGER totals_insert AFTER INSERT ON articles {_EACH}",
    f"CREATE TRIGGER totals_update AFTER {_WHEN} {_EACH.replace('EXECUTE', f'WHEN ({_DIFFERS}) EXECUTE')}",
    f"CREATE TRIGGER totals_delete AFTER DELETE ON articles {_EACH}",
)


def upgrade() -> None:
    op.create_table(
        "totals",
        sa.Column("issue_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("characters", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name="fk_totals_issue_id_issues"),
        sa.PrimaryKeyConstraint("issue_id", name="pk_totals"),
    )
    op.execute(
        "INSERT INTO totals (issue_id, articles, characters)"
        " SELECT issue_id, count(*), sum(char_count + length(headline)) FROM articles GROUP BY issue_id"
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("totals_insert", "totals_update", "totals_delete"):
        op.execute(f"DROP TRIGGER {name}" + ("" if sqlite else " ON articles"))
    if not sqlite:
        op.execute("DROP FUNCTION keep_totals")
    op.drop_table("totals")
