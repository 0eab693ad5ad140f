"""Names of people."""

from __future__ import annotations

from regioncrm.org.names import full_name


class TestFullName:
    def test_parts_are_joined_in_order(self) -> None:
        assert full_name("Anna", "Maria", "Petit") == "Anna Maria Petit"

    def test_empty_parts_leave_no_gap(self) -> None:
        assert full_name("Anna", " ", None) == "Anna"
