"""A Frappe app as strangers write them: every habit of public declarations that differs from ours, in few doctypes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ALL = {
    "read": 1,
    "write": 1,
    "create": 1,
    "delete": 1,
    "submit": 1,
    "cancel": 1,
    "amend": 1,
    "role": "System Manager",
}
Row = Mapping[str, Any]

HOOKS = """from . import __version__ as app_version

app_name = "workshop"
app_title = "Workshop"
required_apps = ["somewhere/else_entirely"]
app_include_js = "/assets/workshop/js/workshop.js"
doc_events = {
    ("Job Card", "Tool"): {"validate": "workshop.events.stamp"},
    "*": {"on_update": "workshop.absent.function"},
}
scheduler_events = {"daily": ["workshop.events.nightly"]}
after_install = "workshop.events.installed"
computed = [name for name in ("a", "b")]
"""
EVENTS = """import frappe


def stamp(doc, method=None):
    doc.remark = "stamped"


def nightly():
    pass


def installed():
    raise RuntimeError("must not run")
"""
CONTROLLER = """import frappe
from frappe.model.document import Document


class JobCard(Document):
    def validate(self):
        if self.hours and self.hours > 24:
            frappe.throw("A day has 24 hours")

    @property
    def days(self):
        return (self.hours or 0) / 8
"""
TREE = """from frappe.utils.nestedset import NestedSet, get_descendants_of


class ToolGroup(NestedSet):
    nsm_parent_field = "parent_tool_group"

    def on_update(self):
        super().on_update()
        self.flags.below = get_descendants_of(self.doctype, self.name)

    def on_trash(self):
        NestedSet.on_trash(self, allow_root_deletion=True)
"""
RAISING = """import frappe
from frappe.model.document import Document


class Counted(Document):
    if not frappe.conf.get("no_such_setting"):
        frappe.throw("Set it first")
"""
BROKEN = """from somewhere_else import Base


class Tool(Base):
    def validate(self):
        raise RuntimeError
