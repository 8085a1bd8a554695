"""A current SQLite in the place of the system's.

Debian 12 ships 3.40, which is in the range of the WAL-reset corruption bug (3.7.0 to 3.51.2). The
wheel pysqlite3 carries its own; it must stand in `sys.modules` before Django's backend is loaded.
"""

import sys

import pysqlite3


def install() -> None:
    """Let every later `import sqlite3` in this process find the bundled library."""
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
