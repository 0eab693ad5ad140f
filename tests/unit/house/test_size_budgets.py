"""Size budgets: a module, class or function that passes them wants to be split. Exceptions are named, with a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .tree import texts

MODULE_LINES = 400
FUNCTION_LINES = 50
CLASS_LINES = 300
PARAMETERS = 7

LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
LONG_CLASSES: dict[str, str] = {}
MANY_PARAMETERS: dict[str, str] = {
    "apps/comptoir/frappe/share.py:add": "these are the arguments of Frappe's share.add",
    "apps/comptoir/comptoir/documents/listing.py:get_list": "these are the arguments of Frappe's get_list",
    "apps/comptoir/frappe/_printing.py:get_print": "these are the arguments of Frappe's get_print",
    "apps/comptoir/frappe/client.py:attach_file": "these are the arguments of Frappe's attach_file",
    "apps/comptoir/frappe/_background.py:publish_realtime": "these are the arguments of Frappe's publish_realtime",
    "apps/comptoir/frappe/model/mapper.py:get_mapped_doc": "these are the arguments of Frappe's get_mapped_doc",
    "apps/comptoir/frappe/utils/dates.py:add_to_date": "these are the arguments of Frappe's add_to_date",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python() -> list[tuple[Path, str]]:
    sources = texts(".py", under="apps/") + [entry for entry in texts("") if entry[0] == Path("bench")]
    return [(path, text) for path, text in sources if "desk/" not in str(path)]


def screens() -> list[tuple[Path, str]]:
    return [
        (path, text)
        for path, text in texts(".ts", ".vue", under="apps/comptoir/desk/")
        if not path.name.endswith((".test.ts", ".d.ts"))
        and "/dev/" not in str(path)
        and "/tests/" not in str(path)
    ]


def nodes(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST]]:
    for path, text in python():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, kind):
                yield f"{path}:{getattr(node, 'name', '')}", node


def lines(node: ast.AST) -> int:
    assert isinstance(node, ast.stmt)
    return (node.end_lineno or node.lineno) - node.lineno + 1


def own_parameters(node: Function) -> list[str]:
    arguments = [
        argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    ]
    return [name for name in arguments if name not in ("self", "cls")]


def is_command(node: Function) -> bool:
    """The parameters of a command are its options; click asks for them by name."""
    return any(
        isinstance(name, ast.Name) and name.id == "click"
        for mark in node.decorator_list
        for name in ast.walk(mark)
    )


class TestPython:
    def test_no_module_is_too_long(self) -> None:
        long = {str(path): text.count("\n") for path, text in python() if text.count("\n") > MODULE_LINES}
        assert {} == {path: count for path, count in long.items() if path not in LONG_MODULES}

    def test_no_function_is_too_long(self) -> None:
        found = {name: lines(node) for name, node in nodes((ast.FunctionDef, ast.AsyncFunctionDef))}
        assert {} == {n: c for n, c in found.items() if c > FUNCTION_LINES and n not in LONG_FUNCTIONS}

    def test_no_class_is_too_long(self) -> None:
        found = {name: lines(node) for name, node in nodes(ast.ClassDef)}
        assert {} == {n: c for n, c in found.items() if c > CLASS_LINES and n not in LONG_CLASSES}

    def test_no_function_takes_too_many_parameters(self) -> None:
        found = {}
        for name, node in nodes((ast.FunctionDef, ast.AsyncFunctionDef)):
            assert isinstance(node, Function)
            count = len(own_parameters(node))
            if count > PARAMETERS and not is_command(node) and name not in MANY_PARAMETERS:
                found[name] = count
        assert {} == found

    def test_every_module_says_what_it_is_for(self) -> None:
        silent = [
            str(path) for path, text in python() if text.strip() and not ast.get_docstring(ast.parse(text))
        ]
        assert [] == silent


class TestScreens:
    def test_no_module_is_too_long(self) -> None:
        long = {str(path): text.count("\n") for path, text in screens() if text.count("\n") > MODULE_LINES}
        assert {} == {path: count for path, count in long.items() if path not in LONG_MODULES}


class TestExceptions:
    @pytest.mark.parametrize("names", [LONG_MODULES, LONG_FUNCTIONS, LONG_CLASSES, MANY_PARAMETERS])
    def test_each_has_a_reason_and_still_exists(self, names: dict[str, str]) -> None:
        known = {str(path) for path, _ in python() + screens()}
        stale = [name for name, reason in names.items() if not reason or name.split(":")[0] not in known]
        assert [] == stale


class TestCounting:
    """The checks above can fail."""

    def test_a_function_of_51_lines_is_counted_as_such(self) -> None:
        body = "def long():\n" + "    x = 1\n" * 50
        assert 51 == lines(ast.parse(body).body[0])

    def test_keyword_only_parameters_count_and_self_does_not(self) -> None:
        node = ast.parse("def f(self, a, /, b, *, c): ...").body[0]
        assert isinstance(node, ast.FunctionDef)
        assert ["a", "b", "c"] == own_parameters(node)
