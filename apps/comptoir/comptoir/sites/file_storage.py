"""Where a site keeps the contents of files: ``"files": {...}`` of its configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from comptoir.errors import ConfigurationError

FOLDER, S3 = "folder", "s3"
STORAGES = (FOLDER, S3)
SECRETS = ("files_access_key", "files_secret_key")
"""The keys of a configuration that open a bucket."""


@dataclass(frozen=True, slots=True)
class FileStorage:
    """The storage of one site. Beyond ``storage`` it says where the bucket is, whether it is used yet or not."""

    storage: str = FOLDER
    bucket: str = ""
    endpoint: str = ""
    region: str = ""
    prefix: str = ""
    access_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)

    @classmethod
    def of_value(cls, value: Any, access_key: str = "", secret_key: str = "") -> FileStorage:
        """The storage a configuration asks for. Raises ``ConfigurationError``."""
        names = [each.name for each in fields(cls) if each.repr]
        if not isinstance(value, Mapping) or not value.keys() <= set(names):
            raise ConfigurationError(f"files is an object with {', '.join(names)}.")
        for name, text in value.items():
            if not isinstance(text, str):
                raise ConfigurationError(f"files.{name} is a text, not {text!r}.")
        made = cls(**value, access_key=access_key, secret_key=secret_key)
        if made.storage not in STORAGES:
            raise ConfigurationError(f"files.storage is one of {', '.join(STORAGES)}, not {made.storage!r}.")
        if made.storage == S3 and not made.bucket:
            raise ConfigurationError("files.storage is s3, and files.bucket does not say which bucket.")
        if made.endpoint and not made.endpoint.startswith(("http://", "https://")):
            raise ConfigurationError("files.endpoint begins with https:// or http://.")
        return made
