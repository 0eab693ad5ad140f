"""The customisations of one site as overlays over declarations: its Custom Fields, Property Setters and Custom DocPerms."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from comptoir.meta.overlay import Overlay, from_documents
from comptoir.meta.permission_rows import rows_by_doctype

LAYER = "site"
CUSTOM_FIELD = "Custom Field"
PROPERTY_SETTER = "Property Setter"
CUSTOM_DOCPERM = "Custom DocPerm"


def read_overlays(connection: sa.Connection, doctypes: Container[str]) -> dict[str, Overlay]:
    """The overlay of every customised doctype, from those of the customising ``doctypes`` that the site has."""
    rows = {
        name: _rows(connection, name) if name in doctypes else []
        for name in (CUSTOM_FIELD, PROPERTY_SETTER, CUSTOM_DOCPERM)
    }
    overlays = from_documents(LAYER, rows[CUSTOM_FIELD], rows[PROPERTY_SETTER])
    for doctype, permissions in rows_by_doctype(rows[CUSTOM_DOCPERM]).items():
        overlays[doctype] = replace(overlays.get(doctype, Overlay(LAYER)), permissions=permissions)
    return overlays


def _rows(connection: sa.Connection, doctype: str) -> list[dict[str, Any]]:
    table = sa.table(f"tab{doctype}", sa.column("creation"))
    found = connection.execute(
        sa.select(sa.text("*")).select_from(table).order_by(table.c.creation)
    ).mappings()
    return [{key: value for key, value in row.items() if value is not None} for row in found]
