"""When something that recurs is due: cron expressions read in the zone of a site, also where its clock is put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from croniter import croniter

CRON = "Cron"
FREQUENCIES: Mapping[str, str] = {
    "All": "* * * * *",
    "Hourly": "0 * * * *",
    "Daily": "0 0 * * *",
    "Weekly": "0 0 * * 0",
    "Monthly": "0 0 1 * *",
    "Yearly": "0 0 1 1 *",
    "Annual": "0 0 1 1 *",
}
LONG, MAINTENANCE = " Long", " Maintenance"
EVERY_HOUR = "*"
CRON_FIELDS = 5


def expression_of(frequency: str, cron_format: str = "") -> str:
    """The cron expression that a frequency of Frappe's stands for."""
    if frequency == CRON:
        return cron_format
    return FREQUENCIES[frequency.removesuffix(LONG).removesuffix(MAINTENANCE)]


def is_known(frequency: str, cron_format: str = "") -> bool:
    """Whether ``frequency`` is one of Frappe's, and its cron expression can be read."""
    if frequency == CRON:
        return len(cron_format.split()) == CRON_FIELDS and bool(croniter.is_valid(cron_format))
    return frequency.removesuffix(LONG).removesuffix(MAINTENANCE) in FREQUENCIES


def next_time(expression: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The first moment later than ``after`` (aware) at which ``expression`` is due in ``zone``, in UTC.

    Where the clock is put back, what is due every hour is due in both of the doubled hours, and what is due at an hour
    only in the first. An hour that is left out is made up for at its end.
    """
    local = after.astimezone(zone)
    found: datetime = croniter(expression, local.replace(tzinfo=None)).get_next(datetime)
    if expression.split()[1] == EVERY_HOUR:
        offset = local.utcoffset()
        assert offset is not None
        return (found - offset).replace(tzinfo=UTC)
    moment = found.replace(tzinfo=zone).astimezone(UTC)
    if moment <= after.astimezone(UTC):
        moment = found.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return moment
