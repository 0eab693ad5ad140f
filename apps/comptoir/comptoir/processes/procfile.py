"""The ``Procfile``: which processes make up an installation. Any process manager can read the same file."""

from __future__ import annotations

from pathlib import Path

from honcho.environ import parse_procfile

from comptoir.processes.errors import ProcessFailedError


def read_procfile(root: Path) -> dict[str, str]:
    """Name -> command. Raises ``ProcessFailedError`` where there is none."""
    path = root / "Procfile"
    if not path.exists():
        raise ProcessFailedError(f"There is no Procfile in {root}. Restore it from the repository.")
    return dict(parse_procfile(path.read_text()).processes)
