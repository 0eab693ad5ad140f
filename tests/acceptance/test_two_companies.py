"""Two companies in one process, with users and documents of the same names: what one gives out is nothing to the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import httpx
import pytest
from comptoir.access import password_links
from comptoir.context import current
from comptoir.documents import create, get_document, get_list, new_document
from comptoir.errors import NotOnSiteError
from comptoir.jobs import enqueue
from comptoir.realtime import CHANNEL, publish
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json

from tests.working import work_off

from .conftest import PASSWORD, Browser, key_of, make_user

ANNA = "anna@example.com"
WHO = "/api/method/frappe.auth.get_logged_user"
ACME = "CLI-00001"
CLIENT = f"/api/resource/Client/{ACME}"
NOBODY = (
    "", ".", "..", "{}.", ".{}", "www.{}", "{}.evil.example", "evil.example", "{}@{other}", "{},{other}", "{}/../{other}",
    "../{}", "{}%00", "{}:80:90", "all", "comptoir", "localhost", "127.0.0.1", "[::1]", "[::1]:80", "*", "_", "x" * 300,
)  # fmt: skip
"""Hosts that are no company's; ``{}`` is the name of one, and ``{other}`` that of another."""
Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(client: Browser) -> Ask:
    """Sends one request to a host, with no other cookies than those given."""

    def send(host: Site | str, method: str, path: str, **options: Any) -> httpx.Response:
        client.cookies.clear()
        headers = {"Host": host if isinstance(host, str) else host.name} | options.pop("headers", {})
        answer = client.request(method, path, headers=headers, **options)
        client.cookies.clear()
        return answer

    return send


@pytest.fixture
def companies(site: Site, neighbour: Site) -> tuple[Site, Site]:
    """Both have Anna as a manager of sales, with one password, and the client Acme, with other notes."""
    for company in (site, neighbour):
        make_user(company, ANNA, "Sales Manager")
        with company.context() as ctx:
            values = {"doctype": "Client", "client_name": "Acme", "notes": f"seen by {company.name}"}
            name = create(ctx, new_document(ctx, values)).name
        assert ACME == name
    return site, neighbour


def sid_of(answer: httpx.Response) -> str:
    return str(answer.cookies["sid"])


