"""What the jobs of these tests do. A worker process finds this module as it finds those of an app."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import frappe
from comptoir.errors import ServiceUnavailableError, ValidationError
from comptoir.jobs import retried


def add(description: str) -> None:
    frappe.get_doc({"doctype": "ToDo", "description": description}).insert(ignore_permissions=True)


def add_and_hang(pipe: str, marker: str) -> None:
    """Add a task and, the first time, tell ``pipe`` and wait for ever."""
    add("once")
    if Path(marker).exists():
        return
    Path(marker).touch()
    Path(pipe).write_text(str(os.getpid()))
    signal.pause()


def add_and_wait() -> None:
    add("never")
    signal.pause()


def add_and_refuse() -> None:
    add("never")
    raise ValidationError("There is no toner.")


def add_and_be_busy() -> None:
    add("never")
    raise ServiceUnavailableError()


@retried(ConnectionError, attempts=2, pauses=(0,))
def lose_the_line() -> None:
    raise ConnectionError("The line is dead.")


def tell_language() -> None:
    add(frappe.local.lang)


def tell_progress() -> None:
    frappe.publish_progress(40, title="Counting", description="Toner")


def count_up() -> None:
    add("one more")
