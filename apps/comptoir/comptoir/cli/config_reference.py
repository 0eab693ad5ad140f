"""The page ``docs/reference/site-config.md``, made of the declared keys (``comptoir.sites.keys``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from comptoir.backups.schedule import Nightly
from comptoir.sites import keys
from comptoir.sites.keys import Key
from comptoir.sites.limits import Limits

BEGINNING = """\
# The configuration of a site

<!-- Made by `python -m comptoir.cli.reference`; change comptoir/sites/keys.py instead. -->

`sites/common_site_config.json` holds for every site of an installation, `sites/<site>/site_config.json` for one and comes
before it. [`./bench set-config`](cli.md#set-config) writes them once the value is known to be one the key can hold:

```
./bench set-config limits '{"users": 25, "storage_mb": 2000, "requests_per_minute": 600}' --site shop.example
./bench set-config lang fr --global
```

Processes that run follow within a second. Both files are readable by their owner alone, since they hold secrets. Keys that are
not listed are kept for apps to read; `--custom` sets one.
"""
SECTIONS = (
    ("The database", keys.DATABASE),
    ("The site", keys.SITE_KEYS),
    ("Files", keys.FILES),
    ("How it behaves", keys.BEHAVIOUR),
    ("Mail", keys.MAIL),
    ("Requests to other servers", keys.OUTGOING),
    ("Identity providers", keys.IDENTITIES),
    ("Backups", keys.BACKUPS),
    ("The installation", keys.WHOLE_INSTALLATION),
)
WHERE = {keys.SITE: "site", keys.INSTALLATION: "installation", keys.EITHER: "either"}
OBJECTS: Mapping[str, type[Limits | Nightly]] = {"limits": Limits, "backup": Nightly}
"""Keys that hold an object, and the class whose fields it has."""


def render() -> str:
    """The whole page."""
    parts = [BEGINNING]
    for title, declared in SECTIONS:
        parts.append(f"## {title}\n")
        parts += _table(declared)
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _table(declared: Iterable[Key]) -> Iterator[str]:
    yield "| key | holds | default | where | |"
    yield "| --- | --- | --- | --- | --- |"
    for key in declared:
        yield f"| `{key.name}` | {_holds(key)} | {_default(key)} | {WHERE[key.where]} | {_meaning(key)} |"


def _holds(key: Key) -> str:
    if key.choices:
        return " or ".join(f"`{choice}`" for choice in key.choices)
    return key.kind.label + (", secret" if key.secret else "")


def _default(key: Key) -> str:
    if key.name in OBJECTS:
        made = OBJECTS[key.name]()
        values = {field.name: getattr(made, field.name) for field in fields(made) if field.name != "enabled"}
        return f"`{json.dumps(values)}`"
    return f"`{json.dumps(key.default)}`" if key.default not in ("", [], {}) else ""


def _meaning(key: Key) -> str:
    set_by = f" Set by [`{key.managed}`](cli.md#{key.managed})." if key.managed else ""
    return key.help + set_by
