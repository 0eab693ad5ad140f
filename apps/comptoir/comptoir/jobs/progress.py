"""How far the running job has come: kept with the job, so a screen that is opened late sees it."""

from __future__ import annotations

from typing import Any

from rq import get_current_job

PROGRESS = "progress"
"""In the notes of a job."""


def report(percent: float, title: str = "", description: str = "") -> None:
    """Note that the running job is at ``percent``; nothing happens outside one."""
    job = get_current_job()
    if job is None:
        return
    noted: dict[str, Any] = {"percent": max(0.0, min(float(percent), 100.0)), "title": title}
    job.meta[PROGRESS] = noted | {"description": description}
    job.save_meta()
