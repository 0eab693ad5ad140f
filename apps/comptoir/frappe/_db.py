"""``frappe.db``: values without documents. Reads see no row rights; writes skip the life cycle."""

from __future__ import annotations

from comptoir.context import current

from frappe._db_reading import Reading
from frappe._db_transaction import Transaction
from frappe._db_writing import Writing
from frappe._unsupported import DATABASE, refuse


class DatabaseFace(Reading, Writing, Transaction):
    """Frappe's database verbs on the active context."""

    @property
    def db_type(self) -> str:
        """``sqlite`` or ``mariadb``."""
        return current().db.dialect

    def __getattr__(self, name: str) -> object:
        raise refuse("frappe.db", name, DATABASE)
