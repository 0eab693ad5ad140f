"""Doing something for several sites: one that fails is told, the others go on, and the end says how it went."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from comptoir.cli.exits import ERROR, exit_code
from comptoir.cli.main import TRACEBACK_VARIABLE, Shell
from comptoir.errors import ComptoirError
from comptoir.foreseen import foreseen


@dataclass(slots=True)
class Round:
    """How it went: the sites asked, and the exit code of each that failed."""

    shell: Shell
    names: Sequence[str]
    failed: dict[str, int] = field(default_factory=dict)

    def fail(self, name: str, sentence: str, code: int = ERROR) -> None:
        """Note that ``name`` failed, and say why."""
        self.failed[name] = code
        self.shell.out.problem(sentence if len(self.names) == 1 else f"{name}: {sentence}")

    def finish(self) -> None:
        """Sum up where there were several sites; end the command where one failed."""
        if not self.failed:
            return
        if len(self.names) > 1:
            good = len(self.names) - len(self.failed)
            self.shell.out.problem(
                f"{good} of {len(self.names)} sites done; these failed: {', '.join(self.failed)}."
            )
        codes = set(self.failed.values())
        sys.exit(codes.pop() if len(codes) == 1 else ERROR)


def for_each(shell: Shell, names: Sequence[str], work: Callable[[str], None]) -> Round:
    """Call ``work`` for every site; who closes the round calls ``finish``."""
    done = Round(shell, names)
    for name in names:
        try:
            work(name)
        except foreseen() as error:
            if os.environ.get(TRACEBACK_VARIABLE):
                raise
            if isinstance(error, ComptoirError):
                done.fail(name, error.message, exit_code(error))
            else:
                done.fail(
                    name, f"its database or files cannot be used: {getattr(error, 'orig', None) or error}"
                )
    return done
