"""``frappe.db`` as application code uses it."""

from __future__ import annotations

import logging
import uuid
from typing import Any

import frappe
import pytest
from comptoir.context import Context

pytestmark = pytest.mark.usefixtures("ctx")


def client(name: str = "Acme", **values: Any) -> str:
    return str(frappe.get_doc({"doctype": "Client", "client_name": name} | values).insert().name)


@pytest.fixture
def three(ctx: Context) -> list[str]:
    return [
        client("Alpha", city="Lyon", credit_limit=10),
        client("Beta", city="Lyon", credit_limit=20),
        client("Gamma", city="Paris", credit_limit=40),
    ]


class TestGetValue:
    def test_by_name(self, three: list[str]) -> None:
        assert "Alpha" == frappe.db.get_value("Client", three[0], "client_name")

    def test_without_a_field_is_the_name(self, three: list[str]) -> None:
        assert three[2] == frappe.db.get_value("Client", {"city": "Paris"})

    def test_of_several_fields_is_a_tuple(self, three: list[str]) -> None:
        assert ("Beta", 20) == frappe.db.get_value("Client", three[1], ["client_name", "credit_limit"])

    def test_as_a_dictionary(self, three: list[str]) -> None:
        found = frappe.db.get_value("Client", three[1], ["client_name", "city"], as_dict=True)
        assert ("Beta", "Lyon") == (found.client_name, found["city"])

    def test_of_everything(self, three: list[str]) -> None:
        assert "Gamma" == frappe.db.get_value("Client", three[2], "*", as_dict=True).client_name

    def test_by_a_list_of_conditions(self, three: list[str]) -> None:
        assert "Gamma" == frappe.db.get_value("Client", [["credit_limit", ">", 30]], "client_name")

    def test_in_an_order(self, three: list[str]) -> None:
        assert "Beta" == frappe.db.get_value(
            "Client", {"city": "Lyon"}, "client_name", order_by="credit_limit desc"
        )

    def test_of_nothing_is_none(self) -> None:
        assert frappe.db.get_value("Client", "no such", "client_name") is None
        assert frappe.db.get_value("Client", "no such", ["name", "city"], as_dict=True) is None

    def test_of_an_aggregate(self, three: list[str]) -> None:
        assert 70 == frappe.db.get_value("Client", {}, [{"SUM": "credit_limit", "as": "total"}])[0]
        assert 70 == frappe.db.get_value("Client", {}, "sum(credit_limit)")

    def test_of_a_single(self) -> None:
        assert "Banker's Rounding" == frappe.db.get_value("System Settings", None, "rounding_method")
        assert frappe.db.get_single_value("System Settings", "time_zone")

    def test_for_update_locks_and_reads(self, ctx: Context, three: list[str]) -> None:
        ctx.db.commit()
        assert "Alpha" == frappe.db.get_value("Client", three[0], "client_name", for_update=True)
        assert ctx.db.in_transaction

    def test_cached_is_read_once_until_written(self, ctx: Context, three: list[str]) -> None:
        frappe.db.get_value("Client", three[0], "city", cache=True)
        before = ctx.db.statements
        assert "Lyon" == frappe.db.get_value("Client", three[0], "city", cache=True)
        assert before == ctx.db.statements
        frappe.db.set_value("Client", three[0], "city", "Nice")
        assert "Nice" == frappe.db.get_value("Client", three[0], "city", cache=True)

    def test_an_unknown_option_is_refused(self) -> None:
        with pytest.raises(frappe.UnsupportedError, match="skip_locked"):
            frappe.db.get_value("Client", "x", "name", skip_locked=True)

    def test_none_means_empty(self, three: list[str]) -> None:
        assert 3 == frappe.db.count("Client", {"segment": None})
        assert 0 == len(frappe.get_all("Client", filters=[["city", "=", None]]))

    def test_values_of_all(self, three: list[str]) -> None:
        assert ["Alpha", "Beta"] == sorted(
            frappe.db.get_values("Client", {"city": "Lyon"}, "client_name", pluck=True)
        )
        assert {("Alpha",), ("Beta",)} == set(frappe.db.get_values("Client", {"city": "Lyon"}, "client_name"))
        assert 2 == len(frappe.db.get_values("Client", three[:2], ["name"], as_dict=True))


