"""Calling what is not there to be called, and speaking in somebody else's name."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import LILLE, LYON, Company, user_of

FUNCTIONS = (
    "frappe.set_user", "frappe.db.sql", "frappe.db.set_value", "frappe.get_doc", "frappe.get_all", "frappe.get_list", "frappe.new_doc",
    "frappe.delete_doc", "frappe.sendmail", "frappe.enqueue", "frappe.call", "frappe.get_attr", "frappe.local", "frappe.render_template",
    "frappe.only_for", "frappe.client._submitted", "frappe.client.current", "frappe.client.frappe.db", "frappe.client.documents.delete",
    "frappe.client.__import__", "frappe.client.__dict__", "frappe.client.get_list.__globals__", "frappe.client.base64.b64decode",
    "frappe.__init__.get_doc", "frappe._documents.insert", "frappe._documents.update", "frappe._db.sql", "frappe._access.set_user",
    "frappe.utils.background_jobs.enqueue", "frappe.share.add_docshare", "frappe.share.get_shared", "frappe.defaults.set_user_default",
    "frappe.permissions.add_permission", "frappe.utils.data.cint", "frappe.model.document.Document", "frappe.model.delete_doc.delete_doc",
    "comptoir.access.policy.require", "comptoir.access.secrets.set_password", "comptoir.sites.bench.Bench", "comptoir.desk.api.documents",
    "comptoir.desk.api.documents.delete", "comptoir.desk.password_mail.invite", "comptoir.desk.password_mail.send_reset",
    "comptoir.desk.profile.end_sessions", "comptoir.desk.personal._check", "comptoir.desk.exporting.export", "comptoir.jobs.queue.push",
    "comptoir.desk.bulk.run", "comptoir.desk.bulk_actions.carry_out", "comptoir.desk.bulk_store.forget_old", "comptoir.printing.batch.run", "comptoir.printing.batch.in_one", "comptoir.printing.printed", "comptoir.printing.render.html_to_pdf",
    "comptoir.cli.main.main", "regioncrm.crm.client.Client", "regioncrm.crm.client.Client.transfer", "regioncrm.crm.client.reassign",
    "regioncrm.crm.client.frappe.db.sql", "regioncrm.demo.make", "os.system", "subprocess.run", "builtins.eval", "builtins.exec", "eval",
    "__import__", "pickle.loads", "sqlalchemy.text", "frappe", "frappe.", ".frappe", "frappe..client", "frappe.client.", "frappe/client/get",
    "frappe.client.get ", " frappe.client.get", "frappe.client.gеt", "FRAPPE.CLIENT.GET", "frappe.client.get\x00", "frappe.client.get;id",
    "../../frappe.client.get", "", ".", "frappe.client.get.__call__", "frappe.client.get.__wrapped__", "api.resource",
)  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_not_listed_is_not_called(company: Company, name: str) -> None:
    sent = {
        "doctype": "User",
        "user": "Administrator",
        "query": "select 1",
        "method": "x",
        "name": "Administrator",
    }
    for person in ("admin", "anna", "guest"):
        for answer in (
            company.ask(person, "POST", "/", json=sent | {"cmd": name}),
            company.ask(person, "POST", "/", params={"cmd": name}, json=sent),
            company.ask(person, "GET", "/", params={"cmd": name}, follow_redirects=False),
            company.ask(
                person, "POST", "/api/method/run_doc_method", json={"dt": "Client", "dn": "x", "method": name}
            ),
        ):
            assert answer.refused or answer.status == 302, answer.text
        if name.isprintable() and "/" not in name:
            assert company.ask(person, "POST", f"/api/method/{name}", json=sent).refused
            assert company.ask(person, "POST", f"/api/v2/method/{name}", json=sent).refused
            assert company.ask(person, "POST", f"/api/v2/method/Client/{name}", json=sent).refused


METHODS = (
    "save", "insert", "delete", "db_set", "db_update", "db_insert", "update", "set", "get_doc_before_save", "as_dict", "reload", "validate",
    "on_update", "on_trash", "after_insert", "before_insert", "load_from_db", "check_permission", "_validate", "__init__", "__class__",
    "__getattribute__", "meta", "doctype", "flags", "set_user", "notify_update", "run_method", "queue_action", "add_comment", "rename",
    "get_password", "_ctx", "_save", "_leave_to_administrator", "identifying_values", "own_session", "transfer.__globals__", "transfer ",
)  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_a_document_does_not_run_what_is_its_own(
    company: Company, clients: dict[str, str], method: str
) -> None:
    name = clients[LYON]
    before = company.read("Client", name)
    for person in ("admin", "anna"):
        for answer in (
            company.ask(person, "POST", f"/api/resource/Client/{name}", json={"run_method": method}),
            company.ask(person, "GET", f"/api/resource/Client/{name}", params={"run_method": method}),
            company.ask(person, "POST", f"/api/v2/document/Client/{name}/method/{method}", json={}),
            company.call(person, "run_doc_method", dt="Client", dn=name, method=method),
            company.call(person, "run_doc_method", docs={"doctype": "Client", "name": name}, method=method),
            company.call(person, "run_doc_method", docs={"doctype": "Client", "__islocal": 1}, method=method),
        ):
            assert answer.refused, answer.text
    assert before == company.read("Client", name)


@pytest.mark.parametrize(
    "method", ["transfer", "generate_keys", "invite", "reset_second_factor", "convert", "complete", "revoke"]
)
@pytest.mark.parametrize("verb", ["GET", "HEAD", "DELETE", "PATCH"])
def test_what_changes_something_is_not_called_by_reading(
    company: Company, clients: dict[str, str], method: str, verb: str
) -> None:
    for doctype, name in (("Client", clients[LYON]), ("User", user_of("anna"))):
        before = company.read(doctype, name)
        answer = company.ask("admin", verb, f"/api/v2/document/{doctype}/{name}/method/{method}")
        assert answer.status >= 400
        assert before == company.read(doctype, name)


IDENTITIES = {
    "user": user_of("boris"), "for_user": user_of("boris"), "owner": user_of("boris"), "modified_by": user_of("boris"),
    "session_user": user_of("boris"), "_user": user_of("boris"), "sid": "Administrator", "as_user": "Administrator",
    "ignore_permissions": 1, "ignore_user_permissions": 1, "flags": {"ignore_permissions": 1}, "run_as": "Administrator",
}  # fmt: skip
READS = (
    ("frappe.client.get_list", {"doctype": "Client", "fields": ["name"]}),
    ("frappe.client.get_count", {"doctype": "Client"}),
    ("frappe.client.get", {"doctype": "Client", "filters": {"branch": "Lille"}}),
    ("frappe.client.get_value", {"doctype": "Client", "fieldname": "name", "filters": {"branch": "Lille"}}),
    ("frappe.desk.reportview.get", {"doctype": "Client"}),
    ("frappe.desk.reportview.get_count", {"doctype": "Client"}),
    ("frappe.desk.search.search_link", {"doctype": "Client", "txt": ""}),
    ("frappe.desk.search.search_widget", {"doctype": "Client", "txt": ""}),
    ("comptoir.desk.api.list", {"doctype": "Client"}),
    ("comptoir.desk.api.count", {"doctype": "Client"}),
    ("comptoir.desk.boards.board", {"doctype": "Client", "by": "branch"}),
    ("comptoir.desk.boards.column", {"doctype": "Client", "by": "branch"}),
    ("comptoir.desk.profile.sessions", {}),
    ("comptoir.desk.profile.api_keys", {}),
    ("regioncrm.crm.client.find_duplicates", {"phone": "+33184800002"}),
)  # fmt: skip


@pytest.mark.parametrize(("method", "sent"), READS, ids=[method for method, _ in READS])
def test_who_asks_does_not_come_from_the_request(
    company: Company, clients: dict[str, str], method: str, sent: dict[str, Any]
) -> None:
    plain = company.call("anna", method, **sent)
    for key, value in IDENTITIES.items():
        answer = company.call("anna", method, **sent, **{key: value})
        assert answer.refused or plain.data == answer.data, f"{key}: {answer.text}"
        listed = company.ask("anna", "GET", "/api/resource/Client", params={key: str(value)})
        assert (400, "BadRequestError") == (listed.status, listed.kind)


@pytest.mark.parametrize(
    "header",
    ["X-Frappe-User", "X-User", "X-Forwarded-User", "Remote-User", "X-Frappe-Site-Name", "X-Original-URL"],
)
def test_who_asks_does_not_come_from_a_header(company: Company, header: str) -> None:
    headers = {header: "Administrator"}
    answer = company.ask("guest", "GET", "/api/method/comptoir.desk.api.boot", headers=headers)
    assert "Guest" == answer.data["user"]
    assert company.ask("guest", "GET", "/api/resource/Client", headers=headers).refused


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        ("frappe.desk.form.utils.add_comment", {"reference_doctype": "Client", "content": "x", "comment_email": user_of("boris"), "comment_by": "Boris"}),
        ("frappe.client.insert", {"doc": {"doctype": "Comment", "comment_type": "Comment", "reference_doctype": "Client", "content": "x",
                                          "comment_email": user_of("boris"), "comment_by": "Boris", "owner": user_of("boris")}}),
    ],
)  # fmt: skip
def test_a_remark_is_its_authors(
    company: Company, clients: dict[str, str], method: str, sent: dict[str, Any]
) -> None:
    about = {"reference_name": clients[LYON]}
    answer = company.call("anna", method, **({"doc": sent["doc"] | about} if "doc" in sent else sent | about))
    stored = company.read("Comment", answer.data["name"])
    assert [user_of("anna"), "anna", user_of("anna")] == [
        stored[key] for key in ("comment_email", "comment_by", "owner")
    ]


@pytest.mark.parametrize(
    "kind", ["Info", "Like", "Attachment", "Edit", "Assigned", "Shared", "Deleted", "Created"]
)
def test_the_history_is_not_written_by_hand(company: Company, clients: dict[str, str], kind: str) -> None:
    values = {
        "comment_type": kind,
        "reference_doctype": "Client",
        "reference_name": clients[LYON],
        "content": "forged",
    }
    assert company.ask("anna", "POST", "/api/resource/Comment", json=values).refused


def test_an_assignment_names_who_made_it(company: Company, clients: dict[str, str]) -> None:
    forged = {"assigned_by": user_of("boris"), "owner": user_of("boris"), "allocated_to": user_of("boris")}
    company.call(
        "anna",
        "frappe.desk.form.assign_to.add",
        doctype="Client",
        name=clients[LYON],
        assign_to=[user_of("anna")],
        **forged,
    )
    made = company.ask("anna", "POST", "/api/resource/ToDo", json=forged | {"description": "x"}).data["name"]
    rows = company.ask(
        "admin", "GET", "/api/resource/ToDo", params={"fields": '["name", "owner", "assigned_by"]'}
    ).data
    assert made in [row["name"] for row in rows]
    assert {(user_of("anna"), user_of("anna"))} == {(row["owner"], row["assigned_by"]) for row in rows}


@pytest.mark.parametrize("method", ["transfer", "submit", "cancel", "generate_keys", "invite", "nothing"])
@pytest.mark.parametrize(
    "forged", [{"branch": LYON}, {"owner": user_of("anna")}, {"__islocal": 0}, {"docstatus": 0}, {}], ids=str
)
def test_a_method_asks_for_rights_on_what_is_stored(
    company: Company, clients: dict[str, str], method: str, forged: dict[str, Any]
) -> None:
    name = clients[LILLE]
    before = company.read("Client", name)
    docs = {"doctype": "Client", "name": name, "modified": before["modified"]} | forged
    for sent in ({"docs": docs}, {"document": docs}, {"dt": "Client", "dn": name, "docs": docs}):
        answer = company.call("anna", "run_doc_method", **sent, method=method, args={"to_employee": "x"})
        assert answer.refused, answer.text
        assert "zephyrine" not in answer.text
    assert before == company.read("Client", name)
