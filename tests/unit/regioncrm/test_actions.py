"""The buttons of the product: each runs something that may be called, with arguments that it takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from comptoir.documents.controllers import module_of
from comptoir.hooks import resolve, whitelisted
from comptoir.meta import load
from comptoir.meta.actions import Action, read_action
from comptoir.meta.model import DocType
from comptoir.text import scrub

ROOT = Path(__file__).parents[3]
DECLARED = [
    (doctype, read_action(row))
    for doctype in map(load.read_file, sorted(ROOT.glob("doctypes/*/*.json")))
    for row in doctype.actions
    if row["action_type"] != "Route"
]


def target(doctype: DocType, action: Action) -> Callable[..., Any]:
    """What the button runs."""
    if action.is_function:
        return resolve(action.action)
    module = module_of("regioncrm", scrub(doctype.module), doctype.name)
    controller = getattr(module, doctype.name.replace(" ", ""))
    method: Callable[..., Any] = getattr(controller, action.action)
    return method


@pytest.mark.parametrize(
    ("doctype", "action"), DECLARED, ids=[f"{doctype.name}-{action.label}" for doctype, action in DECLARED]
)
class TestAButton:
    def test_runs_what_may_be_called(self, doctype: DocType, action: Action) -> None:
        terms = whitelisted(target(doctype, action))
        assert terms is not None
        assert "POST" in terms.methods

    def test_asks_for_what_is_taken(self, doctype: DocType, action: Action) -> None:
        given = {field.fieldname: None for field in action.arguments}
        first = {"doc": None} if action.is_function else {"self": None}
        assert inspect.signature(target(doctype, action)).bind(**first, **given)

    def test_requires_what_has_no_default(self, doctype: DocType, action: Action) -> None:
        parameters = list(inspect.signature(target(doctype, action)).parameters.values())[1:]
        needed = {parameter.name for parameter in parameters if parameter.default is parameter.empty}
        assert needed == {field.fieldname for field in action.arguments if field.reqd}


def test_every_method_of_a_document_that_may_be_called_has_a_button() -> None:
    buttons = {(doctype.name, action.action) for doctype, action in DECLARED}
    methods = set()
    for doctype in map(load.read_file, ROOT.glob("doctypes/*/*.json")):
        module = module_of("regioncrm", scrub(doctype.module), doctype.name)
        controller = getattr(module, doctype.name.replace(" ", ""), None)
        for name, method in vars(controller).items() if controller else ():
            if inspect.isfunction(method) and whitelisted(method):
                methods.add((doctype.name, name))
    assert 5 < len(methods)
    assert methods <= buttons
