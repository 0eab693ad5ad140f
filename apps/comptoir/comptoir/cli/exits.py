"""The exit codes of ``./bench``: the one table, from which the reference page is made."""

from __future__ import annotations

from comptoir.errors import ComptoirError, ConfigurationError, DeclarationError, SiteNotFoundError

OK = 0
ERROR = 1
USAGE = 2
MISSING = 3
DECLARATION = 4
SITE = 5
BUSY = 6
PROCESS = 7

MEANINGS: dict[int, str] = {
    OK: "Done, or stopped because it was asked to.",
    ERROR: "It did not work; the sentence on standard error says why. For `test`: a check or a test failed.",
    USAGE: "The command line or the configuration cannot be read.",
    MISSING: "This machine lacks something; the sentence says how to get it.",
    DECLARATION: "A declaration under `doctypes/` or in an app is wrong; every problem is listed.",
    SITE: "The site does not exist (or, for `new-site`, exists already).",
    BUSY: "The port is taken, or this folder is already running.",
    PROCESS: "A process of the installation could not be started or ended by itself.",
}

_BY_CLASS: tuple[tuple[type[ComptoirError], int], ...] = (
    (DeclarationError, DECLARATION),
    (SiteNotFoundError, SITE),
    (ConfigurationError, USAGE),
)


def exit_code(error: ComptoirError) -> int:
    """The exit code of ``error``: its own, or that of its kind."""
    own = getattr(error, "exit_code", None)
    if isinstance(own, int):
        return own
    return next((code for kind, code in _BY_CLASS if isinstance(error, kind)), ERROR)
