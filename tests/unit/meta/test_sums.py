"""What a declaration says of sums, and how that travels."""

from __future__ import annotations

from typing import Any

from comptoir.meta import foreign
from comptoir.meta.additions import packed
from comptoir.meta.fitting import fit
from comptoir.meta.load import from_json, to_json

DECLARED: dict[str, Any] = {
    "name": "A",
    "fields": [{"fieldname": "plan", "fieldtype": "Float", "not_summed": 1}],
}


class TestAFieldThatIsNeverSummed:
    def test_travels_in_a_spelling_that_frappe_leaves_alone(self) -> None:
        (field,) = packed(DECLARED)["fields"]
        assert {"fieldname": "plan", "fieldtype": "Float", "comptoir_not_summed": 1} == field

    def test_comes_back_whole(self) -> None:
        doctype = from_json(DECLARED)
        assert doctype.fields[0].not_summed
        assert doctype == from_json(packed(to_json(doctype)))

    def test_stays_so_where_its_rules_cannot_be_read(self) -> None:
        declared = {"name": "A", "fields": [{**DECLARED["fields"][0], "minimum": 3, "maximum": 2}]}
        doctype = foreign.read(declared)
        fitted, notes = fit(doctype, {"A": doctype})
        assert (None, True, 1) == (fitted.fields[0].minimum, fitted.fields[0].not_summed, len(notes))
