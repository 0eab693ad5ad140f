"""``verify-audit``: prove the audit trail of a site unbroken."""

from __future__ import annotations

import click

from comptoir.cli.each import for_each
from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_sites
from comptoir.errors import ComptoirError


class TrailBrokenError(ComptoirError):
    """The audit trail is not as it was written."""


@click.command("verify-audit")
@click.option("--site", help="One site, or 'all'.  [default: all]")
@click.option(
    "--head", metavar="NUMBER:SEAL", help="An end of the chain printed before; the trail must still hold it."
)
@click.pass_obj
def verify_audit(shell: Shell, site: str | None, head: str | None) -> None:
    """Prove that no entry of the audit trail was changed, moved, taken out or cut off."""
    from comptoir.traces.sealing import seal
    from comptoir.traces.verifying import Report, verify

    names = pick_sites(shell, site)
    noted = _noted(head) if head else None
    if noted and len(names) > 1:
        raise click.UsageError("An end of a chain is of one site: name it with --site.")

    def prove(name: str) -> None:
        target = shell.bench.site(name)
        seal(target)
        with shell.out.steps() as step:
            report: Report = verify(target, lambda done, total: step("Verifying entries", done, total), noted)
        if report.problem:
            raise TrailBrokenError(f"The audit trail is broken. {report.problem}")
        shell.out.say(f"{name}: {_summary(report.entries, report.pruned)}")
        if report.unsealed:
            since = f"{report.oldest_unsealed:%Y-%m-%d %H:%M:%S}"
            shell.out.say(f"{name}: {report.unsealed} entries wait to be sealed, the oldest since {since}.")
        if report.head is not None:
            shell.out.say(f"{name}: note this elsewhere to compare with --head: {report.head}")

    for_each(shell, names, prove).finish()


def _summary(entries: int, pruned: int) -> str:
    if not entries:
        return "nothing was recorded yet."
    counted = f"{entries} entries" if entries > 1 else "1 entry"
    beginning = f" after {pruned} pruned ones" if pruned else ""
    return f"the audit trail is unbroken, {counted}{beginning}."


def _noted(head: str) -> tuple[int, str]:
    number, _, seal = head.partition(":")
    if not (number.isdigit() and seal):
        raise click.BadParameter("write NUMBER:SEAL, as verify-audit prints it.", param_hint="--head")
    return int(number), seal
