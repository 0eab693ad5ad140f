"""What may stand in ``common_site_config.json`` and ``site_config.json``: one record per key.

``./bench set-config`` judges by these, ``SiteConfig`` reads by them, and ``docs/reference/site-config.md`` is made of
them. A key that is not declared is kept for apps to read and is never judged.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comptoir.errors import ConfigurationError
from comptoir.i18n import LANGUAGES

INSTALLATION = "installation"
SITE = "site"
EITHER = "either"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value looks like; ``fits`` judges one read from JSON."""

    label: str
    fits: Callable[[Any], bool]


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _networks(value: Any) -> bool:
    try:
        return _texts(value) and all(ip_network(item, strict=False) for item in value)
    except ValueError:
        return False


def _zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


TEXT = Kind("text", lambda value: isinstance(value, str))
ZONE = Kind("time zone such as Europe/Paris", _zone)
HOSTS = Kind(
    "list of host names",
    lambda value: _texts(value) and all(re.fullmatch(r"[\w.:\[\]-]+", item) for item in value),
)
NUMBER = Kind("whole number", _whole)
YES_NO = Kind("true or false", lambda value: isinstance(value, bool) or value in (0, 1))
TEXTS = Kind("list of texts", _texts)
NETWORKS = Kind("list of addresses or networks, such as 10.1.0.0/16", _networks)
OBJECT = Kind("object", lambda value: isinstance(value, dict))
OBJECT_OR_NO = Kind("object, or false", lambda value: isinstance(value, (dict, bool)))


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, what its value looks like, what holds where it is not set, and what it is for."""

    name: str
    kind: Kind
    default: Any
    help: str
    where: str = EITHER
    secret: bool = False
    choices: tuple[str, ...] = ()
    managed: str = ""
    """The command that sets it; nothing else should."""

    def check(self, value: Any) -> None:
        """Raise ``ConfigurationError`` where ``value`` is not what this key holds."""
        if not self.kind.fits(value):
            raise ConfigurationError(f"{self.name} is a {self.kind.label}, not {self._told(value)}.")
        if self.choices and value not in self.choices:
            raise ConfigurationError(
                f"{self.name} is one of {', '.join(self.choices)}, not {self._told(value)}."
            )

    def _told(self, value: Any) -> str:
        return f"a {type(value).__name__}" if self.secret else repr(value)


DATABASE = (
    Key("db_type", TEXT, "sqlite", "The database of the site.", SITE,
        choices=("sqlite", "mariadb"), managed="transfer"),
    Key("db_name", TEXT, "", "MariaDB: the database; SQLite: the file in `db/`, without its ending.", SITE,
        managed="transfer"),
    Key("db_user", TEXT, "", "MariaDB: the site's own user.", SITE),
    Key("db_password", TEXT, "", "MariaDB: the password of that user.", SITE, secret=True),
    Key("db_user_host", TEXT, "", "MariaDB: from where that user may connect; set where the site's user was made "
        "with it and goes with it.", SITE, managed="new-site"),
    Key("db_host", TEXT, "", "MariaDB: host of the server; 127.0.0.1 where empty."),
    Key("db_port", NUMBER, 3306, "MariaDB: port."),
    Key("db_socket", TEXT, "", "MariaDB: unix socket, instead of host and port."),
    Key("db_root_user", TEXT, "", "MariaDB: who makes and drops the databases and users of sites.", INSTALLATION),
    Key("db_root_password", TEXT, "", "MariaDB: the password of `db_root_user`.", INSTALLATION, secret=True),
    Key("db_connect_timeout", NUMBER, 5, "MariaDB: seconds to wait for a connection before the site answers 503."),
    Key("db_connections", NUMBER, 64, "Connections a process keeps open at most for sites that nobody uses right now.",
        INSTALLATION),
    Key("previous_database", OBJECT, {}, "Where the site was before it was moved.", SITE, secret=True,
        managed="transfer"),
)  # fmt: skip
SITE_KEYS = (
    Key("host_names", HOSTS, [], "Host names the site answers to beside its own.", SITE),
    Key("host_name", TEXT, "", "The address the site has for the world, for links in mail.", SITE),
    Key("installed_apps", TEXTS, ["comptoir"], "Apps of the site, in order.", SITE, managed="install-app"),
    Key("encryption_key", TEXT, "", "Opens the passwords the site keeps for other services. Without it they are lost.",
        SITE, secret=True, managed="new-site"),
    Key("maintenance_mode", YES_NO, False, "Answer 503 to everybody and run no jobs."),
    Key("limits", OBJECT, {}, "What the site may use: `users`, `storage_mb`, `user_storage_mb` (files of each user), `requests_per_minute`, "
        "`concurrent_requests`, `mails_per_hour`; 0 or nothing is no limit.", EITHER),
    Key("rate_limits", OBJECT, {}, "Requests in a minute at most, of each `user`, of each `address`, and of each user "
        "(or address, for guests) for one of `methods`, such as `{\"frappe.client.get_count\": 60}`.", EITHER),
    Key("trusted_proxies", NETWORKS, [], "Addresses or networks of the proxies whose X-Forwarded-For and "
        "X-Forwarded-Proto are believed; nobody else's are.", EITHER),
)  # fmt: skip
FILES = (
    Key("files", OBJECT, {}, "Where contents of files lie: `storage` is `folder` or `s3`; of a bucket, its `bucket`, `endpoint`, `region` "
        "and `prefix`. `./bench move-files` moves them and sets `storage`.", SITE),
    Key("files_access_key", TEXT, "", "The access key of the bucket; `AWS_ACCESS_KEY_ID` of the environment where empty.", EITHER,
        secret=True),
    Key("files_secret_key", TEXT, "", "The secret key of the bucket; `AWS_SECRET_ACCESS_KEY` of the environment where empty.", EITHER,
        secret=True),
)  # fmt: skip
BEHAVIOUR = (
    Key("lang", TEXT, "en", "Language, until System Settings say otherwise.", choices=tuple(LANGUAGES)),
    Key("time_zone", ZONE, "Europe/Paris", "Time zone, until System Settings say otherwise."),
    Key("country", TEXT, "", "Country, until System Settings say otherwise."),
    Key("currency", TEXT, "", "Currency, until System Settings say otherwise."),
    Key("phone_region", TEXT, "", "Two letters of the country whose phone numbers need no prefix."),
    Key("max_file_size", NUMBER, 25 * 1024 * 1024, "Bytes of the largest file that can be uploaded."),
    Key("pdf_engine", TEXT, "", "What makes PDF of documents: weasyprint or wkhtmltopdf; the first that works here where nothing is said.",
        choices=("weasyprint", "wkhtmltopdf")),
    Key("bulk_limit", NUMBER, 500, "Documents of one bulk request."),
    Key("session_days", NUMBER, 7, "Days a session lasts at most, until System Settings say otherwise."),
)
MAIL = (
    Key("mail_server", TEXT, "", "The SMTP server mail is handed to; without one letters wait in the outbox."),
    Key("mail_port", NUMBER, 0, "Its port; 0: 465 with `use_ssl`, 587 with `use_tls`, else 25."),
    Key("use_tls", YES_NO, False, "Encrypt the connection after the greeting (STARTTLS)."),
    Key("use_ssl", YES_NO, False, "Encrypt the connection from the start."),
    Key("mail_login", TEXT, "", "User name at the mail server; none where it asks for none."),
    Key("mail_password", TEXT, "", "Password at the mail server.", secret=True),
    Key("auto_email_id", TEXT, "", "The address mail comes from; `mail_login` where that is one."),
    Key("email_sender_name", TEXT, "", "The name mail comes from."),
)
OUTGOING = (
    Key("internal_hosts", HOSTS, [], "Hosts of your own network that webhooks and notifications may be sent to; all others must be public."),
)  # fmt: skip
IDENTITIES = (
    Key("allow_private_identity_providers", YES_NO, False, "Ask identity providers at private addresses, and by plain http."),
)  # fmt: skip
BACKUPS = (
    Key("backup", OBJECT_OR_NO, {}, "The nightly backup: `with_files`, `days`, `weeks`, `months`; false: none."),
    Key("backup_recipients", TEXTS, [], "age public keys backups are encrypted to."),
)
WHOLE_INSTALLATION = (
    Key("redis_url", TEXT, "", "A Redis server of your own; the embedded one where empty.", INSTALLATION, secret=True),
    Key("default_site", TEXT, "", "The site of commands without `--site`.", INSTALLATION, managed="use"),
    Key("open_sites", NUMBER, 500, "Sites a process keeps in memory at most.", INSTALLATION),
)  # fmt: skip

KEYS: Mapping[str, Key] = {
    key.name: key for key in (*DATABASE, *SITE_KEYS, *FILES, *BEHAVIOUR, *MAIL, *OUTGOING, *IDENTITIES, *BACKUPS, *WHOLE_INSTALLATION)
}


def check(values: Mapping[str, Any]) -> None:
    """Judge every declared key of ``values``. Raises ``ConfigurationError`` at the first that is wrong."""
    for name, value in values.items():
        if name in KEYS and value is not None:
            KEYS[name].check(value)


def known(name: str) -> Key:
    """The key called ``name``. Raises ``ConfigurationError`` with the names that are like it."""
    if name in KEYS:
        return KEYS[name]
    near = difflib.get_close_matches(name, KEYS, 3)
    hint = f"Did you mean {' or '.join(near)}?" if near else "docs/reference/site-config.md lists them."
    raise ConfigurationError(f"There is no key {name}. {hint} A key of your own app needs --custom.")
