"""What apps bring for the Desk: the files of their ``public`` folders, and which of them it is told to import."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from comptoir.context import ADMINISTRATOR, GUEST, use
from comptoir.desk.boot import boot
from comptoir.sites import Bench, Site
from comptoir.testing.requests import Answers, requests_to
from comptoir.web.static import NOTHING

SCRIPT = "/assets/regioncrm/desk/index.js"


@pytest.fixture
def requests(bench: Bench, site: Site) -> Iterator[Answers]:
    with requests_to(bench, site.name) as answers:
        yield answers


def test_a_public_file_is_served_and_asked_for_again(requests: Answers) -> None:
    answer = requests.get(SCRIPT, {}, {})
    assert (200, "no-cache") == (answer.status_code, answer.headers["cache-control"])
    assert "export default function" in answer.text
    known = requests.get(SCRIPT, {}, {"If-None-Match": answer.headers["etag"]})
    assert (304, "") == (known.status_code, known.text)


@pytest.mark.parametrize(
    "address",
    [
        "/assets/regioncrm/desk/no.js",
        "/assets/regioncrm/desk",
        "/assets/regioncrm/",
        "/assets/regioncrm/..%2fhooks.py",
        "/assets/regioncrm/%2e%2e/hooks.py",
        "/assets/regioncrm/desk/..%2f..%2fhooks.py",
        "/assets/regioncrm/%2fetc%2fpasswd",
        "/assets/regioncrm/desk/index.js%00.txt",
        "/assets/regioncrm/" + "x" * 5000,
        "/assets/regioncrm/.git/config",
        "/assets/comptoir/hooks.py",
        "/assets/elsewhere/desk/index.js",
        "/assets/%2e%2e/apps/regioncrm/regioncrm/hooks.py",
    ],
)
def test_there_is_nothing_else(requests: Answers, address: str) -> None:
    answer = requests.get(address, {}, {})
    assert (404, NOTHING) == (answer.status_code, answer.text)


def test_an_app_that_the_site_has_not_installed_shows_nothing(
    requests: Answers, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "manifests", tuple(each for each in site.manifests if each.app != "regioncrm"))
    assert 404 == requests.get(SCRIPT, {}, {}).status_code


def test_the_desk_is_told_of_the_scripts_once_somebody_has_signed_in(site: Site) -> None:
    told = {}
    for user in (ADMINISTRATOR, GUEST):
        with use(site.open(user)) as ctx:
            told[user] = boot(ctx).get("scripts")
            ctx.db.close()
    assert {ADMINISTRATOR: [SCRIPT], GUEST: None} == told