class TestExists:
    def test_gives_the_name(self, three: list[str]) -> None:
        assert (
            three[2] == frappe.db.exists("Client", three[2]) == frappe.db.exists("Client", {"city": "Paris"})
        )
        assert three[2] == frappe.db.exists({"doctype": "Client", "city": "Paris"})

    def test_gives_none(self) -> None:
        assert [None] * 4 == [
            frappe.db.exists("Client", "no such"),
            frappe.db.exists("Client", {"city": "Atlantis"}),
            frappe.db.exists("No Such Doctype", "x"),
            frappe.db.exists("Client", None),
        ]

    def test_knows_doctypes_and_singles(self) -> None:
        assert ("Client", "System Settings") == (
            frappe.db.exists("DocType", "Client"),
            frappe.db.exists("System Settings", "System Settings"),
        )


class TestLists:
    def test_aggregates_as_objects(self, three: list[str]) -> None:
        rows = frappe.get_all(
            "Client",
            fields=["city", {"COUNT": "name", "as": "n"}, {"SUM": "credit_limit", "as": "total"}],
            group_by="city",
            order_by="city",
        )
        assert [("Lyon", 2, 30), ("Paris", 1, 40)] == [(row.city, row.n, row.total) for row in rows]

    def test_aggregates_as_text(self, three: list[str]) -> None:
        assert [2, 1] == [
            row.n
            for row in frappe.get_all(
                "Client", fields=["count(name) as n"], group_by="city", order_by="n desc"
            )
        ]

    def test_pluck_distinct_pages_and_or(self, three: list[str]) -> None:
        assert ["Lyon", "Paris"] == frappe.get_all(
            "Client", fields=["city"], distinct=True, pluck="city", order_by="city"
        )
        assert ["Beta"] == frappe.get_all(
            "Client", pluck="client_name", order_by="client_name", start=1, page_length=1
        )
        found = frappe.get_all(
            "Client", or_filters={"city": "Paris", "client_name": "Alpha"}, pluck="client_name"
        )
        assert ["Alpha", "Gamma"] == sorted(found)

    def test_filters_may_come_first(self, three: list[str]) -> None:
        assert ["Gamma"] == [
            row.client_name for row in frappe.get_all("Client", {"city": "Paris"}, ["client_name"])
        ]

    def test_as_list(self, three: list[str]) -> None:
        assert [("Gamma",)] == frappe.get_all("Client", {"city": "Paris"}, ["client_name"], as_list=True)

    def test_lists_of_the_user_have_twenty(self) -> None:
        for number in range(21):
            frappe.get_doc(doctype="Branch", branch_name=f"B{number}").insert()
        assert (20, 21, 21) == (
            len(frappe.get_list("Branch")),
            len(frappe.get_list("Branch", limit=0)),
            len(frappe.get_all("Branch")),
        )

    def test_lists_of_the_user_see_rights(self, three: list[str]) -> None:
        frappe.set_user("Guest")
        assert 3 == len(frappe.get_all("Client"))
        with pytest.raises(frappe.PermissionError):
            frappe.get_list("Client")


class TestWriting:
    def test_sets_several_columns(self, three: list[str]) -> None:
        frappe.db.set_value("Client", three[0], {"city": "Nice", "credit_limit": "7.5"})
        assert ("Nice", 7.5) == frappe.db.get_value("Client", three[0], ["city", "credit_limit"])

    def test_sets_by_filter_and_by_names(self, three: list[str]) -> None:
        frappe.db.set_value("Client", {"city": "Lyon"}, "city", "Nice")
        assert 2 == frappe.db.count("Client", {"city": "Nice"})
        frappe.db.set_value("Client", three, "city", "Brest")
        assert 3 == frappe.db.count("Client", {"city": "Brest"})

    def test_keeps_modified_where_asked(self, three: list[str]) -> None:
        before = frappe.db.get_value("Client", three[0], "modified")
        frappe.db.set_value("Client", three[0], "city", "Nice", update_modified=False)
        assert before == frappe.db.get_value("Client", three[0], "modified")

    def test_refuses_values_and_columns_that_cannot_be(self, three: list[str]) -> None:
        with pytest.raises(frappe.ValidationError):
            frappe.db.set_value("Client", three[0], "credit_limit", "much")
        with pytest.raises(frappe.DataError):
            frappe.db.set_value("Client", three[0], "no_such", 1)

    def test_bulk_insert(self) -> None:
        fields = ["name", "branch_name"]
        frappe.db.bulk_insert("Branch", fields, [("N", "N"), ("S", "S")])
        frappe.db.bulk_insert("Branch", fields, [("S", "S"), ("W", "W")], ignore_duplicates=True)
        assert ["N", "S", "W"] == frappe.get_all("Branch", pluck="name", order_by="name")
        assert 0 == frappe.get_doc("Branch", "N").docstatus

    def test_bulk_update(self, three: list[str]) -> None:
        frappe.db.bulk_update("Client", {three[0]: {"city": "A"}, three[1]: {"city": "B"}})
        assert ["A", "B", "Paris"] == [frappe.db.get_value("Client", name, "city") for name in three]

    def test_delete_and_touch(self, three: list[str]) -> None:
        frappe.db.delete("Client", {"city": "Lyon"})
        assert [three[2]] == frappe.get_all("Client", pluck="name")
        before = frappe.db.get_value("Client", three[2], "modified")
        frappe.db.touch("Client", three[2])
        assert before < frappe.db.get_value("Client", three[2], "modified")

    def test_truncate_is_refused_with_a_reason(self) -> None:
        assert not hasattr(frappe.db, "truncate")
        with pytest.raises(frappe.UnsupportedError, match=r"frappe\.db\.delete"):
            frappe.db.truncate("Client")


