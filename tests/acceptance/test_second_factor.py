"""The second factor as a browser meets it: set up on the way in, asked for, used once, lost and reset."""

from __future__ import annotations

import time
from typing import Any

import pyotp
import pytest
from comptoir.access.second_factor import WRONG_CODE
from comptoir.documents import get_document
from comptoir.sites import Site

from .conftest import PASSWORD, Browser, Caller, make_user

USER = "somebody@example.com"
LOGIN = "/api/method/login"
PROFILE = "/api/method/comptoir.desk.profile."
WRONG = str(WRONG_CODE)


@pytest.fixture
def strict(site: Site) -> None:
    """A user whose role asks for a second factor."""
    make_user(site, USER, "Driver")
    with site.context() as ctx:
        get_document(ctx, "Role", "Driver").update({"two_factor_auth": 1}).save()


def password_step(client: Browser) -> dict[str, Any]:
    client.cookies.clear()
    answer = client.post(LOGIN, data={"usr": USER, "pwd": PASSWORD})
    assert (answer.status_code, "sid" in answer.cookies) == (200, False), answer.text
    body: dict[str, Any] = answer.json()
    return body


def code_step(client: Browser, tmp_id: str, otp: str) -> Any:
    return client.post(LOGIN, data={"tmp_id": tmp_id, "otp": otp})


def set_up(client: Browser) -> tuple[pyotp.TOTP, list[str], str]:
    """The authenticator, the recovery codes and the code that was used to set it up."""
    asked = password_step(client)
    app = pyotp.TOTP(asked["verification"]["secret"])
    code = app.now()
    answer = code_step(client, asked["tmp_id"], code)
    assert answer.json()["message"] == "Logged In"
    return app, answer.json()["recovery_codes"], code


def later(app: pyotp.TOTP) -> str:
    """A code of the next time step, good already: clocks differ."""
    return app.at(int(time.time()) + 30)


@pytest.mark.usefixtures("strict")
class TestSigningIn:
    def test_begins_with_setting_one_up(self, client: Browser) -> None:
        asked = password_step(client)
        verification = asked["verification"]
        assert (asked["message"], verification["method"], verification["setup"]) == (
            "Second factor", "OTP App", True,
        )  # fmt: skip
        assert verification["qr"].startswith("data:image/svg+xml")
        assert client.get("/api/method/frappe.auth.get_logged_user").status_code == 403

    def test_asks_for_a_code_afterwards_and_says_no_secret(self, client: Browser) -> None:
        app, _, _ = set_up(client)
        asked = password_step(client)
        assert asked["verification"] == {"method": "OTP App", "setup": False}
        assert code_step(client, asked["tmp_id"], later(app)).json()["message"] == "Logged In"

    def test_takes_no_code_twice(self, client: Browser) -> None:
        _, _, used = set_up(client)
        answer = code_step(client, password_step(client)["tmp_id"], used)
        assert (answer.status_code, "sid" in answer.cookies) == (401, False)

    def test_takes_each_recovery_code_once(self, client: Browser) -> None:
        _, codes, _ = set_up(client)
        assert len(set(codes)) == 10
        assert code_step(client, password_step(client)["tmp_id"], codes[0].upper()).status_code == 200
        assert code_step(client, password_step(client)["tmp_id"], codes[0]).status_code == 401

    @pytest.mark.parametrize("otp", ["000000", "abcd-efgh-jkmn", "１２３４５６", " ", "'; --"])
    def test_takes_no_other_code(self, client: Browser, otp: str) -> None:
        set_up(client)
        assert code_step(client, password_step(client)["tmp_id"], otp).status_code == 401

    def test_does_not_let_codes_be_guessed(self, client: Browser) -> None:
        set_up(client)
        tmp_id = password_step(client)["tmp_id"]
        answers = [code_step(client, tmp_id, f"00000{number}") for number in range(8)]
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["Retry-After"]) > 0

    def test_cannot_be_continued_by_a_made_up_step(self, client: Browser) -> None:
        assert code_step(client, "made-up", "123456").status_code == 401

    def test_session_without_one_ends_when_a_role_asks_for_it(self, client: Browser, site: Site) -> None:
        with site.context() as ctx:
            get_document(ctx, "Role", "Driver").update({"two_factor_auth": 0}).save()
        assert client.post(LOGIN, data={"usr": USER, "pwd": PASSWORD}).json()["message"] == "Logged In"
        assert client.get("/api/method/frappe.auth.get_logged_user").status_code == 200
        with site.context() as ctx:
            get_document(ctx, "Role", "Driver").update({"two_factor_auth": 1}).save()
        assert client.get("/api/method/frappe.auth.get_logged_user").status_code == 403

    def test_is_reset_by_an_administrator(self, client: Browser, admin: Caller, driver: Caller) -> None:
        set_up(client)
        body = {"dt": "User", "dn": USER, "method": "reset_second_factor"}
        assert driver("POST", "/api/method/run_doc_method", json=body).status_code == 403
        answer = admin("POST", "/api/method/run_doc_method", json=body)
        assert answer.json()["message"] == {"was_set": True}
        assert password_step(client)["verification"]["setup"] is True
        asked = {"fields": '["operation"]', "filters": f'{{"user": "{USER}"}}', "order_by": "creation asc"}
        entries = admin("GET", "/api/resource/Activity Log", params=asked).json()["data"]
        told = [entry["operation"] for entry in entries if entry["operation"].startswith("Second Factor")]
        assert told == ["Second Factor Set", "Second Factor Dropped"]


