"""What was asked for (`spans`), and which issues prove their day (`issues.unproved`); a front page that is
not there is a problem of its own kind, `absent`."""

import datetime as dt
import shlex

import sqlalchemy as sa
from alembic import op

from storage.models.base import UTCDateTime

revision = "0003"
down_revision = "0002"

DAY = dt.timedelta(days=1)
CHINA = dt.timezone(dt.timedelta(hours=8))


def upgrade() -> None:
    spans = op.create_table(
        "spans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_spans_run_id_runs"),
        sa.PrimaryKeyConstraint("id", name="pk_spans"),
    )
    op.create_index("ix_spans_paper_since", "spans", ["paper", "since"])
    # Of the issues of an older database nobody knows; what they say themselves was checked then, too.
    op.add_column("issues", sa.Column("unproved", sa.Boolean(), nullable=False, server_default=sa.false()))
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "UPDATE problems SET kind = 'absent' WHERE kind = 'not_found' AND NOT EXISTS "
            "(SELECT 1 FROM issues WHERE issues.paper = problems.paper AND issues.date = problems.date)"
        )
    )
    op.bulk_insert(spans, implied(connection))


def implied(connection: sa.Connection) -> list[dict[str, object]]:
    """The spans that the runs of the database asked for, and the days of its issues."""
    runs = sa.table(
        "runs", sa.column("id"), sa.column("started", UTCDateTime()), sa.column("command", sa.Text())
    )
    issues = sa.table("issues", sa.column("paper", sa.Text()), sa.column("date", sa.Date()))
    days: dict[str, set[dt.date]] = {}
    for paper, date in connection.execute(sa.select(issues.c.paper, issues.c.date)):
        days.setdefault(paper, set()).add(date)
    asked: dict[tuple[str, str], list[tuple[dt.date, dt.date, dt.datetime, int | None]]] = {}
    newest = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    for run, started, command in connection.execute(sa.select(runs).order_by(runs.c.id)):
        newest = max(newest, started)
        words = shlex.split(command)
        if words[:2] != ["banmian", "crawl"]:
            continue
        options = dict(word.removeprefix("--").partition("=")[::2] for word in words if word[:2] == "--")
        started_on = started.astimezone(CHINA).date()
        for paper in (word for word in words[2:] if not word.startswith("--")):
            first = min(days.get(paper, {started_on}))
            if options.keys() & {"since", "until", "all"}:
                kind = "asked"
                since = dt.date.fromisoformat(options["since"]) if "since" in options else first
                until = dt.date.fromisoformat(options["until"]) if "until" in options else started_on
            else:
                kind = "cron"
                until = started_on
                before = [day for day in days.get(paper, ()) if day <= started_on]
                known = asked.get((paper, "cron"))
                since = known[0][1] if known else max(before, default=started_on)
            if since <= until:
                asked.setdefault((paper, kind), []).append((since, until, started, run))
    for paper, of_paper in days.items():
        asked.setdefault((paper, "asked"), []).extend((day, day, newest, None) for day in of_paper)
    return [
        {
            "paper": paper,
            "since": since,
            "until": until,
            "kind": kind,
            "why": "",
            "asked_at": at,
            "run_id": run,
        }
        for (paper, kind), found in asked.items()
        for since, until, at, run in merged(found)
    ]


def merged(
    found: list[tuple[dt.date, dt.date, dt.datetime, int | None]],
) -> list[tuple[dt.date, dt.date, dt.datetime, int | None]]:
    """Overlapping and adjacent ones as one, asked for when the last of them was."""
    rows: list[tuple[dt.date, dt.date, dt.datetime, int | None]] = []
    for since, until, at, run in sorted(found, key=lambda each: each[:2]):
        if rows and since <= rows[-1][1] + DAY:
            before = rows[-1]
            by = (at, run) if run is not None else before[2:]
            rows[-1] = (before[0], max(before[1], until), *by)
        else:
            rows.append((since, until, at, run))
    return rows


def downgrade() -> None:
    op.drop_table("spans")
    op.drop_column("issues", "unproved")
    op.execute("UPDATE problems SET kind = 'not_found' WHERE kind = 'absent'")
