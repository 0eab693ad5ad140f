"""What a machine lacks, and how it is got."""

from __future__ import annotations

from pathlib import Path

import pytest
from comptoir.processes import machine
from comptoir.processes.errors import MissingRequirementError
from comptoir.processes.machine import Need, install


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that were run, on a Debian machine where root may install."""
    run: list[str] = []
    monkeypatch.setattr(machine, "run_child", lambda command, **kwargs: run.append(" ".join(command)) or 0)
    monkeypatch.setattr(
        machine.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None
    )
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    return run


def need(found: list[str]) -> Need:
    """Something that is there from the moment ``found`` yields it."""
    return Need("Printer", "prints", lambda: found.pop(0), ("printer-server", "printer-dev"))


def quiet(text: str) -> None:
    pass


def test_nothing_missing_runs_nothing(commands: list[str], tmp_path: Path) -> None:
    install([need(["here"])], tmp_path / "log", quiet)
    assert [] == commands


def test_the_missing_is_installed_after_the_lists_are_read(commands: list[str], tmp_path: Path) -> None:
    install([need(["", "here"])], tmp_path / "log", quiet)
    assert [
        "apt-get update",
        "apt-get install -y --no-install-recommends printer-server",
        "apt-get install -y --no-install-recommends printer-dev",
    ] == commands


def test_what_cannot_be_installed_is_told_with_its_reason_and_remedy(
    commands: list[str], tmp_path: Path
) -> None:
    with pytest.raises(MissingRequirementError, match=r"Printer \(prints\): apt-get install printer-server"):
        install([need(["", ""])], tmp_path / "log", quiet)


def test_nobody_without_rights_is_asked_for_a_password(
    commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    with pytest.raises(MissingRequirementError):
        install([need(["", ""])], tmp_path / "log", quiet)
    assert [] == commands
