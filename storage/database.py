"""The engine: one way to open a database, with migrations and with errors that say what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from storage import connections
from storage.errors import NoDatabase as NoDatabase
from storage.errors import NothingStored, shown, without_passwords
from storage.errors import SchemaError as SchemaError
from storage.errors import StorageError as StorageError
from storage.extras import how_to_install

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

SCHEMA = "0016"
"""The newest migration: what this program reads and writes (a test holds it to storage/migrations)."""

MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE_TABLES = MIGRATIONS / "sqlite.sql"
"""What all migrations make of an empty SQLite database, so that nobody waits for them and for Alembic; a test
holds it to them, and writes it."""
END = "\n;\n"
"""Between two of its statements."""

# Two programs opening one empty PostgreSQL database at once must not both create the tables; the number is
# "banm" in ASCII and means nothing else.
_SCHEMA_LOCK = 0x62616E6D


def open_engine(url: str) -> sa.Engine:
    """An engine on a database that has exactly this program's tables; an empty database gets them.

    `url` is an SQLAlchemy URL, `sqlite:///path` or `postgresql://…` (which means psycopg 3). Raises
    StorageError when the database cannot be opened (NoDatabase for an address that is none) and
    SchemaError when its tables are older or newer than the program, or somebody else's.
    """
    engine = _engine(url)
    try:
        with explained(engine.url), engine.connect() as connection:
            state = _schema_of(connection)
        if state is None:
            upgrade_engine(engine)
        elif state != SCHEMA:
            raise SchemaError(_mismatch(engine.url, state))
    except StorageError:
        engine.dispose()
        raise
    return engine


def open_existing(url: str) -> sa.Engine:
    """The same of a database with tables; nothing is created. Raises as `existing`, and SchemaError."""
    engine, state = _existing(url)
    if state != SCHEMA:
        engine.dispose()
        raise SchemaError(_mismatch(engine.url, state))
    return engine


def existing(url: str) -> str:
    """The address, where a database with tables is; nothing is created, unlike by `open_engine`.

    Raises NothingStored where there is none, with how to make one, NoDatabase where the address cannot be
    one, and StorageError when it cannot be opened or is a copy that is not finished.
    """
    _existing(url)[0].dispose()
    return url


def _existing(url: str) -> tuple[sa.Engine, str]:
    """An engine on a database with tables, and the migration it stands at."""
    parsed = _parse(url)
    file = file_of(parsed)
    if file is None or (file.exists() and file.stat().st_size):
        engine = _engine(url)
        try:
            with explained(engine.url), engine.connect() as connection:
                state = _schema_of(connection)
                if state == SCHEMA:
                    refuse_unfinished(connection)
        except StorageError:
            engine.dispose()
            raise
        if state is not None:
            return engine, state
        engine.dispose()
    where = shown(parsed)
    raise NothingStored(
        f"there is no database at {where}: `banmian crawl SLUG` makes one, `banmian rebuild --create` makes "
        "one of an archive; or name another with --db or $BANMIAN_DB"
    )


def refuse_unfinished(connection: sa.Connection) -> None:
    """Raise StorageError where the database is a copy that is not finished: rows of it are lacking."""
    from storage.models import COPYING, table

    names = table("meta").c.name
    if connection.execute(sa.select(names).where(names == COPYING)).first() is not None:
        where = shown(connection.engine.url)
        raise StorageError(f"{where} is a copy that is not finished: run the same `banmian db copy` again")


def upgrade(url: str) -> tuple[str | None, str]:
    """Bring the database to this program's tables; returns the schema before (None: empty) and after."""
    engine = _engine(url)
    try:
        return upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: sa.Engine) -> tuple[str | None, str]:
    """`upgrade` for an engine already at hand: all migrations in one transaction, or none."""
    with explained(engine.url), for_writing(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_SCHEMA_LOCK)))
        before = _schema_of(connection)
        if before is not None and before not in _known():
            raise SchemaError(_mismatch(engine.url, before))
        if before is None and connection.dialect.name == "sqlite":
            for statement in SQLITE_TABLES.read_text("utf-8").split(END):
                connection.exec_driver_sql(statement)
        else:
            migrate(connection)
    return before, SCHEMA


def migrate(connection: sa.Connection) -> None:
    """Run the migrations that a database lacks, within the transaction at hand."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def for_writing(engine: sa.Engine) -> sa.Engine:
    """The same engine for transactions that write: SQLite takes its write lock at BEGIN.

    A deferred SQLite transaction that reads and then writes fails at once when another one wrote
    between (the busy timeout does not apply); BEGIN IMMEDIATE waits instead.
    """
    return engine.execution_options(sqlite_begin="IMMEDIATE")


@contextmanager
def explained(url: sa.URL) -> Iterator[None]:
    """Within it, an error of the database is a StorageError with a sentence."""
    try:
        yield
    except SQLAlchemyError as error:
        raise explain(error, url) from error


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection to read with: one consistent state of SQLite, errors as StorageError."""
    with explained(engine.url), engine.connect() as connection:
        yield connection