class TestTables:
    def test_are_known_by_their_declarations(self) -> None:
        assert frappe.db.has_column("Client", "city")
        assert not frappe.db.has_column("Client", "no_such")
        assert {"name", "city", "docstatus"} <= set(frappe.db.get_table_columns("Client"))
        assert (True, False, False) == tuple(
            frappe.db.table_exists(name) for name in ("Client", "System Settings", "No Such")
        )
        assert "tabClient" in frappe.db.get_tables()


class TestTransactions:
    def test_a_named_savepoint_is_returned_to(self, three: list[str]) -> None:
        frappe.db.savepoint("here")
        frappe.db.set_value("Client", three[0], "city", "Nice")
        frappe.db.rollback(save_point="here")
        assert "Lyon" == frappe.db.get_value("Client", three[0], "city")
        frappe.db.release_savepoint("here")
        with pytest.raises(frappe.ValidationError):
            frappe.db.rollback(save_point="here")

    def test_a_block_is_undone_when_it_raises(self, three: list[str]) -> None:
        with pytest.raises(frappe.DataError), frappe.db.savepoint():
            set_and_fail(three[0])
        assert "Lyon" == frappe.db.get_value("Client", three[0], "city")

    def test_a_name_that_is_no_identifier_is_refused(self) -> None:
        with pytest.raises(frappe.ValidationError):
            frappe.db.savepoint("x; DROP TABLE tabUser")

    def test_what_follows_a_commit(self) -> None:
        said: list[str] = []
        frappe.db.after_commit.add(lambda: said.append("committed"))
        frappe.db.after_rollback.add(lambda: said.append("rolled back"))
        assert [] == said
        frappe.db.commit()
        assert ["committed"] == said

    def test_what_follows_a_rollback(self) -> None:
        said: list[str] = []
        client()
        frappe.db.after_commit.add(lambda: said.append("committed"))
        frappe.db.after_rollback.add(lambda: said.append("rolled back"))
        frappe.db.rollback()
        assert ["rolled back"] == said
        assert 0 == frappe.db.count("Client")


def set_and_fail(name: str) -> None:
    frappe.db.set_value("Client", name, "city", "Nice")
    frappe.db.set_value("Client", name, "no_such", 1)


class TestDefaults:
    def test_are_kept_for_the_site_and_the_user(self) -> None:
        frappe.db.set_default("company", "Acme")
        assert "Acme" == frappe.db.get_default("company")
        frappe.defaults.set_user_default("company", "Beta")
        assert "Beta" == frappe.defaults.get_user_default("company")
        assert "Acme" == frappe.defaults.get_global_default("company")
        assert "Beta" == frappe.defaults.get_defaults().company
        frappe.defaults.clear_user_default("company")
        assert "Acme" == frappe.defaults.get_user_default("company")

    def test_may_be_several(self) -> None:
        frappe.defaults.add_user_default("branch", "North")
        frappe.defaults.add_user_default("branch", "South")
        assert ["North", "South"] == frappe.defaults.get_user_default_as_list("branch")

    def test_include_the_settings(self) -> None:
        frappe.db.set_single_value("System Settings", "float_precision", "5")
        assert "5" == frappe.db.get_default("float_precision")
        assert frappe.db.get_default("no_such") is None

    def test_none_forgets(self) -> None:
        frappe.db.set_default("company", "Acme")
        frappe.db.set_default("company", None)
        assert frappe.db.get_default("company") is None


