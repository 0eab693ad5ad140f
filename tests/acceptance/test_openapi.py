"""The description of the interface: valid, of what the asker may do, and with examples that fit it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from comptoir.sites import Site
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from .conftest import Caller, key_of, make_user


def describe(caller: Caller) -> dict[str, Any]:
    answer = caller("GET", "/api/openapi.json")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.fixture
def seller(driver: Caller, site: Site) -> Caller:
    return Caller(driver.client, key_of(site, make_user(site, "seller@example.com", "Sales User")))


@pytest.fixture
def everybodys(admin: Caller, driver: Caller, seller: Caller, guest: Caller) -> list[dict[str, Any]]:
    """The descriptions four users are given."""
    return [describe(caller) for caller in (admin, driver, seller, guest)]


def operations(description: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (verb, path) for path, item in description["paths"].items() for verb in item if verb != "parameters"
    }


class TestDescription:
    def test_is_openapi(self, everybodys: list[dict[str, Any]]) -> None:
        for description in everybodys:
            assert [] == [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(description)]
            items = description["paths"].values()
            keys = [item[verb]["operationId"] for item in items for verb in item if verb != "parameters"]
            assert len(set(keys)) == len(keys)

    def test_leads_nowhere_that_is_not(self, everybodys: list[dict[str, Any]]) -> None:
        for description in everybodys:
            wanted = {part.split('"')[0] for part in json.dumps(description).split("#/components/")[1:]}
            components = description["components"]
            assert [] == [path for path in wanted if path.split("/")[1] not in components[path.split("/")[0]]]

    def test_is_of_what_the_user_may_do(self, admin: Caller, driver: Caller, guest: Caller) -> None:
        theirs = operations(describe(driver))
        assert {("get", "/api/resource/Client"), ("get", "/api/resource/Client/{name}")} <= theirs
        assert set() == theirs & {("post", "/api/resource/Client"), ("delete", "/api/resource/Client/{name}")}
        assert theirs < operations(describe(admin))
        assert "/api/resource/Client" not in describe(guest)["paths"]

    def test_names_no_field_above_the_level_of_the_user(self, admin: Caller, seller: Caller) -> None:
        mine, theirs = (describe(caller)["components"]["schemas"] for caller in (admin, seller))
        assert ("notes" in mine["Employee"]["properties"], "notes" in theirs["Employee"]["properties"]) == (
            True,
            False,
        )
        rows = [found["Proposal.Proposal_Item"]["properties"] for found in (mine, theirs)]
        assert [True, False] == ["cost" in properties for properties in rows]

    def test_holds_what_is_more_than_frappes(self, admin: Caller) -> None:
        paths = describe(admin)["paths"]
        named = {part["$ref"].split("/")[-1] for part in paths["/api/resource/Client"]["get"]["parameters"]}
        assert {"cursor", "expand"} <= named
        change = paths["/api/resource/Client/{name}"]["put"]
        assert {"IdempotencyKey", "IfMatch"} <= {part["$ref"].split("/")[-1] for part in change["parameters"]}
        assert {"412", "417", "422"} <= set(change["responses"])
        assert {f"/api/v2/document/Client/bulk_{verb}" for verb in ("create", "update", "delete")} <= set(
            paths
        )
        assert {"/api/v2/document/Proposal/{name}/method/submit"} <= set(paths)

    def test_follows_a_doctype_made_in_the_browser(self, admin: Caller) -> None:
        fields = [{"fieldname": "colour", "label": "Colour", "fieldtype": "Data", "reqd": 1}]
        values = {"name": "Car", "module": "CRM", "custom": 1, "fields": fields}
        values["permissions"] = [{"role": "System Manager", "read": 1, "write": 1, "create": 1}]
        answer = admin("POST", "/api/resource/DocType", json=values)
        assert answer.status_code == 200, answer.text
        description = describe(admin)
        assert ["colour"] == description["paths"]["/api/resource/Car"]["post"]["requestBody"]["content"][
            "application/json"
        ]["schema"]["allOf"][1]["required"]


class TestExamples:
    def test_fit_their_schemas(self, admin: Caller) -> None:
        description = describe(admin)
        for path, item in description["paths"].items():
            for verb in set(item) - {"parameters"}:
                content = item[verb].get("requestBody", {}).get("content", {}).get("application/json", {})
                if "example" in content:
                    schema = content["schema"] | {"components": description["components"]}
                    errors = [
                        str(error.message)
                        for error in jsonschema_rs.validator_for(schema).iter_errors(content["example"])
                    ]
                    assert [] == errors, (verb, path)

    def test_make_documents(self, admin: Caller) -> None:
        content = describe(admin)["paths"]["/api/resource/Client"]["post"]["requestBody"]["content"]
        made = admin("POST", "/api/resource/Client", json=content["application/json"]["example"])
        assert made.status_code == 200, made.text

    def test_of_documents_as_they_are_stored_fit_too(self, admin: Caller) -> None:
        description = describe(admin)
        admin("POST", "/api/resource/Branch", json={"branch_name": "North", "city": "Lille"})
        stored = admin("GET", "/api/resource/Branch/North").json()["data"]
        schema = {"$ref": "#/components/schemas/Branch", "components": description["components"]}
        assert [] == [str(error.message) for error in jsonschema_rs.validator_for(schema).iter_errors(stored)]
