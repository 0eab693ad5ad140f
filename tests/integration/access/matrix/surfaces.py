"""Every way to ask for documents, for any doctype: reads of lists, reads of one document, and writes to one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from comptoir.meta.model import DocType
from comptoir.query.trees import is_tree

METHOD = "/api/method/"
NUMBERS = ("Int", "Float", "Currency")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. ``query`` goes into the address, ``body`` is sent as JSON."""

    method: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """Everything the asker says, which is no news to them in the answer."""
        return " ".join((self.path, json.dumps([self.query, self.body, self.headers])))

    def __str__(self) -> str:
        return f"{self.method} {self.path} {json.dumps(self.query or self.body or {})[:200]}"


def get(path: str, **query: Any) -> Ask:
    """A reading request; what is no text is sent as JSON."""
    return Ask("GET", path, {k: v if isinstance(v, str) else json.dumps(v) for k, v in query.items()})


def post(path: str, body: dict[str, Any], method: str = "POST", **headers: str) -> Ask:
    """A writing request."""
    return Ask(method, path, {}, body, headers)


def lists(meta: DocType) -> Iterator[Ask]:
    """Reads of many documents, and of numbers about them."""
    name = meta.name
    links = [own.fieldname for own in meta.fields if own.fieldtype == "Link"]
    everything = ["*", *(f"{table.fieldname}.name" for table in meta.table_fields[:2])]
    yield get(f"/api/resource/{name}", fields=["*"], limit="0")
    yield get(f"/api/v2/document/{name}", fields=["*"], limit="0")
    yield get(f"/api/resource/{name}", fields=everything, limit="0")
    yield get(f"/api/resource/{name}", fields=["name"], cursor="", limit="3")
    yield get(
        f"/api/resource/{name}",
        fields=["name"],
        or_filters=[["name", "like", "nmB%"], ["owner", "like", "%"]],
    )
    if links:
        yield get(f"/api/resource/{name}", fields=["*"], expand=links, limit="0")
        behind = [f"{link}.{column}" for link in links[:6] for column in ("name", "modified", "owner")]
        yield get(f"/api/resource/{name}", fields=["name", *behind], limit="0")
    if meta.table_fields:
        tables = [table.fieldname for table in meta.table_fields]
        yield get(f"/api/resource/{name}", fields=["name"], expand=tables, limit="0")
    yield get(f"{METHOD}frappe.client.get_list", doctype=name, fields=["*"], limit_page_length="0")
    yield get(f"{METHOD}frappe.desk.reportview.get", doctype=name, fields=["*"], page_length="500")
    yield get(f"{METHOD}comptoir.desk.api.list", doctype=name, fields=["*"], page_length="500")
    moments = [own.fieldname for own in meta.value_fields if own.fieldtype in ("Date", "Datetime")]
    for moment in moments[:1]:
        yield get(
            f"{METHOD}comptoir.desk.calendar.between",
            doctype=name, start="1900-01-01", end="2999-01-01", start_field=moment, fields=[],
        )  # fmt: skip
    yield get(f"{METHOD}comptoir.desk.calendar.busy", doctype=name, start="1900-01-01", end="2999-01-01")
    yield from searches(name)
    yield from aggregates(meta)
    yield from reports(meta)
    for records in ("all", "5_records", "blank_template"):
        yield get(
            f"{METHOD}frappe.core.doctype.data_import.data_import.download_template",
            doctype=name, export_records=records,
        )  # fmt: skip
    yield get(
        f"{METHOD}frappe.desk.reportview.export_query", doctype=name, fields=["*"], file_format_type="CSV"
    )


def everywhere() -> Iterator[Ask]:
    """Reads across doctypes, and of what does not depend on one."""
    yield get(f"{METHOD}comptoir.desk.finding.search", text="qzB", limit="100")
    yield get(f"{METHOD}frappe.utils.global_search.search", text="qzB", limit="500")
    yield get(f"{METHOD}frappe.desk.doctype.tag.tag.get_tags", doctype="ToDo", txt="qz")


