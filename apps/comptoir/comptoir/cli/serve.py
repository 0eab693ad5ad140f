"""``serve``, ``worker``, ``scheduler``: the processes named in the ``Procfile``, one each."""

from __future__ import annotations

import logging
import os

import click

from comptoir.cli.main import Shell
from comptoir.errors import ServiceUnavailableError
from comptoir.processes.supervision import end_with_supervisor
from comptoir.sites.here import ROOT_VARIABLE, SITES_VARIABLE

GRACEFUL_SECONDS = 4


@click.command()
@click.option(
    "--host", default="127.0.0.1", envvar="COMPTOIR_HOST", show_default=True, help="Address to listen on."
)
@click.option("--port", default=8000, envvar="PORT", show_default=True, type=int, help="Port to listen on.")
@click.option(
    "--log-level", default="warning", envvar="COMPTOIR_LOG_LEVEL", show_default=True, help="Of uvicorn."
)
@click.pass_obj
def serve(shell: Shell, host: str, port: int, log_level: str) -> None:
    """Run the web process alone; `start` runs all of them."""
    import uvicorn

    _export(shell)
    end_with_supervisor()
    uvicorn.run(
        "comptoir.web.app:create_app",
        factory=True,
        host=host,
        port=port,
        log_level=log_level,
        proxy_headers=False,  # web.proxies believes those that the configuration names
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
    )


@click.command()
@click.option("--queue", "queues", multiple=True, help="Take jobs from this queue only; may be repeated.")
@click.option("--burst", is_flag=True, help="Stop when the queues are empty.")
@click.pass_obj
def worker(shell: Shell, queues: tuple[str, ...], burst: bool) -> None:
    """Run a worker, which executes queued jobs. Start as many as you need."""
    from comptoir.jobs.queue import QUEUES, connect
    from comptoir.jobs.worker import make_worker

    unknown = set(queues) - set(QUEUES)
    if unknown:
        raise click.BadParameter(
            f"{', '.join(sorted(unknown))}: choose from {', '.join(QUEUES)}.", param_hint="--queue"
        )
    _export(shell)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    process = make_worker(connect(_redis_url(shell)), queues or tuple(QUEUES))
    end_with_supervisor(process.stop_now)
    process.work(burst=burst, logging_level="WARNING")


@click.command()
@click.pass_obj
def scheduler(shell: Shell) -> None:
    """Run the scheduler, which queues what apps want done at fixed times. Several may run: each time comes once."""
    from comptoir.jobs.queue import connect
    from comptoir.jobs.scheduler import make_scheduler

    _export(shell)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    process = make_scheduler(connect(_redis_url(shell)), shell.bench)
    end_with_supervisor()
    process.start()


def _export(shell: Shell) -> None:
    """Children and jobs find the same installation."""
    os.environ[ROOT_VARIABLE] = str(shell.bench.root)
    os.environ[SITES_VARIABLE] = str(shell.bench.sites_path)


def _redis_url(shell: Shell) -> str:
    url = shell.bench.redis_url()
    if not url:
        raise ServiceUnavailableError(
            "No Redis is running for this installation. ./bench start brings its own; "
            "otherwise set redis_url in sites/common_site_config.json."
        )
    return url
