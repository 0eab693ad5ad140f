"""When the screens are built, and when they are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from comptoir.processes import desk_build
from comptoir.processes.desk_build import Desk
from comptoir.processes.errors import ProcessFailedError
from comptoir.processes.node import Node

NPM = """#!/bin/sh
echo "$@" >> ../calls
case "$*" in
  "run build") if [ -e broken ]; then echo "no such component"; exit 1; fi; mkdir -p dist; echo ok > dist/index.html ;;
  install*) mkdir -p node_modules ;;
esac
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A Desk of three files and an npm that writes down what it is asked for."""
    made = Desk(tmp_path, tmp_path / "logs")
    (made.folder / "src").mkdir(parents=True)
    (made.folder / "src" / "main.ts").write_text("1")
    (made.folder / "package.json").write_text("{}")
    (made.folder / "package-lock.json").write_text("{}")
    npm = tmp_path / "npm"
    npm.write_text(NPM)
    npm.chmod(0o755)
    monkeypatch.setattr(desk_build, "need_node", lambda root: Node("v20.19.0", (str(npm),), tmp_path))
    return made


def calls(desk: Desk) -> list[str]:
    path = desk.folder.parent / "calls"
    lines = path.read_text().splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return [" ".join(line.split()[:2]) for line in lines]


def quiet(text: str) -> None:
    pass


class TestFirstBuild:
    def test_installs_and_builds(self, desk: Desk) -> None:
        desk.build(quiet)
        assert ["install --no-save", "run build"] == calls(desk)
        assert desk.is_built()

    def test_that_fails_shows_the_end_of_the_log_and_is_not_taken_for_done(self, desk: Desk) -> None:
        (desk.folder / "broken").touch()
        with pytest.raises(ProcessFailedError, match="no such component"):
            desk.build(quiet)
        assert not desk.is_built()


class TestNextBuild:
    @pytest.fixture(autouse=True)
    def built(self, desk: Desk) -> None:
        desk.build(quiet)
        calls(desk)

    def test_does_nothing_where_nothing_changed(self, desk: Desk) -> None:
        desk.build(quiet)
        assert [] == calls(desk)

    def test_builds_again_once_a_source_changed(self, desk: Desk) -> None:
        (desk.folder / "src" / "main.ts").write_text("2")
        assert not desk.is_built()
        desk.build(quiet)
        assert ["run build"] == calls(desk)

    def test_installs_again_once_the_lock_changed(self, desk: Desk) -> None:
        (desk.folder / "package-lock.json").write_text('{"new": 1}')
        desk.build(quiet)
        assert ["install --no-save", "run build"] == calls(desk)

    def test_does_not_look_at_tests(self, desk: Desk) -> None:
        (desk.folder / "tests").mkdir()
        (desk.folder / "tests" / "pages.ts").write_text("1")
        (desk.folder / "src" / "main.test.ts").write_text("1")
        assert desk.is_built()
