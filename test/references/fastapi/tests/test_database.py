"""What SQLite asks of those who write to it."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from app.database import Database
from tests.databases import Databases

WRITERS = 16
WRITES = 400


def test_writers_of_one_process_wait_for_each_other(databases: Databases) -> None:
    with databases.fresh() as url:
        database = Database(url)
        # Whoever meets a locked database now is refused at once.
        event.listen(database.engine, "connect", _lose_patience)
        with database.write() as connection:
            connection.exec_driver_sql("CREATE TABLE _writes (number INTEGER PRIMARY KEY)")

        def write(number: int) -> None:
            with database.write() as connection:
                connection.exec_driver_sql("INSERT INTO _writes VALUES (?)", (number,))

        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(write, range(WRITES)))
        with database.read() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM _writes").scalar_one()
        database.close()
    assert count == WRITES


def _lose_patience(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA busy_timeout = 0")
