"""What a link declares of new documents made beside another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from comptoir.errors import DeclarationError
from comptoir.meta.additions import packed, unpacked
from comptoir.meta.checks import check
from comptoir.meta.linked import read_linked, takes
from comptoir.meta.model import DocType, Field

DEAL = DocType(
    "Deal",
    fields=(
        Field("client", "Link", options="Client"),
        Field("title"),
        Field("amount", "Currency"),
        Field("rows", "Table", options="Row"),
        Field("secret", "Password"),
        Field("head", "Section Break"),
    ),
)


def client(field_map: Any) -> DocType:
    link = {"link_doctype": "Deal", "link_fieldname": "client", "field_map": field_map}
    fields = (Field("client_name"), Field("limit", "Float"), Field("parent_client", "Link", options="Client"))
    return DocType("Client", fields=fields, links=(link,))


def found(field_map: Any) -> Iterator[str]:
    for problem in check({"Client": client(field_map), "Deal": DEAL}):
        if problem.id == "meta.E075":
            yield problem.message


class TestReading:
    def test_knows_the_fields_by_their_targets(self) -> None:
        linked = read_linked(client('{"title": "client_name"}').links[0])
        assert ("Deal", "client", {"title": "client_name"}) == (
            linked.doctype,
            linked.fieldname,
            linked.field_map,
        )

    @pytest.mark.parametrize("text", ["{", '["title"]', '{"title": 1}'])
    def test_refuses_what_is_no_map(self, text: str) -> None:
        with pytest.raises(DeclarationError, match="Deal"):
            read_linked(client(text).links[0])


class TestCheck:
    @pytest.mark.parametrize(
        "field_map", [None, "{}", '{"title": "client_name", "amount": "limit"}', '{"title": "client_name"}']
    )
    def test_passes_values_of_one_kind(self, field_map: Any) -> None:
        assert [] == list(found(field_map))

    @pytest.mark.parametrize(
        "field_map",
        [
            "{",
            '{"gone": "client_name"}',
            '{"title": "gone"}',
            '{"head": "client_name"}',
            '{"title": "limit"}',
            '{"secret": "client_name"}',
            '{"rows": "client_name"}',
            '{"client": "parent_client"}',
            '{"name": "client_name"}',
        ],
    )
    def test_finds_what_cannot_be_filled(self, field_map: str) -> None:
        assert 1 == len(list(found(field_map)))

    def test_takes_a_link_to_the_same_doctype_alone(self) -> None:
        here = Field("client", "Link", options="Client")
        assert takes(here, Field("other", "Link", options="Client"))
        assert not takes(here, Field("other", "Link", options="Branch"))
        assert not takes(here, Field("other"))


def test_the_field_map_travels_under_a_key_of_ours() -> None:
    link = client('{"title": "client_name"}').links[0]
    [row] = packed({"name": "Client", "links": [link]})["links"]
    assert '{"title": "client_name"}' == row["comptoir_field_map"]
    assert dict(link) == dict(unpacked(row))
