"""What the modules of an app import, read from their text: nothing is run."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FRAPPE = "frappe"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: ``from module import name``, or ``import module`` with an empty name."""

    module: str
    name: str
    line: int

    @property
    def top(self) -> str:
        """The package the module belongs to."""
        return self.module.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


def of_module(path: Path, dotted: str, *, at_load_only: bool = False) -> Iterator[Import]:
    """The imports of a module; ``at_load_only`` leaves out those inside functions and behind a guard.

    Raises ``SyntaxError`` for a module that Python cannot read.
    """
    package = dotted if path.name == "__init__.py" else dotted.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    for node in _at_load(tree.body) if at_load_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", node.lineno)
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(node, package)
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)


def dotted_name(path: Path, package: Path) -> str:
    """``.../regioncrm/crm/client.py`` in the package ``.../regioncrm`` is ``regioncrm.crm.client``."""
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_standard(module: str) -> bool:
    """Whether Python brings the module."""
    return module.partition(".")[0] in sys.stdlib_module_names


class Resolver:
    """Answers whether the modules of one app can be imported here, following its own modules."""

    def __init__(self, package: Path):
        self._package = package
        self._known: dict[str, str | None] = {}

    def obstacle(self, dotted: str) -> str | None:
        """Why the app's module ``dotted`` cannot be imported, or None."""
        if dotted in self._known:
            return self._known[dotted]
        self._known[dotted] = None
        path = self._file(dotted)
        if path is None:
            self._known[dotted] = f"there is no module {dotted}"
        elif path.is_file():
            self._known[dotted] = self._obstacle_in(path, dotted)
        return self._known[dotted]

    def _obstacle_in(self, path: Path, dotted: str) -> str | None:
        try:
            imports = list(of_module(path, dotted, at_load_only=True))
        except (SyntaxError, UnicodeDecodeError) as error:
            return f"{dotted} cannot be read: {error}"
        for found in imports:
            why = self._of(found)
            if why is not None:
                return why
        return None

    def _of(self, found: Import) -> str | None:
        if is_standard(found.module):
            return None
        if found.top == self._package.name:
            return self._own(found)
        if found.top == FRAPPE:
            return _of_face(found)
        if importlib.util.find_spec(found.top) is None:
            return f"{found.top} is not installed"
        return None

    def _own(self, found: Import) -> str | None:
        if found.name and self._file(f"{found.module}.{found.name}") is not None:
            return self.obstacle(f"{found.module}.{found.name}")
        return self.obstacle(found.module)

    def _file(self, dotted: str) -> Path | None:
        """The file of a module of the app; its folder where it is a package without ``__init__.py``."""
        base = self._package.parent.joinpath(*dotted.split("."))
        for path in (base / "__init__.py", base.with_suffix(".py")):
            if path.is_file():
                return path
        return base if base.is_dir() else None


def _of_face(found: Import) -> str | None:
    """Whether this installation's ``frappe`` has what is asked of it."""
    try:
        module = importlib.import_module(found.module)
    except ModuleNotFoundError:
        return f"there is no {found.module} here"
    if not found.name or found.name == "*" or hasattr(module, found.name):
        return None
    if importlib.util.find_spec(f"{found.module}.{found.name}") if hasattr(module, "__path__") else None:
        return None
    return f"there is no {found} here"


def _at_load(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The statements that run when a module is loaded, without those that may fail (``try``, ``TYPE_CHECKING``)."""
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Try():
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
                continue
            case ast.If(body=inner, orelse=other):
                yield from _at_load([*inner, *other])
            case ast.ClassDef(body=inner) | ast.With(body=inner):
                yield from _at_load(inner)
            case _:
                yield statement


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])
