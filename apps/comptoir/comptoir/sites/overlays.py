"""The customisations of one site: its Custom Field and Property Setter documents as overlays over declarations."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comptoir.meta.overlay import Overlay, from_documents

LAYER = "site"
CUSTOM_FIELD = "Custom Field"
PROPERTY_SETTER = "Property Setter"


def read_overlays(connection: sa.Connection) -> dict[str, Overlay]:
    """The overlay of every customised doctype. Both tables must exist."""
    return from_documents(LAYER, _rows(connection, CUSTOM_FIELD), _rows(connection, PROPERTY_SETTER))


def _rows(connection: sa.Connection, doctype: str) -> list[dict[str, Any]]:
    table = sa.table(f"tab{doctype}", sa.column("creation"))
    found = connection.execute(
        sa.select(sa.text("*")).select_from(table).order_by(table.c.creation)
    ).mappings()
    return [{key: value for key, value in row.items() if value is not None} for row in found]
