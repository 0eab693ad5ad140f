"""The names of ``frappe.utils`` under their other path."""

from __future__ import annotations

from typing import Any

from frappe import utils
from frappe.utils import *  # noqa: F403
from frappe.utils import __all__ as __all__


def __getattr__(name: str) -> Any:
    return getattr(utils, name)
