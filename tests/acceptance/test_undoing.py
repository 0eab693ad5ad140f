"""Taking back the last save, and asking who changed a field."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Caller

UNDO = "/api/method/comptoir.desk.undoing.undo"
HISTORY = "/api/method/comptoir.desk.field_history.changes_of"


@pytest.fixture
def firm(admin: Caller) -> dict[str, Any]:
    """A client with two telephone numbers."""
    phones = [{"phone": "+33 1 00 00 00 01"}, {"phone": "+33 1 00 00 00 02"}]
    made = admin(
        "POST", "/api/resource/Client", json={"client_name": "First", "city": "Lyon", "phones": phones}
    )
    assert 200 == made.status_code, made.text
    return dict(made.json()["data"])


def changed(caller: Caller, name: str, **values: Any) -> dict[str, Any]:
    answer = caller("PUT", f"/api/resource/Client/{name}", json=values)
    assert 200 == answer.status_code, answer.text
    return dict(answer.json()["data"])


def undo(caller: Caller, doc: dict[str, Any], **more: str) -> Any:
    asked = {"doctype": doc["doctype"], "name": doc["name"], "modified": doc["modified"]}
    return caller("POST", UNDO, json=asked | more)


class TestUndoing:
    def test_puts_back_values_and_rows(self, admin: Caller, firm: dict[str, Any]) -> None:
        first, second = firm["phones"]
        rows = [{**second, "phone": "+33 1 00 00 00 09"}, {"phone": "+33 1 00 00 00 03"}]
        saved = changed(admin, firm["name"], client_name="Second", city=None, phones=rows)
        answer = undo(admin, saved)
        assert 200 == answer.status_code, answer.text
        back = admin("GET", f"/api/resource/Client/{firm['name']}").json()["data"]
        assert ("First", "Lyon") == (back["client_name"], back["city"])
        assert [first["phone"], second["phone"]] == [row["phone"] for row in back["phones"]]
        assert second["name"] == back["phones"][1]["name"]

    def test_can_be_undone_itself(self, admin: Caller, firm: dict[str, Any]) -> None:
        undone = undo(admin, changed(admin, firm["name"], city="Nice")).json()["message"]
        again = undo(admin, undone).json()["message"]
        assert ("Lyon", "Nice") == (undone["city"], again["city"])

    def test_is_refused_where_somebody_saved_since(self, admin: Caller, firm: dict[str, Any]) -> None:
        saved = changed(admin, firm["name"], city="Nice")
        changed(admin, firm["name"], city="Lille")
        answer = undo(admin, saved)
        assert (417, True) == (answer.status_code, "was saved again since" in answer.text)
        assert "Lille" == admin("GET", f"/api/resource/Client/{firm['name']}").json()["data"]["city"]

    def test_is_refused_where_the_save_kept_nothing(self, admin: Caller, firm: dict[str, Any]) -> None:
        answer = undo(admin, firm)
        assert (417, True) == (answer.status_code, "left no version" in answer.text)

    def test_is_of_ones_own_saves(
        self, admin: Caller, driver: Caller, guest: Caller, firm: dict[str, Any]
    ) -> None:
        saved = changed(admin, firm["name"], city="Nice")
        assert {403} == {undo(driver, saved).status_code, undo(guest, saved).status_code}
        assert "Nice" == admin("GET", f"/api/resource/Client/{firm['name']}").json()["data"]["city"]


class TestTheHistoryOfAField:
    def test_tells_what_it_was_and_became(self, admin: Caller, firm: dict[str, Any]) -> None:
        for city in ("Nice", "Lille"):
            changed(admin, firm["name"], city=city, website=f"https://{city.lower()}.example.com")
        found = admin(
            "GET", HISTORY, params={"doctype": "Client", "name": firm["name"], "fieldname": "city"}
        ).json()["message"]
        assert [
            '{"changed":[["city","Nice","Lille"]],"added":[],"removed":[],"row_changed":[]}',
            '{"changed":[["city","Lyon","Nice"]],"added":[],"removed":[],"row_changed":[]}',
        ] == [version["data"] for version in found["versions"]]
        assert not found["has_more"]

    def test_tells_nothing_of_fields_above_the_reader(self, admin: Caller, driver: Caller) -> None:
        branch = admin("POST", "/api/resource/Branch", json={"branch_name": "History"}).json()["data"]["name"]
        values = {"first_name": "Ann", "branch": branch, "notes": "none"}
        name = admin("POST", "/api/resource/Employee", json=values).json()["data"]["name"]
        admin("PUT", f"/api/resource/Employee/{name}", json={"notes": "knows the safe"})
        asked = {"doctype": "Employee", "name": name, "fieldname": "notes"}
        answer = driver("GET", HISTORY, params=asked)
        assert (200, [], False) == (
            answer.status_code,
            answer.json()["message"]["versions"],
            "safe" in answer.text,
        )
        assert 1 == len(admin("GET", HISTORY, params=asked).json()["message"]["versions"])

    def test_is_closed_to_whom_does_not_read_the_document(self, guest: Caller, firm: dict[str, Any]) -> None:
        asked = {"doctype": "Client", "name": firm["name"], "fieldname": "city"}
        assert 403 == guest("GET", HISTORY, params=asked).status_code
