"""What can stop a command before it does its work; each class has the exit code of ``./bench``."""

from __future__ import annotations

from comptoir.errors import ComptoirError


class MissingRequirementError(ComptoirError):
    """Something this machine must have is missing."""

    exit_code = 3


class BusyError(ComptoirError):
    """The port or the installation is already in use."""

    exit_code = 6


class ProcessFailedError(ComptoirError):
    """A process could not be started, or ended by itself."""

    exit_code = 7
