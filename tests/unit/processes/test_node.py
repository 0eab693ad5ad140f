"""Which Node builds the screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from comptoir.processes import node
from comptoir.processes.errors import MissingRequirementError
from comptoir.processes.node import find_node, need_node


def machine_with(folder: Path, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PATH with nothing but a Node of ``version`` and its npm."""
    for name, text in (("node", f"#!/bin/sh\necho {version}\n"), ("npm", "#!/bin/sh\n")):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.fixture(autouse=True)
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node.importlib.util, "find_spec", lambda name: None)


class TestOnThePath:
    @pytest.mark.parametrize("version", ["v20.19.0", "v22.1.0"])
    def test_is_used_when_new_enough(
        self, version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        machine_with(tmp_path, version, monkeypatch)
        found = find_node()
        assert found is not None
        assert (version, (str(tmp_path / "npm"),)) == (found.version, found.npm)

    @pytest.mark.parametrize("version", ["v18.20.0", "v20.18.1", "nonsense"])
    def test_is_left_alone_when_too_old(
        self, version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        machine_with(tmp_path, version, monkeypatch)
        assert find_node() is None


class TestNowhere:
    def test_and_not_to_be_installed_is_a_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(node.subprocess, "run", lambda *args, **kwargs: None)
        with pytest.raises(MissingRequirementError, match=r"Node 20\.19 or newer"):
            need_node(tmp_path)
