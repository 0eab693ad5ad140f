"""Site configuration: ``common_site_config.json`` overlaid by ``<site>/site_config.json``, as a typed value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from comptoir.db.engine import DatabaseSettings
from comptoir.errors import ConfigurationError
from comptoir.sites import keys
from comptoir.sites.file_storage import SECRETS, FileStorage
from comptoir.sites.filelock import replacing
from comptoir.sites.limits import Limits, RateLimits

COMMON = "common_site_config.json"
SITE = "site_config.json"


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """What an installation may set for a site. Unknown keys stay in ``raw`` for apps to read."""

    db_type: str = "sqlite"
    db_name: str = ""
    db_user: str = ""
    db_password: str = ""
    db_host: str = ""
    db_port: int = 3306
    db_socket: str = ""
    db_user_host: str = ""
    db_connect_timeout: int = 5
    host_names: tuple[str, ...] = ()
    installed_apps: tuple[str, ...] = ("comptoir",)
    encryption_key: str = ""
    redis_url: str = ""
    time_zone: str = "Europe/Paris"
    lang: str = "en"
    max_file_size: int = 25 * 1024 * 1024
    bulk_limit: int = 500
    pdf_engine: str = ""
    session_days: int = 7
    maintenance_mode: bool = False
    trusted_proxies: tuple[str, ...] = ()
    internal_hosts: tuple[str, ...] = ()
    files: FileStorage = FileStorage()
    limits: Limits = Limits()
    rate_limits: RateLimits = RateLimits()
    raw: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> SiteConfig:
        """A config from the JSON keys. Raises ``ConfigurationError`` where one holds what it cannot."""
        keys.check(raw)
        names = set(cls.__slots__) - {"raw"}
        known: dict[str, Any] = {
            key: value for key, value in raw.items() if key in names and value is not None
        }
        for key in ("host_names", "installed_apps", "trusted_proxies", "internal_hosts"):
            if key in known:
                known[key] = tuple(known[key])
        known["files"] = FileStorage.of_value(
            known.get("files", {}), *(str(raw.get(key) or "") for key in SECRETS)
        )
        known["limits"] = Limits.of_value(known.get("limits", {}))
        known["rate_limits"] = RateLimits.of_value(known.get("rate_limits", {}))
        return cls(**known, raw=dict(raw))

    def database(self, site_path: Path) -> DatabaseSettings:
        """How to open the site's database."""
        if self.db_type == "sqlite":
            return DatabaseSettings("sqlite", path=site_path / "db" / f"{self.db_name or 'site'}.sqlite3")
        if self.db_type == "mariadb":
            return DatabaseSettings(
                "mariadb",
                name=self.db_name,
                user=self.db_user,
                password=self.db_password,
                host=self.db_host,
                port=self.db_port,
                socket=self.db_socket,
                connect_timeout=self.db_connect_timeout,
            )
        raise ConfigurationError(f"db_type must be sqlite or mariadb, not {self.db_type!r}.")


def read_json(path: Path) -> dict[str, Any]:
    """The object in ``path``, or an empty one where there is no file."""
    try:
        value = orjson.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except orjson.JSONDecodeError as error:
        raise ConfigurationError(f"{path} is not valid JSON: {error}.") from error
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}.") from error
    if not isinstance(value, dict):
        raise ConfigurationError(f"{path} must hold a JSON object.")
    return value


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write atomically and readable by the owner alone: the file holds secrets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(orjson.dumps(dict(value), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
