"""An expression is refused or it has a value: nothing hangs, nothing fails, nothing is reached but the document."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from comptoir.errors import ExpressionError
from comptoir.expressions import ExpressionSyntaxError, compile
from comptoir.expressions.syntax import DEEPEST, MOST_NODES
from hypothesis import given
from hypothesis import strategies as st

WORDS = (
    "doc", "parent", ".", "status", "items", "length", "[", "]", "(", ")", "0", "1.5", '"a"', "'b'", "true", "null",
    "==", "===", "!=", "<", ">=", "&&", "||", "!", "-", "+", "*", "/", "%", "?", ":", ",", "in", "not", "and",
    "includes", "in_list", "cint", "flt", "indexOf",
)  # fmt: skip

numbers = st.integers() | st.floats() | st.decimals()
scalars = st.none() | st.booleans() | numbers | st.text(max_size=5) | st.dates() | st.timedeltas()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
)


class Document:
    """Something like a document: values by ``get``, and much else that no expression should reach."""

    secret = "secret"

    def __init__(self, **values: Any):
        self.values = values

    def get(self, key: str, filters: Any = None, default: Any = None) -> Any:
        return self.values.get(key, default)

    def delete(self) -> None:
        raise AssertionError


def value(source: str, **doc: Any) -> Any:
    return compile(source).evaluate({"doc": doc})


class TestAnyText:
    @given(st.text(max_size=60))
    def test_is_an_expression_or_refused_as_one(self, source: str) -> None:
        try:
            compile(source).evaluate({"doc": {}})
        except ExpressionSyntaxError as error:
            refusal = error
        else:
            return
        assert 1 <= refusal.position <= len(source) + 1

    @given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), values, values)
    def test_that_is_an_expression_has_a_value_for_every_document(
        self, source: str, doc: Any, parent: Any
    ) -> None:
        try:
            expression = compile(source)
        except ExpressionSyntaxError:
            return
        result = expression.evaluate({"doc": doc, "parent": parent})
        assert not isinstance(result, float) or math.isfinite(result)
        assert expression.is_true({"doc": doc, "parent": parent}) in (True, False)


class TestALargeExpression:
    def test_may_be_nested_as_deep_as_the_limit(self) -> None:
        depth = DEEPEST - 1
        assert value("(" * depth + "1" + ")" * depth) == 1

    @pytest.mark.parametrize(
        "source",
        [
            "(" * DEEPEST + "1" + ")" * DEEPEST,
            "[" * 5000,
            "!" * 3000 + "1",
            "doc" + ".a" * 1900,
            "doc" + "[doc" * 900 + "]" * 900,
            "1" + "?1:1" * 900,
            "1" + "+1" * MOST_NODES,
            "x" * 100_000,
        ],
        ids=["parentheses", "lists", "signs", "members", "indexes", "choices", "sum", "length"],
    )
    def test_beyond_the_limits_is_refused(self, source: str) -> None:
        with pytest.raises(ExpressionSyntaxError) as caught:
            compile(source)
        assert caught.value.code == "too_large"

    def test_of_a_long_chain_is_read(self) -> None:
        assert value(" || ".join(['doc.a == "x"'] * 90), a="x") is True


class TestADocument:
    def test_is_read_by_its_values(self) -> None:
        scope = {"doc": Document(status="Open", items=[Document(qty=2)])}
        assert compile('doc.status == "Open" && doc.items[0].qty == 2').evaluate(scope) is True

    @pytest.mark.parametrize(
        "source",
        [
            "doc.secret",
            "doc.delete",
            "doc.__class__",
            "doc.values",
            "doc.get",
            'doc["__dict__"]',
            "doc.items.append",
        ],
    )
    def test_shows_nothing_but_its_values(self, source: str) -> None:
        assert compile(source).evaluate({"doc": Document(items=[])}) is None

    def test_is_not_changed(self) -> None:
        doc = {"items": [{"qty": 1}], "tags": ("a",)}
        compile("doc.items[0].qty + doc.tags.length").evaluate({"doc": doc})
        assert doc == {"items": [{"qty": 1}], "tags": ("a",)}

    @pytest.mark.parametrize(
        ("stored", "expected"),
        [
            (date(2026, 2, 28), "2026-02-28"),
            (datetime(2026, 2, 28, 9, 30), "2026-02-28 09:30:00.000000"),
            (timedelta(hours=9, minutes=30), "9:30:00"),
            (Decimal("1.50"), 1.5),
            (float("nan"), None),
            (10**400, 10**400),
            (b"bytes", None),
        ],
    )
    def test_shows_its_values_as_the_rest_interface_does(self, stored: Any, expected: Any) -> None:
        assert expected == value("doc.x", x=stored)

    def test_may_be_missing(self) -> None:
        assert compile("status").evaluate({}) is False


class TestARefusal:
    def test_is_an_expression_error(self) -> None:
        with pytest.raises(ExpressionError):
            compile("1 +")

    def test_says_where_and_what(self) -> None:
        with pytest.raises(ExpressionSyntaxError) as caught:
            compile("eval:doc.qty > ")
        assert str(caught.value) == "The expression cannot be read at character 15: a value is missing."

    def test_says_how_to_write_a_field(self) -> None:
        with pytest.raises(ExpressionSyntaxError, match=r"write doc\.status for a field") as caught:
            compile('eval:status == "Open"')
        assert ("unknown_name", 6) == (caught.value.code, caught.value.position)


class TestThePathsOfAnExpression:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("status", {("doc", "status")}),
            ("eval:doc.a.b && !parent.c", {("doc", "a"), ("parent", "c")}),
            ("doc.items[doc.n].qty", {("doc", "items"), ("doc", "n")}),
            ("doc.name.includes('x')", {("doc", "name")}),
            ("1 + 1", set()),
        ],
    )
    def test_are_the_fields_it_asks_for(self, source: str, expected: set[tuple[str, str]]) -> None:
        assert expected == compile(source).paths
