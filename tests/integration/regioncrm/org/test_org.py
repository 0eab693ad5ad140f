"""The organisation: trees without loops, people with dates that make sense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

New = Callable[..., Any]


class TestBranchTree:
    def test_a_branch_is_not_placed_below_itself(self, company: Any) -> None:
        head_office = frappe.get_doc("Branch", company.head_office)
        head_office.parent_branch = company.branch
        with pytest.raises(frappe.ValidationError, match="below it"):
            head_office.save()

    def test_a_numbering_prefix_is_written_in_capitals(self, new: New) -> None:
        assert "TNIC" == new("Branch", branch_name="Test Nice", numbering_prefix=" tnic ").numbering_prefix


class TestEmployee:
    def test_has_a_full_name(self, company: Any) -> None:
        assert "Anna Petit" == frappe.db.get_value("Employee", company.anna.employee, "employee_name")

    def test_cannot_leave_before_being_hired(self, company: Any) -> None:
        anna = frappe.get_doc("Employee", company.anna.employee)
        with pytest.raises(frappe.ValidationError, match="before being hired"):
            anna.update({"hired_on": "2026-02-01", "status": "Left", "left_on": "2026-01-01"}).save()

    def test_is_not_born_tomorrow(self, company: Any) -> None:
        anna = frappe.get_doc("Employee", company.anna.employee)
        with pytest.raises(frappe.ValidationError, match="in the future"):
            anna.update({"birthday": add_days(nowdate(), 1)}).save()

    def test_one_login_belongs_to_one_person(self, new: New, company: Any) -> None:
        with pytest.raises(frappe.ValidationError):
            new("Employee", first_name="Twin", branch=company.branch, user=company.anna.user)

    def test_private_fields_are_hidden_from_colleagues(self, company: Any, acting_as: Any) -> None:
        frappe.db.set_value("Employee", company.anna.employee, "home_address", "Rue des Lilas 1")
        with acting_as(company.boris.user):
            rows = frappe.get_list(
                "Employee", filters={"name": company.anna.employee}, fields=["name", "home_address"]
            )
        assert "home_address" not in rows[0]


class TestHolidayList:
    def test_a_day_outside_the_period_is_refused(self, new: New) -> None:
        days = [{"holiday_date": "2027-01-01", "description": "New Year"}]
        with pytest.raises(frappe.ValidationError, match="outside the period"):
            new("Holiday List", list_name="T", from_date="2026-01-01", to_date="2026-12-31", holidays=days)