class TestASession:
    def test_is_nobodys_at_the_other(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        here, there = companies
        sid = sid_of(ask(here, "POST", "/api/method/login", data={"usr": ANNA, "pwd": PASSWORD}))
        cookie = {"Cookie": f"sid={sid}"}
        assert {"message": ANNA} == ask(here, "GET", WHO, headers=cookie).json()
        for _ in range(2):
            refused = ask(there, "GET", "/api/resource/Client", headers=cookie)
            assert (403, 1) == (refused.status_code, refused.json()["session_expired"])
            assert {"message": ANNA} == ask(here, "GET", WHO, headers=cookie).json(), "and goes on at its own"

    def test_of_both_are_two(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        sids = [
            sid_of(ask(company, "POST", "/api/method/login", data={"usr": ANNA, "pwd": PASSWORD}))
            for company in companies
        ]
        here, there = companies
        token = ask(here, "GET", "/api/method/comptoir.desk.api.boot", headers={"Cookie": f"sid={sids[0]}"})
        csrf = {"X-Frappe-CSRF-Token": token.json()["message"]["csrf_token"]}
        refused = ask(there, "POST", "/api/method/logout", headers={"Cookie": f"sid={sids[1]}"} | csrf)
        assert "CSRFTokenError" == refused.json()["exc_type"], "a token of one is none at the other"
        assert (
            200
            == ask(
                here, "POST", "/api/method/logout", headers={"Cookie": f"sid={sids[0]}"} | csrf
            ).status_code
        )
        assert {"message": ANNA} == ask(there, "GET", WHO, headers={"Cookie": f"sid={sids[1]}"}).json()


class TestAKey:
    def test_is_not_right_at_the_other(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        here, there = companies
        key = key_of(here, ANNA)
        for _ in range(2):
            assert f"seen by {here.name}" == ask(here, "GET", CLIENT, headers=key).json()["data"]["notes"]
            assert 401 == ask(there, "GET", CLIENT, headers=key).status_code

    def test_that_failed_at_one_too_often_still_works_at_the_other(
        self, ask: Ask, companies: tuple[Site, Site]
    ) -> None:
        here, there = companies
        wrong = {"usr": ANNA, "pwd": "wrong"}
        tried = [ask(here, "POST", "/api/method/login", data=wrong).status_code for _ in range(12)]
        assert 429 == tried[-1]
        assert 200 == ask(there, "POST", "/api/method/login", data=wrong | {"pwd": PASSWORD}).status_code


class TestAResetLink:
    def test_does_not_work_at_the_other(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        here, there = companies
        with here.context() as ctx:
            key = password_links.make_link(ctx, ANNA).partition("?key=")[2]
        order = {"key": key, "new_password": "an entirely other password 7"}
        path = "/api/method/frappe.core.doctype.user.user.update_password"
        assert 401 == ask(there, "POST", path, json=order).status_code
        assert 200 == ask(here, "POST", path, json=order).status_code
        assert 200 == ask(there, "POST", "/api/method/login", data={"usr": ANNA, "pwd": PASSWORD}).status_code


class TestAKeyOfARequest:
    def test_is_another_at_the_other(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        names = []
        for company in companies:
            headers = key_of(company, ANNA) | {"Idempotency-Key": "order-4711"}
            for _ in range(2):
                answer = ask(
                    company, "POST", "/api/resource/Client", json={"client_name": "Once"}, headers=headers
                )
                names.append((answer.json()["data"]["name"], answer.headers.get("idempotency-replayed")))
            with company.context() as ctx:
                assert 1 == len(get_list(ctx, "Client", filters={"client_name": "Once"}))
        assert [None, "true", None, "true"] == [replayed for _, replayed in names]


class TestATag:
    def test_of_one_is_not_known_to_the_other(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        here, there = companies
        tag = ask(here, "GET", CLIENT, headers=key_of(here, ANNA)).headers["etag"]
        theirs = key_of(there, ANNA)
        read = ask(there, "GET", CLIENT, headers=theirs | {"If-None-Match": tag})
        assert (200, f"seen by {there.name}") == (read.status_code, read.json()["data"]["notes"])
        write = ask(there, "PUT", CLIENT, json={"notes": "x"}, headers=theirs | {"If-Match": tag})
        assert 412 == write.status_code


class TestAFile:
    @pytest.mark.parametrize("private", ["0", "1"], ids=["public", "private"])
    def test_is_not_at_the_other(self, ask: Ask, companies: tuple[Site, Site], private: str) -> None:
        here, there = companies
        mine, theirs = key_of(here, ANNA), key_of(there, ANNA)
        answer = ask(
            here, "POST", "/api/method/upload_file", files={"file": ("plan.txt", b"the plan")},
            data={"is_private": private}, headers=mine,
        )  # fmt: skip
        url = str(answer.json()["message"]["file_url"])
        assert b"the plan" == ask(here, "GET", url, headers=mine).content
        assert 404 == ask(there, "GET", url, headers=theirs).status_code
        for way in (
            f"/files/../../{here.name}{url}",
            f"/private/files/..%2f..%2f..%2f{here.name}%2f{url[1:]}",
        ):
            found = ask(there, "GET", way, headers=theirs)
            assert b"the plan" not in found.content


class TestWhatIsRemembered:
    def test_is_of_one_company(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        for company in companies:
            company.cache.set("answer", company.name)
            company.registry.remember("answer", lambda company=company: company.name)
        for company in companies:
            assert [company.name] == company.cache.get_many(["answer"])
            assert company.name == company.registry.remember("answer", lambda: "nothing")
        companies[0].cache.clear()
        assert [companies[1].name] == companies[1].cache.get_many(["answer"])

    def test_of_rights_is_of_one_company(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        here, _ = companies
        keys = {company.name: key_of(company, ANNA) for company in companies}
        for company in companies:
            assert 200 == ask(company, "GET", CLIENT, headers=keys[company.name]).status_code
        with here.context() as ctx:
            get_document(ctx, "User", ANNA).update({"enabled": 0}).save()
        statuses = [
            ask(company, "GET", CLIENT, headers=keys[company.name]).status_code for company in companies
        ]
        assert [401, 200] == statuses


class TestAnEventOfAScreen:
    def test_is_heard_on_the_channel_of_its_company(self, bench: Bench, companies: tuple[Site, Site]) -> None:
        client = bench.redis()
        assert client is not None
        with client.pubsub(ignore_subscribe_messages=True) as heard:
            heard.psubscribe(f"*:{CHANNEL}")
            heard.get_message(timeout=5)
            with companies[0].context() as ctx:
                publish(ctx, "told", {"to": ANNA}, f"user:{ANNA}")
            message = heard.get_message(timeout=5)
        assert message is not None
        assert f"{companies[0].name}:{CHANNEL}".encode() == message["channel"]


class TestAJob:
    @pytest.fixture(autouse=True)
    def installation(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COMPTOIR_BENCH", str(bench.root))
        monkeypatch.setenv("COMPTOIR_SITES", str(bench.sites_path))

    def test_of_one_name_is_two_and_each_writes_at_home(self, companies: tuple[Site, Site]) -> None:
        for company in companies:
            with company.context(ANNA) as ctx:
                note = {"doctype": "ToDo", "description": f"of {company.name}"}
                enqueue(ctx, "frappe.client.insert", job_id="one name", doc=note)
        work_off(companies[0])
        for company in companies:
            with company.context() as ctx:
                assert [f"of {company.name}"] == [
                    row["description"] for row in get_list(ctx, "ToDo", fields=["description"])
                ]


class TestTheHost:
    def others(self, there: Site) -> list[dict[str, str]]:
        """What a request may say beside its host to be taken for one to another company."""
        return [
            {"X-Frappe-Site-Name": there.name},
            {"X-Forwarded-Host": there.name},
            {"X-Forwarded-Server": there.name},
            {"X-Original-Host": there.name},
            {"X-Host": there.name},
            {"Forwarded": f"host={there.name}"},
            {"X-Forwarded-For": "127.0.0.1"},
            {"X-Original-URL": f"http://{there.name}{CLIENT}"},
        ]

    def test_alone_says_which_company_is_meant(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        here, there = companies
        key = key_of(here, ANNA)
        for said in self.others(there):
            answer = ask(here, "GET", CLIENT, headers=key | said)
            assert f"seen by {here.name}" == answer.json()["data"]["notes"], said
            assert 401 == ask(here, "GET", CLIENT, headers=key_of(there, ANNA) | said).status_code, said

    def test_is_the_same_however_it_is_written(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        here, _ = companies
        key = key_of(here, ANNA)
        for host in (f"{here.name}:8000", f"{here.name}:443", here.name.upper(), f"{here.name.upper()}:80"):
            answer = ask(host, "GET", CLIENT, headers=key)
            assert f"seen by {here.name}" == answer.json()["data"]["notes"], host

    def test_that_is_no_company_is_told_nothing(self, ask: Ask, companies: tuple[Site, Site]) -> None:
        here, there = companies
        key = key_of(here, ANNA)
        for written in NOBODY:
            host = written.format(here.name, other=there.name)
            for path in (CLIENT, "/app", "/", "/api/method/ping", "/files/x.txt"):
                answer = ask(host, "GET", path, headers=key)
                assert 404 == answer.status_code, (host, path)
                told = answer.text.replace(host or "-", "")
                for secret in (here.name, there.name, "seen by", "Traceback", str(here.path)):
                    assert secret not in told, (host, path)

    def test_of_an_alias_is_its_owners_alone(
        self, ask: Ask, bench: Bench, companies: tuple[Site, Site]
    ) -> None:
        here, there = companies
        write_json(here.path / SITE, read_json(here.path / SITE) | {"host_names": ["Shop.Example"]})
        bench.forget(here.name)
        key = key_of(bench.site(here.name), ANNA)
        assert (
            f"seen by {here.name}" == ask("shop.example", "GET", CLIENT, headers=key).json()["data"]["notes"]
        )
        write_json(there.path / SITE, read_json(there.path / SITE) | {"host_names": [here.name]})
        bench.forget(there.name)
        assert f"seen by {here.name}" == ask(here, "GET", CLIENT, headers=key).json()["data"]["notes"]


class TestWithoutACompany:
    def test_nothing_is_read(self, companies: tuple[Site, Site]) -> None:
        with pytest.raises(NotOnSiteError):
            current()
        for read in (
            lambda: frappe.get_all("Client"),
            lambda: frappe.db.sql("select 1"),
            lambda: frappe.get_doc("Client", ACME),
        ):
            with pytest.raises(NotOnSiteError):
                read()

    def test_one_inside_another_gives_back_the_first(self, companies: tuple[Site, Site]) -> None:
        here, there = companies
        with here.context():
            with there.context():
                assert f"seen by {there.name}" == frappe.db.get_value("Client", ACME, "notes")
            assert f"seen by {here.name}" == frappe.db.get_value("Client", ACME, "notes")
