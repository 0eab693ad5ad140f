"""A dictionary whose keys are attributes too: what Frappe's application code calls ``frappe._dict``."""

from __future__ import annotations

from typing import Any


class AttrDict(dict[str, Any]):
    """``d.key`` reads ``d["key"]`` and gives None where it is missing."""

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        return self.get(key)

    def __setattr__(self, key: str, value: Any) -> None:
        self[key] = value

    def __delattr__(self, key: str) -> None:
        self.pop(key, None)

    def copy(self) -> AttrDict:
        """A shallow copy."""
        return AttrDict(self)

    def update(self, *args: Any, **kwargs: Any) -> AttrDict:  # type: ignore[override]
        """Like ``dict.update``, and returns the dictionary."""
        super().update(*args, **kwargs)
        return self
