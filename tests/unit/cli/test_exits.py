"""Which problem ends with which exit code."""

from __future__ import annotations

import pytest
from comptoir.apps.install import SiteExistsError
from comptoir.cli.exits import MEANINGS, exit_code
from comptoir.errors import (
    ComptoirError,
    ConfigurationError,
    DeclarationError,
    SiteNotFoundError,
    ValidationError,
)
from comptoir.processes.errors import BusyError, MissingRequirementError, ProcessFailedError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValidationError, 1),
        (ConfigurationError, 2),
        (MissingRequirementError, 3),
        (DeclarationError, 4),
        (SiteNotFoundError, 5),
        (SiteExistsError, 5),
        (BusyError, 6),
        (ProcessFailedError, 7),
    ],
)
def test_each_kind_of_problem_has_its_code(error: type[ComptoirError], code: int) -> None:
    assert code == exit_code(error("It did not work."))
    assert code in MEANINGS
