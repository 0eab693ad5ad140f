"""What a site may use at most: ``"limits": {...}`` of its configuration. Zero, or a key that is missing, is no limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from comptoir.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one site."""

    users: int = 0
    """Enabled users, without Administrator and Guest."""
    storage_mb: int = 0
    """Uploaded files and database together."""
    user_storage_mb: int = 0
    """Files of each user, without Administrator's."""
    requests_per_minute: int = 0
    concurrent_requests: int = 0
    """Requests a web process works on at one time; the usual number of the web process where it is 0."""
    mails_per_hour: int = 0
    """E-mails sent in an hour, each recipient counted; the others wait for the next."""

    @classmethod
    def of_value(cls, value: Any) -> Limits:
        """The limits a configuration asks for. Raises ``ConfigurationError``."""
        names = [each.name for each in fields(cls)]
        if not isinstance(value, Mapping) or not value.keys() <= set(names):
            raise ConfigurationError(f"limits is an object with {', '.join(names)}.")
        for name, number in value.items():
            if not isinstance(number, int) or isinstance(number, bool) or number < 0:
                raise ConfigurationError(f"limits.{name} is a whole number, not {number!r}.")
        return cls(**value)


@dataclass(frozen=True, slots=True)
class RateLimits:
    """How many requests in a minute each user and each address may make, and each of them of one method."""

    user: int = 0
    address: int = 0
    methods: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.user or self.address or self.methods)

    @classmethod
    def of_value(cls, value: Any) -> RateLimits:
        """The limits a configuration asks for. Raises ``ConfigurationError``."""
        if not isinstance(value, Mapping) or not value.keys() <= {"user", "address", "methods"}:
            raise ConfigurationError("rate_limits is an object with user, address, methods.")
        methods = value.get("methods", {})
        if not isinstance(methods, Mapping):
            raise ConfigurationError("rate_limits.methods is an object: dotted names and numbers.")
        for name, number in {**value, **methods}.items():
            if name != "methods" and (not isinstance(number, int) or isinstance(number, bool) or number < 0):
                raise ConfigurationError(f"rate_limits: {name} is a whole number, not {number!r}.")
        return cls(value.get("user", 0), value.get("address", 0), dict(methods))
