"""What Frappe answers, we answer: every recorded exchange, on both databases."""

from __future__ import annotations

import pytest

from .patterns import Roles
from .replay import Speaker, groups, replay


@pytest.mark.parametrize("group", groups())
def test_group(group: str, speakers: dict[str, Speaker], roles: Roles) -> None:
    problems = replay(group, speakers, roles)
    assert [] == problems, "\n" + "\n".join(problems)
