"""Labels are in sentence case: "Valid until"; doctypes, roles and choices have capitals of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from .tree import texts

PROPER = frozenset({"Frappe", "Markdown"})
"""Names that keep their capital inside a label. Words in capitals throughout (HTML, ID) keep them anyway."""
CAPITALISED = re.compile(r"(?<=[\s(/])[A-Z][a-z'’-]+")


def raised(label: str) -> list[str]:
    """The words of a label that have a capital they should not have."""
    return [word for word in CAPITALISED.findall(label) if word not in PROPER]


def labels() -> Iterator[tuple[str, str]]:
    """(doctype, label) of every field and action that is declared."""
    for path, text in texts(".json"):
        if "doctypes" in path.parts:
            declaration: Any = json.loads(text)
            if isinstance(declaration, dict) and declaration.get("doctype") == "DocType":
                for row in (*declaration.get("fields", ()), *declaration.get("actions", ())):
                    yield declaration["name"], row.get("label") or ""


class TestLabels:
    @pytest.mark.parametrize("label", ["Valid Until", "Lead time (Days)", "Bill of Materials"])
    def test_in_title_case_are_found(self, label: str) -> None:
        assert raised(label)

    @pytest.mark.parametrize("label", ["Valid until", "Tax ID", "Keep HTML as written", "Send to Frappe"])
    def test_in_sentence_case_pass(self, label: str) -> None:
        assert [] == raised(label)

    def test_are_in_sentence_case(self) -> None:
        found = list(labels())
        assert ("Item Price", "Valid until") in found
        assert [] == [f"{doctype}: {label}" for doctype, label in found if raised(label)]
