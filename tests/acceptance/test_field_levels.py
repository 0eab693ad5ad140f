"""Fields above a reader's level appear nowhere: not in the document, a list, the metadata or the history."""

from __future__ import annotations

import pytest

from .conftest import Caller

SECRET = "knows the safe"


@pytest.fixture
def employee(admin: Caller) -> str:
    """An employee whose notes only few may read; the notes were changed once."""
    branch = admin("POST", "/api/resource/Branch", json={"branch_name": "North"})
    assert branch.status_code == 200, branch.text
    values = {"first_name": "Ann", "branch": branch.json()["data"]["name"], "notes": "none"}
    made = admin("POST", "/api/resource/Employee", json=values)
    assert made.status_code == 200, made.text
    name = str(made.json()["data"]["name"])
    admin("PUT", f"/api/resource/Employee/{name}", json={"notes": SECRET, "last_name": "Lee"})
    return name


class TestAReaderOfLevelZero:
    def test_reads_the_document_without_it(self, driver: Caller, employee: str) -> None:
        answer = driver("GET", f"/api/resource/Employee/{employee}")
        assert (answer.status_code, SECRET in answer.text) == (200, False)

    def test_lists_without_it(self, driver: Caller, employee: str) -> None:
        answer = driver("GET", "/api/resource/Employee", params={"fields": '["name", "notes"]'})
        assert answer.json() == {"data": [{"name": employee}]}

    def test_finds_no_field_of_it(self, driver: Caller) -> None:
        found = driver("GET", "/api/method/comptoir.desk.api.meta?doctype=Employee").json()["message"]
        assert "notes" not in [field["fieldname"] for field in found["doctype"]["fields"]]

    def test_reads_the_history_without_it(self, driver: Caller, employee: str) -> None:
        query = {"doctype": "Employee", "name": employee}
        answer = driver("GET", "/api/method/frappe.desk.form.load.getdoc", params=query)
        assert (SECRET in answer.text, "last_name" in answer.json()["docinfo"]["versions"][0]["data"]) == (
            False,
            True,
        )

    def test_the_privileged_reader_sees_it(self, admin: Caller, employee: str) -> None:
        query = {"doctype": "Employee", "name": employee}
        answer = admin("GET", "/api/method/frappe.desk.form.load.getdoc", params=query)
        assert SECRET in answer.json()["docinfo"]["versions"][0]["data"]
