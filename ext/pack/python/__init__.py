"""Telegram client sessions as rows of SQLite: where the extension is, and how it gets into a connection.

    import sqlite3, tgsession
    db = sqlite3.connect(":memory:")
    tgsession.load(db)
    db.execute("SELECT session_info(?)", [string])
"""
import os

__version__ = "@VERSION@"
__all__ = ["loadable_path", "load"]


def loadable_path():
    """The path of the extension, for load_extension()."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "@FILE@")


def load(conn):
    """Loads it into a connection of sqlite3 or apsw.  Afterwards no SQL statement may load another."""
    enable = getattr(conn, "enable_load_extension", None) or getattr(conn, "enableloadextension", None)
    if enable is None:
        raise RuntimeError("this Python's sqlite3 was built without extensions; Debian's /usr/bin/python3 has them, and apsw")
    enable(True)
    try:
        (getattr(conn, "load_extension", None) or conn.loadextension)(loadable_path())
    finally:
        enable(False)
