"""The address that a site gives of itself, in mail and for other programs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from comptoir.sites import Site
from comptoir.sites.site import PORT_VARIABLE


@pytest.mark.parametrize(
    ("name", "host_name", "port", "address"),
    [
        ("regioncrm.localhost", "", "8477", "http://regioncrm.localhost:8477"),
        ("localhost", "", "8477", "http://localhost:8477"),
        ("regioncrm.localhost", "", "80", "http://regioncrm.localhost"),
        ("regioncrm.localhost", "", "", "http://regioncrm.localhost"),
        ("crm.example.com", "", "8477", "http://crm.example.com"),
        ("regioncrm.localhost", "https://crm.example.com/", "8477", "https://crm.example.com"),
    ],
)
def test_a_local_site_is_at_the_port_that_is_listened_on(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str, host_name: str, port: str, address: str
) -> None:
    monkeypatch.setenv(PORT_VARIABLE, port)
    monkeypatch.setattr(site, "name", name)
    monkeypatch.setattr(site, "config", replace(site.config, raw={"host_name": host_name}))
    assert address == site.url

