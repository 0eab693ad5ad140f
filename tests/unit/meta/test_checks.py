"""Checks of declarations: each fault is found under its id, at its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from comptoir.meta.checks import RULES, Problem, check
from comptoir.meta.checks.rules import Finding, Rules
from comptoir.meta.model import DocType, Field, Permission

MANAGER = Permission("Manager", rights=frozenset({"read", "write"}))

ITEM = DocType(
    "Item",
    fields=(
        Field("code", label="Code"),
        Field("total", "Currency"),
        Field("cost", "Currency", masking="All", permlevel=1),
    ),
)
ROW = DocType(
    "Deal Row", istable=True, fields=(Field("item", "Link", options="Item"), Field("rate", "Currency"))
)
TAGS = DocType("Deal Tag", istable=True, fields=(Field("word"),))
SETTINGS = DocType("Deal Settings", issingle=True, fields=(Field("on", "Check"),))
OTHERS = {
    doctype.name: doctype for doctype in (ITEM, ROW, TAGS, SETTINGS, DocType("DocType"), DocType("Currency"))
}

FIELDS = (
    Field("title", label="Title", reqd=True, unique=True, in_list_view=True),
    Field("section", "Section Break"),
    Field("status", "Select", options="Open\nWon", default="Open"),
    Field("amount", "Currency", options="currency", precision=2, depends_on='eval:doc.status == "Won"'),
    Field("currency", "Link", options="Currency"),
    Field("item", "Link", options="Item"),
    Field("item_code", fetch_from="item.code", read_only=True),
    Field("about_type", "Link", options="DocType"),
    Field("about", "Dynamic Link", options="about_type"),
    Field("picture", "Attach Image"),
    Field("preview", "Image", options="picture"),
    Field("rows", "Table", options="Deal Row"),
    Field("amended_from", "Link", options="Deal"),
)
DEAL = DocType(
    "Deal",
    fields=FIELDS,
    permissions=(MANAGER,),
    autoname="format:D-{title}-{YYYY}-{###}",
    title_field="title",
    image_field="picture",
    search_fields="status, item",
    states=({"title": "Open", "color": "Blue"},),
    links=({"link_doctype": "Deal Row", "link_fieldname": "item"},),
)


def found(doctype: DocType, *others: DocType) -> list[tuple[str, str | None]]:
    """The ids and fields of the problems of ``doctype`` among the others."""
    known = OTHERS | {other.name: other for other in others}
    return [(p.id, p.field) for p in check(known | {doctype.name: doctype}, only=[doctype.name])]


def deal(**changes: Any) -> DocType:
    return replace(DEAL, **changes)


def with_field(fieldname: str, fieldtype: str = "Data", **properties: Any) -> DocType:
    """The sound doctype with one more field."""
    return replace(DEAL, fields=(*FIELDS, Field(fieldname, fieldtype, **properties)))


def with_action(**row: Any) -> DocType:
    """The sound doctype with one button, sound but for what is given."""
    sound = {"label": "Close", "action_type": "Server Action", "action": "close"}
    return replace(DEAL, actions=({key: value for key, value in (sound | row).items() if value},))


def asking(*fields: dict[str, Any]) -> DocType:
    """The sound doctype with a button that asks for these fields."""
    return with_action(arguments=json.dumps(fields))


def permitted(*rows: Permission, **changes: Any) -> DocType:
    return replace(DEAL, permissions=rows, **changes)


def allow(role: str, level: int, *rights: Any) -> Permission:
    return Permission(role, level, rights=frozenset(rights))


MASKED = Field("phone", masking="Phone", permlevel=1)

FIELD_FAULTS: list[tuple[str, DocType]] = [
    ("meta.E080", with_field("x", masking="Phone")),
    ("meta.E080", with_field("x", masking="Half", permlevel=1)),
    ("meta.E080", with_field("x", "Currency", masking="Last 4", permlevel=1)),
    ("meta.E080", with_field("x", "Link", options="Item", masking="All", permlevel=1)),
    ("meta.E080", with_field("x", "Table", options="Deal Row", masking="All", permlevel=1)),
    ("meta.E080", with_field("x", masking="All", permlevel=1, is_virtual=True)),
    ("meta.E082", with_field("x", "Currency", fetch_from="item.cost")),
    ("meta.E010", with_field("x-y")),
    ("meta.E010", with_field("1x")),
    ("meta.E010", with_field("x y")),
    ("meta.E010", with_field("é")),
    ("meta.E010", with_field("x" * 65)),
    ("meta.E011", with_field("owner")),
    ("meta.E011", with_field("parent")),
    ("meta.E011", with_field("submit")),
    ("meta.E014", with_field("x", "Dtae")),
    ("meta.E015", with_field("x", "Link")),
    ("meta.E015", with_field("x", "Table")),
    ("meta.E015", with_field("x", "Dynamic Link")),
    ("meta.E015", with_field("x", options="Emial")),
    ("meta.E015", with_field("x", mask="[9")),
    ("meta.E015", with_field("x", pattern="(a+)+")),
    ("meta.E015", with_field("x", normalise="uper")),
    ("meta.E015", with_field("x", "Int", minimum=2.0, maximum=1.0)),
    ("meta.E015", with_field("x", "Rating", options="20")),
    ("meta.E015", with_field("x", length=2000)),
    ("meta.E015", with_field("x", "Select", options="A\nA")),
    ("meta.E016", with_field("x", "Link", options="Gone")),
    ("meta.E016", with_field("x", "Link", options="Deal Row")),
    ("meta.E016", with_field("x", "Link", options="Deal Settings")),
    ("meta.E017", with_field("x", "Table", options="Gone")),
    ("meta.E017", with_field("x", "Table", options="Item")),
    ("meta.E017", with_field("x", "Table MultiSelect", options="Deal Tag")),
    ("meta.E020", with_field("x", "Dynamic Link", options="gone")),
    ("meta.E020", with_field("x", "Dynamic Link", options="item")),
    ("meta.E020", with_field("x", "Dynamic Link", options="amount")),
    ("meta.E021", with_field("x", "Select", options="A\nB", default="C")),
    ("meta.E021", with_field("x", "Int", default="many")),
    ("meta.E021", with_field("x", "Date", default="01.02.2026")),
    ("meta.E021", with_field("x", "Check", default="yes")),
    ("meta.E021", with_field("x", "Int", default="5", maximum=3.0)),
    ("meta.E022", with_field("x", "Section Break", in_list_view=True)),
    ("meta.E022", with_field("x", "HTML", in_standard_filter=True)),
    ("meta.E022", with_field("x", "Table", options="Deal Row", unique=True)),
    ("meta.E023", with_field("x", "Text", unique=True)),
    ("meta.E023", with_field("x", "Text Editor", search_index=True)),
    ("meta.E023", with_field("x", length=769, unique=True)),
    ("meta.E023", with_field("x", length=1000, search_index=True)),
    ("meta.E024", with_field("x", fetch_from="item")),
    ("meta.E024", with_field("x", fetch_from="gone.code")),
    ("meta.E024", with_field("x", fetch_from="status.code")),
    ("meta.E024", with_field("x", fetch_from="item.gone")),
    ("meta.E025", with_field("x", "Currency", options="gone")),
    ("meta.E026", with_field("x", "Image", options="title")),
    ("meta.E026", with_field("x", "Image")),
    ("meta.E027", with_field("x", reqd=True, hidden=True)),
    ("meta.E028", with_field("x", "Float", precision=10)),
    ("meta.E030", with_field("x", depends_on="eval:doc.status ==")),
    ("meta.E030", with_field("x", mandatory_depends_on="eval:status == 1")),
    ("meta.E030", with_field("x", read_only_depends_on="eval:")),
    ("meta.E031", with_field("x", depends_on="eval:doc.gone")),
    ("meta.E031", with_field("x", depends_on="gone")),
    ("meta.E032", with_field("x", "Text", mask="999")),
    ("meta.E032", with_field("x", "Int", pattern="[0-9]")),
    ("meta.E032", with_field("x", "Date", normalise="trim")),
    ("meta.E032", with_field("x", minimum=1.0)),
    ("meta.E032", with_field("x", pattern_message="Why?")),
    ("meta.E033", with_field("x", "Link", options="Item", link_filters="{")),
    ("meta.E033", with_field("x", "Link", options="Item", link_filters="5")),
    ("meta.E034", with_field("x", "Select", options="A\n1", pattern="[A-Z]")),
]

DOCTYPE_FAULTS: list[tuple[str, DocType]] = [
    ("meta.E081", deal(fields=(*FIELDS, MASKED), title_field="phone")),
    ("meta.E081", deal(fields=(*FIELDS, MASKED), autoname="field:phone")),
    ("meta.E081", deal(fields=(*FIELDS, MASKED), autoname="format:{phone}-{###}")),
    ("meta.E081", deal(fields=(replace(FIELDS[0], default="{phone}"), *FIELDS[1:], MASKED))),
    ("meta.E030", deal(counts_when="eval:doc.status ==")),
    ("meta.E031", deal(counts_when="eval:doc.gone")),
    ("meta.E001", deal(name="D" * 62, fields=FIELDS[:-1])),
    ("meta.E001", deal(name="Deal; drop", fields=FIELDS[:-1])),
    ("meta.E001", deal(name="1 Deal", fields=FIELDS[:-1])),
    *(("meta.E001", deal(name=f"De{sign}al", fields=FIELDS[:-1])) for sign in "'\"`\\"),
    ("meta.E029", deal(fields=(*FIELDS, *(Field(f"x{n}", search_index=True) for n in range(61))))),
    ("meta.E002", deal(name="deal row", fields=FIELDS[:-1])),
    ("meta.E040", deal(title_field="gone")),
    ("meta.E040", deal(title_field="rows")),
    ("meta.E041", deal(image_field="title")),
    ("meta.E042", deal(search_fields="title,gone")),
    ("meta.E043", deal(sort_field="gone")),
    ("meta.E043", deal(sort_order="UP")),
    ("meta.E044", deal(timeline_field="title")),
    ("meta.E044", deal(nsm_parent_field="gone")),
    ("meta.E045", deal(autoname="field:gone")),
    ("meta.E045", deal(autoname="naming_series:")),
    ("meta.E045", deal(autoname="format:X-{gone}")),
    ("meta.E045", deal(autoname="INV-")),
    ("meta.E045", deal(autoname="filed:title")),
    ("meta.E050", permitted(MANAGER, Permission(""))),
    ("meta.E050", permitted(MANAGER, MANAGER)),
    ("meta.E051", permitted(MANAGER, allow("Clerk", 1, "read"), fields=(*FIELDS, Field("x", permlevel=1)))),
    (
        "meta.E051",
        permitted(MANAGER, allow("Manager", 1, "read", "create"), fields=(*FIELDS, Field("x", permlevel=1))),
    ),
    ("meta.E052", permitted(MANAGER, allow("Manager", 3, "read"))),
    ("meta.E053", permitted(allow("Manager", 0, "read", "submit"))),
    ("meta.E053", permitted(allow("Manager", 0, "read", "submit", "amend"), is_submittable=True)),
    ("meta.E054", replace(ROW, permissions=(MANAGER,))),
    ("meta.E057", permitted(allow("Manager", 0, "write"))),
    (
        "meta.E057",
        permitted(MANAGER, allow("Manager", 1, "write"), fields=(*FIELDS, Field("x", permlevel=1))),
    ),
    ("meta.E060", deal(fields=(*FIELDS, *(Field(f"f{n}") for n in range(120))))),
    ("meta.E060", deal(fields=(*FIELDS, *(Field(f"f{n}", "Check") for n in range(1020))))),
    ("meta.E061", replace(ROW, is_submittable=True)),
    ("meta.E061", replace(ROW, issingle=True)),
    ("meta.E062", replace(SETTINGS, is_submittable=True)),
    ("meta.E063", deal(is_tree=True, fields=FIELDS[:-1])),
    ("meta.E065", deal(states=({"title": "Lost"},))),
    ("meta.E066", deal(links=({"link_doctype": "Gone", "link_fieldname": "x"},))),
    ("meta.E066", deal(links=({"link_doctype": "Item", "link_fieldname": "deal"},))),
    (
        "meta.E066",
        deal(
            links=(
                {
                    "link_doctype": "Deal",
                    "link_fieldname": FIELDS[0].fieldname,
                    "is_child_table": 1,
                    "parent_doctype": "Deal",
                },
            )
        ),
    ),
    (
        "meta.E075",
        deal(links=({"link_doctype": "Deal", "link_fieldname": "title", "field_map": '{"gone": "name"}'},)),
    ),
    (
        "meta.E076",
        deal(links=({"link_doctype": "Deal", "link_fieldname": "title", "dashboard": '{"cards": "Open"}'},)),
    ),
    ("meta.E067", with_action(label="")),
    ("meta.E067", with_action(action="")),
    ("meta.E067", with_action(action="close()")),
    ("meta.E067", with_action(action="_close")),
    ("meta.E067", with_action(action="app.deal._close")),
    ("meta.E067", with_action(action_type="Client Action")),
    ("meta.E067", with_action(action_type="Route", action="")),
    ("meta.E067", deal(actions=2 * with_action().actions)),
    ("meta.E067", replace(TAGS, actions=with_action().actions)),
    ("meta.E068", with_action(depends_on="eval:doc.status ==")),
    ("meta.E068", with_action(depends_on="eval:doc.gone")),
    ("meta.E069", with_action(arguments="reason")),
    ("meta.E069", with_action(arguments='[{"label": "Reason"}]')),
    ("meta.E069", asking({"fieldname": "reason", "fieldtype": "Dtae"})),
    ("meta.E069", asking({"fieldname": "reason"}, {"fieldname": "reason"})),
    ("meta.E069", asking({"fieldname": "to", "fieldtype": "Link", "options": "Gone"})),
    ("meta.E069", asking({"fieldname": "rows", "fieldtype": "Table", "options": "Deal Row"})),
    ("meta.E069", asking({"fieldname": "part", "fieldtype": "Section Break"})),
    ("meta.E069", asking({"fieldname": "why", "depends_on": "eval:doc.gone"})),
    ("meta.E070", with_action(open_doctype="Gone")),
    ("meta.E070", with_action(open_doctype="Deal Row")),
    ("meta.E071", deal(scope_field="gone")),
    ("meta.E071", deal(scope_field="item.code")),
    ("meta.E071", deal(scope_field="title")),
    ("meta.E072", deal(row_rules=({"role": "Manager", "expression": "doc.title == 1"},))),
    ("meta.E072", deal(row_rules=({"role": "Manager", "read": 1, "expression": "doc.gone == 1"},))),
    ("meta.E072", deal(row_rules=({"role": "Manager", "read": 1, "expression": "doc.title =="},))),
    ("meta.E073", deal(scope_beyond="doc.gone == user.name")),
    ("meta.E073", deal(scope_beyond="doc.owner ==")),
    ("meta.E090", deal(calendar_start="gone")),
    ("meta.E090", deal(calendar_start="title")),
    ("meta.E090", deal(calendar_lane="status")),
    ("meta.E090", deal(calendar_color="amount")),
    ("meta.E090", deal(gantt_progress="title")),
    ("meta.E090", deal(gantt_after="item")),
    ("meta.E091", deal(calendar_busy=True)),
]


class TestASoundDeclaration:
    def test_has_no_problem(self) -> None:
        assert found(DEAL) == []

    @pytest.mark.parametrize(
        "autoname",
        [
            "hash",
            "autoincrement",
            "Prompt",
            "prompt",
            "UUID",
            "field:title",
            "INV-.YYYY.-.#####",
            "format:{title} on {creation} by {owner}",
            "format:{title}",
            None,
        ],
    )
    def test_may_name_its_documents_by_any_rule(self, autoname: str | None) -> None:
        assert found(deal(autoname=autoname)) == []

    @pytest.mark.parametrize("default", ["Today", "Now", "__user", ":Company", "eval:1"])
    def test_may_have_defaults_that_are_computed(self, default: str) -> None:
        assert found(with_field("x", "Date", default=default)) == []

    def test_may_be_conditional_on_its_parent(self) -> None:
        row = replace(ROW, fields=(*ROW.fields, Field("x", depends_on="eval:parent.status && doc.rate")))
        assert found(row, DEAL) == []

    def test_may_take_the_currency_of_its_parent(self) -> None:
        row = replace(ROW, fields=(*ROW.fields, Field("x", "Currency", options="currency")))
        assert found(row, DEAL) == []

    @pytest.mark.parametrize(
        "row",
        [
            {"action": "app.deal.close", "depends_on": 'eval:doc.status == "Open"', "open_doctype": "Item"},
            {"action_type": "Route", "action": "List/Item?deal={name}"},
            {
                "arguments": '[{"fieldname": "why", "fieldtype": "Small Text", "depends_on": "eval:parent.status"}]'
            },
        ],
        ids=["function", "route", "arguments"],
    )
    def test_may_have_buttons_of_every_kind(self, row: dict[str, Any]) -> None:
        assert found(with_action(**row)) == []


class TestAFaultyField:
    @pytest.mark.parametrize(
        ("rule", "doctype"),
        FIELD_FAULTS,
        ids=[f"{id}-{d.fields[-1].fieldname[:8]}" for id, d in FIELD_FAULTS],
    )
    def test_is_found_at_its_place(self, rule: str, doctype: DocType) -> None:
        assert [(rule, doctype.fields[-1].fieldname)] == found(doctype)

    def test_that_is_declared_twice_is_found(self) -> None:
        assert ("meta.E012", "status") in found(with_field("status"))

    def test_in_a_child_table_that_nests_is_found(self) -> None:
        row = replace(ROW, fields=(*ROW.fields, Field("x", "Table", options="Deal Tag")))
        assert found(row) == [("meta.E018", "x")]

    def test_that_asks_the_parent_for_what_it_has_not_is_found(self) -> None:
        row = replace(ROW, fields=(*ROW.fields, Field("x", depends_on="eval:parent.gone")))
        assert found(row, DEAL) == [("meta.E031", "x")]

    def test_that_links_an_amendment_elsewhere_is_found(self) -> None:
        doctype = deal(fields=(*FIELDS[:-1], Field("amended_from", "Link", options="Item")))
        assert found(doctype) == [("meta.E064", "amended_from")]


class TestAFaultyDoctype:
    @pytest.mark.parametrize(("rule", "doctype"), DOCTYPE_FAULTS, ids=[id for id, _ in DOCTYPE_FAULTS])
    def test_is_found(self, rule: str, doctype: DocType) -> None:
        assert {rule} == {id for id, _ in found(doctype)}

    def test_whose_field_order_does_not_fit_is_found(self) -> None:
        order = ["title", "gone", *(f.fieldname for f in FIELDS[2:]), "status"]
        assert found(deal(extra={"field_order": order})) == [
            ("meta.E013", "gone"),
            ("meta.E013", "section"),
            ("meta.E013", "status"),
        ]

    def test_that_can_be_amended_without_a_trace_is_found(self) -> None:
        amend = allow("Manager", 0, "read", "create", "submit", "amend")
        assert found(permitted(amend, is_submittable=True, fields=FIELDS[:-1])) == [("meta.E064", None)]


class TestAllProblems:
    def test_are_reported_at_once(self) -> None:
        broken = deal(title_field="gone", fields=(*FIELDS, Field("x", "Dtae"), Field("owner")))
        assert [id for id, _ in found(broken)] == ["meta.E011", "meta.E014", "meta.E040"]

    def test_of_other_doctypes_are_left_out_where_one_is_asked_for(self) -> None:
        broken = {"A": DocType("A", title_field="gone"), "B": DocType("B", title_field="gone")}
        assert ["B"] == [problem.doctype for problem in check(broken, only=["B"])]

    def test_name_their_file(self) -> None:
        problems = check({"A": DocType("A", title_field="gone")}, files={"A": Path("doctypes/a.json")})
        assert [
            Problem(
                "meta.E040",
                "doctypes/a.json",
                "A",
                None,
                'title_field names "gone", which is not declared.',
                "Name a stored field of this doctype.",
            )
        ] == problems

    def test_read_as_one_line(self) -> None:
        problem = Problem("meta.E010", "a.json", "A", "x", "Wrong.", "Right it.")
        assert str(problem) == "a.json: meta.E010 A.x: Wrong. Right it."


class TestTheRules:
    def test_are_each_proved_by_a_fault(self) -> None:
        elsewhere = {"meta.E012", "meta.E013", "meta.E018", "meta.E064"}
        proved = {id for id, _ in (*FIELD_FAULTS, *DOCTYPE_FAULTS)} | elsewhere
        assert proved == {rule.id for rule in RULES}

    def test_have_an_id_of_their_own(self) -> None:
        rules = Rules()
        rules.add("meta.E001", "first")(lambda subject: iter(()))
        with pytest.raises(ValueError, match=r"meta\.E001 exists already"):
            rules.add("meta.E001", "second")(lambda subject: iter([Finding("", "")]))
