"""API keys: what one with a reach opens and what it leaves closed, on every way in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.access import tokens
from comptoir.documents import get_document
from comptoir.errors import PermissionError
from comptoir.jobs import cleaning, queue
from comptoir.jobs.run import run_job
from comptoir.sites import Bench, Site
from comptoir.traces.entries import trace_table

from .conftest import Browser, Caller, make_user

ANNA = "anna@example.com"
KEYS = "/api/method/comptoir.desk.api_keys"
CLIENT = {"document_type": "Client", "rights": ["read"]}


@pytest.fixture
def anna(client: Browser, site: Site) -> Caller:
    """A System Manager and sales manager with the key of a whole user."""
    user = make_user(site, ANNA, "Sales Manager", "System Manager")
    with site.context() as ctx:
        key, secret = tokens.generate_keys(ctx, user)
    return Caller(client, {"Authorization": f"token {key}:{secret}"})


@pytest.fixture
def clients(site: Site, anna: Caller) -> list[str]:
    """Two clients."""
    found = []
    for number, name in enumerate(("Bakery", "Garage")):
        values = {"client_name": name, "phone": f"+3318480001{number + 2}"}
        answer = anna("POST", "/api/resource/Client", json=values)
        found.append(answer.json()["data"]["name"])
    return found


def make(owner: Caller, *scopes: dict[str, Any], **values: Any) -> Caller:
    made = owner("POST", f"{KEYS}.create_api_key", json={"title": "Shop", "scopes": scopes, **values})
    assert 200 == made.status_code, made.text
    key = made.json()["message"]
    return Caller(owner.client, {"Authorization": f"token {key['api_key']}:{key['api_secret']}"})


class TestAKeyWithoutReach:
    def test_is_its_user(self, anna: Caller, clients: list[str]) -> None:
        key = make(anna)
        assert ANNA == key("GET", "/api/method/frappe.auth.get_logged_user").json()["message"]
        assert 200 == key("PUT", f"/api/resource/Client/{clients[0]}", json={"client_name": "B"}).status_code

    def test_needs_its_secret(self, site: Site, anna: Caller) -> None:
        make(anna)
        with site.context() as ctx:
            key = get_document(ctx, "API Key", tokens.keys_of(ctx, ANNA)[0]).api_key
        wrong = Caller(anna.client, {"Authorization": f"token {key}:wrong"})
        assert 401 == wrong("GET", "/api/resource/Client").status_code

    def test_ends_when_it_is_revoked(self, anna: Caller, clients: list[str]) -> None:
        key = make(anna)
        assert 200 == key("GET", "/api/resource/Client").status_code
        name = anna("GET", f"{KEYS}.api_keys").json()["message"][0]["name"]
        assert 200 == anna("POST", f"{KEYS}.revoke_api_key", json={"name": name}).status_code
        refused = key("GET", "/api/resource/Client")
        assert (401, True) == (refused.status_code, "was revoked" in refused.text)

    def test_ends_with_its_user(self, admin: Caller, anna: Caller) -> None:
        key = make(anna)
        assert 200 == admin("PUT", f"/api/resource/User/{ANNA}", json={"enabled": 0}).status_code
        assert 401 == key("GET", "/api/resource/Client").status_code

    def test_ends_when_it_expires(self, site: Site, anna: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        with site.context() as ctx:
            soon = ctx.clock.now() + timedelta(hours=1)
        key = make(anna, expires_on=str(soon))
        assert 200 == key("GET", "/api/resource/Client").status_code
        monkeypatch.setattr(type(site.clock), "now", lambda clock: soon)
        refused = key("GET", "/api/resource/Client")
        assert (401, True) == (refused.status_code, "has expired" in refused.text)

    def test_goes_with_its_user(self, site: Site, admin: Caller, anna: Caller) -> None:
        make(anna)
        assert 202 == admin("DELETE", f"/api/resource/User/{ANNA}").status_code
        with site.context() as ctx:
            assert [] == tokens.keys_of(ctx, ANNA)


class TestAReach:
    def test_opens_what_it_names(self, anna: Caller, clients: list[str]) -> None:
        key = make(anna, CLIENT)
        assert 2 == len(key("GET", "/api/resource/Client").json()["data"])
        assert "Bakery" == key("GET", f"/api/resource/Client/{clients[0]}").json()["data"]["client_name"]
        assert 2 == key("GET", "/api/v2/doctype/Client/count").json()["data"]

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/api/resource/Deal"),
            ("GET", "/api/v2/document/Deal"),
            ("GET", "/api/v2/doctype/Deal/count"),
            ("GET", "/api/v2/doctype/Deal/meta"),
            ("GET", "/api/resource/User"),
            ("GET", f"/api/resource/User/{ANNA}"),
            ("GET", "/api/resource/API Key"),
            ("GET", "/api/method/frappe.client.get_list?doctype=Client"),
            ("GET", "/api/method/comptoir.desk.api.boot"),
            ("GET", "/?cmd=frappe.client.get_list&doctype=Client"),
            ("POST", "/api/method/login"),
            ("POST", "/api/method/frappe.share.add"),
            ("POST", "/api/method/comptoir.desk.api_keys.create_api_key?title=x"),
            ("POST", "/api/v2/method/frappe.client.get_count?doctype=Client"),
            ("POST", "/api/resource/User"),
            ("POST", "/api/resource/User Permission"),
            ("POST", "/api/resource/DocShare"),
            ("POST", "/api/resource/Client"),
        ],
    )
    def test_leaves_the_rest_closed(self, anna: Caller, clients: list[str], method: str, path: str) -> None:
        key = make(anna, CLIENT)
        body = (
            {"json": {"client_name": "x", "email": "x@example.com", "first_name": "x"}}
            if method == "POST"
            else {}
        )
        answer = key(method, path, **body)
        assert 403 == answer.status_code, answer.text
        assert "Shop" in answer.text

    @pytest.mark.parametrize("verb", ["PUT", "DELETE"])
    def test_of_reading_changes_nothing(self, anna: Caller, clients: list[str], verb: str) -> None:
        key = make(anna, CLIENT)
        answer = key(verb, f"/api/resource/Client/{clients[0]}", json={"client_name": "Changed"})
        assert 403 == answer.status_code
        assert "does not give the right to" in answer.text

    def test_holds_in_bulk(self, anna: Caller, clients: list[str]) -> None:
        key = make(anna, CLIENT)
        path = "/api/v2/document/Client/bulk_update"
        key("POST", path, json={"docs": [{"name": clients[0], "client_name": "Changed"}]})
        assert "Bakery" == anna("GET", f"/api/resource/Client/{clients[0]}").json()["data"]["client_name"]

    def test_never_gives_more_than_the_user_has(self, client: Browser, site: Site, driver: Caller) -> None:
        key = make(driver, {"rights": ["read", "write", "create"]})
        assert 403 == key("GET", "/api/resource/API Key").status_code
        assert 403 == key("POST", "/api/resource/Client", json={"client_name": "x"}).status_code

    def test_narrows_link_search(self, anna: Caller, clients: list[str]) -> None:
        key = make(anna, CLIENT, {"method": "frappe.desk.search.*"})
        path = "/api/method/frappe.desk.search.search_link"
        found = key("GET", path, params={"doctype": "Client", "txt": "Bak"}).json()["message"]
        assert [clients[0]] == [row["value"] for row in found]
        refused = key("GET", path, params={"doctype": "User", "txt": "a"})
        assert (403, False) == (refused.status_code, ANNA in refused.text)

    def test_narrows_what_methods_read(self, anna: Caller, clients: list[str]) -> None:
        key = make(anna, CLIENT, {"method": "frappe.client.*"})
        path = "/api/method/frappe.client.get_count"
        assert 2 == key("GET", path, params={"doctype": "Client"}).json()["message"]
        assert 403 == key("GET", path, params={"doctype": "User"}).status_code

    def test_narrows_reports(self, anna: Caller, clients: list[str]) -> None:
        path = "/api/method/frappe.desk.reportview.get"
        asked = {"doctype": "Deal", "fields": '["name"]'}
        key = make(anna, CLIENT, {"method": "frappe.desk.reportview.*"})
        assert (403, 200) == (
            key("GET", path, params=asked).status_code, anna("GET", path, params=asked).status_code,
        )  # fmt: skip

    def test_narrows_expansion_of_links(self, anna: Caller, clients: list[str]) -> None:
        made = anna("POST", "/api/resource/Deal", json={"deal_title": "Oven", "client": clients[0]})
        name = made.json()["data"]["name"]
        key = make(anna, {"document_type": "Deal", "rights": ["read"]})
        path, ask = f"/api/resource/Deal/{name}", {"expand_links": "1"}
        assert "+33184800012" in anna("GET", path, params=ask).text
        answer = key("GET", path, params=ask)
        assert (200, False) == (answer.status_code, "+33184800012" in answer.text)
        listed = key("GET", "/api/resource/Deal", params={"fields": '["name","client.phone"]'})
        assert "+33184800012" not in listed.text

    def test_narrows_printing(self, anna: Caller, clients: list[str]) -> None:
        path = f"/printview?doctype=Client&name={clients[0]}"
        printing = make(anna, {"document_type": "Client", "rights": ["read", "print"]})
        assert [200, 403, 403] == [
            key("GET", path).status_code
            for key in (
                printing,
                make(anna, CLIENT),
                make(anna, {"document_type": "Deal", "rights": ["print"]}),
            )
        ]

    def test_narrows_files(self, anna: Caller, clients: list[str]) -> None:
        sent = {"doctype": "Client", "docname": clients[0], "is_private": "1"}
        upload = anna(
            "POST", "/api/method/upload_file", data=sent, files={"file": ("a.txt", b"secret", "text/plain")}
        )
        url = upload.json()["message"]["file_url"]
        with_client = make(anna, CLIENT)
        with_deal = make(anna, {"document_type": "Deal", "rights": ["read"]})
        with_files = make(anna, {"document_type": "File", "rights": ["read"]})
        assert [200, 403, 200] == [
            key("GET", url).status_code for key in (with_client, with_deal, with_files)
        ]

    def test_narrows_uploads(self, anna: Caller, clients: list[str]) -> None:
        sent = {"doctype": "Client", "docname": clients[0]}
        files = {"file": ("a.txt", b"secret", "text/plain")}
        key = make(anna, CLIENT)
        assert 403 == key("POST", "/api/method/upload_file", data=sent, files=files).status_code

    def test_narrows_shares(self, admin: Caller, driver: Caller, anna: Caller, clients: list[str]) -> None:
        """A document shared with the user is open to a key that reaches its doctype, and to no other."""
        share = {"doctype": "Client", "name": clients[0], "user": "driver@example.com"}
        assert 200 == admin("POST", "/api/method/frappe.share.add", json=share).status_code
        path = f"/api/resource/Client/{clients[0]}"
        reaching, other = make(driver, CLIENT), make(driver, {"document_type": "Deal", "rights": ["read"]})
        assert [200, 403] == [key("GET", path).status_code for key in (reaching, other)]

    def test_of_everything_shares_only_where_it_says_so(self, anna: Caller, clients: list[str]) -> None:
        share = {"doctype": "Client", "name": clients[0], "user": "Administrator", "everyone": 1}
        rights = ["read", "write", "create", "delete"]
        path = "/api/method/frappe.share.add"
        without = make(anna, {"rights": rights}, {"method": "*"}, {"method": "frappe.share.add"})
        assert 403 == without("POST", path, json=share).status_code
        unnamed = make(anna, {"rights": [*rights, "share"]}, {"method": "*"})
        assert 403 == unnamed("POST", path, json=share).status_code
        named = make(anna, {"rights": [*rights, "share"]}, {"method": "frappe.share.add"})
        assert 200 == named("POST", path, json=share).status_code

    def test_of_everything_makes_no_users_keys_or_permissions(self, anna: Caller) -> None:
        key = make(anna, {"rights": ["read", "write", "create", "delete"]}, {"method": "*"})
        user = {"email": "new@example.com", "first_name": "New"}
        permission = {"user": ANNA, "allow": "Client", "for_value": "x"}
        tried = [
            key("POST", "/api/resource/User", json=user),
            key("PUT", f"/api/resource/User/{ANNA}", json={"new_password": "a-new-password-of-anna"}),
            key("POST", "/api/resource/User Permission", json=permission),
            key("POST", "/api/resource/API Key", json={"title": "More", "user": ANNA}),
            key("POST", f"{KEYS}.create_api_key", json={"title": "More"}),
            key("POST", f"/api/v2/document/User/{ANNA}/method/generate_keys"),
            key("POST", "/api/method/login", json={"usr": ANNA, "pwd": "a password of the tests"}),
        ]
        assert [403] * len(tried) == [answer.status_code for answer in tried]

    def test_that_names_users_makes_users(self, anna: Caller) -> None:
        key = make(anna, {"document_type": "User", "rights": ["create"]})
        user = {"email": "new@example.com", "first_name": "New"}
        assert 200 == key("POST", "/api/resource/User", json=user).status_code

    def test_narrows_administrator(self, admin: Caller, clients: list[str]) -> None:
        key = make(admin, CLIENT)
        assert 2 == len(key("GET", "/api/resource/Client").json()["data"])
        assert 403 == key("GET", "/api/resource/User").status_code
        assert 403 == key("POST", "/api/resource/Client", json={"client_name": "x"}).status_code

    def test_names_methods_of_documents(self, anna: Caller, clients: list[str]) -> None:
        rights = {"document_type": "API Key", "rights": ["read", "write"]}
        made = anna("POST", "/api/resource/API Key", json={"title": "Old", "user": ANNA}).json()["data"][
            "name"
        ]
        path = f"/api/v2/document/API Key/{made}/method/revoke"
        assert 403 == make(anna, rights)("POST", path).status_code
        assert 200 == make(anna, rights, {"method": "API Key.revoke"})("POST", path).status_code

    def test_does_not_get_the_answer_of_another_key(self, anna: Caller) -> None:
        body, headers = {"client_name": "Once"}, {"Idempotency-Key": "abc"}
        assert 200 == anna("POST", "/api/resource/Client", json=body, headers=headers).status_code
        key = make(anna, CLIENT)
        answer = key("POST", "/api/resource/Client", json=body, headers=headers)
        assert (422, False) == (answer.status_code, "Once" in answer.text)


class TestAKeyMadeByAKey:
    CREATE = {"document_type": "API Key", "rights": ["create", "read"]}
    METHOD = {"method": "comptoir.desk.api_keys.create_api_key"}

    @pytest.mark.parametrize(
        ("scopes", "status"),
        [
            ([CLIENT], 200),
            ([], 403),
            ([{"document_type": "Client", "rights": ["write"]}], 403),
            ([{"rights": ["read"]}], 403),
            ([{"method": "*"}], 403),
            ([{"method": "frappe.client.get"}], 403),
        ],
    )
    def test_reaches_no_further(self, anna: Caller, scopes: list[dict[str, Any]], status: int) -> None:
        key = make(anna, CLIENT, self.CREATE, self.METHOD)
        answer = key("POST", f"{KEYS}.create_api_key", json={"title": "Child", "scopes": scopes})
        assert status == answer.status_code, answer.text

    def test_lasts_no_longer(self, site: Site, anna: Caller) -> None:
        with site.context() as ctx:
            until = ctx.clock.now() + timedelta(days=1)
        key = make(anna, CLIENT, self.CREATE, self.METHOD, expires_on=str(until))
        answer = key("POST", f"{KEYS}.create_api_key", json={"title": "Child", "scopes": [CLIENT]})
        assert 403 == answer.status_code

    def test_is_of_the_same_user(self, anna: Caller, driver: Caller) -> None:
        key = make(anna, CLIENT, self.CREATE, {"document_type": "User", "rights": ["read"]})
        values = {
            "title": "Child",
            "user": "driver@example.com",
            "scopes": [{"document_type": "Client", "for_read": 1}],
        }
        assert 403 == key("POST", "/api/resource/API Key", json=values).status_code


class TestAKeyDocument:
    def test_shows_its_secret_once(self, anna: Caller) -> None:
        made = anna("POST", "/api/resource/API Key", json={"title": "By form", "user": ANNA})
        assert "shown this once" in made.text
        again = anna("GET", f"/api/resource/API Key/{made.json()['data']['name']}")
        assert "secret" not in again.text

    def test_keeps_no_secret(self, site: Site, anna: Caller) -> None:
        made = anna("POST", f"{KEYS}.create_api_key", json={"title": "Shop"}).json()["message"]
        with site.context() as ctx:
            rows = ctx.db.execute(sa.text("SELECT password FROM __Auth WHERE doctype = 'API Key'")).scalars()
            assert made["api_secret"] not in "".join(str(row) for row in rows)

    @pytest.mark.parametrize(
        "change", [{"user": "Administrator"}, {"expires_on": "2099-01-01"}, {"scopes": [{"for_read": 1}]}]
    )
    def test_is_not_widened(self, admin: Caller, anna: Caller, change: dict[str, Any]) -> None:
        made = admin("POST", "/api/resource/API Key", json={"title": "Shop", "user": ANNA}).json()["data"]
        answer = admin("PUT", f"/api/resource/API Key/{made['name']}", json=change)
        assert 417 == answer.status_code, answer.text

    def test_stays_revoked(self, admin: Caller, anna: Caller) -> None:
        made = admin("POST", "/api/resource/API Key", json={"title": "Shop", "user": ANNA}).json()["data"]
        path = f"/api/v2/document/API Key/{made['name']}"
        assert 200 == admin("POST", f"{path}/method/revoke").status_code
        admin("PUT", path, json={"revoked": 0})
        assert 1 == admin("GET", path).json()["data"]["revoked"]

    @pytest.mark.parametrize(
        "row",
        [
            {},
            {"method": "a.b", "for_read": 1},
            {"document_type": "Client"},
            {"method": "a.b; drop"},
            {"method": "[!x]"},
        ],
    )
    def test_refuses_a_row_that_says_nothing_clear(self, anna: Caller, row: dict[str, Any]) -> None:
        answer = anna("POST", "/api/resource/API Key", json={"title": "Shop", "user": ANNA, "scopes": [row]})
        assert 417 == answer.status_code, answer.text

    def test_is_of_administrator_only_by_administrator(self, anna: Caller) -> None:
        answer = anna("POST", "/api/resource/API Key", json={"title": "Shop", "user": "Administrator"})
        assert 403 == answer.status_code

    def test_leaves_its_making_and_its_end_in_the_audit_trail(self, site: Site, anna: Caller) -> None:
        made = anna("POST", f"{KEYS}.create_api_key", json={"title": "Shop"}).json()["message"]
        anna("POST", f"{KEYS}.revoke_api_key", json={"name": made["name"]})
        with site.context() as ctx:
            columns = trace_table.c
            rows = ctx.db.execute(
                sa.select(columns.operation, columns.user, columns.detail)
                .where(columns.reference_name == made["name"])
                .order_by(columns.creation)
            ).all()
        assert [("Key Created", ANNA), ("Key Revoked", ANNA)] == [row[:2] for row in rows]
        assert made["api_secret"] not in str(rows)

    def test_is_not_another_users_to_revoke(self, anna: Caller, driver: Caller) -> None:
        made = anna("POST", f"{KEYS}.create_api_key", json={"title": "Shop"}).json()["message"]
        assert 404 == driver("POST", f"{KEYS}.revoke_api_key", json={"name": made["name"]}).status_code
        assert [] == driver("GET", f"{KEYS}.api_keys").json()["message"]

    def test_says_when_it_was_used(self, site: Site, anna: Caller) -> None:
        key = make(anna)
        shown = anna("GET", f"{KEYS}.api_keys").json()["message"][0]
        assert None is shown["last_used"]
        key("GET", "/api/resource/Client")
        assert anna("GET", f"{KEYS}.api_keys").json()["message"][0]["last_used"]
        with site.context() as ctx:
            assert None is get_document(ctx, "API Key", shown["name"]).last_used
        with site.context():
            cleaning.write_down_use_of_keys()
        with site.context() as ctx:
            assert get_document(ctx, "API Key", shown["name"]).last_used is not None
        assert {} == tokens.last_used(site)


class TestAJob:
    """A job asked for through a key is held to the key."""

    @pytest.fixture
    def key(self, site: Site, anna: Caller) -> str:
        make(anna, CLIENT)
        with site.context() as ctx:
            (name,) = tokens.keys_of(ctx, ANNA)
            return name

    @pytest.fixture
    def ran(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
        """Where jobs run."""
        monkeypatch.setattr("comptoir.jobs.run.here", lambda: Bench(bench.root, bench.sites_path))
        return bench

    COUNT = "frappe.client.get_count"

    def test_of_the_user_counts_deals(self, site: Site, ran: Bench, key: str) -> None:
        run_job(site.name, ANNA, self.COUNT, {"doctype": "Deal"})

    def test_of_the_key_counts_what_it_reaches(self, site: Site, ran: Bench, key: str) -> None:
        run_job(site.name, ANNA, self.COUNT, {"doctype": "Client"}, key=key)
        with pytest.raises(PermissionError):
            run_job(site.name, ANNA, self.COUNT, {"doctype": "Deal"}, key=key)

    def test_of_a_revoked_key_reaches_nothing(self, site: Site, ran: Bench, key: str) -> None:
        with site.context() as ctx:
            get_document(ctx, "API Key", key).revoke()
        with pytest.raises(PermissionError):
            run_job(site.name, ANNA, self.COUNT, {"doctype": "Client"}, key=key)

    def test_carries_the_name_of_the_key(self, site: Site, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
        pushed: list[Any] = []
        monkeypatch.setattr(queue, "push", lambda _connection, payload, **_options: pushed.append(payload))
        with site.context(ANNA) as ctx:
            queue.enqueue(ctx, self.COUNT, doctype="Client")
            ctx.key = tokens.narrowing_of(ctx, key)
            queue.enqueue(ctx, self.COUNT, doctype="Client")
        assert [None, key] == [payload.get("key") for payload in pushed]
