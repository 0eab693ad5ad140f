"""A suite that every app passes, inherited in one line:

.. code-block:: python

    class TestWorkshop(comptoir.testing.AppConformance):
        app = "workshop"

Each doctype of the app is declared soundly, comes back from its JSON as it was, leaves nothing to plan, renders its form and
list, is closed to guests and strangers, open to whom its permissions name, and its documents live.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import orjson
import pytest

from comptoir.access.tokens import generate_keys
from comptoir.access.users import STAFF_ROLES
from comptoir.apps.install import NewSite, create_site
from comptoir.apps.loader import ENGINE, declarations, find_apps, select_apps
from comptoir.apps.target import scope_of
from comptoir.context import ADMINISTRATOR, GUEST
from comptoir.desk.meta import view_with_children
from comptoir.documents import get_document, new_document
from comptoir.hooks import read_manifest
from comptoir.meta.checks import check
from comptoir.meta.load import dumps, from_json, loads, to_json
from comptoir.meta.model import DocType
from comptoir.schema import desired, diff, inspect
from comptoir.sites import Bench, Site
from comptoir.sites.config import COMMON, write_json
from comptoir.sites.here import here
from comptoir.testing.life import live
from comptoir.testing.requests import Answers, requests_to
from comptoir.testing.values import Filler

SITE = "conformance.localhost"
STRANGER = "stranger@conformance.example"


class AppConformance:
    """Checks the doctypes of ``app``. A subclass may say more about its documents in ``values`` and ``without_life``."""

    app: ClassVar[str]
    values: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """Values that the app's own rules ask for: ``{doctype: {fieldname: value}}``."""
    without_life: ClassVar[Mapping[str, str]] = {}
    """Doctypes whose documents only other documents make, each with the reason."""

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run once per doctype of the app, found without a site."""
        if "doctype" in metafunc.fixturenames:
            metafunc.parametrize("doctype", declared_by(here().root, self.app))

    @pytest.fixture(scope="class")
    @classmethod
    def conformance_bench(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
        """This installation with a folder of sites of its own."""
        sites = tmp_path_factory.mktemp("conformance")
        write_json(sites / COMMON, {"redis_url": ""})
        bench = Bench(here().root, sites)
        yield bench
        bench.close()

    @pytest.fixture(scope="class")
    @classmethod
    def conformance_site(cls, conformance_bench: Bench) -> Site:
        """A site with the engine and the app; override it to test on another database."""
        create_site(conformance_bench, NewSite(SITE, "secret", apps=(cls.app,)))
        return conformance_bench.site(SITE)

    @pytest.fixture(scope="class")
    @classmethod
    def conformance_requests(cls, conformance_bench: Bench, conformance_site: Site) -> Iterator[Answers]:
        """Asks the site over HTTP, in this process."""
        with requests_to(conformance_bench, conformance_site.name) as answers:
            yield answers

    @pytest.fixture(scope="class")
    @classmethod
    def stranger(cls, conformance_site: Site) -> dict[str, str]:
        """The headers of a user without roles."""
        with conformance_site.context() as ctx:
            new_document(ctx, {"doctype": "User", "email": STRANGER, "first_name": "Stranger"}).insert()
        return _key(conformance_site, STRANGER)

    def test_has_doctypes(self, conformance_site: Site) -> None:
        assert self.app in conformance_site.config.installed_apps
        assert declared_by(conformance_site.root, self.app)

    def test_leaves_nothing_to_plan(self, conformance_site: Site) -> None:
        scope = scope_of(conformance_site.config.installed_apps)
        wanted = desired(conformance_site.registry.all().values(), scope)
        assert diff(inspect(conformance_site.engine), wanted).is_empty

    def test_has_the_scripts_it_names(self, conformance_site: Site, conformance_requests: Answers) -> None:
        manifest = read_manifest(self.app)
        for address in manifest.desk_include_js:
            answer = conformance_requests.get(address, {}, {})
            assert 200 == answer.status_code, f"{self.app} has no {address}."
            assert "javascript" in answer.headers["content-type"], f"{address} is not JavaScript."

    def test_is_declared_soundly(self, doctype: str, conformance_site: Site) -> None:
        known = conformance_site.registry.all()
        assert [] == [str(problem) for problem in check(known, only=[doctype])]

    def test_comes_back_from_its_json(self, doctype: str, conformance_site: Site) -> None:
        meta = conformance_site.registry.get(doctype)
        assert meta == from_json(to_json(meta)) == loads(dumps(meta))

    def test_names_roles_that_exist(self, doctype: str, conformance_site: Site) -> None:
        with conformance_site.context() as ctx:
            for row in conformance_site.registry.get(doctype).permissions:
                assert row.role == get_document(ctx, "Role", row.role).name

    def test_has_a_form(self, doctype: str, conformance_site: Site) -> None:
        with conformance_site.context() as ctx:
            view = view_with_children(ctx, doctype)
        meta = conformance_site.registry.get(doctype)
        assert [f.fieldname for f in meta.fields] == [f["fieldname"] for f in view["doctype"]["fields"]]
        assert {f.options for f in meta.table_fields} == view["children"].keys()
        assert orjson.dumps(view)

    def test_has_a_list(self, doctype: str, conformance_site: Site, conformance_requests: Answers) -> None:
        meta = conformance_site.registry.get(doctype)
        if not _has_documents(meta) or meta.issingle:
            return
        with conformance_site.context() as ctx:
            columns = view_with_children(ctx, doctype)["doctype"]["list_columns"]
        asked = {"doctype": doctype, "fields": orjson.dumps(["name", *columns]).decode()}
        answer = conformance_requests.get(
            "/api/method/comptoir.desk.api.list", asked, _key(conformance_site, ADMINISTRATOR)
        )
        assert 200 == answer.status_code, answer.text
        assert "rows" in answer.json()["message"]

    def test_is_open_to_whom_it_names(
        self, doctype: str, conformance_site: Site, conformance_requests: Answers, stranger: dict[str, str]
    ) -> None:
        meta = conformance_site.registry.get(doctype)
        if not _has_documents(meta):
            return
        path = f"/api/resource/{doctype}" + (f"/{doctype}" if meta.issingle else "")
        named = {
            row.role for row in meta.permissions if row.permlevel == 0 and row.rights & {"read", "select"}
        }
        callers = {GUEST: {}, STRANGER: stranger, ADMINISTRATOR: _key(conformance_site, ADMINISTRATOR)}
        allowed = {GUEST: "Guest" in named, STRANGER: bool(named & STAFF_ROLES), ADMINISTRATOR: True}
        answers = {who: conformance_requests.get(path, {}, key).status_code for who, key in callers.items()}
        assert {who: 200 if may else 403 for who, may in allowed.items()} == answers

    def test_has_documents_that_live(self, doctype: str, conformance_site: Site) -> None:
        meta = conformance_site.registry.get(doctype)
        if _has_documents(meta) and doctype not in self.without_life:
            with conformance_site.context() as ctx:
                live(Filler(ctx, self.values), meta)
                ctx.db.rollback()


def declared_by(root: Path, app: str) -> list[str]:
    """The names of the doctypes that ``app`` declares."""
    names = [name for name, found in find_apps(root).items() if name in (ENGINE, app) or not found.imported]
    found = declarations(root, select_apps(root, names)).found
    return sorted(name for name, declaration in found.items() if declaration.app == app)


def _has_documents(meta: DocType) -> bool:
    return not (meta.istable or meta.is_virtual or meta.is_trail)


def _key(site: Site, user: str) -> dict[str, str]:
    with site.context() as ctx:
        key, secret = generate_keys(ctx, user)
    return {"Authorization": f"token {key}:{secret}"}
