"""What was typed, in SQLite, across sessions: by tail, by range, by search."""

import sqlite3
from pathlib import Path

Entry = tuple[int, int, str, str | None]
"""Session, number of the cell, its text, its result as text or None."""

MOST = 2**63 - 1
"""The largest integer of SQLite."""
MOST_KEPT = 10_000
"""How much of a result is kept, in code points."""

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY, began TEXT DEFAULT CURRENT_TIMESTAMP);
    CREATE TABLE IF NOT EXISTS inputs (
        session INTEGER, line INTEGER, source TEXT, result TEXT, PRIMARY KEY (session, line));
"""
_TAIL = "SELECT session, line, source, result FROM inputs ORDER BY session DESC, line DESC LIMIT ?"
_RANGE = """
    SELECT session, line, source, result FROM inputs WHERE session = ? AND line >= ? AND line < ? ORDER BY line
"""
_MATCHING = """
    SELECT session, line, source, result FROM inputs WHERE source GLOB ? ORDER BY session DESC, line DESC LIMIT ?
"""
# Of cells with the same text the last: SQLite takes the other columns from the row that has the maximum.
_UNIQUE = """
    SELECT session, line, source, result FROM (
        SELECT session, line, source, result, MAX(session * 1000000 + line)
        FROM inputs WHERE source GLOB ? GROUP BY source)
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
        self._add_results()
        self.session = self._database.execute("INSERT INTO sessions DEFAULT VALUES").lastrowid or 0

    def _add_results(self) -> None:
        """Let a file that was made before results were kept take them."""
        columns = [name for _, name, *_ in self._database.execute("PRAGMA table_info(inputs)")]
        if "result" in columns:
            return
        try:
            self._database.execute("ALTER TABLE inputs ADD COLUMN result TEXT")
        except sqlite3.OperationalError as error:
            if "duplicate" not in str(error):  # another kernel was quicker
                raise

    def store(self, line: int, source: str, result: str | None = None) -> None:
        """Keep one cell's text and the beginning of its result."""
        values = (self.session, line, source, result and result[:MOST_KEPT])
        self._database.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?)", values)

    def tail(self, number: int) -> list[Entry]:
        """Return the last cells, oldest first."""
        return self._query(_TAIL, (number,))[::-1]

    def range(self, session: int, start: int, stop: int | None) -> list[Entry]:
        """Return cells of one session: 0 is this one, -1 the one before; `stop` is exclusive."""
        wanted = session if session > 0 else self.session + session
        last = stop if stop is not None else MOST
        return self._query(_RANGE, (wanted, start, last))

    def search(self, pattern: str, number: int | None, *, unique: bool = False) -> list[Entry]:
        """Return the last cells whose whole text matches a glob, oldest first."""
        sql = _UNIQUE if unique else _MATCHING
        return self._query(sql, (pattern, -1 if number is None else number))[::-1]

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _query(self, sql: str, values: tuple[str | int, ...]) -> list[Entry]:
        """Run a query; a number beyond SQLite's integers is as good as the last of them."""
        fitting = [max(-MOST, min(value, MOST)) if isinstance(value, int) else value for value in values]
        return self._database.execute(sql, fitting).fetchall()
