"""What is left of a deleted document, and of one that may not be read any more: copies, versions, remarks, files."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from .conftest import LYON, SECRET, Company, user_of

KEPT_OF_IT = (
    "Deleted Document", "Version", "Comment", "File", "ToDo", "Tag Link", "Tag", "DocShare", "Activity Log", "View Log", "Access Log",
    "Error Log", "Email Queue",
)  # fmt: skip
OTHERS = ("anna", "boris", "driver", "manager", "producer", "guest")


@pytest.fixture(scope="module")
def gone(company: Company) -> Iterator[tuple[str, str]]:
    """A client of Lyon with everything that accompanies one, deleted; its name and the address of its file."""
    name = company.make("Client", client_name=f"{SECRET} gone", branch=LYON)
    about = {"reference_doctype": "Client", "reference_name": name}
    company.ask("anna", "PUT", f"/api/resource/Client/{name}", json={"city": f"{SECRET} city"})
    company.call("anna", "frappe.desk.form.utils.add_comment", **about, content=f"{SECRET} remark")
    company.call("admin", "frappe.desk.doctype.tag.tag.add_tag", tag=f"{SECRET} tag", dt="Client", dn=name)
    company.call("anna", "frappe.desk.form.assign_to.add", doctype="Client", name=name, assign_to=[user_of("anna")],
                 description=f"{SECRET} task")  # fmt: skip
    company.call("admin", "frappe.share.add", doctype="Client", name=name, user=user_of("producer"))
    filed = company.call("anna", "frappe.client.attach_file", filename=f"{SECRET}.txt", filedata=f"{SECRET} content",
                         doctype="Client", docname=name)  # fmt: skip
    company.ask("anna", "GET", f"/api/resource/Client/{name}")
    deleted = company.ask("admin", "DELETE", f"/api/resource/Client/{name}")
    assert 202 == deleted.status, deleted.text
    return name, filed.data["file_url"]


@pytest.mark.parametrize("person", OTHERS)
@pytest.mark.parametrize("doctype", KEPT_OF_IT)
def test_no_list_tells_of_it(company: Company, gone: tuple[str, str], person: str, doctype: str) -> None:
    for answer in (
        company.ask(person, "GET", f"/api/resource/{doctype}", params={"fields": '["*"]', "limit": 0}),
        company.call(person, "frappe.desk.reportview.get", doctype=doctype, fields=["*"], page_length=500),
        company.call(person, "frappe.desk.search.search_link", doctype=doctype, txt=SECRET),
    ):
        assert SECRET not in answer.text, answer.text


@pytest.mark.parametrize("person", [*OTHERS, "admin"])
def test_nothing_of_it_is_opened(company: Company, gone: tuple[str, str], person: str) -> None:
    name, url = gone
    about = {"doctype": "Client", "name": name}
    for answer in (
        company.ask(person, "GET", url),
        company.ask(person, "GET", f"/api/resource/Client/{name}"),
        company.ask(person, "GET", "/api/method/frappe.desk.form.load.getdoc", params=about),
        company.ask(person, "GET", "/api/method/frappe.desk.form.load.get_docinfo", params=about),
        company.ask(person, "GET", "/printview", params=about),
        company.ask(person, "GET", "/api/method/frappe.desk.form.assign_to.get", params=about),
        company.ask(person, "GET", "/api/method/frappe.share.get_users", params=about),
        company.ask(person, "GET", f"/api/v2/document/Client/{name}/copy"),
        company.call(
            person,
            "frappe.desk.form.utils.add_comment",
            reference_doctype="Client",
            reference_name=name,
            content="x",
        ),
        company.call(
            person,
            "frappe.client.attach_file",
            filename="x",
            filedata="x",
            doctype="Client",
            docname=name,
            docfield="image",
        ),
    ):
        assert SECRET not in answer.text, answer.text


def test_a_document_that_takes_its_name_inherits_nothing(company: Company, gone: tuple[str, str]) -> None:
    branch = f"Branch {SECRET}"
    company.make("Branch", branch_name=branch)
    company.call(
        "admin",
        "frappe.desk.form.utils.add_comment",
        reference_doctype="Branch",
        reference_name=branch,
        content=f"{SECRET} remark",
    )
    company.call("admin", "frappe.share.add", doctype="Branch", name=branch, user=user_of("driver"), write=1)
    assert 202 == company.ask("admin", "DELETE", f"/api/resource/Branch/{branch}").status
    company.make("Branch", branch_name=branch)
    info = company.ask(
        "admin",
        "GET",
        "/api/method/frappe.desk.form.load.get_docinfo",
        params={"doctype": "Branch", "name": branch},
    )
    assert "remark" not in json.dumps(info.body["docinfo"]["comments"])
    assert [] == info.body["docinfo"]["shared"]
    assert company.ask(
        "driver", "PUT", f"/api/resource/Branch/{branch}", json={"phone": "+33184800009"}
    ).refused


def test_what_was_readable_is_not_once_it_has_moved(company: Company) -> None:
    name = company.make("Client", client_name=f"{SECRET} moved", branch=LYON)
    company.call(
        "anna",
        "frappe.desk.form.utils.add_comment",
        reference_doctype="Client",
        reference_name=name,
        content=f"{SECRET} mine",
    )
    filed = company.call(
        "anna",
        "frappe.client.attach_file",
        filename="x.txt",
        filedata=f"{SECRET} mine",
        doctype="Client",
        docname=name,
    )
    company.ask("admin", "PUT", f"/api/resource/Client/{name}", json={"branch": "Lille"})
    assert 403 == company.ask("anna", "GET", f"/api/resource/Client/{name}").status
    for answer in (
        company.ask("anna", "GET", "/api/resource/Comment", params={"fields": '["*"]', "limit": 0}),
        company.ask("anna", "GET", "/api/resource/File", params={"fields": '["*"]', "limit": 0}),
        company.ask("anna", "GET", f"/api/resource/File/{filed.data['name']}"),
        company.ask("driver", "GET", filed.data["file_url"]),
    ):
        assert f"{SECRET} m" not in answer.text, answer.text
