"""What every test can ask for: a database, a site, a context, an HTTP client, on SQLite and on MariaDB.

Tests that use ``db_type``, or anything that depends on it, run once per database (``--db sqlite|mariadb|both``).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from comptoir.access import secrets
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.db import DatabaseSettings, create_engine
from comptoir.sites import Bench, Site
from comptoir.sites.config import COMMON, write_json

from .databases import Databases
from .services import Service, ServiceError, Services
from .site_templates import SiteTemplates
from .working import work_off

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "mariadb")
SHARED = pytest.StashKey[Path]()

EngineFactory = Callable[[], sa.Engine]
Acting = Callable[[str], AbstractContextManager[Context]]
Work = Callable[[], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db", choices=(*DATABASES, "both"), default="both", help="The databases the tests run on."
    )
    parser.addoption("--slow", action="store_true", help="Run the tests that take minutes, too.")


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads the run makes the folder its workers share."""
    config.addinivalue_line("markers", "only_on(db_type): the test concerns one of the databases alone")
    config.addinivalue_line("markers", "slow: the test takes minutes and runs with --slow alone")
    workerinput: dict[str, Any] | None = getattr(config, "workerinput", None)
    shared = workerinput["shared"] if workerinput else tempfile.mkdtemp(prefix="comptoir-run-")
    config.stash[SHARED] = Path(shared)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["shared"] = str(node.config.stash[SHARED])
    node.workerinput["leader"] = os.getpid()


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or SHARED not in config.stash:
        return
    shared = config.stash[SHARED]
    Services(shared, os.getpid()).stop()
    shutil.rmtree(shared, ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "db_type" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--db")
        metafunc.parametrize(
            "db_type", DATABASES if chosen == "both" else (chosen,), indirect=True, scope="session"
        )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what concerns another database than the item's own, and what takes minutes unless it is asked for."""
    slow = config.getoption("--slow")
    other = [
        item
        for item in items
        if _is_for_another_database(item) or (item.get_closest_marker("slow") and not slow)
    ]
    if other:
        items[:] = [item for item in items if item not in set(other)]
        config.hook.pytest_deselected(items=other)


def _is_for_another_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("only_on")
    parameters = getattr(item, "callspec", None)
    return marker is not None and parameters is not None and parameters.params["db_type"] not in marker.args


class RememberingHasher(PasswordHasher):
    """Hashes each password once: what is slow on purpose was a third of the tests' own time."""

    @lru_cache(maxsize=1000)  # noqa: B019 - there is one
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        return super().hash(password, salt=salt)


@pytest.fixture(scope="session", autouse=True)
def remembered_hashes() -> Iterator[None]:
    """The passwords of test users are known."""
    hasher = RememberingHasher()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "_hasher", lambda: hasher)
        yield


@pytest.fixture(scope="session")
def as_its_owner() -> tuple[str, ...]:
    """Starts a process that may do no more to files than their modes say, whoever runs the tests."""
    return ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if os.geteuid() == 0 else ()


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """Name of this process of the run: ``main``, or ``gw0``, ``gw1``, ... with pytest-xdist."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def services(request: pytest.FixtureRequest) -> Services:
    """The servers of this test run, started when first asked for."""
    leader = getattr(request.config, "workerinput", {}).get("leader", os.getpid())
    return Services(request.config.stash[SHARED], leader)


@pytest.fixture(scope="session")
def db_type(request: pytest.FixtureRequest, services: Services) -> str:
    """``sqlite`` or ``mariadb``; fails, and never skips, where MariaDB is missing."""
    if request.param == "mariadb":
        _need(services.mariadb)
    return str(request.param)


@pytest.fixture(scope="session")
def redis_url(services: Services, worker: str) -> str:
    """A Redis database of this worker."""
    service = _need(services.redis)
    number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
    return f"{service.url}?db={number % 64}"


@pytest.fixture(scope="session")
def databases(services: Services, tmp_path_factory: pytest.TempPathFactory, worker: str) -> Databases:
    """Makes and drops databases."""
    return Databases(services, tmp_path_factory.mktemp("databases"), f"t_{worker}")


@pytest.fixture
def empty_database(databases: Databases, db_type: str) -> Iterator[DatabaseSettings]:
    """A database without tables, dropped after the test."""
    with databases.fresh(db_type) as settings:
        yield settings


@pytest.fixture
def engine(empty_database: DatabaseSettings) -> Iterator[sa.Engine]:
    """An engine on an empty database."""
    made = create_engine(empty_database)
    yield made
    made.dispose()


@pytest.fixture
def engine_factory(databases: Databases, db_type: str) -> Iterator[EngineFactory]:
    """Makes engines, each on an empty database of its own."""
    with ExitStack() as stack:

        def make() -> sa.Engine:
            made = create_engine(stack.enter_context(databases.fresh(db_type)))
            stack.callback(made.dispose)
            return made

        yield make


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Bench]:
    """An installation with this repository's apps and declarations and a folder of sites of its own."""
    sites = tmp_path_factory.mktemp("bench") / "sites"
    write_json(sites / COMMON, {"redis_url": redis_url})
    made = Bench(ROOT, sites)
    yield made
    made.close()


@pytest.fixture(scope="session")
def site_templates(
    request: pytest.FixtureRequest, services: Services, databases: Databases, worker: str
) -> SiteTemplates:
    """Makes migrated sites."""
    return SiteTemplates(ROOT, request.config.stash[SHARED], services, databases, worker)


@pytest.fixture
def site(bench: Bench, site_templates: SiteTemplates, db_type: str) -> Iterator[Site]:
    """A migrated site with every app of the repository and nothing entered yet; new for every test."""
    made = site_templates.restore(bench, db_type)
    redis = bench.redis()
    assert redis is not None
    redis.flushdb()
    yield made
    bench.forget(made.name)


@pytest.fixture
def neighbour(bench: Bench, site: Site, site_templates: SiteTemplates, db_type: str) -> Iterator[Site]:
    """Another such site in the same process."""
    made = site_templates.restore(bench, db_type, "-next")
    yield made
    bench.forget(made.name)


@pytest.fixture
def ctx(site: Site) -> Iterator[Context]:
    """The current context of Administrator on ``site``; what a test leaves uncommitted is rolled back."""
    with use(site.open(ADMINISTRATOR)) as made:
        yield made
        made.db.close()


@pytest.fixture
def acting(ctx: Context) -> Acting:
    """Acts as somebody within the transaction of the test."""

    @contextmanager
    def act(user: str) -> Iterator[Context]:
        other = ctx.acting_as(user)
        with use(other):
            yield other

    return act


@pytest.fixture
def work(bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Runs the jobs that wait, in this process."""
    monkeypatch.setenv("COMPTOIR_BENCH", str(bench.root))
    monkeypatch.setenv("COMPTOIR_SITES", str(bench.sites_path))
    return partial(work_off, site)


@pytest.fixture
def bench_root(tmp_path: Path) -> Path:
    """A copy of the repository's declarations beside its apps, free to change, without sites."""
    root = tmp_path / "bench"
    root.mkdir()
    (root / "apps").symlink_to(ROOT / "apps")
    for name in ("doctypes", "fixtures", "print_formats"):
        shutil.copytree(ROOT / name, root / name)
    return root


def _need(ask: Callable[[], Service]) -> Service:
    try:
        return ask()
    except ServiceError as error:
        pytest.fail(str(error), pytrace=False)
