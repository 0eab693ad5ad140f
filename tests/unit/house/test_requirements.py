"""The lock files: hashed, and the same version of a package in every one of them."""

from __future__ import annotations

import re
from pathlib import Path

from .tree import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def pins(lock: Path) -> dict[str, str]:
    return {name: version for name, version, _ in PIN.findall(lock.read_text())}


def test_every_pin_carries_a_hash() -> None:
    bare = [
        f"{lock.name}: {name}"
        for lock in LOCKS
        for name, _, rest in PIN.findall(lock.read_text())
        if "--hash" not in rest
    ]
    assert [] == bare


def test_the_locks_agree_on_versions() -> None:
    seen: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in pins(lock).items():
            seen.setdefault(name, set()).add(version)
    assert {} == {name: versions for name, versions in seen.items() if len(versions) > 1}


def test_the_test_lock_holds_everything_the_others_do() -> None:
    everything = pins(ROOT / "requirements/test.txt")
    lacking = {
        name
        for name in ("base", "mariadb")
        for name in pins(ROOT / f"requirements/{name}.txt")
        if name not in everything
    }
    assert set() == lacking


def test_every_wanted_package_is_locked() -> None:
    lacking = {
        f"{source.name}: {name}"
        for source in sorted((ROOT / "requirements").glob("*.in"))
        for name in re.findall(r"^([a-z0-9][a-z0-9._-]*)", source.read_text(), re.MULTILINE)
        if name not in pins(source.with_suffix(".txt"))
    }
    assert set() == lacking
