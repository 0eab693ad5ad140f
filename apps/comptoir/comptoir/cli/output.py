"""What commands print: spinners and bars on a terminal, plain lines anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from comptoir.apps.progress import Step

QUIET_SECONDS = 1.0
PLAIN_SECONDS = 10.0


class Output:
    """The standard output of one command; problems go to standard error."""

    def __init__(self) -> None:
        self.console = Console(highlight=False, soft_wrap=True)

    @property
    def live(self) -> bool:
        """Whether somebody watches."""
        return self.console.is_terminal

    def say(self, text: str) -> None:
        """One line, or several."""
        click.echo(text)

    def problem(self, text: str) -> None:
        """One sentence on standard error."""
        click.echo(f"{click.style('bench:', fg='red', bold=True)} {text}", err=True)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Columns, with a frame only where somebody watches."""
        if not self.live:
            for row in rows:
                self.say("\t".join(row))
            return
        table = Table(*headings, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        self.console.print(table)

    @contextmanager
    def working(self, label: str) -> Iterator[Callable[[str], None]]:
        """Something is going on: a spinner with a text that can be changed, or a line per change."""
        started = time.monotonic()
        if self.live:
            with self.console.status(escape(label)) as status:
                yield lambda text: status.update(escape(text))
        else:
            self.say(label)
            yield self.say
        if self.live and time.monotonic() - started > 1:
            self.console.print(f"[green]✓[/] {escape(label)} [dim]{time.monotonic() - started:.1f} s[/]")

    @contextmanager
    def steps(self) -> Iterator[Step]:
        """Bars for work in counted parts, one per label; lines now and then without a terminal."""
        if not self.live:
            yield _PlainSteps(self.say)
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self.console) as progress:
            tasks: dict[str, int] = {}

            def step(label: str, done: int, total: int) -> None:
                if label not in tasks:
                    tasks[label] = int(progress.add_task(escape(label), total=total or None))
                progress.update(tasks[label], completed=done, total=total or None)  # type: ignore[arg-type]

            yield step


class _PlainSteps:
    """A line when work has taken a second, every ``PLAIN_SECONDS`` after that, and at its end; short work is silent."""

    def __init__(self, say: Callable[[str], None]):
        self._say = say
        self._label = ""
        self._next = 0.0
        self._spoke = False

    def __call__(self, label: str, done: int, total: int) -> None:
        now = time.monotonic()
        if label != self._label:
            self._label, self._next, self._spoke = label, now + QUIET_SECONDS, False
        complete = total > 0 and done >= total
        if total == 0 or (now >= self._next and not complete) or (complete and self._spoke):
            self._next, self._spoke = now + PLAIN_SECONDS, not complete
            self._say(f"{label}: {done} of {total}" if total else label)


def is_interactive() -> bool:
    """Whether questions can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()
