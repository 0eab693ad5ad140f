"""Reading what was printed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.context import Context


@pytest.fixture
def text_of(tmp_path: Path) -> Any:
    """The text of a PDF, a list entry for each page."""

    def read(pdf: bytes) -> list[str]:
        path = tmp_path / "made.pdf"
        path.write_bytes(pdf)
        said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
        return said.stdout.split("\f")[:-1]

    return read


@pytest.fixture
def new(ctx: Context) -> Callable[..., Any]:
    """Inserts a document: ``new("Client", client_name="Acme")``."""

    def insert(doctype: str, **values: Any) -> Any:
        return frappe.get_doc({"doctype": doctype, **values}).insert()

    return insert
