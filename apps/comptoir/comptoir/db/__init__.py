"""The database: engines for SQLite and MariaDB, one ``Database`` per unit of work, SQLAlchemy tables of doctypes.

Knows nothing of permissions or documents.
"""

from comptoir.db.database import Database
from comptoir.db.engine import DatabaseSettings, create_engine
from comptoir.db.tables import table_for

__all__ = ["Database", "DatabaseSettings", "create_engine", "table_for"]
