"""How values are written is told when the Desk starts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from comptoir.context import Context
from comptoir.desk import boot
from comptoir.sites.settings import site_settings


@pytest.mark.parametrize(("region", "told"), [("FR", "FR"), (None, "")])
def test_names_the_country_of_numbers_without_a_code(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, region: str | None, told: str
) -> None:
    settings = replace(site_settings(ctx), phone_region=region)
    monkeypatch.setattr(boot, "site_settings", lambda _: settings)
    assert told == boot.formats(ctx)["phone_region"]
