"""What a site may use at most: ``"limits": {...}`` of its configuration. Zero, or a key that is missing, is no limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from comptoir.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one site."""

    users: int = 0
    """Enabled users, without Administrator and Guest."""
    storage_mb: int = 0
    """Uploaded files and database together."""
    requests_per_minute: int = 0
    concurrent_requests: int = 0
    """Requests a web process works on at one time; the usual number of the web process where it is 0."""

    @classmethod
    def of_value(cls, value: Any) -> Limits:
        """The limits a configuration asks for. Raises ``ConfigurationError``."""
        names = [field.name for field in fields(cls)]
        if not isinstance(value, Mapping) or not value.keys() <= set(names):
            raise ConfigurationError(f"limits is an object with {', '.join(names)}.")
        for name, number in value.items():
            if not isinstance(number, int) or isinstance(number, bool) or number < 0:
                raise ConfigurationError(f"limits.{name} is a whole number, not {number!r}.")
        return cls(**value)
