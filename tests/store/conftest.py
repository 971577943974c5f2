"""Fixtures of the store's tests: a database of their own for each, in a SQLite file and on a PostgreSQL server."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from facevow.store import Database, Table
from facevow.store.sessions import Sessions
from tests.conftest import lacking
from tests.store.orders import announce


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test's SQLite database lies; its folder does not exist yet."""
    return tmp_path / "made by the store" / "facevow.db"


@pytest.fixture
def file_url(file: Path) -> str:
    """The URL of that database."""
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def server() -> str:
    """The URL of a PostgreSQL server where databases may be made."""
    url = os.environ.get("FACEVOW_TEST_POSTGRES")
    if url is None:
        lacking("postgres", "needs a PostgreSQL server: FACEVOW_TEST_POSTGRES=URL, as .ci/postgres.sh prints it")
    return url


@contextmanager
def made(server: str) -> Iterator[str]:
    """The URL of a database of its own on that server."""
    name = f"facevow_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        yield server.rpartition("/")[0] + "/" + name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def migrated(server: str) -> Iterator[str]:
    """A database with all tables, which the tests have one after the other."""
    with made(server) as url:
        Database(url).close()
        yield url


@pytest.fixture(scope="session")
def file_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them."""
    file = tmp_path_factory.mktemp("template") / "facevow.db"
    Database(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def empty_postgres(server: str) -> Iterator[str]:
    """The URL of a database without tables on that server."""
    with made(server) as url:
        yield url


@pytest.fixture
def postgres_url(migrated: str) -> str:
    """The URL of a database on that server, with all tables and nothing in them."""
    tables = ", ".join(f'"{name}"' for name in Table.metadata.tables)
    with psycopg.connect(migrated, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY".encode())
        connection.execute("INSERT INTO audit_head (id, number, hash, first, anchor) VALUES (1, 0, '', 1, '')")
        connection.execute("INSERT INTO gallery_head (id, changes, removals, mark, cleared) VALUES (1, 0, 0, '', 0)")
    return migrated


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without tables, of one kind and of the other."""
    found: str = request.getfixturevalue("file_url" if request.param == "sqlite" else "empty_postgres")
    return found


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, file_template: Path) -> str:
    """The URL of a database with all tables and nothing in them, of one kind and of the other."""
    if request.param == "postgres":
        found: str = request.getfixturevalue("postgres_url")
        return found
    file: Path = request.getfixturevalue("file")
    file.parent.mkdir()
    shutil.copy(file_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """That database, opened."""
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def sessions(database: Database) -> Sessions:
    """The sessions in it, which announce their ends to whoever gave an address."""
    return Sessions(database, announce)


@pytest.fixture
def another(url: str) -> Iterator[Callable[[], Database]]:
    """Opens the same database again, as another server would."""
    opened: list[Database] = []

    def made() -> Database:
        opened.append(Database(url))
        return opened[-1]

    yield made
    for each in opened:
        each.close()
