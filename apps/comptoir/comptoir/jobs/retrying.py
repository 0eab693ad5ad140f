"""How often a job is tried: declared at its function, and only for errors that may pass by themselves.

A job whose worker died, or was killed, did not fail: it is tried again whatever it declares, ``ATTEMPTS`` times in all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from rq.job import Job

from comptoir.errors import ServiceUnavailableError

ATTEMPTS = 3
PAUSES = (0, 60)
"""Seconds before the second attempt, the third, and so on; the last one holds for those that follow."""
DONE = "attempts"
"""In the notes of a job: how often it was begun."""

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Retries:
    """What a job is tried again for, how often at most, and after how many seconds."""

    errors: tuple[type[Exception], ...] = (ServiceUnavailableError,)
    attempts: int = ATTEMPTS
    pauses: tuple[int, ...] = PAUSES

    def intervals(self) -> list[int]:
        """The pause before every attempt but the first."""
        return [self.pauses[min(number, len(self.pauses) - 1)] for number in range(self.attempts - 1)]


_declared: dict[Callable[..., Any], Retries] = {}
_DEFAULT = Retries()


def retried(
    *errors: type[Exception], attempts: int = ATTEMPTS, pauses: tuple[int, ...] = PAUSES
) -> Callable[[F], F]:
    """Try jobs that call this function again after one of ``errors``, or where the site is busy."""

    def declare(function: F) -> F:
        _declared[function] = Retries((*errors, *_DEFAULT.errors), attempts, pauses)
        return function

    return declare


def begin(job: Job) -> None:
    """Count an attempt of ``job``."""
    job.meta[DONE] = int(job.meta.get(DONE, 0)) + 1
    job.save_meta()


def settle(job: Job, function: Callable[..., Any] | None, error: Exception) -> None:
    """Leave ``job``, which ended with ``error``, as many attempts as what it calls declares for that."""
    declared = _declared.get(function, _DEFAULT) if function is not None else _DEFAULT
    worth_another = isinstance(error, declared.errors)
    job.retries_left = max(declared.attempts - int(job.meta[DONE]), 0) if worth_another else 0
    job.retry_intervals = declared.intervals()