class TestSql:
    def test_binds_values_by_place(self, three: list[str]) -> None:
        found = frappe.db.sql(
            "select client_name from `tabClient` where city = %s and credit_limit > %s", ("Lyon", 15)
        )
        assert (("Beta",),) == found

    def test_binds_values_by_name_and_lists(self, three: list[str]) -> None:
        query = (
            "SELECT client_name, credit_limit FROM `tabClient` WHERE name IN %(names)s ORDER BY client_name"
        )
        rows = frappe.db.sql(query, {"names": three[:2]}, as_dict=True)
        assert [("Alpha", 10), ("Beta", 20)] == [(row.client_name, row.credit_limit) for row in rows]

    def test_shapes(self, three: list[str]) -> None:
        query = "select client_name from `tabClient` where city = %s order by client_name"
        assert (
            ["Alpha", "Beta"] == frappe.db.sql(query, "Lyon", pluck=True) == frappe.db.sql_list(query, "Lyon")
        )
        assert [["Alpha"], ["Beta"]] == frappe.db.sql(query, ["Lyon"], as_list=True)

    def test_joins_groups_and_ctes(self, three: list[str]) -> None:
        query = (
            "with lyon as (select name from `tabClient` where city = %s) "
            "select count(*) as n, sum(c.credit_limit) from `tabClient` c inner join lyon on lyon.name = c.name "
            "group by c.city having count(*) > 1"
        )
        assert ((2, 30),) == frappe.db.sql(query, ("Lyon",))

    @pytest.mark.parametrize(
        "query",
        [
            "delete from `tabClient`",
            "update `tabClient` set city = %s",
            "insert into `tabClient` (name) values (%s)",
            "drop table `tabClient`",
            "pragma table_info(tabClient)",
            "select 1; select 2",
            "select name from `tabClient` -- all",
            "select name from `tabClient` /* all */",
            "select name from `tabClient` # all",
            "select name from `tabClient` where city = 'Lyon'",
            'select name from `tabClient` where city = "Lyon"',
            "select name from `tabClient` where city = ''",
            "select password from __Auth",
            "select password from `__Auth`",
            "select * from information_schema.tables",
            "select * from sqlite_master",
            "select sleep(5)",
            "select load_file(%s)",
            "select name from `tabClient` into outfile %s",
            "with x as (select 1) delete from `tabClient`",
            "select name from other_site.`tabUser`",
            "select name from `other_site` . tabUser",
            "select @@version",
            "select name from `tab\\Client`",
            "",
            "call something()",
            "explain select 1",
        ],
    )
    def test_refuses_what_is_no_plain_select(self, three: list[str], query: str) -> None:
        with pytest.raises(frappe.DataError):
            frappe.db.sql(query, ("x",) if "%s" in query else ())
        assert 3 == frappe.db.count("Client")

    def test_a_value_stays_a_value(self, three: list[str]) -> None:
        found = frappe.db.sql("select name from `tabClient` where city = %s", ("x' or 1=1 --",))
        assert () == found

    def test_refuses_wrong_numbers_of_values(self) -> None:
        with pytest.raises(frappe.DataError, match="2 places"):
            frappe.db.sql("select name from `tabClient` where city = %s and name = %s", ("x",))
        with pytest.raises(frappe.DataError, match="no value for city"):
            frappe.db.sql("select name from `tabClient` where city = %(city)s", {})

    def test_is_logged_as_discouraged_once(self, caplog: pytest.LogCaptureFixture) -> None:
        # Of this call alone: the process remembers what it has said, and other databases run in it too.
        column = f"only_here_{uuid.uuid4().hex}"
        with caplog.at_level(logging.WARNING, logger="comptoir.db.raw"):
            for _time in range(2):
                frappe.db.sql(f"select count(*) as {column} from `tabClient`")
        assert 1 == sum(column in record.getMessage() for record in caplog.records)

    def test_escape_quotes(self) -> None:
        assert "'O''Brien'" == frappe.db.escape("O'Brien")
