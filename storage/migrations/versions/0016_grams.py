"""PostgreSQL: the numbers of `search_grams` in seven tenths of the time, without a table of characters.

They are the same, so that the index stays as it is.
"""

from alembic import op

revision = "0016"
down_revision = "0015"

_SPACES = r"\t\v\f \u00a0\u2000-\u200a\u202f\u205f\u3000"
_LATIN = (
    r"0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u052f\u1e00-\u1eff"
    r"\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
)
_LINE = rf"""regexp_replace(
            regexp_replace((headline || chr(10) || body) COLLATE "C",
                '([{_LATIN}])[{_SPACES}]+([^{_LATIN}{_SPACES}\n])', '\1\2', 'g'),
            '([^{_LATIN}{_SPACES}\n])[{_SPACES}]+([{_LATIN}])', '\1\2', 'g')"""
_ONES, _OTHERS = "string_to_array(line, NULL)", "string_to_array(substr(line, 2) || chr(10), NULL)"
BEFORE = f"{_LINE} AS spaced (line), unnest({_ONES}, {_OTHERS}) AS pair (a, b)"
AFTER = f"(SELECT unnest({_ONES}) AS a, unnest({_OTHERS}) AS b FROM {_LINE} AS spaced (line)) AS pair"
_FUNCTION = """
    CREATE OR REPLACE FUNCTION search_grams(headline text, body text) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(ascii(a)::bigint) || array_agg(ascii(a)::bigint << 21 | ascii(b))
    FROM {pairs}
    $$
    """


def upgrade() -> None:
    _replace(AFTER)


def downgrade() -> None:
    _replace(BEFORE)


def _replace(pairs: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(_FUNCTION.replace("{pairs}", pairs))
