"""Headers: lines smuggled into answers, redirects elsewhere, requests that another page sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ...acceptance.conftest import PASSWORD
from .attacks import Answer, answered
from .conftest import LYON, Company, user_of

SMUGGLED = (
    "x\r\nSet-Cookie: sid=evil",
    "x\nLocation: https://evil.example.com",
    "x\r\n\r\n<script>1</script>",
    "x\x00y",
    "x\u2028y",
    "x\x85y",
)


def harmless(answer: Answer) -> bool:
    """Whether nothing that was sent became a header of its own."""
    return "evil" not in answer.headers.get("set-cookie", "") and "evil" not in answer.headers.get(
        "location", ""
    )


@pytest.mark.parametrize("text", SMUGGLED)
def test_no_line_is_smuggled_into_an_answer(company: Company, text: str) -> None:
    made = company.call("anna", "frappe.client.attach_file", filename=f"{text}.txt", filedata=text)
    answers = [made] if made.refused else [made, company.ask("anna", "GET", made.data["file_url"])]
    answers += [
        company.call(
            "admin", "frappe.desk.reportview.export_query", doctype="Client", fields=["name"], title=text
        ),
        company.call("guest", "comptoir.desk.api.set_lang", lang=text),
        company.ask("guest", "GET", "/api/method/ping", params={"_lang": text}),
        company.ask("guest", "GET", "/oidc/start/x", params={"redirect-to": text}),
        company.ask("anna", "POST", "/api/resource/Client", json={"client_name": text, "branch": LYON}),
        company.ask("anna", "GET", "/printview", params={"doctype": "Client", "name": text, "format": text}),
        company.ask("anna", "GET", "/", params={"cmd": text}),
        company.ask("anna", "GET", "/api/method/frappe.client.get", params={"doctype": text, "name": text}),
    ]
    assert [] == [answer.headers for answer in answers if not harmless(answer)]


@pytest.mark.parametrize("title", ['x"; filename="y.html', "x;y", "../../x", "é", "x" * 5000, "", "名"])
def test_a_title_makes_one_name_of_a_file(company: Company, title: str) -> None:
    answer = company.call(
        "admin", "frappe.desk.reportview.export_query", doctype="Client", fields=["name"], title=title
    )
    name = answer.headers["content-disposition"]
    assert (True, True, False) == (name.count('"') in (0, 2), name.startswith("attachment;"), "/" in name)


TARGETS = (
    "https://evil.example.com", "//evil.example.com", "/\\evil.example.com", "\\\\evil.example.com", "///evil.example.com", "/%2fevil.example.com",
    "javascript:alert(1)", "data:text/html,x", "/\t/evil.example.com", "/\n/evil.example.com", " //evil.example.com", "https:evil.example.com",
    "http://attacked.localhost@evil.example.com", "/app//evil.example.com", "/.//evil.example.com", "evil.example.com", "\x00//evil.example.com",
)  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_nobody_is_sent_elsewhere(company: Company, target: str) -> None:
    for path in ("/", "/api/method/logout", "/api/method/login", "/oidc/start/x", "/printview"):
        for key in ("redirect-to", "redirect_to", "redirect", "next", "url"):
            answer = company.ask("guest", "GET", path, params={key: target}, follow_redirects=False)
            location = answer.headers.get("location", "")
            assert location in ("", "/app", "/login"), location
    signed = company.ask("guest", "POST", "/api/method/login", params={"redirect-to": target},
                         json={"usr": user_of("driver"), "pwd": PASSWORD, "redirect_to": target})  # fmt: skip
    assert "evil" not in signed.text + str(signed.headers)


@pytest.mark.parametrize(
    "host", ["evil.example.com", "evil.example.com:80", "", "localhost", "127.0.0.1", "a\\b", "x" * 300]
)
def test_an_unknown_host_is_no_site(company: Company, host: str) -> None:
    for path in ("/api/method/ping", "/api/resource/Client", "/app", "/"):
        answer = company.ask("admin", "GET", path, headers={"Host": host}, follow_redirects=False)
        assert 404 == answer.status or answer.refused, answer.text
        assert "evil" not in answer.headers.get("location", "")


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "Forwarded"])
def test_a_link_to_a_password_leads_to_the_site(company: Company, header: str) -> None:
    link = company.ask("keeper", "POST", f"/api/v2/document/User/{user_of('driver')}/method/invite", json={},
                       headers={header: "evil.example.com"})  # fmt: skip
    assert (200, False) == (link.status, "evil" in link.text), link.text


class Page:
    """A browser that is signed in, and what a page of another site makes it send."""

    def __init__(self, company: Company):
        self._browser = company.browser
        company.browser.cookies.clear()
        signed = company.browser.post("/api/method/login", json={"usr": user_of("anna"), "pwd": PASSWORD})
        assert 200 == signed.status_code, signed.text
        self._cookie = {"Cookie": f"sid={signed.cookies['sid']}"}
        boot = self.response("GET", "/api/method/comptoir.desk.api.boot").json()["message"]
        assert user_of("anna") == boot["user"]["name"] if isinstance(boot["user"], dict) else boot["user"]
        self.token = str(boot["csrf_token"])

    def send(self, method: str, path: str, **options: Any) -> Answer:
        return answered(self.response(method, path, **options))

    def response(self, method: str, path: str, **options: Any) -> httpx.Response:
        self._browser.cookies.clear()
        headers = options.pop("headers", {}) | self._cookie
        return self._browser.request(method, path, headers=headers, **options)


@pytest.fixture
def page(company: Company) -> Iterator[Page]:
    yield Page(company)
    company.browser.cookies.clear()


WRITES = (
    ("POST", "/api/resource/Client", {"client_name": "forged", "branch": LYON}),
    ("POST", "/api/v2/document/Client", {"client_name": "forged", "branch": LYON}),
    ("POST", "/api/method/frappe.client.insert", {"doc": {"doctype": "Client", "client_name": "forged", "branch": LYON}}),
    ("POST", "/?cmd=frappe.client.insert", {"doc": {"doctype": "Client", "client_name": "forged", "branch": LYON}}),
    ("POST", "/api/method/comptoir.desk.bulk.begin", {"doctype": "Client", "action": "delete", "filters": []}),
    ("POST", "/api/method/comptoir.desk.personal.change_me", {"values": {"first_name": "forged"}}),
    ("POST", "/api/method/comptoir.desk.profile.create_api_key", {"title": "forged"}),
    ("POST", "/api/method/upload_file", {}), ("POST", "/api/method/logout", {}), ("POST", "/api/method/run_doc_method", {}),
    ("PUT", "/api/resource/Client/x", {"city": "forged"}), ("DELETE", "/api/resource/Client/x", {}), ("PATCH", "/api/v2/document/Client/x", {}),
)  # fmt: skip


@pytest.mark.parametrize("token", [None, "", "x", "None", "null", "0" * 40, "é"])
@pytest.mark.parametrize(
    ("method", "path", "body"), WRITES, ids=[f"{method} {path}" for method, path, _ in WRITES]
)
def test_nothing_is_written_without_the_token(
    company: Company, page: Page, method: str, path: str, body: dict[str, Any], token: str | None
) -> None:
    before = company.count("Client")
    headers = {} if token is None else {"X-Frappe-CSRF-Token": token.encode()}
    answer = page.send(method, path, json=body | ({"csrf_token": token} if token else {}), headers=headers)
    assert "CSRFTokenError" == answer.kind, answer.text
    assert (before, 0) == (company.count("Client"), company.count("API Key"))
    assert "anna" == company.read("User", user_of("anna"))["first_name"]


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=X",
        "",
        "application/json",
        "TEXT/PLAIN;x",
    ],
)
def test_no_kind_of_body_does_without_the_token(company: Company, page: Page, kind: str) -> None:
    body = (
        '{"client_name": "forged", "branch": "Lyon"}'
        if "form" not in kind
        else "client_name=forged&branch=Lyon"
    )
    answer = page.send("POST", "/api/resource/Client", content=body, headers={"Content-Type": kind})
    assert "CSRFTokenError" == answer.kind or answer.refused, answer.text
    assert [] == list(
        company.ask(
            "admin", "GET", "/api/resource/Client", params={"filters": '{"client_name": "forged"}'}
        ).data
    )


def test_another_page_may_not_use_a_token_of_another_session(company: Company, page: Page) -> None:
    token = page.token
    other = Page(company)
    assert token != other.token
    answer = other.send(
        "POST", "/api/resource/Client", json={"client_name": "x"}, headers={"X-Frappe-CSRF-Token": token}
    )
    assert "CSRFTokenError" == answer.kind


def test_the_token_is_given_to_the_site_alone(page: Page) -> None:
    for origin in ("https://evil.example.com", "null"):
        answer = page.response("GET", "/api/method/comptoir.desk.api.boot", headers={"Origin": origin})
        assert [] == [name for name in answer.headers if name.lower().startswith("access-control")]
        assert "SAMEORIGIN" == answer.headers["x-frame-options"]


def test_a_session_of_a_program_is_of_no_use_to_a_page(company: Company) -> None:
    company.browser.cookies.clear()
    company.browser.post("/?cmd=login", data={"usr": user_of("anna"), "pwd": PASSWORD})
    for header, value in (
        ("Origin", "https://evil.example.com"),
        ("Referer", "https://evil.example.com/"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Origin", "null"),
    ):
        answer = answered(
            company.browser.post("/api/resource/Client", json={"client_name": "x"}, headers={header: value})
        )
        assert "CSRFTokenError" == answer.kind
    company.browser.cookies.clear()


READS = (
    "/api/method/frappe.client.insert?doc={}", "/api/method/frappe.client.delete?doctype=Client&name={}", "/api/method/logout", "/api/method/login",
    "/api/method/upload_file", "/api/method/frappe.client.set_value?doctype=Client&name={}&fieldname=city&value=forged",
    "/api/method/comptoir.desk.profile.create_api_key?title=x", "/api/method/frappe.desk.form.utils.add_comment?reference_doctype=Client",
    "/api/method/frappe.share.add?doctype=Client&name={}&everyone=1", "/api/method/comptoir.desk.access.view_as?user=x",
    "/?cmd=frappe.client.delete&doctype=Client&name={}", "/?cmd=logout", "/api/resource/Client/{}?run_method=transfer&to_employee=x",
    "/api/v2/method/bulk_delete?docs=[]", "/api/method/frappe.desk.reportview.delete_items?doctype=Client&items=[%22{}%22]",
    "/api/method/run_doc_method?dt=Client&dn={}&method=transfer", "/api/method/run_doc_method?dt=Client&dn={}&method=submit",
)  # fmt: skip


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nothing_is_written_by_reading(
    company: Company, clients: dict[str, str], page: Page, path: str, method: str
) -> None:
    before = company.read("Client", clients[LYON])
    answer = page.response(method, path.format(clients[LYON]), follow_redirects=False)
    assert answer.status_code in (302, 400, 401, 403, 404, 405, 417), answer.text
    assert before == company.read("Client", clients[LYON])
    assert 200 == page.response("GET", "/api/method/frappe.client.get_count?doctype=Client").status_code


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_is_what_it_is(company: Company, clients: dict[str, str], header: str) -> None:
    answer = company.ask(
        "manager",
        "GET",
        f"/api/resource/Client/{clients[LYON]}",
        headers={header: "DELETE"},
        params={"_": "DELETE"},
    )
    assert (200, clients[LYON]) == (answer.status, company.read("Client", clients[LYON])["name"])
