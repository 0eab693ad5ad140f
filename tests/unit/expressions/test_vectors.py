"""The vectors that the Desk runs too: what each expression means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from comptoir.expressions import ExpressionSyntaxError, compile

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "expressions.json").read_text(encoding="utf-8")
)
RESULTS = [vector for vector in VECTORS if "result" in vector]
ERRORS = [vector for vector in VECTORS if "error" in vector]


def as_json(value: Any) -> Any:
    """A value with 3.0 and 3 alike, and True and 1 apart."""
    if isinstance(value, bool | str) or value is None:
        return (type(value).__name__, value)
    return [as_json(entry) for entry in value] if isinstance(value, list) else float(value)


@pytest.mark.parametrize("vector", RESULTS, ids=[vector["source"][:60] for vector in RESULTS])
def test_an_expression_has_the_value_its_vector_says(vector: dict[str, Any]) -> None:
    scope = {"doc": vector["doc"], "parent": vector.get("parent")}
    assert as_json(vector["result"]) == as_json(compile(vector["source"]).evaluate(scope))


@pytest.mark.parametrize("vector", ERRORS, ids=[vector["source"][:60] for vector in ERRORS])
def test_an_unreadable_expression_is_refused_with_the_code_its_vector_says(vector: dict[str, Any]) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        compile(vector["source"])
    assert vector["error"] == caught.value.code


def test_there_are_enough_vectors_to_hold_two_implementations_together() -> None:
    assert len(VECTORS) >= 120
