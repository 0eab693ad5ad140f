"""The vectors that the Desk runs too: which values a field takes, and what it makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from comptoir.errors import ValidationError
from comptoir.meta import fieldtypes

from .helpers import field

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "values.json").read_text(encoding="utf-8")
)


def outcome(vector: dict[str, Any]) -> tuple[bool, Any]:
    """Whether the value is taken, and what it then is."""
    kind = fieldtypes.get(vector["fieldtype"])
    declared = field(vector["fieldtype"], **vector.get("properties", {}))
    try:
        value = kind.parse(declared, vector["value"])
    except ValidationError:
        return False, None
    return not kind.check(declared, value), value


@pytest.mark.parametrize("vector", VECTORS, ids=[json.dumps(vector)[:90] for vector in VECTORS])
def test_a_field_takes_or_refuses_a_value_as_its_vector_says(vector: dict[str, Any]) -> None:
    taken, value = outcome(vector)
    assert (vector["ok"], vector.get("stored", value)) == (taken, value)
