"""Names and contents of uploads, addresses of files, and files of others."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from .attacks import Answer
from .conftest import LILLE, LYON, Company, user_of

ADDRESS = re.compile(r"(/private)?/files/[0-9a-f]{32}(\.[a-z0-9]{1,11})?")
NAMES = (
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "....//....//x.py", "a/../../b.txt", ".htaccess", ".", "..", "",
    "x.php", "x.jsp;.png", "x.png\x00.html", "x\r\nSet-Cookie: sid=1\r\n.txt", 'x".txt; filename="y.html', "x" * 3000 + ".txt", "con.txt",
    "%2e%2e%2fx.txt", "x.txt:stream", "~/.ssh/authorized_keys", "x.tar.gz", "x.ＰＨＰ", "\u202egnp.exe", "x.html", "x.svg", "x.xml", "x.shtml",
    "site_config.json", "<script>alert(1)</script>.txt", "${7*7}.txt", "{{7*7}}.txt", "|id", "$(id).txt", "`id`.txt",
)  # fmt: skip
ACTIVE = {
    "page.html": b"<html><script>alert(document.cookie)</script>",
    "page.htm": b"<script>1</script>", "page.xhtml": b"<html xmlns='http://www.w3.org/1999/xhtml'><script>1</script></html>",
    "image.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "feed.xml": b"<?xml version='1.0'?><x/>",
    "style.xsl": b"<xsl:stylesheet/>", "page.mht": b"x", "script.js": b"alert(1)", "data.json": b"{}", "page.HTML": b"<script>1</script>",
    "page.html5": b"<script>1</script>", "noextension": b"<html><script>1</script>", "flash.swf": b"FWS", "style.css": b"*{}",
}  # fmt: skip


def upload(company: Company, person: str, name: str, content: bytes = b"hello", **values: str) -> Answer:
    """Send a file whose name stands in the request as it is, as no library would write it."""
    fields = "".join(
        f'--X\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in values.items()
    )
    head = f'--X\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    body = fields.encode() + head.encode() + content + b"\r\n--X--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=X"}
    return company.ask(person, "POST", "/api/method/upload_file", content=body, headers=kind)


def disk(company: Company) -> set[Path]:
    """Every file of the site but its database and logs."""
    root = company.site.private_files().parent.parent
    return {path for path in root.rglob("*") if path.is_file() and path.parent.name not in ("db", "logs")}


@pytest.mark.parametrize("private", ["0", "1"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_decides_nothing_about_the_place(company: Company, name: str, private: str) -> None:
    before = disk(company)
    content = f"content of {name} {private}".encode()
    answer = upload(company, "anna", name, content, is_private=private)
    new = disk(company) - before
    if answer.refused:
        assert set() == new
        return
    assert 200 == answer.status, answer.text
    url = answer.data["file_url"]
    assert ADDRESS.fullmatch(url), url
    folder = company.site.private_files() if private == "1" else company.site.public_files()
    assert {folder / Path(url).name} == new
    shown = company.ask("anna", "GET", url)
    assert (200, content) == (shown.status, shown.text.encode())
    assert [] == [header for header in ("set-cookie", "location") if header in shown.headers]
    assert "\r" not in shown.headers["content-disposition"]


@pytest.mark.parametrize("filename", NAMES)
def test_a_name_sent_as_text_decides_nothing_either(company: Company, filename: str) -> None:
    before = disk(company)
    answer = company.call("anna", "frappe.client.attach_file", filename=filename, filedata=f"text {filename}")
    new = disk(company) - before
    assert answer.refused or ADDRESS.fullmatch(answer.data["file_url"]), answer.text
    assert {company.site.private_files()} >= {path.parent for path in new}


@pytest.mark.parametrize("private", ["0", "1"])
@pytest.mark.parametrize("name", ACTIVE)
def test_nothing_runs_in_the_browser(company: Company, name: str, private: str) -> None:
    url = upload(company, "anna", name, ACTIVE[name] + private.encode(), is_private=private).data["file_url"]
    headers = company.ask("anna", "GET", url).headers
    assert headers["content-disposition"].startswith("attachment")
    assert "nosniff" == headers["x-content-type-options"]
    assert "sandbox" in headers["content-security-policy"]


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.pdf", "a.txt", "a.gif"])
def test_content_is_what_its_name_says(company: Company, name: str) -> None:
    answer = upload(company, "anna", name, b"<html><script>alert(1)</script>" + name.encode())
    if name != "a.txt":
        assert answer.refused
        return
    headers = company.ask("anna", "GET", answer.data["file_url"]).headers
    assert "html" not in headers["content-type"]
    assert ("nosniff", True) == (
        headers["x-content-type-options"],
        "sandbox" in headers["content-security-policy"],
    )


@pytest.mark.parametrize("prefix", ["/files", "/private/files", "/assets/desk"])
@pytest.mark.parametrize(
    "path",
    [
        "../site_config.json", "..%2fsite_config.json", "..%2F..%2Fsite_config.json", "%2e%2e/site_config.json", "%2e%2e%2fsite_config.json",
        "....//site_config.json", "..\\site_config.json", "..%5csite_config.json", "%00", "x%00.txt", "%2fetc%2fpasswd", "//etc/passwd",
        "..;/site_config.json", ".upload-x", "%252e%252e%252fsite_config.json", "..%c0%afsite_config.json", "..%ef%bc%8fsite_config.json",
        "x/../../../site_config.json", ".", "..", "", "%2e", "a" * 300,
    ],
)  # fmt: skip
def test_an_address_leads_nowhere_else(company: Company, prefix: str, path: str) -> None:
    for person in ("admin", "guest"):
        answer = company.ask(person, "GET", f"{prefix}/{path}")
        assert answer.status in (302, 400, 403, 404, 417), answer.text[:200]
        assert not any(word in answer.text for word in ("db_name", "db_type", "root:", "encryption_key"))


@pytest.fixture
def theirs(company: Company) -> dict[str, Any]:
    """A private file of a client of Lille."""
    client = company.make("Client", client_name="x", branch=LILLE)
    made = upload(
        company, "boris", "secret.txt", b"secret of Lille", doctype="Client", docname=client, is_private="1"
    )
    assert 200 == made.status, made.text
    return dict(made.data)


@pytest.mark.parametrize("person", ["anna", "driver", "guest"])
class TestAFileOfAnother:
    def test_is_not_read(self, company: Company, theirs: dict[str, Any], person: str) -> None:
        for answer in (
            company.ask(person, "GET", theirs["file_url"]),
            company.ask(person, "HEAD", theirs["file_url"]),
            company.ask(person, "GET", f"/api/resource/File/{theirs['name']}"),
            company.ask(
                person, "GET", "/api/resource/File", params={"filters": json.dumps({"name": theirs["name"]})}
            ),
            company.ask(person, "GET", theirs["file_url"].removeprefix("/private")),
        ):
            assert "secret" not in answer.text
            assert answer.status in (403, 404) or answer.data == []

    def test_is_not_given_to_another_file(
        self, company: Company, theirs: dict[str, Any], person: str
    ) -> None:
        ours = company.make("Client", client_name="y", branch=LYON)
        place = {"attached_to_doctype": "Client", "attached_to_name": ours, "attached_to_field": "image"}
        values = {"file_name": "x.txt", "file_url": theirs["file_url"]}
        for sent in (
            values,
            values | place,
            values | {"is_private": 0},
            values | {"is_private": 1, "owner": user_of("boris")},
        ):
            for answer in (
                company.ask(person, "POST", "/api/resource/File", json=sent),
                company.call(person, "frappe.client.insert", doc=sent | {"doctype": "File"}),
            ):
                assert (403, "PermissionError") == (answer.status, answer.kind), answer.text
        assert "secret" not in company.ask(person, "GET", theirs["file_url"]).text

    def test_is_not_changed_or_moved(self, company: Company, theirs: dict[str, Any], person: str) -> None:
        before, ours = (
            company.read("File", theirs["name"]),
            company.make("Client", client_name="y", branch=LYON),
        )
        for change in (
            {"is_private": 0},
            {"attached_to_name": ours},
            {"owner": user_of(person)},
            {"file_name": "x.html"},
        ):
            answer = company.ask(person, "PUT", f"/api/resource/File/{theirs['name']}", json=change)
            assert (403, "PermissionError") == (answer.status, answer.kind), answer.text
        assert company.ask(person, "DELETE", f"/api/resource/File/{theirs['name']}").refused
        assert before == company.read("File", theirs["name"])

    def test_nothing_is_attached_to_their_document(
        self, company: Company, theirs: dict[str, Any], person: str
    ) -> None:
        place = {"doctype": "Client", "docname": theirs["attached_to_name"]}
        about = {"attached_to_doctype": "Client", "attached_to_name": theirs["attached_to_name"]}
        before, files = disk(company), company.count("File")
        for answer in (
            upload(company, person, "x.txt", b"planted", **place),
            company.call(person, "frappe.client.attach_file", filename="x.txt", filedata="planted", **place),
            company.call(
                person, "frappe.client.attach_file", filename="x.txt", filedata="p", docfield="image", **place
            ),
            company.ask(
                person,
                "POST",
                "/api/resource/File",
                json=about | {"file_name": "x", "file_url": "/files/x.png"},
            ),
        ):
            assert (403, "PermissionError") == (answer.status, answer.kind), answer.text
        assert (before, files) == (disk(company), company.count("File"))


@pytest.mark.parametrize("person", ["anna", "admin", "keeper"])
@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "/etc/passwd", "../site_config.json", "/files/../site_config.json", "/private/files/../../site_config.json",
        "/files/..%2f..%2fsite_config.json", "\\\\host\\share", "//evil.example.com/x", "javascript:alert(1)", "data:text/html,x",
        "ftp://example.com/x", "gopher://127.0.0.1:6379/_FLUSHALL", "/api/method/logout", "/app", "/private/files/x\\..\\y", "x",
    ],
)  # fmt: skip
def test_a_file_has_no_address_that_is_none(company: Company, person: str, url: str) -> None:
    values, files = {"file_name": "x.txt", "file_url": url}, company.count("File")
    for sent in (values, values | {"is_private": 1}):
        answer = company.ask(person, "POST", "/api/resource/File", json=sent)
        assert answer.refused, answer.text
    own = upload(company, person, "own.txt", url.encode()).data["name"]
    assert company.ask(person, "PUT", f"/api/resource/File/{own}", json={"file_url": url}).refused
    assert files + 1 == company.count("File")


def test_making_a_private_file_public_opens_nothing(company: Company, theirs: dict[str, Any]) -> None:
    company.ask("boris", "PUT", f"/api/resource/File/{theirs['name']}", json={"is_private": 0})
    public = theirs["file_url"].removeprefix("/private")
    company.ask(
        "boris", "POST", "/api/resource/File", json={"file_name": "x", "file_url": public, "is_private": 0}
    )
    for url in (theirs["file_url"], public):
        for person in ("guest", "anna"):
            answer = company.ask(person, "GET", url)
            assert (True, False) == (answer.status in (403, 404), "secret" in answer.text)


@pytest.mark.parametrize(
    "doctype", ["Nope", "User", "DocType", "System Settings", "Has Role", "File", "Client; --", "\x00"]
)
def test_nothing_is_attached_where_one_may_not_write(company: Company, doctype: str) -> None:
    before, files = disk(company), company.count("File")
    for name in ("Administrator", "Client", doctype):
        assert upload(company, "anna", "x.txt", b"planted there", doctype=doctype, docname=name).refused
    assert (before, files) == (disk(company), company.count("File"))


@pytest.mark.parametrize(
    "url",
    [
        '/files/x"onerror=alert(1)',
        "javascript:alert(1)",
        "data:text/html,<script>",
        "//evil.example.com/x.png",
    ],
)
def test_a_picture_has_an_address(company: Company, url: str) -> None:
    for values in ({"user_image": url},):
        assert company.call("anna", "comptoir.desk.personal.change_me", values=values).refused


def test_a_guest_uploads_nothing(company: Company) -> None:
    before = disk(company)
    assert upload(company, "guest", "x.txt").refused
    assert company.call("guest", "frappe.client.attach_file", filename="x.txt", filedata="x").refused
    assert before == disk(company)