class TestOfOnesOwnWill:
    def test_is_set_up_renewed_and_dropped(self, client: Browser, site: Site) -> None:
        call = self.signed_in(client, site)
        assert call("second_factor") == {"enabled": False, "required": False, "recovery_codes_left": 0}
        app = pyotp.TOTP(call("begin_second_factor")["secret"])
        assert call("confirm_second_factor", code="000000") == WRONG
        assert len(call("confirm_second_factor", code=app.now())["recovery_codes"]) == 10
        assert call("second_factor")["enabled"] is True
        codes = call("new_recovery_codes", code=later(app))["recovery_codes"]
        assert call("drop_second_factor", code="000000") == WRONG
        assert call("drop_second_factor", code=codes[0]) == {"enabled": False}
        assert call("second_factor")["recovery_codes_left"] == 0

    def test_moves_to_another_device_with_a_code_of_the_present_one(
        self, client: Browser, site: Site
    ) -> None:
        call = self.signed_in(client, site)
        before = pyotp.TOTP(call("begin_second_factor")["secret"])
        call("confirm_second_factor", code=before.now())
        after = pyotp.TOTP(call("begin_second_factor")["secret"])
        wrong = "The code of your present device is not right, or was used already."
        assert call("confirm_second_factor", code=after.now()) == wrong
        assert call("confirm_second_factor", code=after.now(), current_code=later(after)) == wrong
        assert "recovery_codes" in call("confirm_second_factor", code=after.now(), current_code=later(before))
        assert call("new_recovery_codes", code=later(before)) == WRONG
        assert "recovery_codes" in call("new_recovery_codes", code=later(after))

    def signed_in(self, client: Browser, site: Site) -> Any:
        """A function that calls one of the profile's, and returns what it says: its answer, or why it refused."""
        make_user(site, USER, "Sales User")
        client.post(LOGIN, data={"usr": USER, "pwd": PASSWORD})
        token = client.get("/api/method/comptoir.desk.api.boot").json()["message"]["csrf_token"]

        def call(name: str, **values: str) -> Any:
            answer = client.post(PROFILE + name, json=values, headers={"X-Frappe-CSRF-Token": token})
            assert answer.status_code in (200, 417), answer.text
            body = answer.json()
            return body["message"] if answer.status_code == 200 else body["_field_errors"][0]["message"]

        return call
