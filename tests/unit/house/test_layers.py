"""Every package of the engine has its place in the layers that import-linter holds."""

from __future__ import annotations

import re
import tomllib

from .tree import ROOT

ENGINE = ROOT / "apps" / "comptoir" / "comptoir"


def declared() -> set[str]:
    """The names in the layers' contract."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name for layer in layers for name in re.findall(r"comptoir\.(\w+)", layer)}


def present() -> set[str]:
    """The packages and modules of the engine."""
    packages = {path.parent.name for path in ENGINE.glob("*/__init__.py")}
    return packages | {path.stem for path in ENGINE.glob("*.py") if path.stem != "__init__"}


def test_no_package_stands_outside_the_layers() -> None:
    assert set() == present() - declared()


def test_no_layer_is_only_a_name() -> None:
    assert set() == declared() - present()