def searches(name: str) -> Iterator[Ask]:
    """What is offered while somebody types."""
    for text in ("", "nmB", "qzB", "qz", "7"):
        yield get(f"{METHOD}frappe.desk.search.search_link", doctype=name, txt=text, page_length="100")
    for text in ("nmB", "nmb1", "qzB", "qz", "7"):
        yield get(f"{METHOD}frappe.utils.global_search.search", text=text, doctype=name, limit="500")
        yield get(f"{METHOD}comptoir.desk.finding.search", text=text, doctype=name, limit="100")
    yield get(f"{METHOD}frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=name, tag="qzB")


def aggregates(meta: DocType) -> Iterator[Ask]:
    """Groups and stats."""
    name = meta.name
    stats = [
        "_user_tags",
        "owner",
        *(own.fieldname for own in meta.fields if own.fieldtype in ("Link", "Select", "Data")),
    ]
    yield get(f"{METHOD}frappe.desk.reportview.get_sidebar_stats", doctype=name, stats=stats[:3])
    for column in ("owner", "assigned_to", *stats[2:8]):
        yield get(
            f"{METHOD}frappe.desk.listview.get_group_by_count", doctype=name, current_filters=[], field=column
        )
    for own in meta.value_fields:
        if own.fieldtype in NUMBERS:
            call = f"/api/resource/{name}"
            yield get(call, fields=[f"sum({own.fieldname}) as total", f"max({own.fieldname}) as most"])
            yield get(call, fields=["count(name) as n", own.fieldname], group_by=own.fieldname, limit="0")
    yield from boards(meta)


def boards(meta: DocType) -> Iterator[Ask]:
    """Documents in a tree, piled up by their choices and links, with the sums of their numbers."""
    if is_tree(meta):
        yield get(f"{METHOD}comptoir.desk.trees.branches", doctype=meta.name, parents=[""], fields=["*"])
    by = [group[0] for group in alike(meta, ("Select", "Link"))]
    totals = [group[0] for group in alike(meta, NUMBERS)]
    for column, total in zip_longest(by, totals if by else ()):
        about = {"doctype": meta.name, "by": column or by[0], "fields": ["*"]}
        yield get(f"{METHOD}comptoir.desk.boards.board", **about, **({"total": total} if total else {}))


def reports(meta: DocType) -> Iterator[Ask]:
    """Reports by a field of each kind with the numbers there are, on the screen and as a file; groups of a list."""
    columns = [group[0] for group in alike(meta, ("Link", "Select", "Data"))]
    for column in ("name", *columns):
        yield get(f"{METHOD}comptoir.desk.reporting.report", doctype=meta.name, rows=[column])
        asked = [{"doctype": meta.name, "rows": [column]}]
        yield get(f"{METHOD}comptoir.desk.reporting.reports", asked=asked)
    for group in alike(meta, NUMBERS):
        numbers = [f"max:{name}" for name in group[:5]]
        yield get(
            f"{METHOD}comptoir.desk.reporting.report", doctype=meta.name, rows=["owner"], numbers=numbers
        )
        yield get(f"{METHOD}comptoir.desk.totals.groups", doctype=meta.name, by="owner", fields=group)
        yield get(f"{METHOD}comptoir.desk.totals.totals", doctype=meta.name, fields=group)
    yield get(f"{METHOD}comptoir.desk.reporting.export", doctype=meta.name, rows=["name"], format="CSV")


def alike(meta: DocType, kinds: Collection[str]) -> list[list[str]]:
    """Fields of ``kinds`` by what tells them apart here: their type, their level, and whether they are masked."""
    groups: dict[tuple[str, int, bool], list[str]] = {}
    for own in meta.value_fields:
        if own.fieldtype in kinds:
            groups.setdefault((own.fieldtype, own.permlevel or 0, bool(own.mask)), []).append(own.fieldname)
    return list(groups.values())


def counts(name: str) -> Iterator[tuple[Ask, str]]:
    """Each way to count, and where the number stands."""
    yield get(f"/api/v2/doctype/{name}/count"), "data"
    yield get(f"{METHOD}frappe.client.get_count", doctype=name), "message"
    yield get(f"{METHOD}frappe.desk.reportview.get_count", doctype=name), "message"
    yield get(f"{METHOD}comptoir.desk.api.count", doctype=name), "message.count"
    yield get(f"/api/resource/{name}", fields=["count(*) as n"]), "data.0.n"
    yield get(f"/api/resource/{name}", fields=["count(distinct name) as n"]), "data.0.n"


def reads(meta: DocType, name: str) -> Iterator[Ask]:
    """Reads of the document called ``name``."""
    doctype = meta.name
    about = {"doctype": doctype, "name": name}
    yield get(f"/api/resource/{doctype}/{name}")
    yield get(f"/api/resource/{doctype}/{name}", expand_links="1")
    yield Ask("GET", f"/api/v2/document/{doctype}/{name}", headers={"If-None-Match": '"0-0"'})
    yield Ask("GET", f"/api/resource/{doctype}/{name}", headers={"If-Match": '"0-0"'})
    yield get(f"/api/v2/document/{doctype}/{name}/copy")
    for method in (
        "frappe.client.get", "frappe.desk.form.load.getdoc", "frappe.desk.form.load.get_docinfo", "frappe.share.get_users",
        "frappe.desk.form.assign_to.get", "comptoir.desk.api.duplicate", "comptoir.desk.api.amend",
        "comptoir.desk.linked.overview", "comptoir.desk.timeline.page", "comptoir.desk.form_dashboards.numbers",
        "comptoir.desk.mentioning.people", "comptoir.desk.merging.linked",
    ):  # fmt: skip
        yield get(METHOD + method, **about)
    for method in (
        "frappe.client.has_permission", "frappe.client.get_doc_permissions", "frappe.client.validate_link",
        "frappe.client.is_document_amended",
    ):  # fmt: skip
        yield get(METHOD + method, doctype=doctype, docname=name)
    for method in ("is_document_followed", "get_follow_users"):
        yield get(f"{METHOD}frappe.desk.form.document_follow.{method}", doctype=doctype, doc_name=name)
    fields = [own.fieldname for own in meta.value_fields]
    yield get(
        f"{METHOD}frappe.client.get_value",
        doctype=doctype,
        fieldname=fields or ["name"],
        filters={"name": name},
    )
    yield get(f"{METHOD}frappe.client.get", doctype=doctype, filters={"name": name})
    yield get("/printview", **about)
    yield get(f"{METHOD}frappe.www.printview.get_html_and_style", doc=doctype, name=name)
    yield get(f"{METHOD}frappe.www.printview.get_html_and_style", doc=json.dumps(about))
    yield get(f"{METHOD}comptoir.printing.choices.choices", **about)
    yield post(f"{METHOD}comptoir.desk.api.names_meant", {"doctype": doctype, "texts": [name]})
    for companion, type_field, name_field in (
        ("Comment", "reference_doctype", "reference_name"), ("Version", "ref_doctype", "docname"),
        ("File", "attached_to_doctype", "attached_to_name"), ("ToDo", "reference_type", "reference_name"),
        ("Tag Link", "document_type", "document_name"),
    ):  # fmt: skip
        wanted = {type_field: doctype, name_field: name}
        yield get(f"/api/resource/{companion}", fields=["*"], filters=wanted)


def writes(meta: DocType, name: str, own: str | None) -> Iterator[Ask]:
    """Changes of the document called ``name``; ``own`` is one of the same doctype that the asker may see."""
    doctype = meta.name
    about = {"doctype": doctype, "name": name}
    text = next((one.fieldname for one in meta.value_fields if one.fieldtype == "Data"), "idx")
    change = {text: "taken over"}
    resource = f"/api/resource/{doctype}/{name}"
    yield post(resource, change, "PUT")
    yield post(resource, change | {"modified": "2001-01-01 00:00:00"}, "PUT")
    yield post(resource, change | {"docstatus": 1}, "PUT")
    yield post(resource, change | {"docstatus": 2}, "PUT")
    yield post(resource, change | {"name": "another"}, "PUT")
    yield post(resource, change, "PUT", **{"If-Match": '"0-0"'})
    yield post(resource, change, "PUT", **{"If-None-Match": "*"})
    yield Ask("DELETE", resource)
    yield Ask("DELETE", resource, headers={"If-Match": '"0-0"'})
    for method in ("submit", "cancel", "save", "delete", "transfer", "convert", "complete"):
        yield post(resource, {"run_method": method})
        yield post(f"/api/v2/document/{doctype}/{name}/method/{method}", {}, "POST", **{"If-Match": '"0-0"'})
        yield post(f"{METHOD}run_doc_method", {"dt": doctype, "dn": name, "method": method})
        yield post(f"{METHOD}run_doc_method", {"docs": json.dumps(about | change), "method": method})
    yield post(f"/api/v2/document/{doctype}/bulk_update", {"docs": [{"name": name} | change]})
    yield post(f"/api/v2/document/{doctype}/bulk_delete", {"names": [name]})
    yield post("/api/v2/method/bulk_update", {"docs": [about | change]})
    yield from _by_client(about, text, own)
    yield from _companions(about)


def _by_client(about: dict[str, str], text: str, own: str | None) -> Iterator[Ask]:
    doctype, name = about["doctype"], about["name"]
    client = f"{METHOD}frappe.client."
    named = {"doctype": doctype, "docname": name}
    yield post(f"{client}set_value", about | {"fieldname": text, "value": "taken over"})
    yield post(f"{client}save", {"doc": about | {text: "taken over"}})
    yield post(f"{client}submit", {"doc": about})
    yield post(f"{client}cancel", about)
    yield post(f"{client}delete", about)
    yield post(f"{client}bulk_update", {"docs": json.dumps([named | {text: "taken over"}])})
    yield post(f"{client}rename_doc", {"doctype": doctype, "old_name": name, "new_name": "another"})
    if own is not None:
        merge = {"doctype": doctype, "old_name": own, "new_name": name, "merge": 1}
        yield post(f"{client}rename_doc", merge)
        yield post(f"{client}rename_doc", merge | {"old_name": name, "new_name": own})
    for action in ("Save", "Submit", "Update", "Cancel"):
        saved = {"doc": json.dumps(about | {text: "taken over"}), "action": action}
        yield post(f"{METHOD}frappe.desk.form.save.savedocs", saved)
    yield post(f"{METHOD}frappe.desk.form.save.cancel", about)
    yield post(
        f"{METHOD}frappe.desk.reportview.delete_items", {"doctype": doctype, "items": json.dumps([name])}
    )
    filed = {"filename": "x.txt", "filedata": "x"} | named
    yield post(f"{client}attach_file", filed)
    yield post(f"{client}attach_file", filed | {"docfield": text})


def _companions(about: dict[str, str]) -> Iterator[Ask]:
    doctype, name = about["doctype"], about["name"]
    desk = f"{METHOD}frappe.desk."
    remark = {"reference_doctype": doctype, "reference_name": name, "content": "x"}
    yield post(
        f"{desk}form.utils.add_comment", remark | {"comment_email": "x@example.com", "comment_by": "x"}
    )
    yield post("/api/resource/Comment", remark | {"comment_type": "Comment"})
    yield post(f"{desk}doctype.tag.tag.add_tag", {"tag": "taken", "dt": doctype, "dn": name})
    yield post(f"{desk}doctype.tag.tag.remove_tag", {"tag": "taken", "dt": doctype, "dn": name})
    yield post(f"{desk}like.toggle_like", about | {"add": "Yes"})
    yield post(f"{desk}form.document_follow.follow_document", {"doctype": doctype, "doc_name": name})
    yield post(f"{desk}form.document_follow.unfollow_document", {"doctype": doctype, "doc_name": name})
    to = {"doctype": doctype, "name": name, "assign_to": json.dumps(["head@example.com"])}
    yield post(f"{desk}form.assign_to.add", to)
    for method in ("remove", "close"):
        yield post(f"{desk}form.assign_to.{method}", about | {"assign_to": "head@example.com"})
    yield post(f"{desk}form.assign_to.clear", about)
    yield post(f"{METHOD}frappe.share.add", about | {"user": "stranger@example.com", "write": 1})
    yield post(f"{METHOD}frappe.share.remove", about | {"user": "stranger@example.com"})
    yield post(
        "/api/resource/DocShare", {"share_doctype": doctype, "share_name": name, "everyone": 1, "read": 1}
    )
    todo = {"description": "x", "reference_type": doctype, "reference_name": name}
    yield post("/api/resource/ToDo", todo)
    filed = {"attached_to_doctype": doctype, "attached_to_name": name, "file_name": "x.txt"}
    yield post("/api/resource/File", filed)


def fetches(meta: DocType, target: str, name: str) -> Iterator[Ask]:
    """What choosing ``name`` in a link of ``meta`` to ``target`` brings along."""
    for own in meta.fields:
        if own.fieldtype == "Link" and own.options == target:
            asked = {"doctype": meta.name, "fieldname": own.fieldname, "value": name}
            yield get(f"{METHOD}comptoir.desk.api.fetch_values", **asked)
