"""What was typed, in SQLite, across sessions: by tail, by range, by search."""

import sqlite3
from pathlib import Path

Entry = tuple[int, int, str]
"""Session, number of the cell, its text."""

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY, began TEXT DEFAULT CURRENT_TIMESTAMP);
    CREATE TABLE IF NOT EXISTS inputs (session INTEGER, line INTEGER, source TEXT, PRIMARY KEY (session, line));
"""
# Of cells with the same text the last: SQLite takes the other columns from the row that has the maximum.
_UNIQUE = """
    SELECT session, line, source FROM (
        SELECT session, line, source, MAX(session * 1000000 + line) FROM inputs WHERE source GLOB ? GROUP BY source)
    ORDER BY session DESC, line DESC LIMIT ?
"""
_LOCK_TIMEOUT_S = 0.2


class History:
    """Keep the cells of this session among those of earlier ones."""

    def __init__(self, path: str) -> None:
        """Open the file, or memory where path is ":memory:"; raise sqlite3.Error or OSError where it cannot be."""
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        # Kernel threads other than the main one never touch it; autocommit, so that no cell waits for another kernel.
        self._database = sqlite3.connect(path, timeout=_LOCK_TIMEOUT_S, isolation_level=None)
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.executescript(_SCHEMA)
        self.session = self._database.execute("INSERT INTO sessions DEFAULT VALUES").lastrowid or 0

    def store(self, line: int, source: str) -> None:
        """Keep one cell's text."""
        self._database.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?)", (self.session, line, source))

    def tail(self, number: int) -> list[Entry]:
        """Return the last cells, oldest first."""
        return self._query("SELECT * FROM inputs ORDER BY session DESC, line DESC LIMIT ?", (number,))[::-1]

    def range(self, session: int, start: int, stop: int | None) -> list[Entry]:
        """Return cells of one session: 0 is this one, -1 the one before; `stop` is exclusive."""
        wanted = session if session > 0 else self.session + session
        last = stop if stop is not None else 2**62
        sql = "SELECT * FROM inputs WHERE session = ? AND line >= ? AND line < ? ORDER BY line"
        return self._query(sql, (wanted, start, last))

    def search(self, pattern: str, number: int | None, *, unique: bool = False) -> list[Entry]:
        """Return the last cells whose whole text matches a glob, oldest first."""
        sql = _UNIQUE if unique else "SELECT * FROM inputs WHERE source GLOB ? ORDER BY session DESC, line DESC LIMIT ?"
        return self._query(sql, (pattern, -1 if number is None else number))[::-1]

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _query(self, sql: str, values: tuple[object, ...]) -> list[Entry]:
        return self._database.execute(sql, values).fetchall()