"""


def doctype(name: str, *fields: Row, **rest: Any) -> dict[str, Any]:
    """A declaration with the keys Frappe writes."""
    data: dict[str, Any] = {
        "doctype": "DocType", "name": name, "module": "Shop Floor", "engine": "InnoDB", "beta": 0, "idx": 0,
        "creation": "2016-06-01 14:38:51.012597", "modified": "2020-01-01 00:00:00", "owner": "someone@example.com",
        "fields": list(fields), "field_order": [f["fieldname"] for f in fields if f.get("fieldname")],
        "permissions": [dict(ALL, role="System Manager"), {"role": "Floor Manager", "read": 1, "match": ""}],
        "document_type": "", "sort_field": "modified", "sort_order": "DESC", "index_web_pages_for_search": 1,
    }  # fmt: skip
    return data | rest


def field(fieldname: str, fieldtype: str = "Data", **rest: Any) -> dict[str, Any]:
    """A row of ``fields`` with the empty keys that old versions wrote."""
    empty = {"precision": "", "length": 0, "permlevel": 0, "hidden": 0, "options": None, "default": ""}
    return empty | {"fieldname": fieldname, "fieldtype": fieldtype, "label": fieldname.title()} | rest


def declarations() -> list[dict[str, Any]]:
    """The doctypes of the app."""
    wide = [field(f"text_{n}", "Data") for n in range(150)] + [
        field(f"link_{n}", "Link", options="Tool") for n in range(80)
    ]
    return [
        doctype(
            "Job Card",
            field("naming_series", "Select", options="\nJC-.YYYY.-\nJCX-.MM.-.####", reqd=1, set_only_once="1"),
            field("title", default="{tool_name} for {company}", allow_on_submit=1, hidden=1),
            field("company", "Link", options="Company", default=":Company", reqd=1, remember_last_selected_value=1),
            field("party_type", "Link", options="DocType"),
            field("party", "Dynamic Link", options="party_type"),
            field("lost", "Dynamic Link", options="no_such_field"),
            field("tool", "Link", options="Tool\n"),
            field("tool_name", fetch_from="tool.tool_name", read_only=1),
            field("posting_date", "Date", default="Today", reqd=1),
            field("posting_time", "Time", default="Now"),
            field("started", "Datetime", default="now"),
            field("made_by", "Link", options="User", default="__user"),
            field("hours", "Float", default="1,5", precision="3"),
            field("minutes", "Int", default="30", columns="2"),
            field("days", "Float", is_virtual=1),
            field("share", "Percent", default="10.0"),
            field("state", "Select", options="Open\nDone\nDone\n", default="Opened", in_list_view="2"),
            field("rating", "Rating", options="20"),
            field("colour", "Colour Wheel"),
            field("notes", "Text Editor", unique=1, search_index=1),
            field("items", "Table", options="Job Card Item", in_list_view=1, reqd=1),
            field("gone", "Table", options="No Such Child", reqd=1),
            field("tools", "Table MultiSelect", options="Job Card Item"),
            field("details_tab", "Tab Break"),
            field("column_break_1", "Column Break"),
            field("column_break_1", "Column Break"),
            field("remark", "Small Text", depends_on="eval: frappe.user.has_role('Boss') || doc.hours > 2"),
            field("reason", depends_on="eval:doc.items.some(row => row.qty > 1)", mandatory_depends_on="eval:cur_frm.x"),
            field("remark", "Data"),
            field("parent", "Data"),
            field("delete", "Check", default="0"),
            field("2nd_choice", "Data", link_filters="[not json"),
            field("masked", "Data", mask=1, options="tel"),
            field("amended_from", "Link", options="Some Other Doctype", no_copy=1),
            {"fieldtype": "Section Break"},
            {"fieldtype": "Column Break", "fieldname": None},
            field("_comments", "Text"),
            autoname="naming_series:", is_submittable=1, title_field="title", search_fields="nowhere, tool",
            image_field="photo", timeline_field="customer", sort_field="posting_date, name", sort_order="DESC",
            max_attachments="3", track_changes="1",
            links=[{"link_doctype": "Sales Invoice", "link_fieldname": "job_card"}],
            actions=[{"action": "workshop.api.run", "action_type": "Server Action", "label": "Run"}],
            states=[{"title": "Nowhere", "color": "Blue"}],
            field_order=["naming_series", "no_longer_there"],
        ),
        doctype(
            "Job Card Item",
            field("tool", "Link", options="Tool", reqd=1),
            field("qty", "Float", default="1", reqd=1, depends_on="eval:parent.hours"),
            field("rate", "Currency", options="Company:company:default_currency"),
            field("nested", "Table", options="Job Card Item"),
            istable=1, is_submittable=1,
        ),
        doctype("Tool", field("tool_name", reqd=1, unique=1), autoname="field:tool_name", allow_rename=1),
        doctype(
            "Tool Group",
            field("tool_group_name", reqd=1),
            field("parent_tool_group", "Link", options="Tool Group"),
            field("is_group", "Check"),
            field("lft", "Int", search_index=1), field("rgt", "Int", search_index=1),
            field("old_parent", "Link", options="Tool Group"),
            autoname="field:tool_group_name", is_tree=1, nsm_parent_field="parent_tool_group", allow_rename=1,
        ),
        doctype("Workshop Settings", field("company", "Link", options="Company"),
                field("limit", "Int", default="ten"), issingle=1),
        doctype("Wide & Narrow", *wide),
        doctype("Live View", field("tool", "Link", options="Tool"), field("of", "Link", options="DocType"),
                field("name_of", "Dynamic Link", options="of"), is_virtual=1),
        doctype("Live Row", field("value"), is_virtual=1, istable=1),
        doctype("Counted Row", field("column", "Select", reqd=1), autoname="autoincrement", istable=1),
        doctype(
            "Shift",
            field("state", "Select", reqd=1),
            field("reference", "Data", not_nullable=1),
            field("style", "Link", options="Tool Group", default="No Such Group"),
            field("kind", "Select", options="Tool\nTool Group", default="Tool"),
            field("subject", "Dynamic Link", options="kind", mandatory_depends_on="eval:doc.kind"),
            field("live", "Table", options="Live Row"),
            field("computed", "Table", options="Counted Row", is_virtual=1),
            field("rows", "Table", options="Counted Row", reqd=1),
        ),
        doctype("Shift Settings", field("state", "Select", reqd=1), field("rows", "Table", options="Counted Row", reqd=1),
                field("style", "Link", options="Tool Group", default="No Such Group"), issingle=1),
        doctype("Counted", field("value"), field("Modified", "Date"), field("minutes", "Int", default="now"),
                autoname="autoincrement", links=[{"link_doctype": "Counting", "link_fieldname": "owner"}]),
        doctype("Counting", field("counted", "Link", options="Counted", reqd=1), field("value", fetch_from="counted.value"),
                field("number", "Int", fetch_from="counted.value", read_only=1)),
        doctype("Formatted", field("value", reqd=1), autoname="format:F-{value}-{MM}-{####}"),
        doctype("Pointing Settings", field("kind", "Link", options="DocType"), field("thing", "Dynamic Link", options="kind"),
                issingle=1),
        doctype("Numbered", field("number", "Int", reqd=1), field("counted", "Table", options="Counted Row"),
                autoname="field:number", allow_rename=1),
        doctype("Switched", field("on", "Check"), field("rows", "Table", options="Counted Row"),
                autoname="format:S{on}{rows}-{##}"),
        doctype("Stamped", field("value"), autoname="format:Made {creation} by {owner}"),
        doctype("Old Rule", field("value"), autoname="OLD/"),
        doctype("Prompted", field("value"), autoname="Prompt"),
        doctype("Lost Rule", field("value"), autoname="field:absent"),
        doctype("Contact", field("first_name")),
        doctype("Evil `Name`", field("value")),
    ]  # fmt: skip


def write_app(
    folder: Path, doctypes: Sequence[Row], name: str = "workshop", module: str = "shop_floor"
) -> Path:
    """The tree of an app with ``doctypes``, as ``bench new-app`` lays it out."""
    package = folder / name
    for part in (package, package / module, package / module / "doctype"):
        part.mkdir(parents=True)
        (part / "__init__.py").touch()
    (package / "__init__.py").write_text('__version__ = "0.0.1"\n')
    (package / "hooks.py").write_text(f'app_name = "{name}"\n')
    (package / "modules.txt").write_text(module.replace("_", " ").title())
    (package / "patches.txt").write_text("")
    for number, declared in enumerate(doctypes):
        stem = "".join(c if c.isalnum() else "_" for c in str(declared.get("name") or number).lower())
        place = package / module / "doctype" / stem
        place.mkdir()
        (place / "__init__.py").touch()
        (place / f"{stem}.json").write_text(json.dumps(declared, indent=1))
    return folder


def write_workshop(folder: Path) -> Path:
    """The whole app: declarations, code that works and code that does not, records and things nobody supports."""
    write_app(folder, declarations())
    package = folder / "workshop"
    (package / "hooks.py").write_text(HOOKS)
    (package / "events.py").write_text(EVENTS)
    (package / "patches.txt").write_text(
        "[pre_model_sync]\nexecute:frappe.reload_doc('a')\n\n[post_model_sync]\nworkshop.patches.v1\n"
    )
    (package / "shop_floor" / "doctype" / "job_card" / "job_card.py").write_text(CONTROLLER)
    (package / "shop_floor" / "doctype" / "job_card" / "job_card.js").write_text("cur_frm.cscript.x = 1;\n")
    (package / "shop_floor" / "doctype" / "tool" / "tool.py").write_text(BROKEN)
    (package / "shop_floor" / "doctype" / "tool" / "tool.js").write_text("// only a comment\n")
    broken = package / "shop_floor" / "doctype" / "conflict"
    broken.mkdir()
    (broken / "conflict.json").write_text("<<<<<<< HEAD\n{}")
    (package / "shop_floor" / "doctype" / "tool_group" / "tool_group.py").write_text(TREE)
    (package / "shop_floor" / "doctype" / "counted" / "counted.py").write_text(RAISING)
    small = package / "regional" / "north" / "doctype" / "small_tool"
    small.mkdir(parents=True)
    (small / "small_tool.json").write_text(json.dumps(doctype("tool", field("value"))))
    stale = package / "doctype" / "tool"
    stale.mkdir(parents=True)
    (stale / "tool.json").write_text(json.dumps(doctype("Tool", field("value"))))
    deep = package / "regional" / "north" / "doctype" / "northern_form"
    deep.mkdir(parents=True)
    (deep / "northern_form.json").write_text(json.dumps(doctype("Northern Form", field("value"))))
    board = package / "shop_floor" / "web_form" / "floor"
    board.mkdir(parents=True)
    (board / "floor.json").write_text(json.dumps({"doctype": "Web Form", "name": "Floor", "links": []}))
    (package / "fixtures").mkdir()
    (package / "fixtures" / "tool.json").write_text(
        json.dumps(
            [
                {"doctype": "Tool", "name": "Hammer", "tool_name": "Hammer"},
                {"doctype": "Tool", "name": "Nothing"},
            ]
        )
    )
    return folder