def explain(error: Exception, url: sa.URL) -> StorageError:
    """The sentence for a driver's error: what happened to which database, and what to do."""
    where = shown(url)
    if isinstance(error, UnicodeEncodeError):
        what = f"half a character (U+{ord(error.object[error.start]):04X}) in a text; normalise removes these"
        return StorageError(f"{where} cannot keep {what}")
    cause = str(error.orig if isinstance(error, DBAPIError) and error.orig else error).strip()
    cause = " ".join(cause.split())
    lowered = cause.lower()
    advice = next((advice for sign, advice in _ADVICE if sign in lowered), "")
    return StorageError(without_passwords(f"{where}: {cause}" + (f" ({advice})" if advice else "")))


_ADVICE = (
    ("unable to open database file", "does the directory exist, and may this user write there?"),
    ("readonly database", "this user may not write to the file or its directory"),
    (
        "file is not a database",
        "the file is something else: name another with --db, or as FROM or TO of `banmian db copy`",
    ),
    ("malformed", "the file is damaged: restore a backup, or `banmian rebuild` into a new database"),
    ("database or disk is full", "free some space and run the same command again"),
    ("database is locked", "another program holds it: run the same command again"),
    ("cannot contain nul", "normalise removes these"),
    ("password", "check user and password in --db or $BANMIAN_DB"),
    ("does not exist", "create it, or check its name in --db or $BANMIAN_DB"),
    ("connection", "is the server running, and are host and port in --db or $BANMIAN_DB right?"),
)


def _engine(url: str) -> sa.Engine:
    parsed = _parse(url)
    if (file := file_of(parsed)) is not None:
        if file.is_dir():
            raise StorageError(f"{file} is a directory: name a file in it with --db")
        if not file.parent.is_dir():
            raise StorageError(f"the directory {file.parent} does not exist: create it, or name another")
    try:
        return connections.engine_on(parsed, file)
    except ImportError as error:
        how = how_to_install("psycopg", "postgres")
        raise StorageError(f"the driver for {parsed.drivername} is not installed: {how}") from error


def direct_engine(engine: sa.Engine) -> sa.Engine:
    """An engine whose connections last as long as they are held: to the server that $BANMIAN_DB_DIRECT names
    where `engine` reaches it through a pooler (pgbouncer), which lends them for a transaction; else the same.
    """
    return _engine(connections.direct_address()) if connections.is_pooled() else engine


def _parse(url: str) -> sa.URL:
    """The address with the driver of ours. Raises NoDatabase for one where nothing can be kept."""
    known = "sqlite:///path/to/banmian.db or postgresql://user:password@host/database"
    try:
        parsed = sa.make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise NoDatabase(without_passwords(f"{url!r} is not a database address: write {known}")) from error
    if backend not in ("sqlite", "postgresql", "postgres"):
        raise NoDatabase(f"banmian keeps no data in {backend!r}: write {known}")
    if backend != "sqlite":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.database in (None, "", ":memory:", "file::memory:") or parsed.query.get("mode") == "memory":
        raise NoDatabase(f"{url!r} would be gone with the command: name a file, sqlite:///path/to/banmian.db")
    return parsed.set(drivername="sqlite")


def file_of(url: sa.URL) -> Path | None:
    """The file of an SQLite database; None on a server."""
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    return Path(url.database.removeprefix("file:") if "uri" in url.query else url.database)


def _schema_of(connection: sa.Connection) -> str | None:
    """The migration the database stands at; None when it is empty."""
    tables = set(sa.inspect(connection).get_table_names())
    if "alembic_version" in tables:
        rows = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all()
        if len(rows) == 1:
            return str(rows[0])
    strangers = sorted(  # the queue's tables may stand beside ours (crawler.work)
        name for name in tables - {"alembic_version"} if not name.startswith("procrastinate_")
    )
    if strangers:
        raise SchemaError(
            f"{shown(connection.engine.url)} holds tables that are not "
            f"banmian's ({', '.join(strangers[:3])}{' …' if len(strangers) > 3 else ''}): "
            "name an empty database with --db, or as TO of `banmian db copy`"
        )
    return None


def _mismatch(url: sa.URL, state: str) -> str:
    where = shown(url)
    if state in _known():
        return f"{where} has the tables of an earlier banmian ({state}): run `banmian db upgrade`"
    return f"{where} was written by a newer banmian ({state}, this one knows {SCHEMA}): update banmian"


def _known() -> set[str]:
    return {script.revision for script in scripts().walk_revisions()}


def scripts() -> ScriptDirectory:
    """The migrations shipped with the program."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


_MANY = 500


def parts(values: Collection[Any]) -> Iterator[Sequence[Any]]:
    """The values in parts of a size any database takes as parameters."""
    whole = list(values)
    return (whole[start : start + _MANY] for start in range(0, len(whole), _MANY))
